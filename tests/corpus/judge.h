// One case against the checker: write the two versions, run `lpcheck --before OLD.c NEW.c`, compare the
// answer with the expectation. The comparison itself is a pure function, so that its own rules are tested
// without a checker.
#ifndef LPCHECK_TESTS_CORPUS_JUDGE_H_
#define LPCHECK_TESTS_CORPUS_JUDGE_H_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "model/verdict.h"
#include "tests/corpus/case_file.h"

namespace lpcheck::corpus {

/// What a comparison needs of a report.
struct Answer {
  Verdict verdict = Verdict::kUndecided;
  std::vector<std::string> rules;  ///< of the findings, and the kinds of the gaps that matter
  std::vector<ConditionKind> conditions;
};

enum class Outcome {
  kRight,
  kUnsafe,       ///< a weaker mechanism than the case allows; fails always
  kTooStrict,    ///< a stronger mechanism than needed, or undecided
  kWrongReason,  ///< the verdict, but for none of the rules, or without a condition
};

struct Comparison {
  Outcome outcome = Outcome::kRight;
  std::string message;
};

/// unsafe ⇔ verdict ∈ {immediate, consistency} ∧ verdict is weaker than expect
///          (order: immediate < consistency < undecided, refused)
Comparison Compare(const Case& expected, const Answer& answer);

/// passes ⇔ right ∧ ¬known-wrong  ∨  known-wrong ∧ outcome ∈ {too strict, wrong reason}
bool Passes(const Case& expected, Outcome outcome);

/// Reads a `lpcheck.verdict/1` object, or an array of one.
absl::StatusOr<Answer> ParseAnswer(const std::string& json);

struct Checker {
  std::filesystem::path lpcheck;
  std::filesystem::path include;  ///< the folder of kernel.h
};

/// Runs the checker on a case in `scratch`, which must exist.
absl::StatusOr<Answer> Ask(const Checker& checker, const Case& which, const std::filesystem::path& scratch);

/// Runs the checker with `arguments`, as a shell reads them; they ask for one report in JSON.
absl::StatusOr<Answer> Answered(const std::string& arguments, const Checker& checker);

std::string_view Name(Outcome outcome);

}  // namespace lpcheck::corpus

#endif  // LPCHECK_TESTS_CORPUS_JUDGE_H_
