// Checks fixes for `lpcheck stack` and `lpcheck upgrade`: alone, above others, and several as one. Each check is a
// process of this same program whose verdict is read back, so that a stack answers with exactly what `lpcheck FIX`
// would say.
#ifndef LPCHECK_ANALYZER_CLI_CHECK_AGAIN_H_
#define LPCHECK_ANALYZER_CLI_CHECK_AGAIN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "model/klp/stack_patch.h"

namespace lpcheck {

struct CheckAgain {
  std::string kernel;
  std::string build;

  /// The patches of a verdict file (.json), or of a fix with `base` in its "before".
  absl::StatusOr<std::vector<klp::StackPatch>> Read(const std::string& path,
                                                    const std::vector<std::string>& base) const;

  /// Diffs applied one after the other and checked as one fix. Invalid argument if one does not apply.
  absl::StatusOr<klp::StackPatch> AsOne(const std::vector<std::string>& paths) const;
};

bool IsVerdictFile(const std::string& path);

/// A unified diff, which can be put into one fix with others; a livepatch module's source cannot.
bool IsDiff(const std::string& path);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_CHECK_AGAIN_H_
