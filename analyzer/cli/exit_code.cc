// See exit_code.h.
#include "analyzer/cli/exit_code.h"

#include <algorithm>
#include <cstdio>
#include <string>

namespace lpcheck {
namespace {

int ExitFor(const Report& report, Mechanism allowed) {
  switch (report.verdict) {
    case Verdict::kImmediate:
      return kExitDeliverable;
    case Verdict::kConsistency:
      return allowed == Mechanism::kImmediate ? kExitRefused : kExitDeliverable;
    case Verdict::kUndecided:
      return kExitUndecided;
    case Verdict::kRefused:
      return kExitRefused;
  }
  return kExitBug;
}

}  // namespace

int ExitFor(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitDeliverable;
    case absl::StatusCode::kOutOfRange:
      return kExitUsage;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kPermissionDenied:
      return kExitBadInput;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnimplemented:
      return kExitEnvironment;
    case absl::StatusCode::kCancelled:
      return kExitInterrupted;
    default:
      return kExitBug;
  }
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "lpcheck: %s\n", std::string(status.message()).c_str());
  return ExitFor(status);
}

int ExitFor(const std::vector<Report>& reports, Mechanism allowed) {
  int worst = kExitDeliverable;
  for (const Report& report : reports) {
    int exit = ExitFor(report, allowed);
    if (exit == kExitRefused) return exit;
    worst = std::max(worst, exit);
  }
  return worst;
}

}  // namespace lpcheck
