// Every case of corpus/cases as one test, found by walking. Two tests a case: its text obeys the rules of the
// format, and the checker answers as it says. The second needs the lpcheck program and is skipped, with a
// word, where this build has none.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "absl/status/status.h"
#include "tests/corpus/case_file.h"
#include "tests/corpus/judge.h"

namespace lpcheck::corpus {
namespace {

std::filesystem::path SourceDir() { return LPCHECK_SOURCE_DIR; }

class Corpus : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Corpus, IsWellFormed) {
  absl::StatusOr<Case> which = ReadCase(GetParam());
  ASSERT_TRUE(which.ok()) << which.status();
  if (which->expect == Verdict::kUndecided) return;  // names the kind of a gap, not a rule
  for (const std::string& rule : which->because) {
    EXPECT_TRUE(std::filesystem::exists(SourceDir() / "analyzer/explain/rules" / (rule + ".md")))
        << "no rule has the id " << rule << "; `lpcheck explain` lists them";
  }
}

Checker TheChecker() { return {LPCHECK_PROGRAM, SourceDir() / "corpus/include"}; }

/// Asks in a scratch folder of its own, so that tests may run at the same time.
absl::StatusOr<Answer> AskInScratch(const Case& which) {
  std::string scratch = testing::TempDir() + "lpcheck-corpus-XXXXXX";
  if (mkdtemp(scratch.data()) == nullptr) return absl::UnavailableError("no scratch folder can be made");
  absl::StatusOr<Answer> answer = Ask(TheChecker(), which, scratch);
  std::filesystem::remove_all(scratch);
  return answer;
}

TEST_P(Corpus, IsAnsweredAsItSays) {
  if (TheChecker().lpcheck.empty()) GTEST_SKIP() << "this build asks no lpcheck (LPCHECK_CORPUS_VERDICTS)";
  absl::StatusOr<Case> which = ReadCase(GetParam());
  ASSERT_TRUE(which.ok()) << which.status();
  absl::StatusOr<Answer> answer = AskInScratch(*which);
  ASSERT_TRUE(answer.ok()) << answer.status();
  const Comparison comparison = Compare(*which, *answer);
  EXPECT_TRUE(Passes(*which, comparison.outcome))
      << Name(comparison.outcome) << ": " << comparison.message
      << (which->known_wrong.empty() ? "" : "\nknown-wrong: " + which->known_wrong);
}

TEST_P(Corpus, ChangedIntoItselfIsImmediate) {
  if (TheChecker().lpcheck.empty()) GTEST_SKIP() << "this build asks no lpcheck (LPCHECK_CORPUS_VERDICTS)";
  absl::StatusOr<Case> which = ReadCase(GetParam());
  ASSERT_TRUE(which.ok()) << which.status();
  which->after = which->before;
  absl::StatusOr<Answer> answer = AskInScratch(*which);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->verdict, Verdict::kImmediate);
}

std::string TestName(const testing::TestParamInfo<std::filesystem::path>& info) {
  std::string name = info.param.parent_path().filename().string() + "__" + info.param.stem().string();
  for (char& c : name) c = isalnum(c) ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cases, Corpus, testing::ValuesIn(FindCases(SourceDir() / "corpus/cases")), TestName);

}  // namespace
}  // namespace lpcheck::corpus
