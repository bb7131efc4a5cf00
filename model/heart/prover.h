// Questions about step-language terms, asked of the solver. Places, calls and opaque terms are uninterpreted functions of
// their parts, so equal inputs give equal values; arithmetic, comparisons, casts and a few pure kernel helpers (IS_ERR,
// min, max) have their meaning. "Unknown" is never "yes".
#ifndef LPCHECK_MODEL_HEART_PROVER_H_
#define LPCHECK_MODEL_HEART_PROVER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/smt/context.h"
#include "model/steps/expr.h"

namespace lpcheck::heart {

/// A branch decision: `expr` is non-zero, or zero.
struct Literal {
  steps::ExprRef expr;
  bool holds;
  bool operator==(const Literal&) const = default;
};
using PathCondition = std::vector<Literal>;

enum class Truth { kYes, kNo, kUnknown };

/// Numbers for every part of some terms, and for where the places in them lie: one solution, as the solver gave it.
struct Valuation {
  std::vector<std::pair<steps::ExprRef, std::uint64_t>> values;     ///< parts before what is made of them
  std::vector<std::pair<steps::ExprRef, std::uint64_t>> addresses;
};

class Prover {
 public:
  Prover(std::uint64_t resource_limit, std::function<void(std::string_view)> on_query);

  /// Can all literals hold at once? kUnknown where the solver gave up.
  Truth Satisfiable(const PathCondition& condition);
  /// Do the literals force a == b?
  Truth Equal(const PathCondition& condition, steps::ExprRef a, steps::ExprRef b);
  /// Do the literals force the literal?
  Truth Implies(const PathCondition& condition, const Literal& literal);
  /// A solution of the condition in which one of the pairs, if there are any, is unequal. nullopt if the solver has none.
  std::optional<Valuation> Values(const PathCondition& condition, const std::vector<std::pair<steps::ExprRef, steps::ExprRef>>& differ);
  /// Values for the variables of a satisfiable condition, by the text of the term. Empty if there are none.
  std::map<std::string, std::string> Example(const PathCondition& condition);

  bool gave_up() const { return give_ups_ > 0; }

 private:
  smt::Term Bits(steps::ExprRef expr, int width);
  smt::Term Translate(steps::ExprRef expr);
  smt::Term TranslateNew(steps::ExprRef expr);
  smt::Term Unary(steps::ExprRef expr);
  smt::Term Binary(steps::ExprRef expr);
  smt::Term Pure(steps::ExprRef expr);
  smt::Term Uninterpreted(steps::ExprRef expr);
  smt::Term AddressOf(steps::ExprRef place);
  smt::Term NonZero(steps::ExprRef expr);
  smt::Term FromBool(smt::Term condition, int width);
  smt::Term Resize(smt::Term term, int width, bool is_signed);
  std::vector<smt::Term> Assumptions(const PathCondition& condition);
  Truth Ask(const std::vector<smt::Term>& assumptions);

  smt::Context context_;
  std::unordered_map<steps::ExprRef, smt::Term> terms_;
  static constexpr int kMaxGiveUps = 6;
  int give_ups_ = 0;
};

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_PROVER_H_
