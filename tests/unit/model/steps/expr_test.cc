#include "model/steps/expr.h"

#include "gtest/gtest.h"
#include "tests/unit/model/steps/build.h"

namespace lpcheck::steps {
namespace {

TEST(Expr, EqualTermsAreTheSamePointer) {
  Build b;
  EXPECT_EQ(b.Binary("+", b.Local("a"), b.Number(1)), b.Binary("+", b.Local("a"), b.Number(1)));
  EXPECT_EQ(b.arena.size(), 3u);
}

TEST(Expr, OperandsInAnotherOrderAreAnotherTerm) {
  Build b;
  EXPECT_NE(b.Binary("-", b.Local("a"), b.Local("b")), b.Binary("-", b.Local("b"), b.Local("a")));
}

TEST(Expr, TheSpellingOfAConstantIsNotItsIdentity) {
  Build b;
  EXPECT_EQ(b.Number(-22, "-EINVAL"), b.Number(-22));
  EXPECT_NE(b.Number(-22), b.Number(-12));
}

TEST(Expr, LocalsOfOneNameAndDifferentTypesAreTwoVariables) {
  Build b;
  EXPECT_NE(b.Local("n", Int()), b.Local("n", Unsigned()));
}

TEST(Expr, ALocalAndAGlobalOfOneNameDiffer) {
  Build b;
  EXPECT_NE(b.Local("n"), b.Global("n"));
}

TEST(Expr, TextLooksLikeC) {
  Build b;
  const ExprRef p = b.Local("p", Pointer());
  EXPECT_EQ(ToString(b.Field(b.Deref(p), "count")), "p->count");
  EXPECT_EQ(ToString(b.AddressOf(b.Field(b.Local("r", Record()), "count"))), "&r.count");
  EXPECT_EQ(ToString(b.Binary("<", b.Index(b.Global("table"), b.Local("i")), b.Number(4))), "(table[i] < 4)");
  EXPECT_EQ(ToString(b.Result(b.Call("get", {p, b.Number(-22, "-EINVAL")}))), "get(p, -EINVAL)");
}

TEST(Expr, FieldsAndElementsOfALocalAreLocalStorage) {
  Build b;
  EXPECT_TRUE(IsLocalStorage(b.Field(b.Local("r", Record()), "count")));
  EXPECT_TRUE(IsLocalStorage(b.Index(b.Local("array", Record()), b.Number(0))));
}

TEST(Expr, WhatALocalPointerPointsToIsNotLocalStorage) {
  Build b;
  const ExprRef p = b.Local("p", Pointer());
  EXPECT_FALSE(IsLocalStorage(b.Field(b.Deref(p), "count")));
  EXPECT_FALSE(IsLocalStorage(b.Index(p, b.Number(0))));
  EXPECT_FALSE(IsLocalStorage(b.Global("g")));
}

}  // namespace
}  // namespace lpcheck::steps
