// See patch_fix.h.
#include "analyzer/input/patch_fix.h"

#include <map>
#include <optional>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/input/apply.h"
#include "analyzer/input/patch_text.h"

namespace lpcheck {
namespace {

/// Without the first component (patch -p1).
std::string_view Stripped(std::string_view name) {
  std::size_t slash = name.find('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

/// The files as the series has left them so far.
class World {
 public:
  explicit World(const Tree& tree) : tree_(tree) {}

  absl::StatusOr<std::optional<std::string>> Read(const std::string& path) const {
    auto changed = now_.find(path);
    if (changed != now_.end()) return changed->second;
    return tree_.Read(path);
  }

  bool Exists(const std::string& path) const {
    auto changed = now_.find(path);
    return changed != now_.end() ? changed->second.has_value() : tree_.Exists(path);
  }

  void Set(const std::string& path, std::optional<std::string> text) { now_[path] = std::move(text); }

  /// From now on `to` is what `from` was called before.
  void Rename(const std::string& from, const std::string& to) {
    auto earlier = old_names_.find(from);
    old_names_[to] = earlier != old_names_.end() ? earlier->second : from;
    old_names_.erase(from);
  }

  /// What became of every file that was touched.
  absl::StatusOr<std::vector<FileChange>> Changes() const {
    std::vector<FileChange> changes;
    for (const auto& [path, after] : now_) {
      FileChange change;
      change.path = path;
      auto renamed = old_names_.find(path);
      change.old_path = renamed != old_names_.end() ? renamed->second : path;
      absl::StatusOr<std::optional<std::string>> before = tree_.Read(change.old_path);
      if (!before.ok()) return before.status();
      change.before = *std::move(before);
      change.after = after;
      if (!after && IsOldName(path)) continue;
      if (change.before != change.after || change.old_path != path) changes.push_back(std::move(change));
    }
    return changes;
  }

 private:
  bool IsOldName(const std::string& path) const {
    for (const auto& [to, from] : old_names_) {
      if (from == path) return true;
    }
    return false;
  }

  const Tree& tree_;
  std::map<std::string, std::optional<std::string>> now_;
  std::map<std::string, std::string> old_names_;
};

/// The path of the tree that a name in the patch means: -p1, or as it stands when only that exists.
absl::StatusOr<std::string> PathOf(const World& world, const FilePatch& file, const std::string& name) {
  if (!file.names_have_prefix) return SafeRelativePath(name);
  absl::StatusOr<std::string> whole = SafeRelativePath(name);
  if (!whole.ok()) return whole;
  absl::StatusOr<std::string> stripped = SafeRelativePath(Stripped(name));
  bool prefixed = name.starts_with("a/") || name.starts_with("b/");
  if (!stripped.ok() || (!prefixed && !world.Exists(*stripped) && world.Exists(*whole))) return whole;
  return stripped;
}

absl::Status Located(const PatchFile& patch, const FilePatch& file, const absl::Status& status) {
  return absl::Status(status.code(),
                      Cat(patch.name, ":", file.patch_line, ": ", std::string(status.message())));
}

/// The name that decides where the section applies.
const std::string& NameOf(const FilePatch& file) {
  return file.action == PatchAction::kCreate ? file.new_name : file.old_name;
}

/// Quilt and plain diffs give a backup's name on the old side ("foo.c.orig"): the new name counts when only it exists.
absl::StatusOr<std::string> TargetOf(const World& world, const FilePatch& file) {
  absl::StatusOr<std::string> path = PathOf(world, file, NameOf(file));
  if (!path.ok() || file.action != PatchAction::kModify || world.Exists(*path)) return path;
  absl::StatusOr<std::string> other = PathOf(world, file, file.new_name);
  return other.ok() && world.Exists(*other) ? other : path;
}

absl::Status MissingFile(const std::string& path) {
  return absl::InvalidArgumentError(
      Cat(path, ": the tree has no such file; is the fix for another version of the kernel?"));
}

absl::Status AlreadyThere(const std::string& path) {
  return absl::InvalidArgumentError(Cat(path, ": the fix makes this file, but the tree has it already"));
}

/// The text that the hunks apply to: empty for a new file, which must not exist.
absl::StatusOr<std::string> StartOf(const World& world, const FilePatch& file, const std::string& path) {
  absl::StatusOr<std::optional<std::string>> text = world.Read(path);
  if (!text.ok()) return text.status();
  if (file.action == PatchAction::kCreate) {
    if (text->has_value() && !(*text)->empty()) {
      return AlreadyThere(path);
    }
    return std::string();
  }
  if (!text->has_value()) return MissingFile(path);
  return **std::move(text);
}

absl::Status ApplySection(World& world, const FilePatch& file) {
  absl::StatusOr<std::string> path = TargetOf(world, file);
  if (!path.ok()) return path.status();
  absl::StatusOr<std::string> start = StartOf(world, file, *path);
  if (!start.ok()) return start.status();
  absl::StatusOr<std::string> after = ApplyHunks(*start, file.hunks);
  if (!after.ok()) return absl::InvalidArgumentError(Cat(*path, ": ", std::string(after.status().message())));
  switch (file.action) {
    case PatchAction::kModify:
    case PatchAction::kCreate:
      world.Set(*path, *std::move(after));
      return absl::OkStatus();
    case PatchAction::kDelete:
      if (!after->empty() && !file.hunks.empty()) {
        return absl::InvalidArgumentError(Cat(*path, ": is removed, but more is in it than the fix says"));
      }
      world.Set(*path, std::nullopt);
      return absl::OkStatus();
    case PatchAction::kRename:
    case PatchAction::kCopy:
      break;
  }
  absl::StatusOr<std::string> to = PathOf(world, file, file.new_name);
  if (!to.ok()) return to.status();
  if (world.Exists(*to)) return AlreadyThere(*to);
  if (file.action == PatchAction::kRename) {
    world.Set(*path, std::nullopt);
    world.Rename(*path, *to);
  }
  world.Set(*to, *std::move(after));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Fix> ReadPatches(const std::string& fix_name, const std::vector<PatchFile>& patches, const Tree& tree) {
  World world(tree);
  for (const PatchFile& patch : patches) {
    absl::StatusOr<std::vector<FilePatch>> files = ParsePatch(patch.text, patch.name);
    if (!files.ok()) return files.status();
    for (const FilePatch& file : *files) {
      absl::Status applied = ApplySection(world, file);
      if (!applied.ok()) return Located(patch, file, applied);
    }
  }
  absl::StatusOr<std::vector<FileChange>> changes = world.Changes();
  if (!changes.ok()) return changes.status();
  Fix fix;
  fix.name = fix_name;
  fix.files = *std::move(changes);
  Complete(fix);
  return fix;
}

}  // namespace lpcheck
