#include "analyzer/session/recorder.h"

#include <utility>

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace lpcheck::session {

std::string AbsolutePath(const std::string& directory, llvm::StringRef path) {
  llvm::SmallString<256> absolute = path;
  llvm::sys::fs::make_absolute(directory, absolute);
  llvm::sys::path::remove_dots(absolute, /*remove_dot_dot=*/true);
  return std::string(absolute);
}

IncludeRecorder::IncludeRecorder(std::string directory, std::set<std::string>& files)
    : directory_(std::move(directory)), files_(files) {}

SkipRecorder::SkipRecorder(std::string directory, const clang::SourceManager& sources,
                           std::vector<SkippedLines>& skipped)
    : directory_(std::move(directory)), sources_(sources), skipped_(skipped) {}

void SkipRecorder::SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) {
  const clang::OptionalFileEntryRef file =
      sources_.getFileEntryRefForID(sources_.getFileID(range.getBegin()));
  if (!file) return;
  skipped_.push_back({AbsolutePath(directory_, file->getName()),
                      static_cast<int>(sources_.getSpellingLineNumber(range.getBegin())),
                      static_cast<int>(sources_.getSpellingLineNumber(range.getEnd()))});
}

void IncludeRecorder::InclusionDirective(clang::SourceLocation, const clang::Token&, llvm::StringRef, bool,
                                         clang::CharSourceRange, clang::OptionalFileEntryRef file,
                                         llvm::StringRef, llvm::StringRef, const clang::Module*, bool,
                                         clang::SrcMgr::CharacteristicKind) {
  Add(file);
}

void IncludeRecorder::HasInclude(clang::SourceLocation, llvm::StringRef, bool,
                                 clang::OptionalFileEntryRef file, clang::SrcMgr::CharacteristicKind) {
  Add(file);
}

void IncludeRecorder::Add(clang::OptionalFileEntryRef file) {
  if (file) files_.insert(AbsolutePath(directory_, file->getName()));
}

void ErrorRecorder::HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) {
  if (level < clang::DiagnosticsEngine::Error) return;
  ParseError error;
  llvm::SmallString<128> text;
  info.FormatDiagnostic(text);
  error.message = std::string(text);
  if (info.hasSourceManager() && info.getLocation().isValid()) {
    const clang::PresumedLoc where = info.getSourceManager().getPresumedLoc(info.getLocation());
    if (where.isValid()) {
      error.file = where.getFilename();
      error.line = static_cast<int>(where.getLine());
    }
  }
  errors_.push_back(std::move(error));
}

}  // namespace lpcheck::session
