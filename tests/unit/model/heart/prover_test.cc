#include "model/heart/prover.h"

#include "gtest/gtest.h"
#include "tests/unit/model/steps/build.h"

namespace lpcheck::heart {
namespace {

using steps::Build;
using steps::ExprRef;

Prover NewProver() { return Prover(1'000'000, [](std::string_view) {}); }

TEST(Prover, AnErrorPointerIsNotNull) {
  Build b;
  Prover prover = NewProver();
  const ExprRef p = b.Local("p", steps::Pointer());
  const ExprRef is_err = b.Pure("IS_ERR", {p});
  EXPECT_EQ(prover.Implies({{is_err, true}}, {p, true}), Truth::kYes);
  EXPECT_EQ(prover.Implies({{is_err, false}}, {p, true}), Truth::kNo);
}

TEST(Prover, TheSmallerOfTwoIsNotAboveEither) {
  Build b;
  Prover prover = NewProver();
  const ExprRef a = b.Local("a");
  const ExprRef c = b.Local("c");
  EXPECT_EQ(prover.Satisfiable({{b.Binary("<", a, b.Pure("min", {a, c})), true}}), Truth::kNo);
  EXPECT_EQ(prover.Satisfiable({{b.Binary("<", b.Pure("min", {a, c}), a), true}}), Truth::kYes);
}

TEST(Prover, OnlyASignedValueCanBeBelowZero) {
  Build b;
  Prover prover = NewProver();
  const ExprRef below = b.Binary("<", b.Local("n"), b.Number(0));
  EXPECT_EQ(prover.Satisfiable({{below, true}}), Truth::kYes);
  const ExprRef zero = b.arena.Const(0, steps::Unsigned());
  const ExprRef never = b.Binary("<", b.Local("u", steps::Unsigned()), b.arena.Make(steps::Op::kCast, "", {zero}, steps::Unsigned()));
  EXPECT_EQ(prover.Satisfiable({{never, true}}), Truth::kNo);
}

TEST(Prover, AConditionForcesEqualValues) {
  Build b;
  Prover prover = NewProver();
  const ExprRef a = b.Local("a");
  const ExprRef c = b.Local("c");
  EXPECT_EQ(prover.Equal({{b.Binary("==", a, c), true}}, b.Binary("+", a, b.Number(1)), b.Binary("+", c, b.Number(1))), Truth::kYes);
  EXPECT_EQ(prover.Equal({}, a, c), Truth::kNo);
}

}  // namespace
}  // namespace lpcheck::heart
