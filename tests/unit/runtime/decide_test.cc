// The decision, on plain values.
#include "runtime/decide.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lpcheck::runtime {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kToday[] = "2027-01-01";

ModuleFile Module(Verdict verdict) {
  ModuleFile module;
  module.name = "fix";
  module.is_livepatch = true;
  module.stamp.verdict = verdict;
  module.stamp.may = {verdict == Verdict::kImmediate, true, true};
  module.stamp.fix = "fix.patch";
  module.stamp.kernel_id = "abcd";
  module.stamp.functions = {{"vmlinux", "f", 0}};
  return module;
}

Machine Sound() {
  Machine machine;
  machine.build_id = "abcd";
  machine.livepatch = machine.reliable_stacks = Answer::kYes;
  machine.may_load_modules = true;
  machine.guard.present = true;
  return machine;
}

LoadedPatch Loaded(const std::string& name, const std::string& function) {
  LoadedPatch patch;
  patch.name = name;
  patch.enabled = true;
  patch.functions = {{"vmlinux", function, 1}};
  return patch;
}

GuardVersion Dead(const std::string& left, bool drained) {
  GuardVersion version;
  version.function = {"vmlinux", "f", 0};
  version.left = left;
  version.drained = drained;
  return version;
}

std::string Why(const ModuleFile& module, const Machine& machine, const Policy& policy = {}) {
  const Decision decision = Decide(module, machine, policy, kToday);
  return decision.outcome == Outcome::kLoad || decision.reasons.empty() ? "it would be loaded"
                                                                        : decision.reasons[0];
}

TEST(Decide, AnImmediateVerdictIsLoadedAtOnce) {
  const Decision decision = Decide(Module(Verdict::kImmediate), Sound(), {}, kToday);
  EXPECT_EQ(decision.outcome, Outcome::kLoad);
  EXPECT_EQ(decision.mechanism, Mechanism::kImmediate);
}

TEST(Decide, WithoutLeaveToForceImmediateBecomesConsistency) {
  ModuleFile module = Module(Verdict::kImmediate);
  module.stamp.conditions = {ConditionKind::kNoForce};
  EXPECT_EQ(Decide(module, Sound(), {}, kToday).mechanism, Mechanism::kPerTask);
}

TEST(Decide, AConsistencyVerdictNeedsReliableStacks) {
  Machine machine = Sound();
  EXPECT_EQ(Decide(Module(Verdict::kConsistency), machine, {}, kToday).outcome, Outcome::kLoad);
  machine.reliable_stacks = Answer::kNo;
  EXPECT_THAT(Why(Module(Verdict::kConsistency), machine), HasSubstr("no reliable stacks"));
}

TEST(Decide, ARefusedVerdictIsRefused) {
  EXPECT_THAT(Why(Module(Verdict::kRefused), Sound()), HasSubstr("verdict is refused"));
}

TEST(Decide, AnUndecidedVerdictNeedsAWaiverThatHasNotEnded) {
  Policy policy;
  EXPECT_EQ(Decide(Module(Verdict::kUndecided), Sound(), policy, kToday).outcome, Outcome::kUndecided);
  policy.waivers = {{"fix.patch", "reviewed", "me", "2026-12-31"}};
  EXPECT_EQ(Decide(Module(Verdict::kUndecided), Sound(), policy, kToday).outcome, Outcome::kUndecided);
  policy.waivers[0].until = "2027-01-01";
  const Decision decision = Decide(Module(Verdict::kUndecided), Sound(), policy, kToday);
  EXPECT_EQ(decision.outcome, Outcome::kLoad);
  EXPECT_EQ(decision.mechanism, Mechanism::kPerTask) << "a waiver never lifts to immediate";
}

TEST(Decide, AnotherKernelIsRefused) {
  Machine machine = Sound();
  machine.build_id = "ffff";
  EXPECT_THAT(Why(Module(Verdict::kImmediate), machine), HasSubstr("for kernel build abcd"));
}

TEST(Decide, ASleeperInAnOlderVersionIsAnObjectionUntilItIsDrained) {
  Machine machine = Sound();
  machine.guard.versions = {Dead("forced", false)};
  EXPECT_THAT(Why(Module(Verdict::kImmediate), machine),
              HasSubstr("left by forced and is not proved drained"));
  machine.guard.versions = {Dead("forced", true)};
  EXPECT_EQ(Why(Module(Verdict::kImmediate), machine), "it would be loaded");
}

TEST(Decide, ADeadVersionThatLiveCodeCanEnterIsAnObjection) {
  Machine machine = Sound();
  machine.guard.versions = {Dead("checked", true)};
  machine.guard.versions[0].direct = true;
  EXPECT_THAT(Why(Module(Verdict::kConsistency), machine), HasSubstr("called directly"));
}

TEST(Decide, APatchOnTheSameFunctionMustBePartOfTheBase) {
  Machine machine = Sound();
  machine.patches = {Loaded("older", "f")};
  ModuleFile module = Module(Verdict::kConsistency);
  EXPECT_THAT(Why(module, machine), HasSubstr("was not part of what the verdict was made for"));
  module.stamp.base = {"older"};
  EXPECT_EQ(Why(module, machine), "it would be loaded");
  machine.patches = {};
  EXPECT_THAT(Why(module, machine), HasSubstr("rests on patch older"));
}

TEST(Decide, WithoutAGuardPatchedFunctionsAreNotPatchedAgain) {
  Machine machine = Sound();
  machine.guard.present = false;
  EXPECT_EQ(Why(Module(Verdict::kConsistency), machine), "it would be loaded");
  machine.livepatch_taint = true;
  EXPECT_THAT(Why(Module(Verdict::kConsistency), machine), HasSubstr("nobody watched"));
  Policy policy;
  policy.unwatched_history = Unknown::kAllow;
  EXPECT_EQ(Why(Module(Verdict::kConsistency), machine, policy), "it would be loaded");
}

TEST(Decide, AContainerIsToldToAskTheHost) {
  Machine machine = Sound();
  machine.may_load_modules = false;
  machine.in_container = true;
  EXPECT_THAT(Why(Module(Verdict::kImmediate), machine), HasSubstr("run lpadmit on the host"));
}

TEST(Decide, ATransitionOfAnotherPatchComesFirst) {
  Machine machine = Sound();
  machine.patches = {Loaded("other", "g")};
  machine.patches[0].in_transition = true;
  EXPECT_THAT(Why(Module(Verdict::kImmediate), machine), HasSubstr("still in transition"));
}

TEST(WhyNotDisable, AnOldPatchUnderANewerOneStays) {
  Machine machine = Sound();
  machine.patches = {Loaded("older", "f"), Loaded("newer", "f")};
  for (LoadedPatch& patch : machine.patches) {
    patch.stamp = Module(Verdict::kConsistency).stamp;
  }
  machine.patches[1].stamp->base = {"older"};
  EXPECT_THAT(WhyNotDisable(machine.patches[0], machine, {}), Contains(HasSubstr("disable that one first")));
  EXPECT_THAT(WhyNotDisable(machine.patches[1], machine, {}), IsEmpty());
}

TEST(WhyNotDisable, ThePatchWithoutAStampAndTheConditionStay) {
  Machine machine = Sound();
  machine.patches = {Loaded("fix", "f")};
  EXPECT_THAT(WhyNotDisable(machine.patches[0], machine, {}), Contains(HasSubstr("no stamp")));
  machine.patches[0].stamp = Module(Verdict::kConsistency).stamp;
  machine.patches[0].stamp->conditions = {ConditionKind::kNoDisable};
  EXPECT_THAT(WhyNotDisable(machine.patches[0], machine, {}), Contains(HasSubstr("no-disable")));
}

}  // namespace
}  // namespace lpcheck::runtime
