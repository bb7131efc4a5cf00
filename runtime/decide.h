// The decision at load: from the stamp, the machine and the policy, without side effects.
//
//   load immediate    verdict = immediate and may force and the policy allows it
//   load consistency  verdict in {immediate, consistency}, or undecided with a waiver in force; reliable
//   stacks;
//                     the policy allows it
//   refuse            everything else, and always when the stamp is not for this kernel, a transition is
//   running, the
//                     base differs, or an older version of one of the functions may still be on a stack
#ifndef LPCHECK_RUNTIME_DECIDE_H_
#define LPCHECK_RUNTIME_DECIDE_H_

#include <string>
#include <vector>

#include "model/verdict.h"
#include "runtime/machine.h"
#include "runtime/policy.h"
#include "runtime/stamp.h"

namespace lpcheck::runtime {

enum class Outcome { kLoad, kRefuse, kUndecided };

struct Decision {
  Outcome outcome = Outcome::kRefuse;
  Mechanism mechanism = Mechanism::kPerTask;  ///< kImmediate or kPerTask, if outcome is kLoad
  std::vector<std::string> reasons;           ///< what stands against it, or what was taken into account
};

/// `today` is an ISO date; waivers end.
Decision Decide(const ModuleFile& module, const Machine& machine, const Policy& policy,
                const std::string& today);

/// Why `patch` must not be disabled now; empty if it may.
std::vector<std::string> WhyNotDisable(const LoadedPatch& patch, const Machine& machine,
                                       const Policy& policy);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_DECIDE_H_
