#include "model/heart/align.h"

#include "gmock/gmock.h"
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
using ::testing::ElementsAre;

TEST(Align, AFunctionAlignsWithItselfStepByStep) {
  Build b;
  const steps::Function f = Func(Int(), {Do(b.Call("a")), Do(b.Call("b")), Return(b.Number(0))});
  const auto alignment = Align(f, f);
  ASSERT_TRUE(alignment.has_value());
  EXPECT_THAT(alignment->to_new, ElementsAre(0, 1, 2));
  EXPECT_THAT(alignment->to_old, ElementsAre(0, 1, 2));
}

TEST(Align, AnInsertedStepHasNoPartner) {
  Build b;
  const steps::Function before = Func(Int(), {Do(b.Call("a")), Do(b.Call("b")), Return(b.Number(0))});
  const steps::Function after = Func(Int(), {Do(b.Call("a")), Do(b.Call("x")), Do(b.Call("b")), Return(b.Number(0))});
  const auto alignment = Align(before, after);
  ASSERT_TRUE(alignment.has_value());
  EXPECT_THAT(alignment->to_new, ElementsAre(0, 2, 3));
  EXPECT_THAT(alignment->to_old, ElementsAre(0, -1, 1, 2));
}

TEST(Align, AMatchedCallOutweighsAMatchedConstantAssignment) {
  Build b;
  const auto set = Assign(b.Local("x"), b.Number(0));
  const steps::Function before = Func(Int(), {Do(b.Call("a")), set, Return(b.Number(1))});
  const steps::Function after = Func(Int(), {set, Do(b.Call("a")), Return(b.Number(1))});
  const auto alignment = Align(before, after);
  ASSERT_TRUE(alignment.has_value());
  EXPECT_THAT(alignment->to_new, ElementsAre(1, -1, 2));
}

TEST(RenameLocals, AnOnlyNewLocalTakesTheNameOfTheOnlyGoneOneOfItsType) {
  Build b;
  steps::Function before = Func(Int(), {Return(b.Local("err"))});
  steps::Function after = Func(Int(), {Return(b.Local("ret"))});
  before.locals = {{"err", "int"}};
  after.locals = {{"ret", "int"}};
  RenameLocals(before, after, b.arena);
  EXPECT_EQ(after.steps[0].value, b.Local("err"));
  EXPECT_TRUE(after.locals.contains("err"));
}

TEST(RenameLocals, TwoCandidatesOfOneTypeAreLeftAlone) {
  Build b;
  steps::Function before = Func(Int(), {Return(b.Local("err"))});
  steps::Function after = Func(Int(), {Return(b.Local("ret"))});
  before.locals = {{"err", "int"}, {"rc", "int"}};
  after.locals = {{"ret", "int"}};
  RenameLocals(before, after, b.arena);
  EXPECT_EQ(after.steps[0].value, b.Local("ret"));
}

TEST(Substitute, TheAddressOfAnObjectPutBehindAPointerIsTheObject) {
  Build b;
  const auto p = b.Local("p", steps::Pointer());
  const auto r = b.Local("r", steps::Record());
  EXPECT_EQ(Substitute(b.arena, b.Field(b.Deref(p), "count"), {{p, b.AddressOf(r)}}), b.Field(r, "count"));
}

}  // namespace
}  // namespace lpcheck::heart
