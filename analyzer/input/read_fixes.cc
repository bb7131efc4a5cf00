// See read_fixes.h.
#include "analyzer/input/read_fixes.h"

namespace lpcheck {

std::vector<absl::StatusOr<FixInput>> ListFixes(const std::vector<std::string>& paths) { return {}; }
absl::StatusOr<Fix> ReadFix(const FixInput& input, const Tree& tree, const Database* database) {
  return absl::UnimplementedError("");
}
absl::StatusOr<Tree> TreeWithBase(const Tree& tree, const std::vector<std::string>& paths, const Database* database) {
  return tree;
}
absl::StatusOr<Fix> ReadTwoVersions(const std::string& old_path, const std::string& new_path,
                                    const std::vector<std::string>& clang_arguments) {
  return absl::UnimplementedError("");
}

}  // namespace lpcheck
