#include "model/heart/facts.h"

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
using steps::If;
using steps::Int;
using steps::Pointer;
using steps::Return;
using ::testing::IsEmpty;

// if (n < 4) return; g = 1; then `before_return`, then return: what is known at the step in front of the last return?
PathCondition AfterTest(Build& b, ExprRef test, steps::Step between) {
  const steps::Function f = Func(Int(), {If(test, 1, 2), Return(b.Number(0)), between, Assign(b.Global("g"), b.Number(1)), Return(b.Number(0))});
  return FactsAt(f, 3);
}

TEST(Facts, ATestThatEveryWayPassesHolds) {
  Build b;
  const ExprRef test = b.Binary("<", b.Local("n"), b.Number(4));
  EXPECT_EQ(AfterTest(b, test, Do(b.Call("touch"))), (PathCondition{{test, false}}));
}

TEST(Facts, AStoreToItsVariableEndsIt) {
  Build b;
  const ExprRef test = b.Binary("<", b.Local("n"), b.Number(4));
  EXPECT_THAT(AfterTest(b, test, Assign(b.Local("n"), b.Number(1))), IsEmpty());
}

TEST(Facts, WhatOthersCanWriteIsNoFact) {
  Build b;
  EXPECT_THAT(AfterTest(b, b.Binary("<", b.Global("limit"), b.Number(4)), Do(b.Call("touch"))), IsEmpty());
  EXPECT_THAT(AfterTest(b, b.Field(b.Deref(b.Local("p", Pointer())), "n"), Do(b.Call("touch"))), IsEmpty());
}

TEST(Facts, ALocalWhoseAddressIsTakenIsNoFact) {
  Build b;
  const ExprRef n = b.Local("n");
  EXPECT_THAT(AfterTest(b, b.Binary("<", n, b.Number(4)), Do(b.Call("read", {b.AddressOf(n)}))), IsEmpty());
}

TEST(Facts, NothingIsKnownWhereBothWaysMeet) {
  Build b;
  const ExprRef test = b.Binary("<", b.Local("n"), b.Number(4));
  const steps::Function f = Func(Int(), {If(test, 1, 2), Do(b.Call("warn")), Assign(b.Global("g"), b.Number(1)), Return(b.Number(0))});
  EXPECT_THAT(FactsAt(f, 2), IsEmpty());
  EXPECT_EQ(FactsAt(f, 1), (PathCondition{{test, true}}));
  EXPECT_THAT(FactsAt(f, 0), IsEmpty());
}

TEST(Facts, ALoopThatStoresOnItsWayRoundEndsIt) {
  Build b;
  const ExprRef n = b.Local("n");
  const ExprRef test = b.Binary("<", n, b.Number(4));
  // while (n < 4) { g = 1; n = h; }: at the store to g, n < 4 holds each time round, for it is tested each time.
  const steps::Function f = Func(Int(), {If(test, 1, 3), Assign(b.Global("g"), b.Number(1)), {.kind = steps::StepKind::kAssign, .place = n,
                                         .value = b.Global("h"), .succ = {0}}, Return(b.Number(0))});
  EXPECT_EQ(FactsAt(f, 1), (PathCondition{{test, true}}));
  // do { g = 1; if (n < 4) n = h; }: at the store to g nothing is known.
  const steps::Function g = Func(Int(), {Assign(b.Global("g"), b.Number(1)), If(test, 2, 3), {.kind = steps::StepKind::kAssign, .place = n,
                                         .value = b.Global("h"), .succ = {0}}, Return(b.Number(0))});
  EXPECT_THAT(FactsAt(g, 0), IsEmpty());
}

}  // namespace
}  // namespace lpcheck::heart
