// Applies hunks to a text, in memory. As patch(1) does it, a hunk may have moved (offset), but every context line must
// match: no fuzz, since a verdict about a guessed place would be worth nothing. A text with CRLF line ends takes a patch
// without them, and the other way round.
#ifndef LPCHECK_ANALYZER_INPUT_APPLY_H_
#define LPCHECK_ANALYZER_INPUT_APPLY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/input/patch_text.h"

namespace lpcheck {

/// kInvalidArgument when a hunk fits nowhere: which one, and the place that comes nearest. The message starts with the
/// hunk; the caller puts the names before it.
absl::StatusOr<std::string> ApplyHunks(std::string_view text, const std::vector<Hunk>& hunks);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_APPLY_H_
