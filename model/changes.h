// What a fix changes in one unit: functions matched across the versions, closed over inlining, and data
// compared item by item. Only differences are stated; whether they can be delivered or do harm is for the
// rules and the heart.
//
//   changed(f)  <=>  Compiled(f0) /= Compiled(f1) or StaticLocals(f0) /= StaticLocals(f1) or Placed(f0) /= Placed(f1)
//   set         =    least X with  changed <= X,  and  g in X  if g calls f, f in X, and f may be inside g:
//                    f is inline, or static with a single call site and its address not taken
#ifndef LPCHECK_MODEL_CHANGES_H_
#define LPCHECK_MODEL_CHANGES_H_

#include <string>
#include <vector>

#include "model/facts.h"

namespace lpcheck {

enum class FunctionChangeKind {
  kAdded,    ///< only after: nothing to redirect
  kRemoved,  ///< only before: the old one stays in the kernel, for whoever still reaches it
  kCode,     ///< the code differs
  kLayout,   ///< the same code, compiled with other offsets, sizes or types
  kPlacement,  ///< the same code, in another section, traced or bound otherwise
  kCarrier,  ///< unchanged itself, but a changed function can be inside it
};

struct FunctionChange {
  std::string name;
  FunctionChangeKind kind = FunctionChangeKind::kCode;
  const FunctionFact* before = nullptr;
  const FunctionFact* after = nullptr;
  std::string because;  ///< for carriers: what is inside
};

struct GlobalChange {
  std::string name;
  const GlobalFact* before = nullptr;  ///< null: added
  const GlobalFact* after = nullptr;   ///< null: removed
  std::vector<std::string> elements;   ///< elements that differ, "[3].type"; empty when not known
};

struct RecordChange {
  std::string name;
  const RecordFact* before = nullptr;
  const RecordFact* after = nullptr;
};

struct ConstantChange {
  std::string name;
  const ConstantFact* before = nullptr;
  const ConstantFact* after = nullptr;
};

/// What is registered or defined by no function and no variable: assembly at file level, names for functions.
struct MarkChange {
  enum class Kind { kAssembly, kAlias, kExport } kind = Kind::kAssembly;
  enum class Side { kAdded, kRemoved } side = Side::kAdded;
  std::string text;
};

/// Points into the facts it was made from: keep those alive.
struct UnitChanges {
  const UnitPairFacts* facts = nullptr;
  std::vector<FunctionChange> functions;  ///< by name
  std::vector<GlobalChange> globals;      ///< by name; added and removed ones too
  std::vector<RecordChange> records;      ///< of both versions, with different layout or fields
  std::vector<ConstantChange> constants;  ///< of both versions, with different values
  std::vector<MarkChange> marks;
  std::vector<std::string> macros;        ///< macros of touched headers that differ, are new, or are gone
};

UnitChanges ChangesOf(const UnitPairFacts& facts);

/// True when the compiler puts the function into its callers, or may do so because it has only one.
bool MayBeInlined(const FunctionFact& function, const UnitFacts& unit);

/// Callers of `name` in the unit, by name.
std::vector<std::string> CallersOf(const std::string& name, const UnitFacts& unit);

/// True when the unit uses the function other than by calling it.
bool IsAddressTaken(const std::string& name, const UnitFacts& unit);

/// True when `function` is text that exists only while the kernel or module is initialised or removed.
bool IsInitText(const FunctionFact& function);

}  // namespace lpcheck

#endif  // LPCHECK_MODEL_CHANGES_H_
