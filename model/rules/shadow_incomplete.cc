// shadow-incomplete: see module.h for the formula.
#include <algorithm>
#include <set>

#include "model/rules/module.h"

namespace lpcheck::rules {

Outcome ShadowIncomplete(const Module& module) {
  Outcome outcome;
  std::set<std::optional<std::uint64_t>> freed;
  for (const DeclaredShadow& shadow : module.shadows) {
    if (shadow.action == ShadowAction::kFree) freed.insert(shadow.id);
  }
  const bool frees_unknown = freed.count(std::nullopt) != 0;  // an id that is no constant may be any
  std::set<std::optional<std::uint64_t>> reported;
  for (const DeclaredShadow& shadow : module.shadows) {
    const bool is_known = shadow.id.has_value() && freed.count(shadow.id) != 0;
    if (shadow.action != ShadowAction::kAllocate || is_known || !reported.insert(shadow.id).second) continue;
    if (!shadow.id || frees_unknown) {
      outcome.gaps.push_back({.kind = "shadow-id-unknown", .function = shadow.function, .where = shadow.where, .matters = true,
                              .message = shadow.id ? "shadow variable " + std::to_string(*shadow.id) + " is freed only under an id that is no constant"
                                                   : "a shadow variable is allocated under an id that is no constant: whether it is freed is not known"});
      continue;
    }
    Finding finding;
    finding.rule = "shadow-incomplete";
    finding.severity = Severity::kMismatch;
    finding.channels = {Channel::kPersistent};
    finding.function = shadow.function;
    finding.where = shadow.where;
    finding.message =
        "shadow variable " + std::to_string(*shadow.id) +
        " is allocated and never freed: it outlives its object and is found again by the next object at "
        "the same address";
    finding.remedy =
        "call klp_shadow_free where the object is freed, and klp_shadow_free_all when the patch goes";
    outcome.findings.push_back(std::move(finding));
  }
  return outcome;
}

}  // namespace lpcheck::rules
