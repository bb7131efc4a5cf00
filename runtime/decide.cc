// See decide.h.
#include "runtime/decide.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "runtime/history.h"

namespace lpcheck::runtime {
namespace {

using Reasons = std::vector<std::string>;

void Add(Reasons& reasons, const Reasons& more) { reasons.insert(reasons.end(), more.begin(), more.end()); }

/// What this process and this kernel can do at all.
Reasons Environment(const Machine& machine, const Policy& policy) {
  Reasons reasons;
  if (machine.livepatch != Answer::kYes)
    reasons.push_back("this kernel has no live patching (CONFIG_LIVEPATCH)");
  if (!machine.may_load_modules) {
    reasons.push_back(machine.in_container
                          ? "this is a container without CAP_SYS_MODULE; run lpadmit on the host"
                          : "modules cannot be loaded: run as root, and modules_disabled must be 0");
  }
  if (policy.require_guard && !machine.guard.present) {
    reasons.push_back("the policy requires lpguard and it is not loaded (or debugfs is not mounted)");
  }
  return reasons;
}

Reasons Binding(const ModuleFile& module, const Machine& machine, const Policy& policy) {
  Reasons reasons;
  if (module.stamp.kernel_id != machine.build_id) {
    reasons.push_back(absl::StrCat("the verdict is for kernel build ", module.stamp.kernel_id, " (",
                                   module.stamp.kernel_release, "), this is ", machine.build_id));
  }
  if (policy.signed_only && !module.is_signed) reasons.push_back("the policy allows signed modules only");
  if (module.stamp.verdict == Verdict::kRefused) reasons.push_back("the verdict is refused; see the report");
  return reasons;
}

/// The verdict was made on top of some patches; the machine must have those, and no other may share a
/// function.
Reasons Base(const ModuleFile& module, const Machine& machine) {
  Reasons reasons;
  const Reasons& base = module.stamp.base;
  for (const std::string& name : base) {
    if (FindPatch(machine, name) == nullptr) {
      reasons.push_back(absl::StrCat("the verdict rests on patch ", name, ", which is not loaded"));
    }
  }
  for (const LoadedPatch& patch : machine.patches) {
    const bool known = std::find(base.begin(), base.end(), patch.name) != base.end();
    if (!known && (module.stamp.replace || Shares(patch, module.stamp.functions))) {
      reasons.push_back(absl::StrCat(
          "patch ", patch.name, module.stamp.replace ? " would be replaced" : " patches the same functions",
          " and was not part of what the verdict was made for (lpcheck --base)"));
    }
    if (patch.in_transition && patch.name != module.name) {
      reasons.push_back(
          absl::StrCat("patch ", patch.name, " is still in transition; wait, or lpadmit blocking"));
    }
  }
  if (FindPatch(machine, module.name) != nullptr ||
      std::find(machine.modules.begin(), machine.modules.end(), module.name) != machine.modules.end()) {
    reasons.push_back(absl::StrCat("module ", module.name, " is loaded already; lpadmit status says more"));
  }
  return reasons;
}

const PolicyWaiver* WaiverFor(const Stamp& stamp, const Policy& policy, const std::string& today) {
  for (const PolicyWaiver& waiver : policy.waivers) {
    if (waiver.fix == stamp.fix && waiver.until >= today) return &waiver;
  }
  return nullptr;
}

Decision Refuse(Reasons reasons) { return {Outcome::kRefuse, Mechanism::kPerTask, std::move(reasons)}; }

Decision Consistency(const Machine& machine, const Policy& policy, Reasons reasons) {
  if (!policy.allow_consistency) return Refuse({"the policy does not allow the consistency model"});
  switch (machine.reliable_stacks) {
    case Answer::kNo:
      return Refuse({"this kernel has no reliable stacks: kernel threads would never switch"});
    case Answer::kUnknown:
      reasons.push_back("it is unknown whether this kernel has reliable stacks (/boot/config is missing)");
      break;
    case Answer::kYes:
      break;
  }
  return {Outcome::kLoad, Mechanism::kPerTask, std::move(reasons)};
}

Decision ByVerdict(const Stamp& stamp, const Machine& machine, const Policy& policy,
                   const std::string& today) {
  switch (stamp.verdict) {
    case Verdict::kImmediate:
      if (policy.allow_immediate && stamp.may.force && !Has(stamp, ConditionKind::kNoForce)) {
        return {Outcome::kLoad, Mechanism::kImmediate, {"proved harmless in any mix of old and new"}};
      }
      return Consistency(machine, policy, {"immediate is proved, but forcing is not allowed"});
    case Verdict::kConsistency:
      return Consistency(machine, policy, {"proved harmless under the consistency model"});
    case Verdict::kUndecided: {
      const PolicyWaiver* waiver = WaiverFor(stamp, policy, today);
      if (waiver == nullptr)
        return {
            Outcome::kUndecided, Mechanism::kPerTask, {"the verdict is undecided and no waiver is in force"}};
      return Consistency(machine, policy,
                         {absl::StrCat("undecided; waived by ", waiver->who, " until ", waiver->until, ": ",
                                       waiver->reason)});
    }
    case Verdict::kRefused:
      return Refuse({"the verdict is refused; see the report"});
  }
  return Refuse({"unknown verdict"});
}

/// A newer patch on the same function would stand on nothing.
const LoadedPatch* NewerOnSameFunctions(const LoadedPatch& patch, const Machine& machine) {
  for (const LoadedPatch& other : machine.patches) {
    if (other.name == patch.name || !Shares(other, patch.functions)) continue;
    const bool older = patch.stamp && std::find(patch.stamp->base.begin(), patch.stamp->base.end(),
                                                other.name) != patch.stamp->base.end();
    if (!older) return &other;
  }
  return nullptr;
}

}  // namespace

Decision Decide(const ModuleFile& module, const Machine& machine, const Policy& policy,
                const std::string& today) {
  Reasons against = Environment(machine, policy);
  Add(against, Binding(module, machine, policy));
  Add(against, Base(module, machine));
  Add(against, HistoryObjections(module.stamp.functions, machine, policy));
  if (!against.empty()) return Refuse(std::move(against));
  return ByVerdict(module.stamp, machine, policy, today);
}

std::vector<std::string> WhyNotDisable(const LoadedPatch& patch, const Machine& machine,
                                       const Policy& policy) {
  Reasons reasons;
  if (!patch.stamp) {
    if (policy.unstamped_unload == Unknown::kRefuse) {
      reasons.push_back("it carries no stamp, so nobody has said that it may be disabled");
    }
  } else if (!patch.stamp->may.disable || Has(*patch.stamp, ConditionKind::kNoDisable)) {
    reasons.push_back("its verdict says no-disable: data of the new code would meet the old code");
  }
  if (const LoadedPatch* other = NewerOnSameFunctions(patch, machine)) {
    reasons.push_back(
        absl::StrCat("patch ", other->name, " patches the same functions; disable that one first"));
  }
  if (const LoadedPatch* other = TransitionPatch(machine); other != nullptr && other->name != patch.name) {
    reasons.push_back(absl::StrCat("patch ", other->name, " is still in transition"));
  }
  return reasons;
}

}  // namespace lpcheck::runtime
