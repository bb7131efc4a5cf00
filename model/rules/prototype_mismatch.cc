// prototype-mismatch: see rules.h for the formula.
#include "model/rules/common.h"

namespace lpcheck::rules {
namespace {

Finding ThroughPointer(const FunctionChange& change) {
  return Undeliverable("prototype-mismatch", *change.after,
                       change.name + " is called through a pointer and changes from " +
                           ToString(change.before->prototype) + " to " + ToString(change.after->prototype) +
                           ": its callers are not in the set and call it in the old way",
                       "keep the prototype of " + change.name + " and let it call a new function");
}

Finding OnStack(const FunctionChange& change, const UnitFacts& unit) {
  Finding finding;
  finding.rule = "prototype-mismatch";
  finding.severity = Severity::kMismatch;
  finding.channels = {Channel::kStack};
  finding.function = change.name;
  finding.where = change.after->where;
  const std::vector<std::string> callers = CallersOf(change.name, unit);
  if (!callers.empty()) finding.peer = callers.front();
  finding.message = change.name + " changes from " + ToString(change.before->prototype) + " to " +
                    ToString(change.after->prototype) + ": an old caller (" + Enumerate(callers) +
                    ") that meets the new one passes arguments it does not have";
  finding.remedy = "let the transition finish, or keep the old prototype and give the new one a new name";
  return finding;
}

}  // namespace

Outcome PrototypeMismatch(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    for (const FunctionChange* change : Redirected(unit)) {
      if (unit.facts->before.exported.count(change->name) != 0) continue;
      if (change->before->prototype == change->after->prototype) continue;
      const bool by_pointer = IsAddressTaken(change->name, unit.facts->before);
      outcome.findings.push_back(by_pointer ? ThroughPointer(*change) : OnStack(*change, unit.facts->before));
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
