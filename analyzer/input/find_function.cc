// See find_function.h.
#include "analyzer/input/find_function.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>

#include "analyzer/base/text.h"
#include "analyzer/input/contents.h"
#include "analyzer/input/outline.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSampleFolders[] = {"samples/livepatch", "lib/livepatch",
                                          "tools/testing/selftests/livepatch/test_modules"};

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Kernel style puts the name of a definition on a line that starts in the first column, followed by "(".
bool MayDefine(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    if (at > 0 && IsWord(text[at - 1])) continue;
    std::size_t next = at + name.size();
    if (next < text.size() && IsWord(text[next])) continue;
    std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    if (std::isspace(static_cast<unsigned char>(text[line])) == 0 && text[line] != '*') return true;
  }
  return false;
}

/// What to look for: a syscall's function is spelled inside SYSCALL_DEFINEn(name, ...).
std::string_view SpelledName(std::string_view name) {
  for (std::string_view prefix : {"__do_sys_", "__do_compat_sys_"}) {
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  }
  return name;
}

bool Defines(const std::vector<Piece>& outline, const std::string& name) {
  return std::any_of(outline.begin(), outline.end(), [&name](const Piece& piece) {
    return (piece.kind == PieceKind::kFunction || piece.kind == PieceKind::kSyscall) && piece.names[0] == name;
  });
}

std::vector<std::string> Candidates(const Tree& tree, const Database& database) {
  std::vector<std::string> files;
  for (std::string& file : database.Files()) {
    if (!file.starts_with('/')) files.push_back(std::move(file));
  }
  for (const char* folder : kSampleFolders) {
    std::error_code error;
    fs::directory_iterator it(tree.Absolute(folder), error);
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
      std::string name = it->path().filename().string();
      if (name.ends_with(".c")) files.push_back(Cat(folder, '/', name));
    }
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

/// Files that `text`, which is that of `file`, includes as if they were headers: kernel/sched/build_policy.c is made of them.
std::vector<std::string> IncludedSources(std::string_view text, const std::string& file, const Tree& tree) {
  std::vector<std::string> sources;
  if (!Contains(text, ".c\"")) return sources;
  for (const Piece& piece : OutlineOf(text)) {
    if (piece.kind != PieceKind::kInclude || !piece.names[0].ends_with(".c\"")) continue;
    const std::string name = piece.names[0].substr(1, piece.names[0].size() - 2);
    const std::string path = (fs::path(DirName(file)) / name).lexically_normal().string();
    if (!path.starts_with("..") && fs::is_regular_file(tree.Absolute(path))) sources.push_back(path);
  }
  return sources;
}

/// The function is one of `text`; outlined only where it may be.
bool DefinesOne(std::string_view text, const std::string& name, std::optional<std::vector<Piece>>& outline) {
  if (!MayDefine(text, SpelledName(name))) return false;
  if (!outline) outline = OutlineOf(text);
  return Defines(*outline, name);
}

}  // namespace

std::map<std::string, std::vector<std::string>> FindDefinitions(const std::vector<std::string>& names,
                                                                const Tree& tree, const Database& database) {
  std::map<std::string, std::vector<std::string>> found;
  for (const std::string& file : Candidates(tree, database)) {
    const Contents contents(tree, file);
    std::vector<std::string> parts = IncludedSources(contents.text(), file, tree);
    parts.push_back(file);
    for (const std::string& part : parts) {
      const Contents of_part(tree, part);
      std::optional<std::vector<Piece>> outline;
      for (const std::string& name : names) {
        if (DefinesOne(of_part.text(), name, outline)) found[name].push_back(part);
      }
    }
  }
  for (auto& [name, files] : found) {
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
  }
  return found;
}

std::string ModuleNameOf(std::string_view file) {
  std::string name(BaseName(file));
  name.resize(std::min(name.rfind('.'), name.size()));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace lpcheck
