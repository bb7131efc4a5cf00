// What the rules are given to look at: helpers, opened or left as functions of their own.
#include "model/heart/analysis.h"

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

// set(n) stores n; its caller passes 1. The new one has a second parameter, which the caller passes and nobody uses.
class PrototypeChanges : public ::testing::Test {
 protected:
  PrototypeChanges() {
    model_.arena = &b_.arena;
    model_.table = &api::Table::Kernel();
    model_.surroundings.body = [](const std::string&) { return nullptr; };
    model_.surroundings.users = [](const std::string&) { return std::vector<std::string>(); };
    model_.surroundings.callers = [this](const std::string&) { return callers_; };
    model_.changed = {Pair("set", Setter({"n"}), Setter({"n", "flags"})),
                      Pair("start", Caller({b_.Number(1)}), Caller({b_.Number(1), b_.Number(0)}))};
    model_.changed[0].prototype_changed = true;
  }

  static FunctionPair Pair(const std::string& name, steps::Function before, steps::Function after) {
    before.name = after.name = name;
    return {.name = name, .before = std::move(before), .after = std::move(after)};
  }
  steps::Function Setter(const std::vector<std::string>& params) {
    steps::Function f = Func(Int(), {Assign(b_.Global("level"), b_.Local("n")), Return(b_.Number(0))});
    for (const std::string& param : params) f.params.push_back({param, Int()});
    f.is_static = true;
    return f;
  }
  steps::Function Caller(std::vector<ExprRef> args) { return Func(Int(), {Do(b_.Call("set", std::move(args))), Return(b_.Number(0))}); }

  // Is the function compared inside its callers, and the caller equal then?
  bool IsOneBody() {
    const Analysis analysis = Analyse(model_);
    return analysis.Find("set")->before == nullptr && !analysis.Find("start")->differs();
  }

  Build b_;
  FixModel model_;
  std::vector<std::string> callers_;
};

TEST_F(PrototypeChanges, AStaticFunctionIsComparedInsideItsCallers) { EXPECT_TRUE(IsOneBody()); }

TEST_F(PrototypeChanges, NotWhenItIsReachedByAddress) {
  model_.before.address_taken.insert("set");
  EXPECT_FALSE(IsOneBody());
}

TEST_F(PrototypeChanges, NotWhenATableHoldsIt) {
  model_.after.implementers["struct ops.set"].insert("set");
  EXPECT_FALSE(IsOneBody());
}

TEST_F(PrototypeChanges, NotWhenACallerStaysAsItIs) {
  callers_ = {"other"};
  EXPECT_FALSE(IsOneBody());
}

TEST_F(PrototypeChanges, NotWhenOtherFilesMayCallIt) {
  model_.changed[0].before->is_static = false;
  EXPECT_FALSE(IsOneBody());
}

TEST_F(PrototypeChanges, WhatItsCallersPassOtherwiseIsTheirDifference) {
  model_.changed[1].after = Caller({b_.Number(2), b_.Number(0)});
  model_.changed[1].after->name = "start";
  const Analysis analysis = Analyse(model_);
  EXPECT_TRUE(analysis.Find("start")->writes.contains("level"));
}

}  // namespace
}  // namespace lpcheck::heart
