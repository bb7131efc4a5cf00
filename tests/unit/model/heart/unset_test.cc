// When a local holds what the stack held, so that any value stands for it.
#include "model/heart/unset.h"

#include "gtest/gtest.h"
#include "tests/unit/model/steps/build.h"

namespace lpcheck::heart {
namespace {

using steps::Assign;
using steps::Build;
using steps::Do;
using steps::ExprRef;
using steps::Func;
using steps::Int;
using steps::Return;

const api::Table& Known() {
  static const api::Table table = *api::Table::Parse("copy_to_user copy-out obj=0 value=1\nget_by_* get\n");
  return table;
}

struct Versions {
  steps::Function before, after;
};

bool Unset(const Versions& v, ExprRef local, int step, const std::vector<int>& way = {}) {
  return IsUnset(v.before, v.after, local, step, way, Known());
}

TEST(Unset, UntilTheFirstStepThatTouchesIt) {
  Build b;
  const ExprRef n = b.Local("n");
  const Versions v{Func(Int(), {Do(b.Call("tick")), Assign(n, b.Number(1)), Do(b.Call("tick")), Return(n)}), Func(Int(), {Return(n)})};
  EXPECT_TRUE(Unset(v, n, 0));
  EXPECT_TRUE(Unset(v, n, 1));
  EXPECT_FALSE(Unset(v, n, 2));
  EXPECT_FALSE(Unset(v, n, 1, {1}));
}

TEST(Unset, AParameterHoldsWhatTheCallerGave) {
  Build b;
  const ExprRef n = b.Local("n");
  Versions v{Func(Int(), {Return(n)}), Func(Int(), {Return(n)})};
  EXPECT_TRUE(Unset(v, n, 0));
  v.before.params = {{"n", Int()}};
  EXPECT_FALSE(Unset(v, n, 0));
}

TEST(Unset, WhoeverIsGivenItsAddressMaySetIt) {
  Build b;
  const ExprRef n = b.Local("n");
  const steps::Function plain = Func(Int(), {Return(n)});
  EXPECT_FALSE(Unset({plain, Func(Int(), {Do(b.Call("fill", {b.AddressOf(n)})), Return(n)})}, n, 0));
  EXPECT_FALSE(Unset({plain, Func(Int(), {Do(b.Call("get_by_name", {b.AddressOf(n)})), Return(n)})}, n, 0));
  EXPECT_TRUE(Unset({plain, Func(Int(), {Do(b.Call("copy_to_user", {b.Local("to"), b.AddressOf(n)})), Return(n)})}, n, 0));
}

TEST(Unset, AStepOfALoopComesBeforeItself) {
  Build b;
  const ExprRef n = b.Local("n");
  const Versions v{Func(Int(), {Do(b.Call("tick")), {.kind = steps::StepKind::kAssign, .place = n, .value = b.Number(1), .succ = {0}}, Return(n)}),
                   Func(Int(), {Return(n)})};
  EXPECT_TRUE(Unset(v, n, 0));
  EXPECT_FALSE(IsUnset(v.before, v.after, n, 2, {}, Known()));
}

}  // namespace
}  // namespace lpcheck::heart
