// Small listeners on a running compiler: which files it reads, which lines it leaves out, which errors it
// reports.
#ifndef LPCHECK_ANALYZER_SESSION_RECORDER_H_
#define LPCHECK_ANALYZER_SESSION_RECORDER_H_

#include <set>
#include <string>
#include <vector>

#include "analyzer/session/session.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Lex/PPCallbacks.h"

namespace lpcheck::session {

class IncludeRecorder final : public clang::PPCallbacks {
 public:
  IncludeRecorder(std::string directory, std::set<std::string>& files);
  void InclusionDirective(clang::SourceLocation, const clang::Token&, llvm::StringRef, bool,
                          clang::CharSourceRange, clang::OptionalFileEntryRef file, llvm::StringRef,
                          llvm::StringRef, const clang::Module*, bool,
                          clang::SrcMgr::CharacteristicKind) override;
  void HasInclude(clang::SourceLocation, llvm::StringRef, bool, clang::OptionalFileEntryRef file,
                  clang::SrcMgr::CharacteristicKind) override;

 private:
  void Add(clang::OptionalFileEntryRef file);
  std::string directory_;
  std::set<std::string>& files_;
};

class SkipRecorder final : public clang::PPCallbacks {
 public:
  SkipRecorder(std::string directory, const clang::SourceManager& sources,
               std::vector<SkippedLines>& skipped);
  void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) override;

 private:
  std::string directory_;
  const clang::SourceManager& sources_;
  std::vector<SkippedLines>& skipped_;
};

class ErrorRecorder final : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override;
  const std::vector<ParseError>& errors() const { return errors_; }

 private:
  std::vector<ParseError> errors_;
};

/// `path` made absolute against `directory`, dots removed.
std::string AbsolutePath(const std::string& directory, llvm::StringRef path);

}  // namespace lpcheck::session

#endif  // LPCHECK_ANALYZER_SESSION_RECORDER_H_
