#include "analyzer/index/macro_trail.h"

#include "clang/Basic/CharInfo.h"

namespace lpcheck::index {
namespace {

/// The location in the text of the author: out of arguments, into the macro body or file that spells them.
clang::SourceLocation OutOfArguments(const clang::SourceManager& sources, clang::SourceLocation location) {
  while (location.isMacroID() && sources.isMacroArgExpansion(location)) {
    location = sources.getImmediateSpellingLoc(location);
  }
  return location;
}

std::string IdentifierAt(const clang::SourceManager& sources, clang::SourceLocation location) {
  bool invalid = false;
  const char* text = sources.getCharacterData(sources.getSpellingLoc(location), &invalid);
  if (invalid) return "";
  std::size_t length = 0;
  while (clang::isAsciiIdentifierContinue(static_cast<unsigned char>(text[length]))) ++length;
  return std::string(text, length);
}

}  // namespace

const api::Entry* MacroTrail::Find(llvm::StringRef name) {
  auto [found, added] = entries_.try_emplace(name.str(), nullptr);
  if (added) found->second = api::Table::Kernel().Find(std::string_view(name.data(), name.size()));
  return found->second;
}

const ApiMacro& MacroTrail::Around(clang::SourceLocation location) {
  location = OutOfArguments(sources_, location);
  const clang::FileID id = location.isMacroID() ? sources_.getFileID(location) : clang::FileID();
  auto [found, added] = around_.try_emplace(id.getHashValue());
  if (!added || id.isInvalid()) return found->second;
  const clang::SourceLocation start = sources_.getSLocEntry(id).getExpansion().getExpansionLocStart();
  ApiMacro result = Around(start);
  if (result.entry == nullptr) {
    std::string name = IdentifierAt(sources_, start);
    const api::Entry* entry = Find(name);
    if (entry != nullptr && !entry->guess) result = {entry, std::move(name), id};
  }
  return around_[id.getHashValue()] = result;
}

std::string MacroTrail::NameAt(clang::SourceLocation location) const {
  location = OutOfArguments(sources_, location);
  if (!location.isMacroID()) return "";
  return IdentifierAt(sources_, sources_.getSLocEntry(sources_.getFileID(location)).getExpansion().getExpansionLocStart());
}

}  // namespace lpcheck::index
