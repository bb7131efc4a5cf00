// A corpus case as it stands in its file: what it expects and why, and the two versions of the code. Reading
// is strict, because a directive that is missing, double or misspelt would silently turn a case into no test
// at all. The versions are cut out textually along `#ifdef FIXED` / `#ifndef FIXED`; no preprocessor runs, so
// every other conditional reaches lpcheck as it was written.
#ifndef LPCHECK_TESTS_CORPUS_CASE_FILE_H_
#define LPCHECK_TESTS_CORPUS_CASE_FILE_H_

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "model/verdict.h"

namespace lpcheck::corpus {

struct Case {
  std::string rule;   ///< the folder it lies in
  std::string slug;   ///< file name without .c
  std::string about;  ///< the first line, without the comment marks
  Verdict expect = Verdict::kUndecided;
  std::vector<std::string> because;  ///< rules of which at least one must be among the findings
  std::vector<ConditionKind> conditions;
  std::string origin;
  std::string known_wrong;  ///< why today's answer is too strict; empty when the answer must be right
  std::string before;
  std::string after;
};

/// The longest case that a reader still takes in at a glance.
inline constexpr int kMaxLines = 40;

/// Reads the text of one case. InvalidArgument names the line and what to write instead.
absl::StatusOr<Case> ParseCase(std::string_view text);

/// Reads a file; `rule` and `slug` come from its path.
absl::StatusOr<Case> ReadCase(const std::filesystem::path& file);

/// Every *.c below `root`, sorted by path.
std::vector<std::filesystem::path> FindCases(const std::filesystem::path& root);

}  // namespace lpcheck::corpus

#endif  // LPCHECK_TESTS_CORPUS_CASE_FILE_H_
