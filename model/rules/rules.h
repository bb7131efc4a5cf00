// The rules that decide whether a change can be delivered at all by redirecting functions. Each is a pure
// function of what the fix changes; none knows the others. What a function's new behaviour does to data,
// locks and callers is not asked here: that is model/heart. One file a rule, named by its id; the texts for
// people are in analyzer/explain.
#ifndef LPCHECK_MODEL_RULES_RULES_H_
#define LPCHECK_MODEL_RULES_RULES_H_

#include <set>
#include <string>
#include <vector>

#include "model/changes.h"
#include "model/verdict.h"

namespace lpcheck::rules {

/// Everything the rules may look at: the changed units of one fix.
struct Subject {
  std::vector<UnitChanges> units;
};

struct Outcome {
  std::vector<Finding> findings;
  std::vector<Gap> gaps;
  std::vector<Condition> conditions;
};

/// not-patchable-init: the text that changes exists only during initialisation or removal.
///   violated <=> exists f in changed. Init(f) or (f inlined and every caller Init)
Outcome NotPatchableInit(const Subject& subject);

/// not-patchable-notrace: no entry that ftrace can redirect.
///   violated <=> exists f in set, not inline. notrace(f) or section(f) is never traced or file(f) has no
///   tracer flag
Outcome NotPatchableNotrace(const Subject& subject);

/// not-patchable-noreturn: nobody ever leaves the old function.
///   violated <=> exists f in set. noreturn(f0) or no exit of f0 is reachable or f0 is a kernel thread's main
Outcome NotPatchableNoreturn(const Subject& subject);

/// prototype-exported: callers nobody sees pass other arguments.
///   violated <=> exists f exported in both versions. Prototype(f0) /= Prototype(f1)
Outcome PrototypeExported(const Subject& subject);

/// prototype-mismatch: old callers meet the new function, or the other way round.
///   violated <=> exists f not exported. Prototype(f0) /= Prototype(f1); undeliverable if f0 is called
///   through a pointer
Outcome PrototypeMismatch(const Subject& subject);

/// layout-change: existing objects have the old layout.
///   violated <=> exists record r. Layout(r0) /= Layout(r1) and objects of r can outlive the switch
Outcome LayoutChange(const Subject& subject);

/// initial-value-change: the initialiser of a writable variable has already had its effect.
///   violated <=> exists v, not const, in both. Init(v0) /= Init(v1) or Type(v0) /= Type(v1)
Outcome InitialValueChange(const Subject& subject);

/// const-table-change: readers outside the set keep the old table.
///   violated <=> exists const t. Init(t0) /= Init(t1) and not (readers(t) within the set and t holds no
///   functions)
Outcome ConstTableChange(const Subject& subject);

/// registration-change: it is found in a section that was walked at boot or when the module was loaded.
///   violated <=> exists d added, removed or changed. d is data in a walked section, or assembly at file level that
///   fills one, or names the function that loads or unloads the module; not if it serves only what is new with it
Outcome RegistrationChange(const Subject& subject);

/// declaration-change: code that is the same reads another thing.
///   gap <=> exists f in set, n named by f. Declared(n, f0) /= Declared(n, f1), n defined by no unit of the fix, or
///   Compiled(f0) /= Compiled(f1) with the same code and no record, declaration or constant that tells why
Outcome DeclarationChange(const Subject& subject);

/// static-local-duplicated: the patch module would get its own copy of the variable.
///   condition(s) <=> exists f in set. s is a static local of f0 and of f1, not const, written by the author
Outcome StaticLocalDuplicated(const Subject& subject);

/// static-key-in-module: the jump table of the patch is read before its key is known.
///   violated <=> exists f in set, k. f1 names static key k, k defined in the unit, and the unit belongs to a
///   module
Outcome StaticKeyInModule(const Subject& subject);

/// Records declared in the fix's files whose objects are seen on stacks only: by name, "struct foo".
std::set<std::string> StackOnlyRecords(const Subject& subject);

/// All of them, in this order.
Outcome RunAll(const Subject& subject);

/// True when a rule found that `name` cannot be delivered.
bool IsUndeliverable(const Outcome& outcome, const std::string& name);

}  // namespace lpcheck::rules

#endif  // LPCHECK_MODEL_RULES_RULES_H_
