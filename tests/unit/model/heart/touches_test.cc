// What a fix's differences say to other patches.
#include "model/heart/touches.h"

#include "gmock/gmock.h"
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
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

FunctionPair PairOf(const std::string& name, steps::Function before, steps::Function after) {
  before.name = after.name = name;
  return {.name = name, .before = std::move(before), .after = std::move(after)};
}

Touches Of(Build& b, std::vector<FunctionPair> changed) {
  FixModel model;
  model.arena = &b.arena;
  model.table = &api::Table::Kernel();
  model.changed = std::move(changed);
  model.surroundings.body = [](const std::string&) { return nullptr; };
  model.surroundings.users = [](const std::string&) { return std::vector<std::string>(); };
  model.surroundings.callers = [](const std::string&) { return std::vector<std::string>(); };
  return TouchesOf(Analyse(model));
}

const DatumTouch* Find(const Touches& touches, const std::string& name) {
  for (const DatumTouch& touch : touches.data) {
    if (touch.name == name) return &touch;
  }
  return nullptr;
}

TEST(Touches, AnotherValueInAGlobalIsWritten) {
  Build b;
  const Touches touches = Of(b, {PairOf("f", Func(Int(), {Assign(b.Global("mode"), b.Number(1)), Return(b.Number(0))}),
                                        Func(Int(), {Assign(b.Global("mode"), b.Number(2)), Return(b.Number(0))}))});
  const DatumTouch* touch = Find(touches, "mode");
  ASSERT_NE(touch, nullptr);
  EXPECT_EQ(touch->writes, "changed-in-f");
  EXPECT_TRUE(touch->derived);
}

TEST(Touches, ADifferenceThatRestsOnAGlobalReadsIt) {
  Build b;
  const Touches touches =
      Of(b, {PairOf("f", Func(Int(), {Return(b.Number(0))}), Func(Int(), {Return(b.Global("mode"))}))});
  const DatumTouch* touch = Find(touches, "mode");
  ASSERT_NE(touch, nullptr);
  EXPECT_THAT(touch->reads, ElementsAre("original"));
  EXPECT_EQ(touch->writes, "");
  ASSERT_NE(Find(touches, "f()"), nullptr);
  EXPECT_EQ(Find(touches, "f()")->writes, "changed-in-f");
}

TEST(Touches, OnlyTheLockOrderThatTheFixBringsCounts) {
  Build b;
  const ExprRef a = b.AddressOf(b.Global("a"));
  const ExprRef c = b.AddressOf(b.Global("c"));
  const auto both = [&](ExprRef outer, ExprRef inner) {
    return Func(Int(), {Do(b.Call("mutex_lock", {outer})), Do(b.Call("mutex_lock", {inner})),
                        Do(b.Call("mutex_unlock", {inner})), Do(b.Call("mutex_unlock", {outer})), Return(b.Number(0))});
  };
  const steps::Function one = Func(
      Int(), {Do(b.Call("mutex_lock", {a})), Do(b.Call("mutex_unlock", {a})), Return(b.Number(0))});
  EXPECT_THAT(Of(b, {PairOf("f", one, both(a, c))}).locks, ElementsAre(Pair("a", "c")));
  steps::Function longer = both(a, c);
  longer.steps.back().value = b.Number(1);
  EXPECT_THAT(Of(b, {PairOf("f", both(a, c), longer)}).locks, IsEmpty());
}

TEST(Touches, ADifferenceThatRestsOnATestedBitReadsTheWord) {
  Build b;
  const ExprRef bit = b.Call("test_bit", {b.Number(3), b.AddressOf(b.Global("flags"))});
  const Touches touches = Of(b, {PairOf("f", Func(Int(), {Return(b.Number(0))}), Func(Int(), {Do(bit), Return(b.Result(bit))}))});
  const DatumTouch* touch = Find(touches, "flags");
  ASSERT_NE(touch, nullptr);
  EXPECT_THAT(touch->reads, ElementsAre("original"));
}

TEST(Touches, ALockOfAWholeObjectIsNamedByItsClassAndAPlainOneByItsPlace) {
  Build b;
  const ExprRef chan = b.AddressOf(b.Global("chan_lock"));
  const auto nested = [&](const char* inner, const char* end, ExprRef pointer) {
    return Func(Int(), {Do(b.Call("mutex_lock", {chan})), Do(b.Call(inner, {pointer})), Do(b.Call(end, {pointer})),
                        Do(b.Call("mutex_unlock", {chan})), Return(b.Number(0))});
  };
  const steps::Function one = Func(
      Int(), {Do(b.Call("mutex_lock", {chan})), Do(b.Call("mutex_unlock", {chan})), Return(b.Number(0))});
  const ExprRef pointer = b.Local("sk", Int());
  EXPECT_THAT(Of(b, {PairOf("f", one, nested("lock_sock", "release_sock", pointer))}).locks,
              ElementsAre(Pair("chan_lock", "sock lock")));
  EXPECT_THAT(Of(b, {PairOf("f", one, nested("mutex_lock", "mutex_unlock", pointer))}).locks, IsEmpty());
}

TEST(Touches, ACallBetweenTwoFunctionsOfTheFixPassesTheRedirect) {
  Build b;
  const auto caller = [&](int result) { return Func(Int(), {Do(b.Call("g")), Return(b.Number(result))}); };
  const auto callee = [&](int result) { return Func(Int(), {Return(b.Number(result))}); };
  EXPECT_THAT(Of(b, {PairOf("f", caller(0), caller(1)), PairOf("g", callee(0), callee(1))}).direct_calls,
              Contains(Pair("f", "g")));
  EXPECT_THAT(Of(b, {PairOf("f", caller(0), caller(1))}).direct_calls, IsEmpty());
}

}  // namespace
}  // namespace lpcheck::heart
