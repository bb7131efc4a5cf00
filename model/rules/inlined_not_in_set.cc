// inlined-not-in-set: see module.h for the formula.
#include <algorithm>

#include "model/rules/common.h"
#include "model/rules/module.h"

namespace lpcheck::rules {
namespace {

bool Declares(const Module& module, const std::string& name) {
  return std::any_of(module.functions.begin(), module.functions.end(),
                     [&](const DeclaredFunction& function) { return function.old_name == name; });
}

/// `inline` was asked for; a static function with one caller is inlined too, but only the object can tell.
bool IsCertain(const FunctionFact& inner) {
  return inner.inlining == Inlining::kHint || inner.inlining == Inlining::kAlways;
}

}  // namespace

Outcome InlinedNotInSet(const Module& module, const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    const UnitFacts& before = unit.facts->before;
    for (const FunctionChange& change : unit.functions) {
      if (change.kind == FunctionChangeKind::kCarrier || change.before == nullptr || change.after == nullptr)
        continue;
      if (!MayBeInlined(*change.before, before)) continue;
      for (const std::string& caller : CallersOf(change.name, before)) {
        if (Declares(module, caller) || caller == change.name) continue;
        const std::string message =
            change.name + " changes and is compiled into " + caller + ", which the patch does not replace";
        if (IsCertain(*change.before)) {
          Finding finding =
              Undeliverable("inlined-not-in-set", *change.before, message, "add " + caller + " to the patch");
          finding.peer = caller;
          outcome.findings.push_back(std::move(finding));
        } else {
          outcome.gaps.push_back({"may-be-inlined", change.name, change.before->where, true,
                                  change.name +
                                      " is static and has one caller: if the compiler put it into " + caller +
                                      ", the patch misses it"});
        }
      }
    }
  }
  return outcome;
}

Outcome RunModuleRules(const Module& module, const Subject& subject) {
  Outcome all = InlinedNotInSet(module, subject);
  for (auto rule : {WrongOldName, WrongSympos, WrongObject, CallbacksUnpaired, StateMissing, ShadowIncomplete}) {
    Outcome part = rule(module);
    all.findings.insert(all.findings.end(), part.findings.begin(), part.findings.end());
    all.gaps.insert(all.gaps.end(), part.gaps.begin(), part.gaps.end());
  }
  return all;
}

}  // namespace lpcheck::rules
