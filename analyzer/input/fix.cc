// See fix.h: what a path holds, and what can be computed from the contents of a fix's files.
#include "analyzer/input/fix.h"

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"
#include "analyzer/input/line_diff.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

namespace lpcheck {
namespace {

bool IsBuild(std::string_view path, std::string_view name) {
  static constexpr std::array<std::string_view, 6> kEndings = {".dts", ".dtsi", ".dtso", ".lds", ".lds.S", ".mk"};
  if (name.starts_with("Makefile") || name.starts_with("Kconfig") || name == "Kbuild") return true;
  if (path.starts_with("scripts/") && !name.ends_with(".c") && !name.ends_with(".h")) return true;
  return std::any_of(kEndings.begin(), kEndings.end(), [name](auto end) { return name.ends_with(end); }) ||
         Contains(path, "/configs/") || name == ".config";
}

bool IsDocumentation(std::string_view path, std::string_view name) {
  static constexpr std::array<std::string_view, 5> kEndings = {".rst", ".txt", ".md", ".html", ".mailmap"};
  static constexpr std::array<std::string_view, 4> kNames = {"MAINTAINERS", "CREDITS", "README", "COPYING"};
  return path.starts_with("Documentation/") || path.starts_with("LICENSES/") ||
         std::find(kNames.begin(), kNames.end(), name) != kNames.end() ||
         std::any_of(kEndings.begin(), kEndings.end(), [name](auto end) { return name.ends_with(end); });
}

/// One field of the hash: its length keeps fields apart, a missing text differs from an empty one.
void HashText(llvm::SHA256& hash, const std::optional<std::string>& text) {
  hash.update(text ? Cat(text->size(), ":") : std::string("-:"));
  if (text) hash.update(*text);
}

}  // namespace

FileKind KindOf(std::string_view path) {
  std::string_view name = BaseName(path);
  if (IsBuild(path, name)) return FileKind::kBuild;
  if (IsDocumentation(path, name)) return FileKind::kDocumentation;
  if (name.ends_with(".c")) return FileKind::kCSource;
  if (name.ends_with(".h") || name.ends_with(".inc")) return FileKind::kHeader;
  if (name.ends_with(".S") || name.ends_with(".s")) return FileKind::kAssembly;
  return FileKind::kOther;
}

void Complete(Fix& fix) {
  std::sort(fix.files.begin(), fix.files.end(),
            [](const FileChange& a, const FileChange& b) { return a.path < b.path; });
  llvm::SHA256 hash;
  for (FileChange& file : fix.files) {
    if (file.old_path.empty()) file.old_path = file.path;
    file.kind = KindOf(file.path);
    LineDiff diff = DiffLines(file.before.value_or(""), file.after.value_or(""));
    file.touched_old = std::move(diff.old_ranges);
    file.touched_new = std::move(diff.new_ranges);
    HashText(hash, file.old_path);
    HashText(hash, file.path);
    HashText(hash, file.before);
    HashText(hash, file.after);
  }
  fix.source_hash = llvm::toHex(hash.final(), true);
}

}  // namespace lpcheck
