// What the rest of the model may rely on from the solver's wrapper: C's arithmetic at the corners, models
// that really satisfy the query, limits counted in resources, and the same answer for the same question.
#include "model/smt/context.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace lpcheck::smt {
namespace {

Kind KindOf(Context& context, std::vector<Term> assumptions) { return context.Check(assumptions).kind; }

std::uint64_t ValueOf(Context& context, Term term) {
  const std::array<Term, 1> wanted = {term};
  Answer answer = context.Check({}, wanted);
  EXPECT_EQ(answer.kind, Kind::kSat);
  return answer.values.at(0);
}

TEST(Check, AnEmptyConjunctionIsSatisfiable) {
  Context context;
  EXPECT_EQ(KindOf(context, {}), Kind::kSat);
}

TEST(Check, AContradictionIsUnsat) {
  Context context;
  Term p = context.Bool("p");
  EXPECT_EQ(KindOf(context, {p, context.Not(p)}), Kind::kUnsat);
}

TEST(Check, TheModelNamesAValueThatSatisfiesTheQuery) {
  Context context;
  Term x = context.Bits("x", 32);
  const std::vector<Term> query = {context.Eq(context.Add(x, context.Value(5, 32)), context.Value(3, 32))};
  Answer answer = context.Check(query);
  ASSERT_EQ(answer.kind, Kind::kSat);
  EXPECT_EQ(answer.model.at("x"), 0xfffffffeu);
}

TEST(Check, WantedTermsAreEvaluatedInTheOrderAsked) {
  Context context;
  Term x = context.Bits("x", 8);
  const std::vector<Term> query = {context.Eq(x, context.Value(7, 8))};
  const std::vector<Term> wanted = {context.Mul(x, x), context.Eq(x, context.Value(7, 8)), x};
  EXPECT_THAT(context.Check(query, wanted).values, testing::ElementsAre(49, 1, 7));
}

TEST(Check, RunningOutOfResourcesIsGivingUpAndNeverUnsat) {
  Context context(Options{.resource_limit = 50});
  Term x = context.Bits("x", 64);
  Term y = context.Bits("y", 64);
  Term product = context.Mul(x, y);
  const std::vector<Term> query = {context.Eq(product, context.Value(0xfffffffffffffc5full, 64)),
                                   context.ULt(context.Value(1, 64), x), context.ULt(x, y)};
  Answer answer = context.Check(query);
  EXPECT_EQ(answer.kind, Kind::kGaveUp);
  EXPECT_FALSE(answer.reason.empty());
  EXPECT_EQ(context.statistics().gave_up, 1u);
}

TEST(Check, TheSameQuestionInAnotherOrderIsAnsweredFromMemory) {
  Context context;
  Term p = context.Bool("p");
  Term q = context.Bool("q");
  KindOf(context, {p, q});
  KindOf(context, {q, p, p});
  EXPECT_EQ(context.statistics().queries, 2u);
  EXPECT_EQ(context.statistics().answered_from_memory, 1u);
}

TEST(Check, EachNewQueryIsShownAsSmtLib2) {
  std::vector<std::string> seen;
  Context context(Options{.on_query = [&seen](std::string_view text) { seen.emplace_back(text); }});
  const std::vector<Term> query = {context.ULt(context.Bits("len", 16), context.Value(4, 16))};
  context.Check(query);
  context.Check(query);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_THAT(seen[0], testing::HasSubstr("(declare-fun len () (_ BitVec 16))"));
  EXPECT_THAT(seen[0], testing::HasSubstr("(check-sat)"));
}

TEST(Terms, StructurallyEqualTermsAreOneHandle) {
  Context context;
  Term a = context.Add(context.Bits("x", 8), context.Value(1, 8));
  Term b = context.Add(context.Bits("x", 8), context.Value(1, 8));
  EXPECT_EQ(a, b);
  EXPECT_NE(a, context.Bits("x", 8));
}

TEST(Terms, ValuesAreReducedToTheirWidth) {
  Context context;
  EXPECT_EQ(context.Value(256, 8), context.Value(0, 8));
  EXPECT_EQ(ValueOf(context, context.Value(~std::uint64_t{0}, 64)), ~std::uint64_t{0});
}

TEST(Terms, SignedDivisionTruncatesAndRemainderFollowsTheDividendAsInC) {
  Context context;
  Term minus7 = context.Value(static_cast<std::uint64_t>(-7), 32);
  Term two = context.Value(2, 32);
  EXPECT_EQ(ValueOf(context, context.SDiv(minus7, two)), static_cast<std::uint32_t>(-3));
  EXPECT_EQ(ValueOf(context, context.SRem(minus7, two)), static_cast<std::uint32_t>(-1));
  EXPECT_EQ(ValueOf(context, context.UDiv(context.Value(7, 32), two)), 3u);
  EXPECT_EQ(ValueOf(context, context.URem(context.Value(7, 32), two)), 1u);
}

TEST(Terms, ShiftsFillWithZeroOrSign) {
  Context context;
  Term high = context.Value(0x80, 8);
  Term one = context.Value(1, 8);
  EXPECT_EQ(ValueOf(context, context.LShr(high, one)), 0x40u);
  EXPECT_EQ(ValueOf(context, context.AShr(high, one)), 0xc0u);
  EXPECT_EQ(ValueOf(context, context.Shl(high, one)), 0u);
}

TEST(Terms, SignedAndUnsignedOrderDisagreeAboutMinusOne) {
  Context context;
  Term minus1 = context.Value(0xff, 8);
  Term zero = context.Value(0, 8);
  EXPECT_EQ(KindOf(context, {context.SLt(minus1, zero)}), Kind::kSat);
  EXPECT_EQ(KindOf(context, {context.ULt(minus1, zero)}), Kind::kUnsat);
  EXPECT_EQ(KindOf(context, {context.SLe(zero, minus1)}), Kind::kUnsat);
  EXPECT_EQ(KindOf(context, {context.ULe(zero, minus1)}), Kind::kSat);
}

TEST(Terms, ExtensionsExtractionAndConcatenationMoveBits) {
  Context context;
  Term byte = context.Value(0x9a, 8);
  EXPECT_EQ(ValueOf(context, context.ZExt(byte, 16)), 0x009au);
  EXPECT_EQ(ValueOf(context, context.SExt(byte, 16)), 0xff9au);
  EXPECT_EQ(ValueOf(context, context.Extract(byte, 7, 4)), 0x9u);
  EXPECT_EQ(ValueOf(context, context.Concat(byte, context.Value(0x5, 4))), 0x9a5u);
  EXPECT_EQ(context.Concat(byte, byte).sort, Sort::Bits(16));
}

TEST(Terms, BitwiseAndBooleanConnectivesAgreeWithC) {
  Context context;
  Term a = context.Value(0b1100, 4);
  Term b = context.Value(0b1010, 4);
  EXPECT_EQ(ValueOf(context, context.BitAnd(a, b)), 0b1000u);
  EXPECT_EQ(ValueOf(context, context.BitOr(a, b)), 0b1110u);
  EXPECT_EQ(ValueOf(context, context.Xor(a, b)), 0b0110u);
  EXPECT_EQ(ValueOf(context, context.BitNot(a)), 0b0011u);
  EXPECT_EQ(ValueOf(context, context.Neg(context.Value(1, 4))), 0xfu);
  EXPECT_EQ(ValueOf(context, context.Xor(context.True(), context.False())), 1u);
  EXPECT_EQ(ValueOf(context, context.Implies(context.True(), context.False())), 0u);
  EXPECT_EQ(ValueOf(context, context.Iff(context.False(), context.False())), 1u);
  EXPECT_EQ(ValueOf(context, context.And({})), 1u);
  EXPECT_EQ(ValueOf(context, context.Or({})), 0u);
}

TEST(Terms, AnUninterpretedFunctionGivesEqualResultsForEqualArguments) {
  Context context;
  const std::array<Sort, 1> domain = {Sort::Bits(32)};
  Function f = context.Declare("f", domain, Sort::Bits(32));
  Term x = context.Bits("x", 32);
  Term y = context.Bits("y", 32);
  const std::array<Term, 1> at_x = {x};
  const std::array<Term, 1> at_y = {y};
  Term differ = context.Ne(context.Apply(f, at_x), context.Apply(f, at_y));
  EXPECT_EQ(KindOf(context, {differ}), Kind::kSat);
  EXPECT_EQ(KindOf(context, {differ, context.Eq(x, y)}), Kind::kUnsat);
}

TEST(TermsDeathTest, MixingWidthsIsABugOfOursAndAborts) {
  Context context;
  EXPECT_DEATH(context.Add(context.Value(1, 8), context.Value(1, 16)), "one width");
}

TEST(TermsDeathTest, OneNameWithTwoSortsAborts) {
  Context context;
  context.Bits("x", 8);
  EXPECT_DEATH(context.Bits("x", 16), "two sorts");
}

}  // namespace
}  // namespace lpcheck::smt
