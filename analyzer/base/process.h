// Runs other programs (make, xz) without a shell: arguments as a list, output to a file or a string, and an end to all
// of its children when the user presses Ctrl-C.
#ifndef LPCHECK_ANALYZER_BASE_PROCESS_H_
#define LPCHECK_ANALYZER_BASE_PROCESS_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lpcheck {

struct Process {
  std::vector<std::string> arguments;                             ///< arguments[0] is searched in PATH
  std::vector<std::pair<std::string, std::string>> environment;   ///< set above the inherited one
  std::function<void(const std::string& line)> on_line;           ///< for each line of output and errors; may be empty
};

/// Runs it to its end and returns the exit status (128 + n for signal n). kUnavailable when it cannot be started,
/// kCancelled when the user interrupted: the process group is gone then.
absl::StatusOr<int> Run(const Process& process);

/// The standard output of a program that must exit with 0, at most `limit` bytes.
absl::StatusOr<std::string> OutputOf(const std::vector<std::string>& arguments, std::size_t limit);

/// Where PATH finds `program`; empty when nowhere.
std::string FindProgram(const std::string& program);

/// From now on Ctrl-C and SIGTERM set a flag instead of ending the process; long work asks Interrupted().
void CatchInterrupts();
bool Interrupted();

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_BASE_PROCESS_H_
