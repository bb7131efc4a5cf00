// What one translation unit says about the kernel, as plain values: who calls whom, which fields are touched, what is
// allocated and freed, where function addresses go, how records are laid out. A Part is the share of one file (the .c
// file or one header) in that unit; units that see the same text in the same way produce equal parts, which the store
// keeps once. Nothing here knows Clang or SQLite.
#ifndef LPCHECK_ANALYZER_INDEX_FACTS_H_
#define LPCHECK_ANALYZER_INDEX_FACTS_H_

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace lpcheck::index {

/// The numbers are those of the database. A fact says something about the function it stands in (or about the file: initialisers of globals).
enum class FactKind : std::uint8_t {
  kCall = 1,            ///< a = callee
  kCallPointer = 2,     ///< a = record, b = field of the pointer called; a = "" when it is no field (b = variable)
  kField = 3,           ///< a = record, b = field; mode = Access bits
  kGlobal = 4,          ///< a = variable with linkage or static; mode = Access bits
  kAllocate = 5,        ///< a = record ("" unknown), b = allocator
  kFree = 6,            ///< a = record ("" unknown), b = deallocator
  kPointerInField = 7,  ///< address of function a is stored in b = RECORD.FIELD (initialiser or assignment)
  kPointerToCall = 8,   ///< address of function a is an argument of b; mode = argument index
  kPointerElse = 9,     ///< address of function a goes elsewhere; b = variable when known
  kLock = 10,           ///< a = class of the lock, b = RECORD.FIELD or variable; mode = LockMode bits
  kApi = 11,            ///< a = macro of the API table that the author wrote
  kExport = 12,         ///< a = symbol; mode = 1 for GPL only
  kStoreConstant = 13,  ///< a = record ("": a variable), b = field or variable; mode = the constant stored, when it fits an int
  kCompares = 14,       ///< something is tested for being equal to the negative constant `mode`
};

/// kGrows and kShrinks: moved by an amount (+=, --, atomic_inc); always with kWrite.
enum Access : std::uint8_t { kRead = 1, kWrite = 2, kAddress = 4, kGrows = 8, kShrinks = 16 };

struct Fact {
  FactKind kind;
  std::string a;
  std::string b;
  int line = 0;  ///< in the part's file; of the first occurrence when the same fact repeats in one function
  int mode = 0;
  /// kField and kGlobal: the locks that the function itself holds at every occurrence, as their kLock facts spell them,
  /// sorted, with blanks between; kAllocate: the size as the author wrote it.
  std::string detail = {};
  auto operator<=>(const Fact&) const = default;
};

enum FunctionFlag : std::uint32_t {
  kStatic = 1, kInline = 2, kAlwaysInline = 4, kNoInline = 8, kInit = 16, kExit = 32, kNoTrace = 64, kNoReturn = 128,
  kVariadic = 256, kWeak = 512, kSyscall = 1024,
};

/// Direct effects of a function's own text (not of its callees): bits of the summary.
enum Effect : std::uint32_t {
  kSleeps = 1, kLocks = 2, kUnlocks = 4, kGets = 8, kPuts = 16, kAllocates = 32, kFrees = 64, kPublishes = 128,
  kUnpublishes = 256, kWritesShared = 512, kReadsShared = 1024, kDefers = 2048, kWakes = 4096, kWaits = 8192,
  kCopiesOut = 16384, kCallsPointer = 32768, kHasAsm = 65536, kDisablesIrq = 131072, kUnknownCall = 262144,
  kAllocatesAtomic = 524288,
};

struct Function {
  std::string name;
  int line = 0;
  int last_line = 0;
  std::uint32_t flags = 0;
  std::uint32_t effects = 0;
  std::string section;
  std::string type;  ///< canonical prototype
  std::vector<Fact> facts;
  auto operator<=>(const Function&) const = default;
};

struct Field {
  std::string name;
  std::string type;
  std::string embeds;  ///< record that lies inside this one, by value
  std::int64_t offset_bits = 0;
  std::int64_t size_bits = 0;
  auto operator<=>(const Field&) const = default;
};

struct Record {
  std::string name;  ///< tag, typedef name of an untagged one; anonymous members belong to the record around them
  int line = 0;
  bool is_union = false;
  std::int64_t size = 0;  ///< bytes
  std::int64_t align = 0;
  std::vector<Field> fields;
  auto operator<=>(const Record&) const = default;
};

struct Global {
  std::string name;
  int line = 0;
  bool is_static = false;
  std::string type;
  std::string section;
  auto operator<=>(const Global&) const = default;
};

struct Part {
  std::string file;  ///< absolute path
  std::vector<Function> functions;
  std::vector<Record> records;
  std::vector<Global> globals;
  std::vector<Fact> facts;  ///< outside functions
  bool empty() const { return functions.empty() && records.empty() && globals.empty() && facts.empty(); }
  auto operator<=>(const Part&) const = default;
};

/// A function of a linked object.
struct LinkedSymbol {
  std::string name;    ///< the function, without the suffix of a clone
  std::string symbol;  ///< as it is linked
  int position = 1;    ///< among equal symbols of the object, in the order of kallsyms
  std::string file;    ///< of the symbol table, "" when it does not say
};

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_FACTS_H_
