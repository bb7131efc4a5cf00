// not-patchable-init: see rules.h for the formula.
#include <algorithm>

#include "model/rules/common.h"

namespace lpcheck::rules {
namespace {

/// A helper whose only copies are inside initialisation text.
bool OnlyInsideInit(const FunctionChange& change, const UnitFacts& unit) {
  if (!MayBeInlined(*change.before, unit)) return false;
  const std::vector<std::string> callers = CallersOf(change.name, unit);
  return !callers.empty() && std::all_of(callers.begin(), callers.end(), [&](const std::string& caller) {
    return IsInitText(unit.functions.at(caller));
  });
}

}  // namespace

Outcome NotPatchableInit(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    for (const FunctionChange& change : unit.functions) {
      if (change.before == nullptr || change.after == nullptr || change.kind == FunctionChangeKind::kCarrier)
        continue;
      const bool init = IsInitText(*change.before);
      if (!init && !OnlyInsideInit(change, unit.facts->before)) continue;
      const std::string where =
          init ? "is in " + change.before->section : "is compiled into initialisation code only";
      outcome.findings.push_back(
          Undeliverable("not-patchable-init", *change.before,
                        change.name + " " + where +
                            ": it has run already, or its text is gone, and nobody will enter it again",
                        "leave this change out of the live patch; where running state depends on it, repair "
                        "that in a post_patch "
                        "callback"));
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
