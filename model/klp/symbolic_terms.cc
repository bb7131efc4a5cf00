#include "model/klp/symbolic_terms.h"

#include <algorithm>

namespace lpcheck::klp {

using smt::Term;

Term Terms::Value(std::uint64_t value, int width) {
  value &= (std::uint64_t{1} << width) - 1;
  const Term term = context_.Value(value, width);
  number_of_.emplace(term.index, value);
  return term;
}

std::optional<std::uint64_t> Terms::Number(Term term) const {
  const auto it = number_of_.find(term.index);
  if (it == number_of_.end()) return std::nullopt;
  return it->second;
}

Term Terms::Not(Term a) {
  if (a == true_) return false_;
  if (a == false_) return true_;
  return context_.Not(a);
}

Term Terms::And(const std::vector<Term>& terms) {
  std::vector<Term> kept;
  for (Term term : terms) {
    if (term == false_) return false_;
    if (term == true_ || std::find(kept.begin(), kept.end(), term) != kept.end()) continue;
    kept.push_back(term);
  }
  return context_.And(std::span<const Term>(kept));
}

Term Terms::Or(const std::vector<Term>& terms) {
  std::vector<Term> kept;
  for (Term term : terms) {
    if (term == true_) return true_;
    if (term == false_ || std::find(kept.begin(), kept.end(), term) != kept.end()) continue;
    kept.push_back(term);
  }
  return context_.Or(std::span<const Term>(kept));
}

Term Terms::Eq(Term a, Term b) {
  if (a == b) return true_;
  const std::optional<std::uint64_t> left = Number(a);
  const std::optional<std::uint64_t> right = Number(b);
  if (left.has_value() && right.has_value()) return Bool(*left == *right);
  if (a == true_) return b;
  if (b == true_) return a;
  if (a == false_) return Not(b);
  if (b == false_) return Not(a);
  return context_.Eq(a, b);
}

Term Terms::Ite(Term condition, Term then, Term otherwise) {
  if (condition == true_ || then == otherwise) return then;
  if (condition == false_) return otherwise;
  if (then == true_) return Or(condition, otherwise);
  if (then == false_) return And(Not(condition), otherwise);
  if (otherwise == true_) return Or(Not(condition), then);
  if (otherwise == false_) return And(condition, then);
  return context_.Ite(condition, then, otherwise);
}

Term Terms::Plus(Term a, int step) {
  const int width = a.sort.width;
  const Term amount = Value(static_cast<std::uint64_t>(step), width);
  if (const std::optional<std::uint64_t> number = Number(a)) {
    return Value(*number + static_cast<std::uint64_t>(step), width);
  }
  return context_.Add(a, amount);
}

Term Terms::Less(Term a, std::uint64_t limit) {
  if (const std::optional<std::uint64_t> number = Number(a)) return Bool(*number < limit);
  return context_.ULt(a, Value(limit, a.sort.width));
}

}  // namespace lpcheck::klp
