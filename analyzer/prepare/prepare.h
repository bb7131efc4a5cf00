// `lpcheck prepare`: configures a kernel tree into a build folder and records how every file would be compiled, by
// letting make run with lpcheck-cc in place of the compiler. Nothing is written into the tree; every step can be
// interrupted and repeated; the database appears only when it is whole.
#ifndef LPCHECK_ANALYZER_PREPARE_PREPARE_H_
#define LPCHECK_ANALYZER_PREPARE_PREPARE_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lpcheck {

enum class Again { kWhenChanged, kAlways };

struct PrepareOptions {
  std::string kernel;                ///< the source tree
  std::string build;                 ///< made when missing; must not lie in the tree
  std::string config = "defconfig";  ///< "defconfig", or a configuration file (plain, .xz or .gz)
  std::string arch;                  ///< as make's ARCH; empty: this machine's
  std::string cross_compile;         ///< as make's CROSS_COMPILE
  std::string stand_in;              ///< path of lpcheck-cc
  int jobs = 1;
  Again again = Again::kWhenChanged;
  std::function<void(const std::string& text)> progress;  ///< a short line for a person; may be empty
};

struct Prepared {
  std::size_t commands = 0;
  bool up_to_date = false;  ///< nothing had changed since the last run
};

/// kFailedPrecondition: the tree or the machine is not fit (the message has the remedy); kInvalidArgument: bad options
/// or configuration file; kCancelled: interrupted, run it again; kUnavailable: another run is at work, or make failed.
absl::StatusOr<Prepared> Prepare(const PrepareOptions& options);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_PREPARE_PREPARE_H_
