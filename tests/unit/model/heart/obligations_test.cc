#include "model/heart/obligations.h"

#include <string>
#include <vector>

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
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<std::string> Outcomes(const Obligations& obligations) {
  std::vector<std::string> out;
  for (const auto& [outcome, line] : obligations.outcomes) out.push_back(ToString(outcome));
  return out;
}

TEST(Obligations, ALockLeftHeldOnTheErrorExitIsOwedThere) {
  Build b;
  const ExprRef lock = b.AddressOf(b.Global("big"));
  const steps::Function f = Func(Int(), {Do(b.Call("mutex_lock", {lock})), If(b.Local("bad"), 2, 3), Return(b.Number(-22)),
                                         Do(b.Call("mutex_unlock", {lock})), Return(b.Number(0))});
  const Obligations owed = ObligationsOf(f, api::Table::Kernel(), b.arena);
  EXPECT_THAT(owed.outcomes, SizeIs(2));
  EXPECT_THAT(Outcomes(owed), UnorderedElementsAre(::testing::HasSubstr("error: +1 mutex("), "0: nothing owed"));
}

TEST(Obligations, ALockIsHeldFromTheStepAfterItsLockToItsUnlock) {
  Build b;
  const ExprRef lock = b.AddressOf(b.Global("big"));
  const steps::Function f = Func(Int(), {Do(b.Call("mutex_lock", {lock})), Assign(b.Global("g"), b.Number(1)),
                                         Do(b.Call("mutex_unlock", {lock})), Return(b.Number(0))});
  const Obligations owed = ObligationsOf(f, api::Table::Kernel(), b.arena);
  ASSERT_THAT(owed.held, SizeIs(4));
  EXPECT_THAT(owed.held[0], IsEmpty());
  EXPECT_THAT(owed.held[1], UnorderedElementsAre("big"));
  EXPECT_THAT(owed.held[2], UnorderedElementsAre("big"));
  EXPECT_THAT(owed.held[3], IsEmpty());
  EXPECT_THAT(Outcomes(owed), UnorderedElementsAre("0: nothing owed"));
}

TEST(Obligations, AnAllocationThatFailedIsNotOwed) {
  Build b;
  const ExprRef p = b.Local("p", Pointer());
  const ExprRef call = b.Call("kmalloc", {b.Number(8), b.Number(0)}, Pointer());
  const steps::Function f = Func(Int(), {Do(call), Assign(p, b.Result(call)), If(p, 4, 3), Return(b.Number(-12)),
                                         If(b.Local("bad"), 5, 6), Return(b.Number(1)),
                                         Do(b.Call("kfree", {p})), Return(b.Number(0))});
  EXPECT_THAT(Outcomes(ObligationsOf(f, api::Table::Kernel(), b.arena)),
              UnorderedElementsAre("error: nothing owed", "positive: +1 kmalloc(p)", "0: nothing owed"));
}

}  // namespace
}  // namespace lpcheck::heart
