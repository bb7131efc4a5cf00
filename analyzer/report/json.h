// The verdict on the wire: JSON of schema "lpcheck.verdict/1", one object a fix. The writer is deterministic to the
// byte: keys have a fixed order, there are no times and no absolute paths. The reader accepts what the writer wrote
// and objects with keys it does not know; it refuses another schema, a missing key, a wrong type, an unknown name.
// Keys beyond the published schema: findings carry `severity`, `channels` and the witness's `steps`, gaps a
// `message`, functions `because`, conditions `name`, and the objects `waivers`, `touches`, `checked_on`, `replace`.
#ifndef LPCHECK_ANALYZER_REPORT_JSON_H_
#define LPCHECK_ANALYZER_REPORT_JSON_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "model/verdict.h"

namespace lpcheck {

inline constexpr std::string_view kVerdictSchema = "lpcheck.verdict/1";

/// One object, indented by two, with a final newline. Bytes that are not UTF-8 become U+FFFD.
std::string WriteVerdictJson(const Report& report);

/// What `lpcheck --format json` prints: the object of a single fix, an array in the given order of several.
std::string WriteVerdictsJson(absl::Span<const Report> reports);

/// InvalidArgument names the key, e.g. "findings[2].line: expected a whole number".
absl::StatusOr<Report> ReadVerdictJson(std::string_view text);

/// Reads an object or an array of them.
absl::StatusOr<std::vector<Report>> ReadVerdictsJson(std::string_view text);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_REPORT_JSON_H_
