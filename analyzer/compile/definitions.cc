#include "analyzer/compile/definitions.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <utility>

#include "analyzer/base/text.h"
#include "llvm/Support/MemoryBuffer.h"

namespace lpcheck {
namespace {

constexpr std::size_t kLongestHead = 600;  ///< bytes between the name and the brace, parameters and annotations

bool IsWordByte(char byte) { return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '_'; }

constexpr std::size_t kNone = std::string_view::npos;

/// Where `name` stands next as a word, from `from` on; kNone if it does not.
std::size_t NextWord(std::string_view text, std::string_view name, std::size_t from) {
  while (from < text.size()) {
    const void* const hit = memmem(text.data() + from, text.size() - from, name.data(), name.size());
    if (hit == nullptr) return kNone;
    const std::size_t at = static_cast<const char*>(hit) - text.data();
    from = at + name.size();
    if ((at == 0 || !IsWordByte(text[at - 1])) && (from == text.size() || !IsWordByte(text[from]))) return at;
  }
  return kNone;
}

/// After `at` follow a parameter list, annotations, and the brace of a body.
bool IsHead(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at, kLongestHead);
  int depth = 0;
  bool listed = false;
  for (const char byte : rest) {
    if (byte == '(') ++depth;
    if (byte == ')') listed |= --depth == 0;
    if (depth < 0 || byte == '"' || byte == '#') return false;
    if (depth > 0) continue;
    if (byte == '{') return listed;
    if (byte == ';' || byte == '=' || byte == ',') return false;
    if (!listed && std::isspace(static_cast<unsigned char>(byte)) == 0) return false;
  }
  return false;
}

/// The declaration's own text up to `at`: what stands behind the last end of a statement, comment, directive or empty line.
std::string_view Specifiers(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && std::strchr(";}/)", text[begin - 1]) == nullptr && at - begin < 200) {
    if (begin > 1 && text[begin - 1] == '\n' && text[begin - 2] == '\n') break;
    --begin;
  }
  return text.substr(begin, at - begin);
}

bool BeginsAtMargin(std::string_view text, std::size_t at) {
  const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0: the first line
  return IsWordByte(text[line]);
}

}  // namespace

bool DefinesFunction(std::string_view text, std::string_view name) {
  for (std::size_t at = NextWord(text, name, 0); at != kNone; at = NextWord(text, name, at + name.size())) {
    if (!BeginsAtMargin(text, at) || !IsHead(text, at + name.size())) continue;
    const std::string_view specifiers = Specifiers(text, at);
    if (!ContainsWord(specifiers, "static") && !ContainsWord(specifiers, "__weak")) return true;
  }
  return false;
}

Definitions::Definitions(const Database& database, std::set<std::string> own) : database_(database), own_(std::move(own)) {}

void Definitions::MakeRings() {
  std::set<std::string> near, around;
  for (const std::string& file : own_) {
    const std::string folder(DirName(file));
    near.insert(folder);
    if (folder.find('/') != std::string::npos) around.insert(std::string(DirName(folder)) + "/");
  }
  rings_.resize(3);
  for (const std::string& file : database_.Files()) {
    if (!file.ends_with(".c") || own_.contains(file)) continue;
    std::size_t ring = 2;
    for (const std::string& folder : around) {
      if (file.starts_with(folder)) ring = 1;
    }
    if (near.contains(std::string(DirName(file)))) ring = 0;
    if (rings_[ring].empty() || rings_[ring].back() != file) rings_[ring].push_back(file);
  }
}

std::optional<std::string> Definitions::FileNaming(const std::string& name) {
  if (rings_.empty()) MakeRings();
  for (const Ring& ring : rings_) {
    for (const std::string& file : ring) {
      auto buffer = llvm::MemoryBuffer::getFile(Cat(database_.tree(), '/', file), false, false);
      const std::string_view text = buffer ? std::string_view((*buffer)->getBufferStart(), (*buffer)->getBufferSize()) : "";
      bool defines = false, names = false;
      for (std::size_t at = NextWord(text, name, 0); at != kNone; at = NextWord(text, name, at + name.size())) {
        names = true;
        defines |= BeginsAtMargin(text, at) && IsHead(text, at + name.size());
      }
      if (names && !defines) return file;
    }
  }
  return std::nullopt;
}

bool Definitions::IsExported(const std::string& name) const {
  return std::any_of(own_.begin(), own_.end(), [&](const std::string& file) {
    auto buffer = llvm::MemoryBuffer::getFile(Cat(database_.tree(), '/', file), false, false);
    const std::string_view text = buffer ? std::string_view((*buffer)->getBufferStart(), (*buffer)->getBufferSize()) : "";
    for (std::size_t at = NextWord(text, name, 0); at != kNone; at = NextWord(text, name, at + name.size())) {
      const std::string_view line = text.substr(at == 0 ? 0 : text.rfind('\n', at - 1) + 1, 40);
      if (line.find("EXPORT_") < line.find(name)) return true;
    }
    return false;
  });
}

// Prototypes stand at the margin; what is called inside a body does not.
std::optional<std::string> Definitions::HeaderCalling(const std::string& name) const {
  std::set<std::string> folders{"include", "arch/x86"};
  for (const std::string& file : own_) folders.insert(std::string(DirName(file)));
  for (const std::string& folder : folders) {
    std::error_code error;
    std::vector<std::string> files;
    const std::string top = Cat(database_.tree(), '/', folder);
    for (std::filesystem::recursive_directory_iterator at(top, error), end; !error && at != end; at.increment(error)) {
      const std::string path = at->path().string();
      if (path.ends_with(".h") || path.ends_with(".S")) files.push_back(path);
    }
    std::sort(files.begin(), files.end());
    for (const std::string& path : files) {
      auto buffer = llvm::MemoryBuffer::getFile(path, false, false);
      const std::string_view text = buffer ? std::string_view((*buffer)->getBufferStart(), (*buffer)->getBufferSize()) : "";
      for (std::size_t at = NextWord(text, name, 0); at != kNone; at = NextWord(text, name, at + name.size())) {
        if (path.ends_with(".S") || !BeginsAtMargin(text, at)) return path.substr(database_.tree().size() + 1);
      }
    }
  }
  return std::nullopt;
}

std::optional<std::string> Definitions::OtherCaller(const std::string& name) {
  auto [known, is_new] = callers_.try_emplace(name);
  if (!is_new) return known->second;
  known->second = IsExported(name) ? std::optional<std::string>("modules") : FileNaming(name);
  if (!known->second) known->second = HeaderCalling(name);
  return known->second;
}

std::optional<std::string> Definitions::FileOf(const std::string& name) {
  auto [known, is_new] = known_.try_emplace(name);
  if (!is_new) return known->second;
  if (rings_.empty()) MakeRings();
  for (const Ring& ring : rings_) {
    std::vector<std::string> found;
    for (const std::string& file : ring) {
      auto buffer = llvm::MemoryBuffer::getFile(Cat(database_.tree(), '/', file), false, false);
      if (buffer && DefinesFunction({(*buffer)->getBufferStart(), (*buffer)->getBufferSize()}, name)) found.push_back(file);
    }
    if (found.size() == 1) known->second = found.front();
    if (!found.empty()) break;
  }
  return known->second;
}

}  // namespace lpcheck
