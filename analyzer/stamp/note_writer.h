// Putting a note section into a relocatable object file. The file is laid out anew: every section keeps its
// index and its bytes, only its place in the file changes; so the result depends on the sections alone and
// stamping twice gives the same bytes. The formula:  WithNote(WithNote(x, n), m) = WithNote(x, m).
#ifndef LPCHECK_ANALYZER_STAMP_NOTE_WRITER_H_
#define LPCHECK_ANALYZER_STAMP_NOTE_WRITER_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lpcheck {

/// `bytes` with `note` as the only section `.note.lpcheck`, allocated and read-only. InvalidArgument: not a
/// kernel module, or one with an appended signature (which the change would break).
absl::StatusOr<std::string> WithStampNote(std::string_view bytes, std::string_view note);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_STAMP_NOTE_WRITER_H_
