// prototype-exported: see rules.h for the formula.
#include "model/rules/common.h"

namespace lpcheck::rules {

Outcome PrototypeExported(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    for (const FunctionChange& change : unit.functions) {
      if (change.before == nullptr || change.after == nullptr) continue;
      if (unit.facts->before.exported.count(change.name) == 0) continue;
      if (change.before->prototype == change.after->prototype) continue;
      outcome.findings.push_back(Undeliverable(
          "prototype-exported", *change.after,
          change.name + " is exported and changes from " + ToString(change.before->prototype) + " to " +
              ToString(change.after->prototype) + ": modules nobody sees here call it in the old way",
          "keep the old name with the old prototype as a wrapper, and give the new prototype a new name"));
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
