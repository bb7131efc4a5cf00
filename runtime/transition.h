// Watching a transition to its end: until it completes, until patience ends (then force, where that is proved
// harmless), or until the deadline (then what the policy says and the verdict allows). Whatever happens, the
// result names the state in which the kernel is left.
#ifndef LPCHECK_RUNTIME_TRANSITION_H_
#define LPCHECK_RUNTIME_TRANSITION_H_

#include <functional>
#include <string>
#include <vector>

#include "model/verdict.h"
#include "runtime/kernel.h"
#include "runtime/policy.h"
#include "runtime/root.h"
#include "runtime/stamp.h"
#include "runtime/tasks.h"

namespace lpcheck::runtime {

enum class End {
  kComplete,  ///< the patch is what it was asked to be
  kForced,    ///< complete, because it was forced
  kReversed,  ///< taken back at the deadline
  kHeld,      ///< still in transition: it could not, or must not, be taken back
  kGone,      ///< the patch is not there any more
};

struct TransitionResult {
  End end = End::kHeld;
  long long milliseconds = 0;
  std::vector<BlockingTask> blocking;  ///< when the deadline came, or before the force
  std::string note;                    ///< why it was held
};

/// What the watcher may do; made from the decision and the stamp.
struct WatchOrder {
  std::string patch;
  Mechanism mechanism = Mechanism::kPerTask;
  May may;
  bool reversible = false;  ///< may reverse, and no condition no-reverse
};

WatchOrder OrderFor(const std::string& patch, Mechanism mechanism, const Stamp& stamp);

/// `progress` hears every second how many tasks are left.
TransitionResult Watch(const Root& root, Kernel& kernel, const WatchOrder& order, const Policy& policy,
                       const std::function<void(int tasks_left, long long milliseconds)>& progress);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_TRANSITION_H_
