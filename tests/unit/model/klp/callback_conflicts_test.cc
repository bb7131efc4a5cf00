// Callbacks of two patches, one sentence each: the unsafe pair and its nearest safe twin.
#include "model/klp/callback_conflicts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/klp/upgrade.h"

namespace lpcheck::klp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

StackPatch PatchWith(const std::string& name, std::vector<CallbackTouch> callbacks) {
  StackPatch patch{.name = name, .verdict = Verdict::kConsistency};
  patch.functions.push_back({.name = "f_of_" + name});
  patch.callbacks = std::move(callbacks);
  return patch;
}

std::vector<Conflict> Found(const StackPatch& older, const StackPatch& newer) {
  LoadedStack stack{.era = *EraFor("6.1")};
  stack.patches = {older};
  return ConflictsOnTop(stack, newer);
}

std::vector<Verdict> WeightsOf(const std::vector<Conflict>& conflicts) {
  std::vector<Verdict> weights;
  for (const Conflict& conflict : conflicts) weights.push_back(conflict.weight);
  return weights;
}

constexpr CallbackEffect kAdds = CallbackEffect::kAdds;
constexpr CallbackEffect kMaySet = CallbackEffect::kMaySet;
constexpr CallbackEffect kSets = CallbackEffect::kSets;

TEST(Callbacks, OneGlobalThatBothSetIsPutBackByTheFirstToGo) {
  const std::vector<Conflict> conflicts = Found(PatchWith("p1", {{"limit", kSets}}), PatchWith("p2", {{"limit", kSets}}));
  ASSERT_THAT(WeightsOf(conflicts), ElementsAre(Verdict::kRefused));
  EXPECT_EQ(conflicts[0].kind, ConflictKind::kCallback);
  EXPECT_EQ(conflicts[0].subject, "limit");
  EXPECT_EQ(conflicts[0].trace.size(), 3u);
}

TEST(Callbacks, TwoGlobalsAreNoConflict) {
  EXPECT_THAT(Found(PatchWith("p1", {{"limit", kSets}}), PatchWith("p2", {{"other", kSets}})), IsEmpty());
}

TEST(Callbacks, AFieldOfOneTypeMayBeOfTwoObjects) {
  const CallbackTouch touch{"struct s.x", kMaySet};
  EXPECT_THAT(WeightsOf(Found(PatchWith("p1", {touch}), PatchWith("p2", {touch}))), ElementsAre(Verdict::kUndecided));
}

TEST(Callbacks, RegistrationsAtOnePlaceCommute) {
  const CallbackTouch touch{"chain", kAdds};
  EXPECT_THAT(Found(PatchWith("p1", {touch}), PatchWith("p2", {touch})), IsEmpty());
}

TEST(Callbacks, AStoreAndARegistrationDoNotCommute) {
  EXPECT_THAT(WeightsOf(Found(PatchWith("p1", {{"chain", kSets}}), PatchWith("p2", {{"chain", kAdds}}))),
              ElementsAre(Verdict::kUndecided));
}

TEST(Callbacks, WhatIsNotKnownMayBeAnything) {
  EXPECT_THAT(WeightsOf(Found(PatchWith("p1", {{"*", kMaySet}}), PatchWith("p2", {{"limit", kSets}}))),
              ElementsAre(Verdict::kUndecided));
  EXPECT_THAT(Found(PatchWith("p1", {{"*", kMaySet}}), PatchWith("p2", {})), IsEmpty());
}

TEST(Callbacks, WhatACallbackSetsAndCodeOfTheOtherUsesIsADoubt) {
  StackPatch code = PatchWith("p2", {});
  code.data = {{.name = "limit", .reads = "original", .derived = true}};
  const std::vector<Conflict> conflicts = Found(PatchWith("p1", {{"limit", kSets}}), code);
  ASSERT_THAT(WeightsOf(conflicts), ElementsAre(Verdict::kUndecided));
  EXPECT_THAT(conflicts[0].because, HasSubstr("a callback of p1 sets it"));
  EXPECT_THAT(WeightsOf(Found(code, PatchWith("p1", {{"limit", kSets}}))), ElementsAre(Verdict::kUndecided));
  code.data[0].name = "other";
  EXPECT_THAT(Found(PatchWith("p1", {{"limit", kSets}}), code), IsEmpty());
}

TEST(Callbacks, AReplaceLosesWhatTheOlderPatchSavedUnlessAStateHandsItOn) {
  StackPatch newer = PatchWith("p2", {{"limit", kSets}});
  newer.replace = true;
  StackPatch older = PatchWith("p1", {{"limit", kSets}});
  EXPECT_THAT(WeightsOf(Found(older, newer)), ElementsAre(Verdict::kRefused));
  older.states = {{.id = "1", .version = 1}};
  newer.states = {{.id = "1", .version = 2}};
  EXPECT_THAT(Found(older, newer), IsEmpty());
}

Upgrade StepOf(const StackPatch& from, StackPatch to) {
  to.replace = true;
  to.functions = from.functions;
  return *DecideUpgrade(*EraFor("6.1"), from, to);
}

TEST(Callbacks, AnUpgradeThatForgetsWhatWasSetIsRefused) {
  EXPECT_EQ(StepOf(PatchWith("v1", {{"limit", kSets}}), PatchWith("v2", {})).verdict, Verdict::kRefused);
  EXPECT_EQ(StepOf(PatchWith("v1", {{"limit", kMaySet}}), PatchWith("v2", {})).verdict, Verdict::kUndecided);
  EXPECT_EQ(StepOf(PatchWith("v1", {{"limit", kSets}}), PatchWith("v2", {{"limit", kSets}})).verdict, Verdict::kConsistency);
}

TEST(Callbacks, AnUpgradeThatAddsAgainNeedsAState) {
  StackPatch from = PatchWith("v1", {{"chain", kAdds}});
  StackPatch to = PatchWith("v2", {{"chain", kAdds}});
  EXPECT_EQ(StepOf(from, to).verdict, Verdict::kUndecided);
  from.states = {{.id = "1", .version = 1}};
  to.states = {{.id = "1", .version = 1}};
  EXPECT_EQ(StepOf(from, to).verdict, Verdict::kConsistency);
}

}  // namespace
}  // namespace lpcheck::klp
