// Parsing of kernel files with the fix's text laid over the tree in memory. One request is one translation
// unit in one version; a pair is the same unit before and after. The include block at the top of a file is
// nine tenths of its cost and the same in both versions of nearly every fix, so a pair parses it once (a
// precompiled preamble) and both bodies against it. Nothing is written into the kernel tree. What the syntax
// means is not decided here: see analyzer/extract and analyzer/lower.
#ifndef LPCHECK_ANALYZER_SESSION_SESSION_H_
#define LPCHECK_ANALYZER_SESSION_SESSION_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"

namespace lpcheck::session {

/// Absolute path -> contents. A path without contents is a file that the fix deletes.
using Overlay = std::map<std::string, std::optional<std::string>>;

struct ParseRequest {
  std::string directory;          ///< working directory of the compile command, absolute
  std::string main_file;          ///< absolute path of the .c file
  std::vector<std::string> args;  ///< clang arguments without the compiler and without the file
  Overlay overlay;
};

/// An error of the compiler, placed where it was reported (the expansion for macros).
struct ParseError {
  std::string file;  ///< absolute path, empty when the compiler names none
  int line = 0;
  std::string message;
};

/// Lines that the preprocessor left out: from the directive that opens the branch to the one that closes it.
struct SkippedLines {
  std::string file;  ///< absolute
  int first = 0;
  int last = 0;
};

/// A parsed translation unit. It owns everything that its AST points to.
class ParsedUnit {
 public:
  virtual ~ParsedUnit() = default;
  virtual clang::ASTContext& ast() const = 0;
  virtual clang::SourceManager& sources() const = 0;
  virtual clang::Preprocessor& preprocessor() const = 0;
  /// Every file the unit reads besides the main file, absolute, sorted, without repetition.
  virtual const std::vector<std::string>& includes() const = 0;
  /// Empty when the unit parses. The AST of a unit with errors is incomplete: report it, do not judge it.
  virtual const std::vector<ParseError>& errors() const = 0;
  /// What #if left out, of files read now; a shared include block is not read again.
  virtual const std::vector<SkippedLines>& skipped() const = 0;
};

struct UnitPair {
  std::unique_ptr<ParsedUnit> before;
  std::unique_ptr<ParsedUnit> after;
  bool shared = false;  ///< both were parsed against one preamble: its headers are equal in both
};

struct SessionOptions {
  std::string cache_directory;  ///< where preambles are kept between runs; empty: nowhere
  std::uint64_t cache_bytes = std::uint64_t{4}
                              << 30;  ///< least recently used preambles above this are removed
};

/// Parses one unit plainly, nothing shared. Errors of the parsed code are in the unit; a status is about the
/// request (no such file, arguments that clang does not understand).
absl::StatusOr<std::unique_ptr<ParsedUnit>> Parse(const ParseRequest& request);

/// Parses one unit against a cached preamble where there is one; makes none.
absl::StatusOr<std::unique_ptr<ParsedUnit>> ParseCached(const ParseRequest& request,
                                                        const SessionOptions& options);

/// Parses both versions of a unit, the include block once where it is the same text of the same files.
absl::StatusOr<UnitPair> ParsePair(const ParseRequest& before, const ParseRequest& after,
                                   const SessionOptions& options);

}  // namespace lpcheck::session

#endif  // LPCHECK_ANALYZER_SESSION_SESSION_H_
