// Binding a verdict to a built module, and reading it back.
//   Stamp(module, verdict)  is possible  <=>  the functions that the module replaces are those that were
//   judged,
//                                             the source hash that the module names is the verdict's,
//                                             and the kernel's build id is known.
// Conditions, waivers and the reasons stay in the report; the stamp carries what the machine needs to obey.
#ifndef LPCHECK_ANALYZER_STAMP_STAMP_H_
#define LPCHECK_ANALYZER_STAMP_STAMP_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "model/verdict.h"

namespace lpcheck {

/// The stamped module's bytes. `verdict_json` is what `report` was read from; `kernel_id` is the kernel's
/// build id in hex, empty to take the report's own. InvalidArgument says what does not fit and what to do.
absl::StatusOr<std::string> StampModule(std::string_view module, const Report& report,
                                        std::string_view verdict_json, std::string_view kernel_id);

/// The stamp of a module as text. NotFound: it has none; InvalidArgument: it is damaged or belongs to other
/// code.
absl::StatusOr<std::string> ShowStamp(std::string_view module);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_STAMP_STAMP_H_
