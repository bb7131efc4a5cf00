#include "model/heart/replay.h"

#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "model/heart/diff.h"
#include "tests/unit/model/steps/build.h"

namespace lpcheck::heart {
namespace {

using steps::Assign;
using steps::Build;
using steps::Do;
using steps::Func;
using steps::If;
using steps::Int;
using steps::Return;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Two versions with one difference, and values under which it shows.
class Shown {
 public:
  Shown(Build& build, steps::Function before, steps::Function after)
      : prover_(1'000'000, {}), before_(std::move(before)), after_(std::move(after)) {
    diff = Diff(before_, after_, api::Table::Kernel(), build.arena, prover_);
    if (diff.deltas.empty()) return;
    const Delta& delta = diff.deltas[0];
    values = prover_.Values(delta.condition, Distinguishing(delta, build.arena));
  }

  Replay Now() const { return ReplayDelta(diff, diff.deltas[0], *values, api::Table::Kernel()); }

 private:
  Prover prover_;
  steps::Function before_;
  steps::Function after_;

 public:
  FunctionDiff diff;
  std::optional<Valuation> values;
};

// if (n < 0) return -22; in front of a write.
Shown Guard(Build& b) {
  const auto write = Assign(b.Global("g"), b.Number(1));
  return Shown(b, Func(Int(), {write, Return(b.Number(0))}),
               Func(Int(), {If(b.Binary("<", b.Local("n"), b.Number(0)), 1, 2), Return(b.Number(-22)), write, Return(b.Number(0))}));
}

TEST(Replay, AGuardIsShownByAValueThatItRejects) {
  Build b;
  const Shown guard = Guard(b);
  ASSERT_THAT(guard.diff.deltas, SizeIs(1));
  ASSERT_TRUE(guard.values.has_value());
  const Replay replay = guard.Now();
  EXPECT_TRUE(replay.holds) << replay.why_not;
  EXPECT_THAT(replay.old_lines, ElementsAre(1));
  EXPECT_THAT(replay.new_lines, ElementsAre(1, 2));
}

TEST(Replay, AForgedValueTakesAnotherWayAndDoesNotReplay) {
  Build b;
  Shown guard = Guard(b);
  for (auto& [expr, bits] : guard.values->values) {
    if (expr == b.Local("n")) bits = 7;
  }
  const Replay replay = guard.Now();
  EXPECT_FALSE(replay.holds);
  EXPECT_THAT(replay.why_not, HasSubstr("another way is taken"));
}

TEST(Replay, AForgedPathIsNoPathOfTheStepGraph) {
  Build b;
  Shown guard = Guard(b);
  guard.diff.deltas[0].new_route.steps = {0, 3};
  EXPECT_FALSE(guard.Now().holds);
  guard.diff.deltas[0].new_route.steps = {0, 17};
  EXPECT_THAT(guard.Now().why_not, HasSubstr("no such step"));
}

TEST(Replay, AForgedDifferenceThatDoesNotShowFails) {
  Build b;
  Shown guard = Guard(b);
  guard.diff.deltas[0].kind = DeltaKind::kAdded;
  guard.diff.deltas[0].after.kind = EffectKind::kWake;
  EXPECT_THAT(guard.Now().why_not, HasSubstr("the old version does the same"));
}

TEST(Replay, AStoredValueIsShownByOperandsThatDiffer) {
  Build b;
  const auto place = b.Field(b.Deref(b.Local("p", steps::Pointer())), "x");
  const Shown shown(b, Func(Int(), {Assign(place, b.Local("n")), Return(b.Number(0))}),
                    Func(Int(), {Assign(place, b.Binary("&", b.Local("n"), b.Number(15))), Return(b.Number(0))}));
  ASSERT_FALSE(shown.diff.deltas.empty());
  ASSERT_TRUE(shown.values.has_value());
  const Replay replay = shown.Now();
  EXPECT_TRUE(replay.holds) << replay.why_not;
}

TEST(Replay, WhatACallAnswersComesFromTheWitness) {
  Build b;
  const auto call = b.Call("probe", {b.Local("n")});
  const auto wake = Do(b.Call("wake_up", {b.AddressOf(b.Global("queue", steps::Record()))}));
  const Shown shown(b, Func(Int(), {Do(call), Return(b.Number(0))}),
                    Func(Int(), {Do(call), If(b.Result(call), 2, 3), wake, Return(b.Number(0))}));
  ASSERT_FALSE(shown.diff.deltas.empty());
  ASSERT_TRUE(shown.values.has_value());
  const Replay replay = shown.Now();
  EXPECT_TRUE(replay.holds) << replay.why_not;
}

TEST(Prover, EqualContentsDoNotMakeTwoAddressesOne) {
  Build b;
  Prover prover(1'000'000, {});
  const auto at = [&](const char* pointer) { return b.Field(b.Deref(b.Local(pointer, steps::Pointer())), "x"); };
  const PathCondition same_contents = {{b.Binary("==", at("p"), at("q")), true}};
  EXPECT_EQ(prover.Equal(same_contents, b.AddressOf(at("p")), b.AddressOf(at("q"))), Truth::kNo);
  const PathCondition same_pointer = {{b.Binary("==", b.Local("p", steps::Pointer()), b.Local("q", steps::Pointer())), true}};
  EXPECT_EQ(prover.Equal(same_pointer, b.AddressOf(at("p")), b.AddressOf(at("q"))), Truth::kYes);
}

}  // namespace
}  // namespace lpcheck::heart
