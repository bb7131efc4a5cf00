// What the program's exit status means, one meaning each, and how a status becomes one.
#ifndef LPCHECK_ANALYZER_CLI_EXIT_CODE_H_
#define LPCHECK_ANALYZER_CLI_EXIT_CODE_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "model/verdict.h"

namespace lpcheck {

inline constexpr int kExitDeliverable = 0;
inline constexpr int kExitRefused = 1;
inline constexpr int kExitUndecided = 2;
inline constexpr int kExitUsage = 64;
inline constexpr int kExitBadInput = 65;
inline constexpr int kExitEnvironment = 69;
inline constexpr int kExitBug = 70;
inline constexpr int kExitInterrupted = 130;  ///< as shells report a program ended by Ctrl-C

/// kOutOfRange: usage; kInvalidArgument, kNotFound, kPermissionDenied: bad input; kFailedPrecondition, kUnavailable,
/// kResourceExhausted, kUnimplemented: environment; kCancelled: interrupted; everything else is our bug.
int ExitFor(const absl::Status& status);

/// Prints "lpcheck: MESSAGE" to standard error and returns ExitFor.
int Fail(const absl::Status& status);

/// 1 if one is refused or needs more than `allowed`, else 2 if one is undecided, else 0.
int ExitFor(const std::vector<Report>& reports, Mechanism allowed);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_EXIT_CODE_H_
