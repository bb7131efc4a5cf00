// The stack of the running machine, as its pseudo files show it: which patches are enabled, what they
// replace, whether one is in transition, in which order they came. What was forced, and which versions are
// dead but not drained, only lpguard knows; without its history the stack counts as unwatched, unless the
// kernel's taint says that no live patch was ever loaded.
#ifndef LPCHECK_ANALYZER_STACK_LIVE_H_
#define LPCHECK_ANALYZER_STACK_LIVE_H_

#include <string>

#include "absl/status/statusor.h"
#include "model/klp/stack_patch.h"

namespace lpcheck {

/// `live`, or `live:DIR` with a recorded copy of a machine's files; the root of them, empty if it is neither.
std::string LiveRoot(const std::string& file_or_live);

/// Reads below `root`: sys/kernel/livepatch, proc/modules, proc/sys/kernel/{osrelease,arch,tainted},
/// boot/config-RELEASE (stacks are reliable if it says so) and sys/kernel/debug/lpguard/history. `root` is
/// "/" for the machine itself. kFailedPrecondition if the kernel has no livepatch directory, or the order of
/// its patches is not to be had.
absl::StatusOr<klp::LoadedStack> LiveStack(const std::string& root);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_STACK_LIVE_H_
