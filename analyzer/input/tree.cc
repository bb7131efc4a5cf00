// See tree.h.
#include "analyzer/input/tree.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/text.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMakefileLimit = 1u << 20;

bool LooksLikeTree(const std::string& root) {
  for (const char* part : {"Makefile", "Kconfig", "kernel", "include/linux", "arch"}) {
    if (access(Cat(root, '/', part).c_str(), F_OK) != 0) return false;
  }
  return true;
}

/// The value of "NAME = value" among the first lines of the top Makefile.
std::string_view MakefileValue(std::string_view text, std::string_view name) {
  for (std::string_view line : Split(text, '\n')) {
    std::size_t equal = line.find('=');
    if (equal != std::string_view::npos && Trim(line.substr(0, equal)) == name) return Trim(line.substr(equal + 1));
  }
  return {};
}

absl::StatusOr<std::string> VersionOf(const std::string& root) {
  absl::StatusOr<std::string> text = ReadFile(root + "/Makefile", kMakefileLimit);
  if (!text.ok()) return text.status();
  std::string_view version = MakefileValue(*text, "VERSION");
  std::string_view patchlevel = MakefileValue(*text, "PATCHLEVEL");
  if (version.empty() || patchlevel.empty()) {
    return absl::FailedPreconditionError(Cat(root, "/Makefile: names no kernel version; give the top of a kernel tree"));
  }
  std::string_view sublevel = MakefileValue(*text, "SUBLEVEL");
  return Cat(version, '.', patchlevel, sublevel.empty() ? "" : ".", sublevel, MakefileValue(*text, "EXTRAVERSION"));
}

/// A symbolic link in any component of `path` could lead out of the tree.
bool PassesLink(const std::string& root, const std::string& path) {
  std::string at = root;
  for (std::string_view part : Split(path, '/')) {
    at.append("/").append(part);
    struct stat info;
    if (lstat(at.c_str(), &info) != 0) return false;
    if (S_ISLNK(info.st_mode)) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::string> SafeRelativePath(std::string_view path) {
  if (path.empty()) return absl::InvalidArgumentError("an empty file name");
  if (path.starts_with('/')) {
    return absl::InvalidArgumentError(Cat(path, ": an absolute path; a fix names files relative to the kernel tree"));
  }
  if (Contains(path, std::string_view("\0", 1))) return absl::InvalidArgumentError("a file name with a NUL byte");
  std::vector<std::string_view> parts;
  for (std::string_view part : Split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      return absl::InvalidArgumentError(Cat(path, ": leads out of the kernel tree; a fix may only touch files below it"));
    }
    parts.push_back(part);
  }
  if (parts.empty()) return absl::InvalidArgumentError(Cat(path, ": names no file"));
  std::string out(parts[0]);
  for (std::size_t i = 1; i < parts.size(); ++i) out.append("/").append(parts[i]);
  return out;
}

absl::StatusOr<Tree> Tree::Open(const std::string& root) {
  std::error_code error;
  std::string absolute = fs::canonical(root, error).string();
  if (error) {
    return absl::FailedPreconditionError(Cat(root, ": ", error.message(), "; name the kernel's source tree with --kernel DIR"));
  }
  if (!LooksLikeTree(absolute)) {
    return absl::FailedPreconditionError(
        Cat(root, ": is no kernel source tree (Makefile, Kconfig, kernel, include/linux and arch are expected); name "
                  "its top folder with --kernel DIR or $LPCHECK_KERNEL"));
  }
  absl::StatusOr<std::string> version = VersionOf(absolute);
  if (!version.ok()) return version.status();
  Tree tree;
  tree.root_ = std::move(absolute);
  tree.version_ = *std::move(version);
  return tree;
}

std::optional<std::string> Tree::RootAbove(const std::string& path) {
  std::error_code error;
  for (fs::path at = fs::weakly_canonical(path, error); !error; at = at.parent_path()) {
    if (LooksLikeTree(at.string())) return at.string();
    if (at == at.parent_path()) break;
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<std::string>> Tree::Read(std::string_view path) const {
  absl::StatusOr<std::string> safe = SafeRelativePath(path);
  if (!safe.ok()) return safe.status();
  auto laid = overlay_.find(*safe);
  if (laid != overlay_.end()) return laid->second;
  if (PassesLink(root_, *safe)) {
    return absl::InvalidArgumentError(
        Cat(*safe, ": is, or lies behind, a symbolic link of the tree; name the file that it points to"));
  }
  absl::StatusOr<std::string> text = ReadFile(Absolute(*safe));
  if (text.ok()) return std::optional<std::string>(*std::move(text));
  if (text.status().code() == absl::StatusCode::kNotFound) return std::optional<std::string>();
  return text.status();
}

bool Tree::Exists(std::string_view path) const {
  absl::StatusOr<std::string> safe = SafeRelativePath(path);
  if (!safe.ok()) return false;
  auto laid = overlay_.find(*safe);
  if (laid != overlay_.end()) return laid->second.has_value();
  struct stat info;
  return lstat(Absolute(*safe).c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

std::string Tree::Absolute(std::string_view path) const { return Cat(root_, '/', path); }

std::optional<std::string> Tree::Relative(const std::string& path) const {
  std::error_code error;
  std::string absolute = fs::weakly_canonical(fs::absolute(path), error).string();
  if (error || !absolute.starts_with(root_ + "/")) return std::nullopt;
  return absolute.substr(root_.size() + 1);
}

Tree Tree::With(const Fix& fix) const {
  Tree tree = *this;
  for (const FileChange& file : fix.files) {
    if (file.old_path != file.path) tree.overlay_[file.old_path] = std::nullopt;
  }
  for (const FileChange& file : fix.files) tree.overlay_[file.path] = file.after;
  return tree;
}

}  // namespace lpcheck
