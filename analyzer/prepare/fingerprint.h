// Whether a build folder still says what `lpcheck prepare` would say: a hash over everything that decides the recorded
// commands (the configuration asked for, compiler, architecture, and name, size and time of every Makefile and Kconfig
// of the tree). Kept in the build folder, written last, removed first.
#ifndef LPCHECK_ANALYZER_PREPARE_FINGERPRINT_H_
#define LPCHECK_ANALYZER_PREPARE_FINGERPRINT_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "analyzer/prepare/prepare.h"

namespace lpcheck {

absl::StatusOr<std::string> FingerprintOf(const PrepareOptions& options, const std::string& kernel);

/// The number of commands recorded under this fingerprint, when database and fingerprint are there; else nullopt.
std::optional<std::size_t> RecordedCommands(const std::string& build, const std::string& fingerprint);

absl::Status KeepFingerprint(const std::string& build, const std::string& fingerprint, std::size_t commands);
void ForgetFingerprint(const std::string& build);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_PREPARE_FINGERPRINT_H_
