// See includers.h. The nodes are every header below include/ and arch/*/include and every file that the database builds,
// with the headers beside them.
#include "analyzer/compile/includers.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/text.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SHA256.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCacheName = "/lpcheck.includes";
constexpr std::string_view kRevision = "lpcheck.includes/1";

/// The architecture's folder as the commands name it: "x86" of "-I.../arch/x86/include".
std::string ArchOf(const Database& database) {
  for (const std::string& file : database.Files()) {
    if (!file.starts_with("arch/")) continue;
    return file.substr(5, file.find('/', 5) - 5);
  }
  return "x86";
}

void AddHeadersBelow(const std::string& root, const std::string& folder, std::set<std::string>& files) {
  std::error_code error;
  fs::recursive_directory_iterator it(Cat(root, '/', folder), error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::string path = it->path().string();
    if (path.ends_with(".h")) files.insert(path.substr(root.size() + 1));
  }
}

void AddHeadersIn(const std::string& root, const std::string& folder, std::set<std::string>& files) {
  std::error_code error;
  fs::directory_iterator it(Cat(root, '/', folder), error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    std::string name = it->path().filename().string();
    if (name.ends_with(".h") || name.ends_with(".c")) files.insert(Cat(folder, '/', name));
  }
}

/// "linux/fs.h" means include/linux/fs.h: the path ends in what the line says.
bool CanMean(std::string_view path, std::string_view spelled) {
  while (spelled.starts_with("../")) spelled.remove_prefix(3);
  if (!path.ends_with(spelled)) return false;
  return path.size() == spelled.size() || path[path.size() - spelled.size() - 1] == '/';
}

/// Does the file mention one of the names as a word? A file that cannot be read may.
bool Mentions(const std::string& path, const std::set<std::string>& names) {
  auto buffer = llvm::MemoryBuffer::getFile(path, false, false);
  if (!buffer) return true;
  const std::string_view text((*buffer)->getBufferStart(), (*buffer)->getBufferSize());
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return ContainsWord(text, name); });
}

std::string KeyOf(const Database& database) {
  llvm::SHA256 hash;
  hash.update(Cat(kRevision, database.tree()));
  for (const std::string& file : database.Files()) hash.update(Cat(file, '\n'));
  return llvm::toHex(hash.final(), true);
}

}  // namespace

IncludeGraph IncludeGraph::Load(const Database& database) {
  IncludeGraph graph;
  std::string key = KeyOf(database);
  std::string path = Cat(database.build(), kCacheName);
  if (!graph.ReadCache(path, key)) {
    graph.Scan(database);
    graph.WriteCache(path, key);
  }
  graph.Index();
  return graph;
}

void IncludeGraph::Scan(const Database& database) {
  std::set<std::string> files;
  std::set<std::string> folders;
  for (const std::string& file : database.Files()) {
    if (file.starts_with('/')) continue;
    files.insert(file);
    folders.insert(std::string(DirName(file)));
  }
  for (const std::string& folder : folders) AddHeadersIn(database.tree(), folder, files);
  AddHeadersBelow(database.tree(), "include", files);
  AddHeadersBelow(database.tree(), Cat("arch/", ArchOf(database), "/include"), files);
  for (const std::string& file : files) ScanFile(database.tree(), file);
}

void IncludeGraph::ScanFile(const std::string& root, const std::string& file) {
  auto buffer = llvm::MemoryBuffer::getFile(Cat(root, '/', file), false, false);
  if (!buffer) return;
  std::string_view text((*buffer)->getBufferStart(), (*buffer)->getBufferSize());
  files_.push_back(file);
  auto number = static_cast<std::uint32_t>(files_.size() - 1);
  constexpr std::string_view kWord = "include";
  for (std::size_t at = text.find(kWord); at != std::string_view::npos; at = text.find(kWord, at + 1)) {
    std::size_t hash = at;
    while (hash > 0 && (text[hash - 1] == ' ' || text[hash - 1] == '\t')) --hash;
    if (hash == 0 || text[hash - 1] != '#') continue;
    std::string_view rest = text.substr(at + kWord.size(), 256);
    rest = Trim(rest.substr(0, rest.find('\n')));
    if (rest.empty() || (rest[0] != '<' && rest[0] != '"')) continue;
    std::size_t close = rest.find(rest[0] == '<' ? '>' : '"', 1);
    if (close != std::string_view::npos) lines_.push_back({number, std::string(rest.substr(1, close - 1))});
  }
}

void IncludeGraph::Index() {
  for (std::uint32_t i = 0; i < lines_.size(); ++i) {
    by_last_name_[std::string(BaseName(lines_[i].spelled))].push_back(i);
  }
}

bool IncludeGraph::ReadCache(const std::string& path, const std::string& key) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return false;
  std::vector<std::string_view> lines = Split(*text, '\n');
  if (lines.size() < 2 || lines[0] != Cat(kRevision, ' ', key) || lines[lines.size() - 2] != "end") return false;
  for (std::size_t i = 1; i + 2 < lines.size(); ++i) {
    if (!lines[i].starts_with('\t')) {
      files_.emplace_back(lines[i]);
    } else if (!files_.empty()) {
      lines_.push_back({static_cast<std::uint32_t>(files_.size() - 1), std::string(lines[i].substr(1))});
    }
  }
  return true;
}

void IncludeGraph::WriteCache(const std::string& path, const std::string& key) const {
  std::string text = Cat(kRevision, ' ', key, '\n');
  std::size_t line = 0;
  for (std::uint32_t file = 0; file < files_.size(); ++file) {
    text.append(files_[file]).push_back('\n');
    for (; line < lines_.size() && lines_[line].file == file; ++line) text.append(Cat('\t', lines_[line].spelled, '\n'));
  }
  text.append("end\n");
  WriteFile(path, text).IgnoreError();
}

std::map<std::string, int> IncludeGraph::Reaching(std::string_view header) const {
  std::map<std::string, int> distance = {{std::string(header), 0}};
  std::vector<std::string> wave = {std::string(header)};
  for (int steps = 1; !wave.empty(); ++steps) {
    std::vector<std::string> next;
    for (const std::string& target : wave) {
      auto lines = by_last_name_.find(BaseName(target));
      if (lines == by_last_name_.end()) continue;
      for (std::uint32_t line : lines->second) {
        const std::string& file = files_[lines_[line].file];
        if (CanMean(target, lines_[line].spelled) && distance.emplace(file, steps).second) next.push_back(file);
      }
    }
    wave = std::move(next);
  }
  return distance;
}

std::vector<const CompileCommand*> IncludeGraph::Ranked(const std::map<std::string, int>& distance, std::string_view header,
                                                        const Database& database) const {
  std::vector<std::tuple<int, int, std::string>> found;
  std::vector<std::string> built = database.Files();
  for (const auto& [file, steps] : distance) {
    if (file == header || !std::binary_search(built.begin(), built.end(), file)) continue;
    found.emplace_back(steps, DirName(file) == DirName(header) ? 0 : 1, file);
  }
  std::sort(found.begin(), found.end());
  std::vector<const CompileCommand*> out;
  for (const auto& [steps, far, file] : found) out.push_back(database.CommandFor(file));
  return out;
}

std::vector<const CompileCommand*> IncludeGraph::Includers(std::string_view header, const Database& database,
                                                           std::size_t limit) const {
  std::vector<const CompileCommand*> out = Ranked(Reaching(header), header, database);
  if (out.size() > limit) out.resize(limit);
  return out;
}

std::vector<const CompileCommand*> IncludeGraph::Users(std::string_view header, const std::set<std::string>& names,
                                                       const Database& database) const {
  const std::map<std::string, int> reaching = Reaching(header);
  std::map<std::string, int> users;
  for (const auto& [file, steps] : reaching) {
    if (file == header || !Mentions(Cat(database.tree(), '/', file), names)) continue;
    users.emplace(file, steps);
    if (!file.ends_with(".h")) continue;
    for (const auto& [other, unused] : Reaching(file)) {  // what this header makes of it reaches all of them
      auto known = reaching.find(other);
      if (known != reaching.end()) users.insert(*known);
    }
  }
  return Ranked(users, header, database);
}

}  // namespace lpcheck
