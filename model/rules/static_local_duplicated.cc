// static-local-duplicated: see rules.h for the formula.
#include "model/rules/common.h"

namespace lpcheck::rules {

Outcome StaticLocalDuplicated(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    for (const FunctionChange& change : unit.functions) {
      if (change.before == nullptr || change.after == nullptr) continue;
      for (const StaticLocalFact& local : change.after->static_locals) {
        if (local.is_const || local.from_macro) continue;
        for (const StaticLocalFact& old_local : change.before->static_locals) {
          if (old_local.name != local.name) continue;
          outcome.conditions.push_back(
              {ConditionKind::kCorrelateStatic, local.name,
               "static " + local.name + " of " + change.name +
                   " must stay the original: the patch module would start with its own copy"});
        }
      }
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
