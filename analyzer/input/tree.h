// A kernel source tree, read only. Paths are relative to it; nothing outside it can be reached, neither by `../`
// nor through a symbolic link. An overlay of in-memory files lies above the disk: the fixes that `--base` says the
// running kernel already has.
#ifndef LPCHECK_ANALYZER_INPUT_TREE_H_
#define LPCHECK_ANALYZER_INPUT_TREE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "analyzer/input/fix.h"

namespace lpcheck {

/// Contents by path; nullopt: the file does not exist in this world.
using Overlay = std::map<std::string, std::optional<std::string>>;

class Tree {
 public:
  /// Opens the tree at `root`. kFailedPrecondition when it is no kernel tree, with the remedy.
  static absl::StatusOr<Tree> Open(const std::string& root);

  /// The nearest kernel tree at or above `path`, or nullopt.
  static std::optional<std::string> RootAbove(const std::string& path);

  const std::string& root() const { return root_; }        ///< absolute, no trailing slash
  const std::string& version() const { return version_; }  ///< e.g. "6.1.187"
  const Overlay& overlay() const { return overlay_; }

  /// The contents of `path`, or nullopt when there is no such file. kInvalidArgument when the path leaves the tree
  /// or is a symbolic link; kPermissionDenied when it cannot be read.
  absl::StatusOr<std::optional<std::string>> Read(std::string_view path) const;

  bool Exists(std::string_view path) const;
  std::string Absolute(std::string_view path) const;

  /// `path` (absolute, or relative to the current folder) as a path of the tree; nullopt when it lies outside.
  std::optional<std::string> Relative(const std::string& path) const;

  /// This tree with the after version of `fix` laid over it.
  Tree With(const Fix& fix) const;

 private:
  std::string root_;
  std::string version_;
  Overlay overlay_;
};

/// `path` in normal form, or an error when it is absolute, empty, or climbs out with `..`.
absl::StatusOr<std::string> SafeRelativePath(std::string_view path);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_TREE_H_
