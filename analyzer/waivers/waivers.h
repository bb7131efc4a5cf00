// Reviewed assumptions: somebody looked at a finding or a gap and takes the responsibility until a day. A waiver names
// what it lifts, why, who and until when; it is listed in every report it applies to. What it can do is limited by
// model/decide: a waived report is at best `consistency`, never `immediate`, and nothing makes an undeliverable change
// deliverable. Dates are compared here and nowhere else, with a day that the caller gives.
//
//   { "schema": "lpcheck.waivers/1",
//     "waivers": [ { "finding": "return-mismatch:foo_get", "reason": "...", "who": "...", "until": "2030-01-31",
//                    "fix": "0001-foo.patch" } ] }
//
// `finding` is "rule:function", or "gap:kind:function"; `fix` is optional and limits the waiver to one fix.
#ifndef LPCHECK_ANALYZER_WAIVERS_WAIVERS_H_
#define LPCHECK_ANALYZER_WAIVERS_WAIVERS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "model/verdict.h"

namespace lpcheck {

struct Waiver {
  AppliedWaiver what;
  std::string fix;  ///< empty: any fix
};

/// `name` is the file's name for messages. InvalidArgument says where and what to write.
absl::StatusOr<std::vector<Waiver>> ParseWaivers(std::string_view text, std::string_view name);

/// NotFound, or InvalidArgument as above.
absl::StatusOr<std::vector<Waiver>> ReadWaivers(const std::string& path);

/// Records in `report` every waiver that names one of its mismatches or gaps and has not run out on `today`
/// (ISO date), then decides it anew. Waivers that name nothing in the report are left out.
void ApplyWaivers(const std::vector<Waiver>& waivers, std::string_view today, Report& report);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_WAIVERS_WAIVERS_H_
