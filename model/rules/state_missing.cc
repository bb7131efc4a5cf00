// state-missing: see module.h for the formula.
#include "model/rules/module.h"

namespace lpcheck::rules {

Outcome StateMissing(const Module& module) {
  Outcome outcome;
  bool changes_state = !module.shadows.empty();
  for (const DeclaredCallbacks& callbacks : module.callbacks) {
    changes_state = changes_state || callbacks.pre_patch || callbacks.post_patch;
  }
  if (!changes_state || module.states != 0) return outcome;
  Finding finding;
  finding.rule = "state-missing";
  finding.message =
      "the patch changes system state (callbacks or shadow variables) and declares no klp_state: a later "
      "cumulative patch cannot know about it";
  finding.remedy = "declare a klp_state with an id and a version for it";
  outcome.findings.push_back(std::move(finding));
  return outcome;
}

}  // namespace lpcheck::rules
