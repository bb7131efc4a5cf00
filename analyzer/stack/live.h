// The stack of the running machine, as sysfs shows it: which patches are enabled, what they replace, whether
// one is in transition. sysfs does not tell the order before 6.14, nor what was forced: such a stack counts
// as unwatched, and every version of its functions as undrained.
#ifndef LPCHECK_ANALYZER_STACK_LIVE_H_
#define LPCHECK_ANALYZER_STACK_LIVE_H_

#include <string>

#include "absl/status/statusor.h"
#include "model/klp/stack_patch.h"

namespace lpcheck {

/// Reads ROOT/sys/kernel/livepatch, ROOT/boot/config-RELEASE (stacks are reliable if it says so) and ROOT/proc/sys/kernel/osrelease; `root` is "/" except in tests.
/// kFailedPrecondition if the kernel has no livepatch directory.
absl::StatusOr<klp::LoadedStack> LiveStack(const std::string& root);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_STACK_LIVE_H_
