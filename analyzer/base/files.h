// Whole files, with errors that name the file and what to do. Writing goes to a temporary name in the same folder and
// is renamed, so that a reader never sees half a file and an interrupted run leaves the old one.
#ifndef LPCHECK_ANALYZER_BASE_FILES_H_
#define LPCHECK_ANALYZER_BASE_FILES_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lpcheck {

/// No source file and no patch of a kernel comes near it.
inline constexpr std::size_t kFileLimit = 256u << 20;

/// The contents of a regular file of at most `limit` bytes. kNotFound, kPermissionDenied, or kInvalidArgument (a folder,
/// a device, too long).
absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t limit = kFileLimit);

/// kResourceExhausted when the disk is full, kPermissionDenied, kUnavailable else; the target is then untouched.
absl::Status WriteFile(const std::string& path, std::string_view text);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_BASE_FILES_H_
