// One name for what two spellings hold.
#include "model/rules/semantic/balance_names.h"

#include "gtest/gtest.h"
#include "tests/unit/model/steps/build.h"

namespace lpcheck::rules {
namespace {

using heart::Resource;
using steps::Assign;
using steps::Build;
using steps::Do;
using steps::ExprRef;
using steps::Func;
using steps::Int;
using steps::Pointer;
using steps::Return;

// c->dev as a pointer, and a local that is to hold it.
class BalanceNamesTest : public ::testing::Test {
 protected:
  ExprRef place() { return b_.arena.Make(steps::Op::kField, "struct node.dev", {b_.Deref(c_)}, Pointer()); }
  static steps::Function WithC(steps::Function f) {
    f.params = {{"c", Pointer()}};
    return f;
  }
  Build b_;
  ExprRef c_ = b_.Local("c", Pointer());
  ExprRef dev_ = b_.Local("dev", Pointer());
  const steps::Function plain_ = WithC(Func(Int(), {Return()}));
};

TEST_F(BalanceNamesTest, ALocalReadFromAPlaceIsThePlace) {
  const steps::Function after = WithC(Func(Int(), {Assign(dev_, place()), Do(b_.Call("get", {dev_})), Return()}));
  const BalanceNames names(plain_, after);
  EXPECT_EQ(names.Name("dev", true), "c->dev");
  EXPECT_EQ(names.Name("&dev->kref", true), "&c->dev->kref");
  EXPECT_EQ(names.Name("devices", true), "devices");
  EXPECT_EQ(names.Name("dev", false), "dev");
}

TEST_F(BalanceNamesTest, ALocalThatIsAssignedTwiceIsNot) {
  const steps::Function after = WithC(Func(Int(), {Assign(dev_, place()), Assign(dev_, b_.Local("other", Pointer())), Return()}));
  EXPECT_EQ(BalanceNames(plain_, after).Name("dev", true), "dev");
}

TEST_F(BalanceNamesTest, NorIsOneOfAnAssignedParameter) {
  const steps::Function after = WithC(Func(Int(), {Assign(c_, b_.Local("other", Pointer())), Assign(dev_, place()), Return()}));
  EXPECT_EQ(BalanceNames(plain_, after).Name("dev", true), "dev");
}

TEST_F(BalanceNamesTest, APlaceThatIsGivenAnotherObjectNamesNothing) {
  const steps::Function cleared = WithC(Func(Int(), {Assign(dev_, place()), Assign(place(), b_.Number(0)), Return()}));
  EXPECT_EQ(BalanceNames(plain_, cleared).Name("dev", true), "c->dev");
  const steps::Function replaced = WithC(Func(Int(), {Assign(dev_, place()), Assign(place(), b_.Local("fresh", Pointer())), Return()}));
  EXPECT_EQ(BalanceNames(plain_, replaced).Name("dev", true), "dev");
  const steps::Function reads = WithC(Func(Int(), {Assign(dev_, place()), Return()}));
  EXPECT_EQ(BalanceNames(replaced, reads).Name("dev", true), "dev");
}

TEST_F(BalanceNamesTest, NetEffectsOfOneObjectAddUp) {
  const steps::Function after = WithC(Func(Int(), {Assign(dev_, place()), Return()}));
  const BalanceNames names(plain_, after);
  const Resource by_local{.cls = "device", .object = "dev"}, by_place{.cls = "device", .object = "c->dev", .datum = "struct node.dev"};
  EXPECT_TRUE(names.Unify({{by_local, 1}, {by_place, -1}}, true).empty());
  EXPECT_EQ(names.Unify({{by_local, 1}}, true), names.Unify({{by_place, 1}}, false));
}

}  // namespace
}  // namespace lpcheck::rules
