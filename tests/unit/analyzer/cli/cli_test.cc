// The command line: how options are read, and what the exit status means.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/cli/check_options.h"
#include "analyzer/cli/command.h"
#include "analyzer/cli/exit_code.h"

namespace lpcheck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Report With(Verdict verdict) {
  Report report;
  report.verdict = verdict;
  return report;
}

TEST(ExitCode, RefusedOutweighsUndecidedOutweighsDeliverable) {
  EXPECT_EQ(ExitFor({With(Verdict::kImmediate)}, Mechanism::kPerTask), 0);
  EXPECT_EQ(ExitFor({With(Verdict::kConsistency)}, Mechanism::kPerTask), 0);
  EXPECT_EQ(ExitFor({With(Verdict::kUndecided), With(Verdict::kImmediate)}, Mechanism::kPerTask), 2);
  EXPECT_EQ(ExitFor({With(Verdict::kUndecided), With(Verdict::kRefused)}, Mechanism::kPerTask), 1);
}

TEST(ExitCode, AStrongerMechanismThanAllowedCountsAsRefused) {
  EXPECT_EQ(ExitFor({With(Verdict::kConsistency)}, Mechanism::kImmediate), 1);
}

TEST(ExitCode, EveryKindOfErrorHasItsOwn) {
  EXPECT_EQ(ExitFor(absl::OutOfRangeError("")), 64);
  EXPECT_EQ(ExitFor(absl::InvalidArgumentError("")), 65);
  EXPECT_EQ(ExitFor(absl::NotFoundError("")), 65);
  EXPECT_EQ(ExitFor(absl::FailedPreconditionError("")), 69);
  EXPECT_EQ(ExitFor(absl::ResourceExhaustedError("")), 69);
  EXPECT_EQ(ExitFor(absl::InternalError("")), 70);
}

TEST(CheckOptions, AreReadAsTheHelpSays) {
  CheckArguments out;
  ASSERT_EQ(ParseCheck({"--kernel", "K", "-p", "B", "--base", "x", "--base", "y", "-j", "3", "--format", "json", "a", "b"}, out),
            std::nullopt);
  EXPECT_EQ(out.kernel, "K");
  EXPECT_EQ(out.build, "B");
  EXPECT_EQ(out.jobs, 3);
  EXPECT_THAT(out.base, ElementsAre("x", "y"));
  EXPECT_THAT(out.fixes, ElementsAre("a", "b"));
}

TEST(CheckOptions, WhatFollowsTheDashesIsForClang) {
  CheckArguments out;
  ASSERT_EQ(ParseCheck({"--before", "old.c", "new.c", "--", "-I", "inc"}, out), std::nullopt);
  EXPECT_THAT(out.clang_arguments, ElementsAre("-I", "inc"));
  EXPECT_THAT(out.fixes, ElementsAre("new.c"));
}

TEST(CheckOptions, WrongUsageEndsWith64) {
  for (const Arguments& arguments : std::vector<Arguments>{{},
                                                           {"--no-such-option", "a"},
                                                           {"--format", "xml", "a"},
                                                           {"--max-mechanism", "force", "a"},
                                                           {"-j", "0", "a"},
                                                           {"-j", "x", "a"},
                                                           {"--before", "a.c"},
                                                           {"--before", "a.c", "b.c", "c.c"},
                                                           {"--before", "a.c", "--base", "x", "b.c"}}) {
    CheckArguments out;
    EXPECT_EQ(ParseCheck(arguments, out), 64);
  }
}

TEST(Commands, HaveDistinctNamesAndHelp) {
  std::vector<std::string_view> names;
  for (const Command& command : Commands()) {
    EXPECT_FALSE(command.help.empty()) << command.name;
    EXPECT_EQ(std::find(names.begin(), names.end(), command.name), names.end()) << command.name;
    names.push_back(command.name);
  }
}

TEST(Commands, EachExplainsItselfAndEndsWith0) {
  for (const Command& command : Commands()) {
    testing::internal::CaptureStdout();
    EXPECT_EQ(command.run({"--help"}), 0) << command.name;
    EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr(std::string(command.name)));
  }
}

}  // namespace
}  // namespace lpcheck
