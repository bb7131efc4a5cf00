// What a verdict becomes on one machine: the patches that are loaded there, and the mechanisms that its kernel offers.
//
//   offered(m)    ⇔ the model has a row for (era, m, reliable stacks or not)
//   immediate       stays    if some mechanism is offered: each closes at least as much as none
//   consistency     stays    if an offered mechanism closes the stack channel (the table says which channels it leaves
//                            open); the mechanisms of the report become those; else refused
//   every conflict with a loaded patch is a finding (refused) or a gap (undecided)
//
// A verdict never becomes stronger: a kernel with stop_machine does not lift what per-task cannot carry.
#ifndef LPCHECK_ANALYZER_STACK_ON_TARGET_H_
#define LPCHECK_ANALYZER_STACK_ON_TARGET_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "model/klp/stack_patch.h"
#include "model/verdict.h"

namespace lpcheck {

/// FILE of schema lpcheck.stack/1, or `live`. Invalid argument names the file and the key.
absl::StatusOr<klp::LoadedStack> ReadTarget(const std::string& file_or_live);

/// Invalid argument if a kernel of `version`, compiled for `kernel_arch` (the folder below arch/, empty if unknown), is
/// not what the machine runs.
absl::Status CheckTargetRuns(const klp::LoadedStack& machine, std::string_view version, std::string_view kernel_arch);

/// Decides `report`, which was decided for no machine in particular, again for `machine`.
void DecideOnTarget(const klp::LoadedStack& machine, Report& report);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_STACK_ON_TARGET_H_
