#include "model/heart/splice.h"

#include "gtest/gtest.h"
#include "tests/unit/model/steps/build.h"

namespace lpcheck::heart {
namespace {

using steps::Assign;
using steps::Build;
using steps::Do;
using steps::Func;
using steps::Int;
using steps::Return;

TEST(SpliceCalls, TheReturnedValueOfAHelperIsReturnedByItsCaller) {
  Build b;
  steps::Function helper = Func(Int(), {Assign(b.Global("g"), b.Local("n")), Return(b.Local("n"))});
  helper.name = "helper";
  helper.params = {{"n", Int()}};
  const auto call = b.Call("helper", {b.Number(7)});
  steps::Function caller = Func(Int(), {Do(call), Return(b.Result(call))});
  SpliceCalls(caller, [&](const std::string& name) { return name == "helper" ? &helper : nullptr; }, b.arena);
  ASSERT_GE(caller.steps.size(), 2u);
  EXPECT_EQ(steps::ToString(caller.steps[0]), "g = 7");
  EXPECT_EQ(steps::ToString(caller.steps[1]), "return 7");
}

TEST(SpliceCalls, ACallWithoutABodyStays) {
  Build b;
  steps::Function caller = Func(Int(), {Do(b.Call("other")), Return(b.Number(0))});
  SpliceCalls(caller, [](const std::string&) { return nullptr; }, b.arena);
  EXPECT_EQ(steps::ToString(caller), "f\n0 @1: other() -> 1\n1 @2: return 0 ->\n");
}

}  // namespace
}  // namespace lpcheck::heart
