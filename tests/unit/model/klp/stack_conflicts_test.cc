// Conflicts between patches, one sentence each: the unsafe pair and its nearest safe twin.
#include "model/klp/stack_conflicts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/klp/together.h"
#include "stack_builders.h"

namespace lpcheck::klp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Conflicts, TwoPatchesOfDifferentFunctionsHaveNone) {
  EXPECT_THAT(ConflictsOnTop(StackOf({PatchOf("p1", {"f"})}), PatchOf("p2", {"g"})), IsEmpty());
}

TEST(Conflicts, OneFunctionOfTwoObjectsIsTwoFunctions) {
  StackPatch patch = PatchOf("p2", {"init"});
  patch.functions[0].object = "ext4";
  EXPECT_THAT(ConflictsOnTop(StackOf({PatchOf("p1", {"init"})}), patch), IsEmpty());
}

TEST(Conflicts, APatchWrittenOnTheOriginalWouldLoseTheOlderChange) {
  const std::vector<Conflict> conflicts =
      ConflictsOnTop(StackOf({PatchOf("p1", {"f"})}), PatchOf("p2", {"f"}));
  ASSERT_THAT(KindsOf(conflicts), ElementsAre("function"));
  EXPECT_EQ(conflicts[0].other, "p1");
  EXPECT_THAT(conflicts[0].remedy, HasSubstr("rebuild it on p1"));
}

TEST(Conflicts, APatchWrittenOnTheOlderOneIsFine) {
  StackPatch patch = PatchOf("p2", {"f"});
  patch.functions[0].base = "p1";
  EXPECT_THAT(ConflictsOnTop(StackOf({PatchOf("p1", {"f"})}), patch), IsEmpty());
}

TEST(Conflicts, ABaseThatIsNotLoadedIsNamed) {
  StackPatch patch = PatchOf("p2", {"f"});
  patch.functions[0].base = "p1";
  const std::vector<Conflict> conflicts = ConflictsOnTop(StackOf({}), patch);
  ASSERT_THAT(KindsOf(conflicts), ElementsAre("function"));
  EXPECT_EQ(conflicts[0].remedy, "enable p1 first");
}

TEST(Conflicts, AReplaceBringsItsOwnVersionOfEverything) {
  StackPatch patch = PatchOf("p2", {"f"});
  patch.replace = true;
  EXPECT_THAT(ConflictsOnTop(StackOf({PatchOf("p1", {"f"})}), patch), IsEmpty());
}

TEST(Conflicts, ALivePatchThatCallsItsOwnCopyPastTheRedirectIsSeenInARun) {
  StackPatch older = PatchOf("p1", {"f", "g"});
  older.functions[0].direct_calls = {"g"};
  StackPatch patch = PatchOf("p2", {"g"});
  patch.functions[0].base = "p1";
  const std::vector<Conflict> conflicts = ConflictsOnTop(StackOf({older}), patch);
  ASSERT_THAT(KindsOf(conflicts), ElementsAre("direct-call"));
  EXPECT_THAT(conflicts[0].trace.back(), HasSubstr("runs g@p1 -- breaks S8"));
}

TEST(Conflicts, CarryingTheDirectCallerResolvesIt) {
  StackPatch older = PatchOf("p1", {"f", "g"});
  older.functions[0].direct_calls = {"g"};
  StackPatch patch = PatchOf("p2", {"f", "g"});
  for (PatchedFunction& function : patch.functions) function.base = "p1";
  EXPECT_THAT(ConflictsOnTop(StackOf({older}), patch), IsEmpty());
}

TEST(Conflicts, AForcedPatchLeavesADeadVersionThatTheKernelWillNotLookFor) {
  StackPatch older = PatchOf("p1", {"f"});
  older.forced = true;
  StackPatch patch = PatchOf("p2", {"f"});
  patch.functions[0].base = "p1";
  const std::vector<Conflict> conflicts = ConflictsOnTop(StackOf({older}), patch);
  ASSERT_THAT(KindsOf(conflicts), ElementsAre("dead-version"));
  EXPECT_THAT(conflicts[0].trace.back(), HasSubstr("breaks S1"));
  EXPECT_THAT(conflicts[0].remedy, HasSubstr("drain"));
}

TEST(Conflicts, AnImmediatePatchOfFourTwelveDoesTheSame) {
  StackPatch older = PatchOf("p1", {"f"});
  older.immediate = true;
  StackPatch patch = PatchOf("p2", {"f"});
  patch.functions[0].base = "p1";
  EXPECT_THAT(KindsOf(ConflictsOnTop(StackOf({older}, "4.12"), patch)), ElementsAre("dead-version"));
}

TEST(Conflicts, AnImmediateFixDoesNotCareAboutDeadVersions) {
  StackPatch older = PatchOf("p1", {"f"});
  older.forced = true;
  StackPatch patch = PatchOf("p2", {"f"});
  patch.functions[0].base = "p1";
  patch.verdict = Verdict::kImmediate;
  EXPECT_THAT(ConflictsOnTop(StackOf({older}), patch), IsEmpty());
}

TEST(Conflicts, AHistoryThatNobodyWatchedIsUndecidedNotSafe) {
  LoadedStack stack = StackOf({PatchOf("p1", {"f"})});
  stack.watched = false;
  StackPatch patch = PatchOf("p2", {"f"});
  patch.functions[0].base = "p1";
  const std::vector<Conflict> conflicts = ConflictsOnTop(stack, patch);
  ASSERT_THAT(KindsOf(conflicts), ElementsAre("dead-version"));
  EXPECT_EQ(conflicts[0].weight, Verdict::kUndecided);
  EXPECT_EQ(VerdictOf(patch, conflicts), Verdict::kUndecided);
}

TEST(Conflicts, AFormatThatTheOtherPatchCannotReadIsAConflictEvenWithoutASharedFunction) {
  StackPatch older = PatchOf("p1", {"f"});
  older.data = {{.name = "struct s.x", .reads = "v1"}};
  StackPatch patch = PatchOf("p2", {"g"});
  patch.data = {{.name = "struct s.x", .reads = "v1 v2", .writes = "v2"}};
  EXPECT_THAT(KindsOf(ConflictsOnTop(StackOf({older}), patch)), ElementsAre("datum"));
  older.data[0].reads = "v1 v2";
  EXPECT_THAT(ConflictsOnTop(StackOf({older}), patch), IsEmpty());
}

TEST(Conflicts, DataOfAReplacedPatchStayInMemory) {
  StackPatch older = PatchOf("p1", {"f"});
  older.data = {{.name = "struct s.x", .writes = "v2"}};
  StackPatch patch = PatchOf("p2", {"f"});
  patch.replace = true;
  patch.data = {{.name = "struct s.x", .reads = "v1"}};
  EXPECT_THAT(KindsOf(ConflictsOnTop(StackOf({older}), patch)), ElementsAre("datum"));
}

TEST(Conflicts, LockOrdersThatOnlyTogetherFormACycleAreFoundAcrossThreePatches) {
  StackPatch p1 = PatchOf("p1", {"f"});
  p1.locks = {{"a", "b"}};
  StackPatch p2 = PatchOf("p2", {"g"});
  p2.locks = {{"b", "c"}};
  StackPatch p3 = PatchOf("p3", {"h"});
  p3.locks = {{"c", "a"}};
  const std::vector<Conflict> conflicts = ConflictsOnTop(StackOf({p1, p2}), p3);
  ASSERT_THAT(KindsOf(conflicts), ElementsAre("lock-order"));
  EXPECT_THAT(conflicts[0].involved, ElementsAre("p1", "p2", "p3"));
  p3.locks = {{"a", "c"}};
  EXPECT_THAT(ConflictsOnTop(StackOf({p1, p2}), p3), IsEmpty());
}

TEST(Conflicts, ALowerStateVersionIsRefusedAsTheKernelDoes) {
  StackPatch older = PatchOf("p1", {"f"});
  older.states = {{"7", 2}};
  StackPatch patch = PatchOf("p2", {"f"});
  patch.replace = true;
  patch.states = {{"7", 1}};
  EXPECT_THAT(KindsOf(ConflictsOnTop(StackOf({older}), patch)), ElementsAre("state"));
  patch.states = {{"7", 2}};
  EXPECT_THAT(ConflictsOnTop(StackOf({older}), patch), IsEmpty());
}

TEST(Conflicts, StrangersMustNotShareAStateId) {
  StackPatch older = PatchOf("p1", {"f"});
  older.states = {{"7", 1}};
  StackPatch patch = PatchOf("p2", {"g"});
  patch.states = {{"7", 1}};
  EXPECT_THAT(KindsOf(ConflictsOnTop(StackOf({older}), patch)), ElementsAre("state"));
}

TEST(Conflicts, OneShadowIdWithTwoMeaningsIsAConflict) {
  StackPatch older = PatchOf("p1", {"f"});
  older.shadows = {{"1", "spinlock"}};
  StackPatch patch = PatchOf("p2", {"g"});
  patch.shadows = {{"1", "counter"}};
  EXPECT_THAT(KindsOf(ConflictsOnTop(StackOf({older}), patch)), ElementsAre("shadow"));
}

TEST(Conflicts, AMismatchWhosePeerTheOtherPatchReplacesNeedsACommonCheck) {
  StackPatch older = PatchOf("p1", {"user"});
  StackPatch patch = PatchOf("p2", {"maker"});
  patch.findings.push_back({.rule = "return-mismatch",
                            .severity = Severity::kMismatch,
                            .channels = {Channel::kStack},
                            .function = "maker",
                            .peer = "user",
                            .where = {},
                            .message = "",
                            .witness = {},
                            .remedy = ""});
  EXPECT_THAT(KindsOf(ConflictsOnTop(StackOf({older}), patch)), ElementsAre("interface"));
}

TEST(Conflicts, NothingIsEnabledDuringATransition) {
  StackPatch older = PatchOf("p1", {"f"});
  older.in_transition = true;
  EXPECT_THAT(KindsOf(ConflictsOnTop(StackOf({older}), PatchOf("p2", {"g"}))), ElementsAre("pending"));
}

TEST(Reachable, AStackThatTheKernelWouldHaveRefusedIsRefused) {
  StackPatch p1 = PatchOf("p1", {"f"});
  StackPatch p2 = PatchOf("p2", {"g"});
  p1.states = {{"7", 2}};
  p2.states = {{"7", 1}};
  EXPECT_THAT(std::string(CheckReachable(StackOf({p1, p2})).message()), HasSubstr("would have refused"));
  EXPECT_TRUE(CheckReachable(StackOf({p2, p1})).ok());
}

TEST(Datum, WhatTheCheckerSawIsADoubtUntilBothWereCheckedAtOnce) {
  StackPatch p1 = PatchOf("p1", {"f"});
  StackPatch p2 = PatchOf("p2", {"g"});
  p1.data = {{.name = "struct s.x", .writes = "changed-in-f", .derived = true}};
  p2.data = {{.name = "struct s.x", .reads = "original", .derived = true}};
  const std::vector<Conflict> conflicts = ConflictsOnTop(StackOf({p1}), p2);
  ASSERT_EQ(conflicts.size(), 1u);
  EXPECT_EQ(conflicts[0].kind, ConflictKind::kDatum);
  EXPECT_EQ(conflicts[0].weight, Verdict::kUndecided);
  EXPECT_TRUE(IsDoubt(conflicts[0]));
  p2.checked_on = {"p1"};
  EXPECT_THAT(ConflictsOnTop(StackOf({p1}), p2), testing::IsEmpty());
}

TEST(Interface, APatchOfWhichNothingIsKnownMakesTheAnswerWeaker) {
  StackPatch p1 = PatchOf("p1", {"f"});
  p1.summarised = false;
  const std::vector<Conflict> conflicts = ConflictsOnTop(StackOf({p1}), PatchOf("p2", {"g"}));
  ASSERT_EQ(conflicts.size(), 1u);
  EXPECT_EQ(conflicts[0].weight, Verdict::kUndecided);
}

TEST(Disable, AVerdictThatAllowsItIsBelieved) {
  StackPatch patch = PatchOf("p1", {"f"});
  patch.data = {{.name = "struct s.x", .writes = "changed-in-f", .derived = true}};
  EXPECT_EQ(DisableEffects(StackOf({patch}))[0].breaks.size(), 1u);
  patch.may_disable = true;
  EXPECT_THAT(DisableEffects(StackOf({patch}))[0].breaks, testing::IsEmpty());
}

TEST(Reachable, AStateNeedsAKernelThatHasStates) {
  StackPatch patch = PatchOf("p1", {"f"});
  patch.states = {{"7", 1}};
  EXPECT_FALSE(CheckReachable(StackOf({patch}, "4.16")).ok());
  EXPECT_TRUE(CheckReachable(StackOf({patch}, "6.1")).ok());
}

TEST(Reachable, AnImmediatePatchDoesNotExistToday) {
  StackPatch patch = PatchOf("p1", {"f"});
  patch.immediate = true;
  EXPECT_FALSE(CheckReachable(StackOf({patch}, "6.1")).ok());
  EXPECT_TRUE(CheckReachable(StackOf({patch}, "4.12")).ok());
}

TEST(Reachable, OneTransitionRunsAtATime) {
  StackPatch p1 = PatchOf("p1", {"f"});
  StackPatch p2 = PatchOf("p2", {"g"});
  p2.in_transition = true;
  EXPECT_TRUE(CheckReachable(StackOf({p1, p2})).ok());
  p1.in_transition = true;
  EXPECT_THAT(std::string(CheckReachable(StackOf({p1, p2})).message()), HasSubstr("one transition at a time"));
}

TEST(Reachable, ABaseLiesBelowWhatWasWrittenOnIt) {
  const StackPatch p1 = PatchOf("p1", {"f"});
  StackPatch p2 = PatchOf("p2", {"f"});
  p2.functions[0].base = "p1";
  EXPECT_TRUE(CheckReachable(StackOf({p1, p2})).ok());
  EXPECT_THAT(std::string(CheckReachable(StackOf({p2, p1})).message()), HasSubstr("oldest first"));
  EXPECT_TRUE(CheckReachable(StackOf({p2})).ok()) << "5.1 lets a lower patch be disabled first";
  EXPECT_THAT(std::string(CheckReachable(StackOf({p2}, "4.16")).message()), HasSubstr("is not loaded"));
}

TEST(Eras, AVersionIsOneOrItIsRefused) {
  EXPECT_EQ(EraFor("6.1.187")->name, "6.1");
  EXPECT_EQ(EraFor("6.1-rc2")->name, "6.1");
  EXPECT_FALSE(EraFor("6.1x").ok());
  EXPECT_FALSE(EraFor("2.6.32").ok());
}

TEST(Reachable, NothingLiesBelowACompletedReplace) {
  StackPatch patch = PatchOf("p2", {"f"});
  patch.replace = true;
  EXPECT_FALSE(CheckReachable(StackOf({PatchOf("p1", {"f"}), patch})).ok());
}

TEST(Disable, SaysWhichVersionServesNextAndWhatWasBuiltOnIt) {
  StackPatch p2 = PatchOf("p2", {"f"});
  p2.functions[0].base = "p1";
  const std::vector<DisableEffect> effects = DisableEffects(StackOf({PatchOf("p1", {"f", "g"}), p2}));
  ASSERT_EQ(effects.size(), 2u);
  EXPECT_THAT(effects[0].falls_to, ElementsAre("g: original"));
  EXPECT_THAT(effects[0].breaks, ElementsAre("p2 was built on it"));
  EXPECT_THAT(effects[1].falls_to, ElementsAre("f: p1"));
}

TEST(Disable, TheOldErasEnforceTheOrder) {
  const std::vector<DisableEffect> effects =
      DisableEffects(StackOf({PatchOf("p1", {"f"}), PatchOf("p2", {"g"})}, "4.16"));
  EXPECT_EQ(effects[0].refusal, "EBUSY: a newer patch is enabled");
  EXPECT_EQ(effects[1].refusal, "");
}

TEST(Series, IsOrderedByBaseWhateverTheOrderGiven) {
  StackPatch p1 = PatchOf("p1", {"f"});
  StackPatch p2 = PatchOf("p2", {"f"});
  p2.functions[0].base = "p1";
  StackPatch p3 = PatchOf("p3", {"f"});
  p3.functions[0].base = "p2";
  const SeriesOrder order = OrderSeries(StackOf({}), {p3, p1, p2});
  EXPECT_THAT(order.order, ElementsAre("p1", "p2", "p3"));
  EXPECT_THAT(order.conflicts, IsEmpty());
}

TEST(Series, ACycleOfBasesIsTheSmallestConflictingSet) {
  StackPatch p1 = PatchOf("p1", {"f", "g"});
  p1.functions[0].base = "p2";
  StackPatch p2 = PatchOf("p2", {"f", "g"});
  p2.functions[1].base = "p1";
  const SeriesOrder order = OrderSeries(StackOf({}), {p1, PatchOf("p0", {"h"}), p2});
  EXPECT_THAT(order.order, IsEmpty());
  EXPECT_THAT(order.conflicting, ElementsAre("p1", "p2"));
}

TEST(Series, TwoStrangersOfOneFunctionAreNamedAsThePairThatCannotLiveTogether) {
  const SeriesOrder order =
      OrderSeries(StackOf({}), {PatchOf("a", {"f"}), PatchOf("b", {"g"}), PatchOf("c", {"f"})});
  EXPECT_THAT(order.conflicting, ElementsAre("a", "c"));
}

}  // namespace
}  // namespace lpcheck::klp
