// callbacks-unpaired: see module.h for the formula.
#include "model/rules/module.h"

namespace lpcheck::rules {
namespace {

Finding Unpaired(const std::string& object, const std::string& has, const std::string& lacks) {
  Finding finding;
  finding.rule = "callbacks-unpaired";
  finding.severity = Severity::kMismatch;
  finding.channels = {Channel::kRollback};
  finding.message = object + " has a " + has + " callback and no " + lacks + ": what it does is never undone";
  finding.remedy = "add " + lacks + ", or never disable or reverse this patch";
  return finding;
}

}  // namespace

Outcome CallbacksUnpaired(const Module& module) {
  Outcome outcome;
  for (const DeclaredCallbacks& callbacks : module.callbacks) {
    if (callbacks.pre_patch && !callbacks.post_unpatch)
      outcome.findings.push_back(Unpaired(callbacks.object, "pre_patch", "post_unpatch"));
    if (callbacks.post_patch && !callbacks.pre_unpatch)
      outcome.findings.push_back(Unpaired(callbacks.object, "post_patch", "pre_unpatch"));
  }
  return outcome;
}

}  // namespace lpcheck::rules
