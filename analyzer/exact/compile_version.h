// Compiles one version of one file of the kernel with the command that the build recorded, and reads the object. The
// version is a view of the tree in a temporary folder: the folders on the way to an overlaid file are real there, all
// else is links into the tree, so that every way to include a file finds the overlaid one. Nothing is written into the
// tree or the build folder, and the temporary folder is removed.
#ifndef LPCHECK_ANALYZER_EXACT_COMPILE_VERSION_H_
#define LPCHECK_ANALYZER_EXACT_COMPILE_VERSION_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/exact/objects.h"

namespace lpcheck::exact {

/// kFixed replaces __LINE__ by one number, so that functions below an edit do not differ by what they report.
enum class Lines { kFixed, kAsWritten };

struct Compilation {
  std::string tree;                                         ///< absolute
  std::string directory;                                    ///< where the command runs
  std::vector<std::string> arguments;                       ///< as recorded: the compiler first
  std::map<std::string, std::optional<std::string>> files;  ///< absolute path -> text; nothing: not there
  Lines lines = Lines::kFixed;
};

/// kFailedPrecondition with the compiler's first error when it does not compile, kUnavailable when there is no such
/// compiler or no room.
absl::StatusOr<Object> CompileVersion(const Compilation& compilation);

}  // namespace lpcheck::exact

#endif  // LPCHECK_ANALYZER_EXACT_COMPILE_VERSION_H_
