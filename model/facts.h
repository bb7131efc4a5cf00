// What a translation unit says about the functions and data that a fix can touch, as plain values: one
// UnitFacts per unit and version. The extractor fills it from Clang; matching and rules read it. Texts of
// bodies are not kept, only fingerprints: equal fingerprints mean equal code after preprocessing, line
// numbers and comments left out. What a body *does* is not here: that is the step language (model/steps.h).
#ifndef LPCHECK_MODEL_FACTS_H_
#define LPCHECK_MODEL_FACTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/verdict.h"

namespace lpcheck {

/// 128 bits over a canonical text; equal texts and only they are taken to have equal fingerprints.
struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Fingerprint&) const = default;
};

/// Types are canonical spellings, qualifiers dropped at every level: what a caller and a callee must agree
/// on.
struct Prototype {
  std::string result;
  std::vector<std::string> parameters;
  bool variadic = false;
  bool operator==(const Prototype&) const = default;
};

std::string ToString(const Prototype& prototype);

struct StaticLocalFact {
  std::string name;
  std::string type;
  bool is_const = false;
  bool from_macro =
      false;  ///< made by a macro's body (warn-once flags, lock keys): losing its value is harmless
  Fingerprint initializer;
};

enum class Linkage { kExternal, kStatic };
enum class Inlining { kNever, kNone, kHint, kAlways };

struct FunctionFact {
  std::string name;
  Location where;  ///< absolute path while extracting, made relative to the tree by analyzer/check
  int last_line = 0;
  Linkage linkage = Linkage::kExternal;
  Inlining inlining = Inlining::kNone;
  Prototype prototype;
  std::string section;         ///< "" for .text
  bool weak = false;           ///< another definition wins where there is one
  bool no_instrument = false;  ///< notrace, and not only because `inline` implies it
  bool declared_noreturn = false;
  bool never_returns = false;  ///< no path reaches an exit of the body
  bool has_label_addresses = false;
  Fingerprint body;  ///< the code as written: members by name
  Fingerprint
      compiled;  ///< the code as compiled: members by offset, with the sizes and types of what it names
  std::size_t nodes = 0;             ///< size of the body in syntax nodes
  std::map<std::string, int> calls;  ///< callee, number of call sites
  bool calls_indirectly = false;
  std::set<std::string> addresses_taken;  ///< functions used other than by calling them
  std::set<std::string> thread_mains;     ///< functions handed to kthread_run and its kin
  std::set<std::string> globals;          ///< variables with static storage that it names
  std::set<std::string> static_keys;      ///< globals of a static-key type that it names
  std::set<std::string> sized_records;    ///< records in sizeof: allocations, copies, clears
  std::set<std::string> local_records;    ///< records with automatic storage
  std::set<std::string> freed_records;    ///< pointees of arguments of kfree and its kin
  std::set<std::string> used_records;     ///< records whose fields it names
  std::map<std::string, std::string> declared;  ///< functions and variables it names, as declared to it
  std::vector<StaticLocalFact> static_locals;
};

struct FieldFact {
  std::string name;  ///< path through anonymous members; "(anonymous)" parts are left out
  std::string type;  ///< canonical, without const and restrict
  std::uint64_t offset_bits = 0;
  std::uint64_t size_bits = 0;  ///< width for bit-fields, 0 for flexible arrays
  bool is_bit_field = false;
  bool operator==(const FieldFact&) const = default;
};

/// A struct or union with its layout. `name` is "struct foo", "union foo", or the typedef of an anonymous
/// one.
struct RecordFact {
  std::string name;
  Location where;
  std::uint64_t size_bits = 0;
  std::uint64_t align_bits = 0;
  std::vector<FieldFact> fields;  ///< in order, members of anonymous members flattened
};

struct GlobalFact {
  std::string name;
  Location where;
  std::string type;
  Linkage linkage = Linkage::kExternal;
  bool is_const = false;
  bool is_definition = false;
  std::string section;
  std::uint64_t align_bits = 0;  ///< as asked for by an attribute; 0: that of its type
  bool per_cpu = false;
  bool names_functions = false;  ///< the initializer holds a function's address
  Fingerprint initializer;
  std::map<std::string, std::string>
      elements;                    ///< element or field -> canonical value, for naming what changed
  std::set<std::string> mentions;  ///< functions and variables that the initializer names
};

struct ConstantFact {
  std::string name;
  std::string owner;  ///< the enum, or empty
  std::string value;
  Location where;
};

struct MacroFact {
  std::string name;
  std::string text;  ///< parameters and tokens, one blank between
  Location where;
};

/// Who embeds, holds and makes objects of a record in the visible code.
struct RecordUse {
  std::set<std::string> embedded_in;  ///< records with a member of it, by value
  std::set<std::string> globals;      ///< variables with static storage that hold one
  std::set<std::string> sized_by;     ///< functions that take its sizeof
  std::set<std::string> freed_by;
  std::set<std::string> local_in;  ///< functions with one on the stack
  std::set<std::string> used_by;   ///< functions that name its fields
};

struct UnitFacts {
  std::string file;    ///< the .c file, relative to the tree
  std::string object;  ///< vmlinux or the module's name; empty when unknown
  bool touched = true;  ///< the fix changes the .c file itself, not only a header of it
  bool traced = true;  ///< its compile command has the tracer's flag
  std::map<std::string, FunctionFact> functions;
  std::map<std::string, GlobalFact> globals;
  std::map<std::string, RecordFact> records;      ///< those declared in files of the fix
  std::map<std::string, RecordUse> record_uses;   ///< of `records`
  std::map<std::string, ConstantFact> constants;  ///< enumerators declared in files of the fix
  std::map<std::string, MacroFact> macros;        ///< macros defined in headers of the fix
  std::set<std::string> exported;
  std::set<std::string> aliases;   ///< "NAME = TARGET" for functions that are another name of a function
  std::set<std::string> assembly;  ///< assembly outside functions, generated numbers left out
};

/// The unit before and after.
struct UnitPairFacts {
  UnitFacts before;
  UnitFacts after;
};

}  // namespace lpcheck

#endif  // LPCHECK_MODEL_FACTS_H_
