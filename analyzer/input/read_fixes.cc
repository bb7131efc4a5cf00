// See read_fixes.h.
#include "analyzer/input/read_fixes.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/text.h"
#include "analyzer/input/klp_fix.h"
#include "analyzer/input/patch_fix.h"
#include "analyzer/input/patch_text.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFunctionList = "patched_funcs.csv";

bool IsPatchName(std::string_view name) {
  return name.ends_with(".patch") || name.ends_with(".diff") || name.ends_with(".mbox");
}

bool IsSourceName(std::string_view name) { return name.ends_with(".c") && !name.ends_with(".mod.c"); }

/// The entries of a folder, ascending by name, hidden ones left out.
absl::StatusOr<std::vector<fs::path>> EntriesOf(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> entries;
  for (fs::directory_iterator it(folder, error); !error && it != fs::directory_iterator(); it.increment(error)) {
    if (!it->path().filename().string().starts_with(".")) entries.push_back(it->path());
  }
  if (error) return absl::InvalidArgumentError(Cat(folder, ": ", error.message(), "; check the permissions"));
  std::sort(entries.begin(), entries.end());
  return entries;
}

bool HasFunctionList(const std::string& folder) {
  std::error_code error;
  return fs::exists(fs::path(folder) / kFunctionList, error);
}

/// The folder has patches, or sources with a livepatch: something that ReadFix can read as one.
bool HoldsFix(const std::string& folder) {
  if (HasFunctionList(folder)) return true;
  absl::StatusOr<std::vector<fs::path>> entries = EntriesOf(folder);
  if (!entries.ok()) return false;
  return std::any_of(entries->begin(), entries->end(), [](const fs::path& entry) {
    return IsPatchName(entry.string()) || IsSourceName(entry.string());
  });
}

bool IsModuleFile(const fs::path& path) {
  if (!IsSourceName(path.string())) return false;
  absl::StatusOr<std::string> text = ReadFile(path.string());
  return !text.ok() || LooksLikeModule(*text);  // an unreadable file is reported later, not skipped
}

std::vector<absl::StatusOr<FixInput>> ListFolder(const std::string& folder) {
  std::string name(BaseName(folder));
  if (HasFunctionList(folder)) return {FixInput{folder, name}};
  absl::StatusOr<std::vector<fs::path>> entries = EntriesOf(folder);
  if (!entries.ok()) return {entries.status()};
  std::vector<absl::StatusOr<FixInput>> inputs;
  for (const fs::path& entry : *entries) {
    std::error_code error;
    bool is_fix = fs::is_directory(entry, error) ? HoldsFix(entry.string())
                                                 : IsPatchName(entry.string()) || IsModuleFile(entry);
    if (is_fix) inputs.push_back(FixInput{entry.string(), Cat(name, '/', entry.filename().string())});
  }
  if (inputs.empty()) {
    return {absl::InvalidArgumentError(
        Cat(folder, ": the folder holds no fix (*.patch, *.diff, *.mbox, or a livepatch module's *.c)"))};
  }
  return inputs;
}

/// The patches of a folder: in the order of its quilt series file, else by name.
absl::StatusOr<std::vector<PatchFile>> PatchesOf(const std::string& folder, const std::vector<fs::path>& entries) {
  std::vector<std::string> names;
  absl::StatusOr<std::string> series = ReadFile(folder + "/series");
  for (std::string_view line : Split(series.ok() ? std::string_view(*series) : std::string_view(), '\n')) {
    std::string_view name = Trim(line.substr(0, line.find('#')));
    if (!name.empty()) names.emplace_back(name.substr(0, name.find(' ')));
  }
  for (const fs::path& entry : entries) {
    if (!series.ok() && IsPatchName(entry.string())) names.push_back(entry.filename().string());
  }
  std::vector<PatchFile> patches;
  for (const std::string& name : names) {
    absl::StatusOr<std::string> text = ReadFile(Cat(folder, '/', name));
    if (!text.ok()) return text.status();
    patches.push_back({name, *std::move(text)});
  }
  return patches;
}

absl::Status NeedsDatabase(const std::string& path) {
  return absl::FailedPreconditionError(
      Cat(path, ": a livepatch module's source needs a compile database; name the build folder with --build"));
}

absl::StatusOr<Fix> ReadModuleFolder(const FixInput& input, const std::vector<fs::path>& entries, const Tree& tree,
                                     const Database* database) {
  if (database == nullptr) return NeedsDatabase(input.path);
  std::vector<ModuleSource> sources;
  for (const fs::path& entry : entries) {
    if (!IsSourceName(entry.string())) continue;
    absl::StatusOr<std::string> text = ReadFile(entry.string());
    if (!text.ok()) return text.status();
    sources.push_back({fs::absolute(entry).lexically_normal().string(), *std::move(text)});
  }
  std::string list;
  if (HasFunctionList(input.path)) {
    absl::StatusOr<std::string> text = ReadFile(Cat(input.path, '/', kFunctionList));
    if (!text.ok()) return text.status();
    list = *std::move(text);
  }
  return ReadModule(input.name, sources, list, tree, *database);
}

absl::StatusOr<Fix> ReadFolder(const FixInput& input, const Tree& tree, const Database* database) {
  absl::StatusOr<std::vector<fs::path>> entries = EntriesOf(input.path);
  if (!entries.ok()) return entries.status();
  bool has_source = std::any_of(entries->begin(), entries->end(),
                                [](const fs::path& entry) { return IsSourceName(entry.string()); });
  if (HasFunctionList(input.path) || has_source) return ReadModuleFolder(input, *entries, tree, database);
  absl::StatusOr<std::vector<PatchFile>> patches = PatchesOf(input.path, *entries);
  if (!patches.ok()) return patches.status();
  return ReadPatches(input.name, *patches, tree);
}

absl::StatusOr<Fix> ReadSource(const FixInput& input, std::string text, const Tree& tree, const Database* database) {
  std::string folder = fs::absolute(input.path).parent_path().string();
  if (HasFunctionList(folder)) return ReadFolder({folder, input.name}, tree, database);
  if (!LooksLikeModule(text)) {
    return absl::InvalidArgumentError(
        Cat(input.path, ": is no livepatch module: it has no struct klp_patch and no patched_funcs.csv beside it; give "
                        "a patch, or two versions with --before OLD.c NEW.c"));
  }
  if (database == nullptr) return NeedsDatabase(input.path);
  std::string absolute = fs::absolute(input.path).lexically_normal().string();
  return ReadModule(input.name, {{absolute, std::move(text)}}, "", tree, *database);
}

absl::StatusOr<std::string> ReadVersion(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (text.ok() && Contains(*text, std::string_view("\0", 1))) {
    return absl::InvalidArgumentError(Cat(path, ": is binary, a C file was expected"));
  }
  return text;
}

}  // namespace

std::vector<absl::StatusOr<FixInput>> ListFixes(const std::vector<std::string>& paths) {
  std::vector<absl::StatusOr<FixInput>> inputs;
  for (const std::string& path : paths) {
    std::error_code error;
    fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      inputs.push_back(absl::NotFoundError(
          Cat(path, ": ", error ? error.message() : "No such file or directory", "; a fix was expected here")));
    } else if (fs::is_directory(status)) {
      for (absl::StatusOr<FixInput>& input : ListFolder(path)) inputs.push_back(std::move(input));
    } else {
      inputs.push_back(FixInput{path, std::string(BaseName(path))});
    }
  }
  return inputs;
}

absl::StatusOr<Fix> ReadFix(const FixInput& input, const Tree& tree, const Database* database) {
  std::error_code error;
  if (fs::is_directory(input.path, error)) return ReadFolder(input, tree, database);
  absl::StatusOr<std::string> text = ReadFile(input.path);
  if (!text.ok()) return text.status();
  if (text->empty()) return absl::InvalidArgumentError(Cat(input.path, ": is empty"));
  if (IsSourceName(input.path)) return ReadSource(input, *std::move(text), tree, database);
  return ReadPatches(input.name, {{input.path, *std::move(text)}}, tree);
}

std::vector<absl::StatusOr<Fix>> ReadFixes(const std::vector<std::string>& paths, const Tree& tree,
                                           const Database* database) {
  std::vector<absl::StatusOr<Fix>> fixes;
  for (const absl::StatusOr<FixInput>& input : ListFixes(paths)) {
    if (input.ok()) {
      fixes.push_back(ReadFix(*input, tree, database));
    } else {
      fixes.push_back(input.status());
    }
  }
  return fixes;
}

absl::StatusOr<Tree> TreeWithBase(const Tree& tree, const std::vector<std::string>& paths, const Database* database) {
  Tree base = tree;
  for (const absl::StatusOr<FixInput>& input : ListFixes(paths)) {
    if (!input.ok()) return input.status();
    absl::StatusOr<Fix> fix = ReadFix(*input, base, database);
    if (!fix.ok()) {
      return absl::Status(fix.status().code(), Cat("base fix ", std::string(fix.status().message())));
    }
    base = base.With(*fix);
  }
  return base;
}

absl::StatusOr<Fix> ReadTwoVersions(const std::string& old_path, const std::string& new_path,
                                    const std::vector<std::string>& clang_arguments) {
  absl::StatusOr<std::string> before = ReadVersion(old_path);
  if (!before.ok()) return before.status();
  absl::StatusOr<std::string> after = ReadVersion(new_path);
  if (!after.ok()) return after.status();
  Fix fix;
  fix.name = std::string(BaseName(new_path));
  FileChange file;
  file.path = file.old_path = fix.name;
  file.before = *std::move(before);
  file.after = *std::move(after);
  fix.files.push_back(std::move(file));
  fix.base_dir = fs::absolute(new_path).lexically_normal().parent_path().string();
  fix.clang_arguments = clang_arguments;
  Complete(fix);
  return fix;
}

}  // namespace lpcheck
