// The format's own failing fixtures: each file in fixtures/ breaks one rule and must be named for it, and the
// comparison must put a wrong answer into the right class.
#include "tests/corpus/case_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/corpus/judge.h"

namespace lpcheck::corpus {
namespace {

using testing::HasSubstr;

absl::StatusOr<Case> Fixture(const std::string& name) {
  return ReadCase(std::filesystem::path(LPCHECK_SOURCE_DIR) / "tests/corpus/fixtures" / (name + ".c"));
}

struct Broken {
  std::string fixture;
  std::string message;
};

class BrokenFixture : public testing::TestWithParam<Broken> {};

TEST_P(BrokenFixture, IsRefusedByName) {
  absl::StatusOr<Case> result = Fixture(GetParam().fixture);
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(std::string(result.status().message()), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenFixture,
    testing::Values(
        Broken{"no_expect", "`expect` stands 0 times"}, Broken{"two_expects", "`expect` stands 2 times"},
        Broken{"no_origin", "`origin` stands 0 times"}, Broken{"no_because", "`because` is missing"},
        Broken{"misspelt_key", "unknown directive `expects`"}, Broken{"misspelt_mark", "is written"},
        Broken{"misspelt_verdict", "is no verdict"}, Broken{"misspelt_condition", "is no condition"},
        Broken{"misspelt_rule", "is no rule id"}, Broken{"two_known_wrong", "stands 2 times"},
        Broken{"empty_value", "needs a value"}, Broken{"no_title", "first line"},
        Broken{"too_long", "at most 40 lines"}, Broken{"equal_versions", "both versions are equal"},
        Broken{"open_ifdef", "not closed"}, Broken{"stray_endif", "without #if"}),
    [](const auto& info) { return info.param.fixture; });

TEST(CaseFile, KeepsOtherConditionalsAndDropsItsOwn) {
  absl::StatusOr<Case> result = Fixture("good");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->expect, Verdict::kConsistency);
  EXPECT_THAT(result->before, HasSubstr("#ifdef CONFIG_SMP\nint a;\n#else\nint b;\n#endif\nint old;\n"));
  EXPECT_THAT(result->after,
              HasSubstr("int c;\n#ifdef CONFIG_SMP\nint a;\n#else\nint b;\n#endif\nint fixed;\n"));
  EXPECT_EQ(result->before.find("FIXED"), std::string::npos);
}

Case Expecting(Verdict verdict) {
  Case result;
  result.expect = verdict;
  if (verdict != Verdict::kImmediate) result.because = {"lock-order"};
  return result;
}

TEST(Compare, AWeakerAnswerIsUnsafe) {
  EXPECT_EQ(Compare(Expecting(Verdict::kRefused), {Verdict::kImmediate, {}, {}}).outcome, Outcome::kUnsafe);
  EXPECT_EQ(Compare(Expecting(Verdict::kRefused), {Verdict::kConsistency, {"lock-order"}, {}}).outcome,
            Outcome::kUnsafe);
  EXPECT_EQ(Compare(Expecting(Verdict::kConsistency), {Verdict::kImmediate, {}, {}}).outcome,
            Outcome::kUnsafe);
  EXPECT_EQ(Compare(Expecting(Verdict::kUndecided), {Verdict::kConsistency, {}, {}}).outcome,
            Outcome::kUnsafe);
}

TEST(Compare, UndecidedIsNeverUnsafe) {
  EXPECT_EQ(Compare(Expecting(Verdict::kRefused), {Verdict::kUndecided, {}, {}}).outcome,
            Outcome::kTooStrict);
  EXPECT_EQ(Compare(Expecting(Verdict::kImmediate), {Verdict::kUndecided, {}, {}}).outcome,
            Outcome::kTooStrict);
}

TEST(Compare, TheVerdictAloneIsNotEnough) {
  EXPECT_EQ(Compare(Expecting(Verdict::kRefused), {Verdict::kRefused, {"ownership"}, {}}).outcome,
            Outcome::kWrongReason);
  Case expected = Expecting(Verdict::kRefused);
  expected.conditions = {ConditionKind::kPinModule};
  EXPECT_EQ(Compare(expected, {Verdict::kRefused, {"lock-order"}, {}}).outcome, Outcome::kWrongReason);
  EXPECT_EQ(Compare(expected, {Verdict::kRefused, {"lock-order"}, {ConditionKind::kPinModule}}).outcome,
            Outcome::kRight);
}

TEST(Passes, AKnownWrongCaseThatBecameRightFails) {
  Case expected = Expecting(Verdict::kImmediate);
  EXPECT_TRUE(Passes(expected, Outcome::kRight));
  expected.known_wrong = "loops";
  EXPECT_FALSE(Passes(expected, Outcome::kRight));
  EXPECT_TRUE(Passes(expected, Outcome::kTooStrict));
}

TEST(Passes, AnUnsafeAnswerFailsEvenWhenKnown) {
  Case expected = Expecting(Verdict::kRefused);
  expected.known_wrong = "no excuse";
  EXPECT_FALSE(Passes(expected, Outcome::kUnsafe));
}

TEST(ParseAnswer, ReadsOneReportOrAnArrayOfOne) {
  const std::string one =
      R"({"verdict":"refused","findings":[{"rule":"lock-order"}],"conditions":[{"kind":"no-force"}]})";
  for (const std::string& text : {one, "[" + one + "]"}) {
    absl::StatusOr<Answer> answer = ParseAnswer(text);
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->verdict, Verdict::kRefused);
    EXPECT_THAT(answer->rules, testing::ElementsAre("lock-order"));
    EXPECT_THAT(answer->conditions, testing::ElementsAre(ConditionKind::kNoForce));
  }
  EXPECT_FALSE(ParseAnswer("lpcheck: no such file").ok());
}

}  // namespace
}  // namespace lpcheck::corpus
