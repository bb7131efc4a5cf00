#include "analyzer/extract/places.h"

#include <utility>

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace lpcheck::extract {

Places::Places(const clang::SourceManager& sources, std::string main_file, const Scope& scope)
    : sources_(sources), main_file_(std::move(main_file)), scope_(scope) {}

std::string Places::PathOf(clang::FileID id) const {
  const clang::OptionalFileEntryRef file = sources_.getFileEntryRefForID(id);
  if (!file) return "";
  llvm::SmallString<256> path = file->getName();
  sources_.getFileManager().makeAbsolutePath(path);
  llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
  return std::string(path);
}

Location Places::Of(clang::SourceLocation where) const {
  if (where.isInvalid()) return {};
  const clang::SourceLocation place = sources_.getExpansionLoc(where);
  llvm::StringRef path;
  const std::string absolute = PathOf(sources_.getFileID(place));
  path = absolute;
  if (!scope_.tree.empty() && path.consume_front(scope_.tree)) path.consume_front("/");
  return {path.str(), static_cast<int>(sources_.getExpansionLineNumber(place))};
}

int Places::LineOf(clang::SourceLocation where) const {
  return where.isInvalid() ? 0 : static_cast<int>(sources_.getExpansionLineNumber(where));
}

const Places::File& Places::FileOf(clang::SourceLocation where) {
  const clang::FileID id = sources_.getFileID(sources_.getExpansionLoc(where));
  auto [found, is_new] = files_.try_emplace(id);
  if (!is_new || id.isInvalid()) return found->second;
  const std::string path = PathOf(id);
  const llvm::StringRef extension = llvm::sys::path::extension(path);
  const bool touched = scope_.touched.count(path) != 0;
  found->second.in_scope = path == main_file_ || touched || extension == ".c" || extension == ".inc";
  found->second.touched_header = touched && extension != ".c";
  return found->second;
}

bool Places::InScope(clang::SourceLocation where) { return where.isValid() && FileOf(where).in_scope; }

bool Places::InTouchedHeader(clang::SourceLocation where) {
  return where.isValid() && FileOf(where).touched_header;
}

}  // namespace lpcheck::extract
