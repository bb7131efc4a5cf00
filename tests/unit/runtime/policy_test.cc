// The policy file: safe defaults, and an error for everything that is not understood.
#include "runtime/policy.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck::runtime {
namespace {

using ::testing::HasSubstr;

std::string ErrorOf(const std::string& text) {
  absl::StatusOr<Policy> policy = ParsePolicy(text);
  return policy.ok() ? "no error" : std::string(policy.status().message());
}

TEST(Policy, AnEmptyFileIsTheSafeDefault) {
  absl::StatusOr<Policy> policy = ParsePolicy("");
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(policy->at_deadline, AtDeadline::kReverse);
  EXPECT_EQ(policy->unwatched_history, Unknown::kRefuse);
  EXPECT_EQ(policy->unstamped_unload, Unknown::kRefuse);
  EXPECT_TRUE(policy->waivers.empty());
}

TEST(Policy, EveryKeyIsRead) {
  absl::StatusOr<Policy> policy = ParsePolicy(
      "mechanisms: [consistency]\npatience: 3\ndeadline: 60\nat-deadline: hold\nsigned-only: true\n"
      "require-guard: true\nunwatched-history: allow\nunstamped-unload: allow\n"
      "waivers:\n - {fix: f.patch, reason: reviewed, who: me, until: 2030-01-31}\n");
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_FALSE(policy->allow_immediate);
  EXPECT_TRUE(policy->allow_consistency);
  EXPECT_EQ(policy->patience_seconds, 3);
  EXPECT_EQ(policy->deadline_seconds, 60);
  EXPECT_EQ(policy->at_deadline, AtDeadline::kHold);
  EXPECT_TRUE(policy->signed_only);
  EXPECT_TRUE(policy->require_guard);
  ASSERT_EQ(policy->waivers.size(), 1u);
  EXPECT_EQ(policy->waivers[0].until, "2030-01-31");
}

TEST(Policy, AnUnknownKeyIsNamedWithItsLine) {
  EXPECT_EQ(ErrorOf("deadline: 5\ndedline: 6\n"), "line 2: unknown key 'dedline'");
}

TEST(Policy, AWrongTypeSaysWhatWasExpected) {
  EXPECT_THAT(ErrorOf("deadline: soon\n"), HasSubstr("deadline: expected a whole number of seconds"));
  EXPECT_THAT(ErrorOf("deadline: -1\n"), HasSubstr("expected a whole number"));
  EXPECT_THAT(ErrorOf("signed-only: 1\n"), HasSubstr("expected true or false"));
  EXPECT_THAT(ErrorOf("at-deadline: shrug\n"),
              HasSubstr("expected one of reverse, hold, force, not 'shrug'"));
  EXPECT_THAT(ErrorOf("mechanisms: immediate\n"), HasSubstr("expected a list"));
  EXPECT_THAT(ErrorOf("- a\n- b\n"), HasSubstr("expected keys and values"));
}

TEST(Policy, AKeyThatIsThereTwiceIsAnError) {
  EXPECT_THAT(ErrorOf("deadline: 1\ndeadline: 2\n"), HasSubstr("twice"));
}

TEST(Policy, AWaiverNeedsAllItsKeys) {
  EXPECT_THAT(ErrorOf("waivers: [{fix: f, reason: r, who: w}]\n"), HasSubstr("needs the key 'until'"));
  EXPECT_THAT(ErrorOf("waivers: [{fix: f, reason: r, who: w, until: soon}]\n"), HasSubstr("expected a date"));
}

TEST(Policy, BrokenYamlIsAnErrorAndNoException) { EXPECT_THAT(ErrorOf("a: [1, 2\n"), HasSubstr("line ")); }

}  // namespace
}  // namespace lpcheck::runtime
