// What a verdict becomes on a machine: never stronger, and only what its kernel offers.
#include "analyzer/stack/on_target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/decide.h"

namespace lpcheck {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

klp::LoadedStack Machine(const std::string& era) { return {.era = *klp::EraFor(era)}; }

Report ReportWith(std::vector<Channel> open) {
  Report report{.fix = "new.patch"};
  report.target.era = "";
  report.functions = {{.name = "f", .where = {}, .change = Change::kLocal, .because = ""}};
  report.touches.emplace();
  if (!open.empty()) {
    Finding finding;
    finding.rule = "stack-mismatch";
    finding.severity = Severity::kMismatch;
    finding.channels = std::move(open);
    report.findings = {finding};
  }
  Decide(report);
  return report;
}

Report On(const klp::LoadedStack& machine, Report report) {
  DecideOnTarget(machine, report);
  return report;
}

TEST(OnTarget, TheModernKernelLeavesAVerdictAsItIs) {
  const Report report = On(Machine("6.1"), ReportWith({Channel::kStack}));
  EXPECT_EQ(report.verdict, Verdict::kConsistency);
  EXPECT_THAT(report.mechanisms, ElementsAre(Mechanism::kPerTask));
  EXPECT_EQ(report.target.era, "6.1");
}

TEST(OnTarget, WithoutReliableStacksConsistencyIsKernelExitAndMayNotEnd) {
  klp::LoadedStack machine = Machine("6.1");
  machine.reliable_stacks = false;
  const Report report = On(machine, ReportWith({Channel::kStack}));
  EXPECT_EQ(report.verdict, Verdict::kConsistency);
  EXPECT_THAT(report.mechanisms, ElementsAre(Mechanism::kKernelExit));
  ASSERT_EQ(report.gaps.size(), 1u);
  EXPECT_EQ(report.gaps[0].kind, "transition-may-not-end");
  EXPECT_FALSE(report.gaps[0].matters);
}

TEST(OnTarget, AKernelThatSwitchesAtOnceRefusesConsistencyAndTakesImmediate) {
  const Report consistency = On(Machine("4.0"), ReportWith({Channel::kStack}));
  EXPECT_EQ(consistency.verdict, Verdict::kRefused);
  EXPECT_EQ(consistency.findings.back().rule, "mechanism-not-offered");
  EXPECT_EQ(On(Machine("4.0"), ReportWith({})).verdict, Verdict::kImmediate);
}

TEST(OnTarget, TheEraThatRefusesWithoutReliableStacksRefuses) {
  klp::LoadedStack machine = Machine("4.12");
  machine.reliable_stacks = false;
  EXPECT_EQ(On(machine, ReportWith({Channel::kStack})).verdict, Verdict::kRefused);
}

TEST(OnTarget, NoMachineMakesAVerdictStronger) {
  for (const klp::Era& era : klp::AllEras()) {
    for (const bool reliable : {true, false}) {
      for (const std::vector<Channel>& open :
           {std::vector<Channel>{}, {Channel::kStack}, {Channel::kStack, Channel::kSequence}, {Channel::kPersistent}}) {
        klp::LoadedStack machine{.era = era};
        machine.reliable_stacks = reliable;
        const Report bare = ReportWith(open);
        EXPECT_GE(On(machine, bare).verdict, bare.verdict) << era.name;
      }
    }
  }
}

TEST(OnTarget, ALoadedPatchOfTheSameFunctionRefuses) {
  klp::LoadedStack machine = Machine("6.1");
  machine.patches = {{.name = "old", .verdict = Verdict::kImmediate, .functions = {{.name = "f"}}}};
  const Report report = On(machine, ReportWith({}));
  EXPECT_EQ(report.verdict, Verdict::kRefused);
  EXPECT_EQ(report.findings.back().rule, "stack-conflict");
  EXPECT_THAT(report.findings.back().message, HasSubstr("loaded old"));
  EXPECT_THAT(report.target.stack, ElementsAre("old"));
}

TEST(OnTarget, AFixCheckedOnTheLoadedPatchStandsOnIt) {
  klp::LoadedStack machine = Machine("6.1");
  machine.patches = {{.name = "old", .verdict = Verdict::kImmediate, .functions = {{.name = "f"}}}};
  Report report = ReportWith({});
  report.checked_on = {"old"};
  EXPECT_EQ(On(machine, report).verdict, Verdict::kImmediate);
}

TEST(OnTarget, ALoadedPatchOfWhichNothingIsKnownMakesItUndecided) {
  klp::LoadedStack machine = Machine("6.1");
  machine.patches = {{.name = "old", .functions = {{.name = "other"}}, .summarised = false}};
  const Report report = On(machine, ReportWith({}));
  EXPECT_EQ(report.verdict, Verdict::kUndecided);
  EXPECT_THAT(report.gaps.at(0).message, HasSubstr("nothing is known"));
}

TEST(OnTarget, AnotherKernelOrArchitectureIsNamed) {
  EXPECT_TRUE(CheckTargetRuns(Machine("6.1"), "6.1.187", "x86").ok());
  EXPECT_THAT(std::string(CheckTargetRuns(Machine("5.5"), "6.1.187", "x86").message()), HasSubstr("the tree is 6.1.187"));
  EXPECT_THAT(std::string(CheckTargetRuns(Machine("6.1"), "6.1.187", "arm64").message()), HasSubstr("is for arm64"));
}

}  // namespace
}  // namespace lpcheck
