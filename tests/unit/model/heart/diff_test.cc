#include "model/heart/diff.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/model/steps/build.h"

namespace lpcheck::heart {
namespace {

using steps::Assign;
using steps::Build;
using steps::Func;
using steps::If;
using steps::Int;
using steps::Return;
using ::testing::IsEmpty;
using ::testing::SizeIs;

FunctionDiff DiffOf(Build& b, const steps::Function& before, const steps::Function& after) {
  Prover prover(1'000'000, [](std::string_view) {});
  return Diff(before, after, api::Table::Kernel(), b.arena, prover);
}

TEST(Diff, AFunctionDoesNotDifferFromItself) {
  Build b;
  const steps::Function f = Func(Int(), {If(b.Local("n"), 1, 2), Assign(b.Global("g"), b.Number(1)), Return(b.Number(0))});
  const FunctionDiff diff = DiffOf(b, f, f);
  EXPECT_THAT(diff.deltas, IsEmpty());
  EXPECT_THAT(diff.gaps, IsEmpty());
}

TEST(Diff, AnEarlyErrorGuardIsOneRedirectThatLeavesEarly) {
  Build b;
  const auto write = Assign(b.Global("g"), b.Number(1));
  const steps::Function before = Func(Int(), {write, Return(b.Number(0))});
  const steps::Function after = Func(Int(), {If(b.Local("n"), 1, 2), Return(b.Number(-22)), write, Return(b.Number(0))});
  const FunctionDiff diff = DiffOf(b, before, after);
  ASSERT_THAT(diff.deltas, SizeIs(1));
  EXPECT_EQ(diff.deltas[0].kind, DeltaKind::kRedirect);
  EXPECT_TRUE(diff.deltas[0].leaves_early);
  EXPECT_THAT(diff.deltas[0].skipped, SizeIs(1));
}

TEST(Diff, AnotherReturnedValueIsAResultDelta) {
  Build b;
  const FunctionDiff diff = DiffOf(b, Func(Int(), {Return(b.Number(0))}), Func(Int(), {Return(b.Number(-22))}));
  ASSERT_THAT(diff.deltas, SizeIs(1));
  EXPECT_EQ(diff.deltas[0].kind, DeltaKind::kResult);
}

}  // namespace
}  // namespace lpcheck::heart
