// Solver terms that fold what is already known. The symbolic rules are written once for every world, and most
// of what they ask is a constant in a given one; without folding the solver would be handed all of it. Folds
// are only those that are true for every value: constants, x = x, an ite with equal branches.
#ifndef LPCHECK_MODEL_KLP_SYMBOLIC_TERMS_H_
#define LPCHECK_MODEL_KLP_SYMBOLIC_TERMS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "model/smt/context.h"

namespace lpcheck::klp {

class Terms {
 public:
  explicit Terms(smt::Context& context) : context_(context), true_(context.True()), false_(context.False()) {}

  smt::Context& context() { return context_; }
  smt::Term True() const { return true_; }
  smt::Term False() const { return false_; }
  smt::Term Bool(bool value) const { return value ? true_ : false_; }
  smt::Term Value(std::uint64_t value, int width);

  smt::Term Not(smt::Term a);
  smt::Term And(const std::vector<smt::Term>& terms);
  smt::Term Or(const std::vector<smt::Term>& terms);
  smt::Term And(smt::Term a, smt::Term b) { return And(std::vector<smt::Term>{a, b}); }
  smt::Term Or(smt::Term a, smt::Term b) { return Or(std::vector<smt::Term>{a, b}); }
  smt::Term Implies(smt::Term a, smt::Term b) { return Or(Not(a), b); }
  smt::Term Eq(smt::Term a, smt::Term b);
  smt::Term Ne(smt::Term a, smt::Term b) { return Not(Eq(a, b)); }
  smt::Term Ite(smt::Term condition, smt::Term then, smt::Term otherwise);
  /// a + step, modulo the width.
  smt::Term Plus(smt::Term a, int step);
  /// a < limit, unsigned.
  smt::Term Less(smt::Term a, std::uint64_t limit);

  /// place := value where `when` holds.
  void Set(smt::Term& place, smt::Term when, smt::Term value) { place = Ite(when, value, place); }

 private:
  std::optional<std::uint64_t> Number(smt::Term term) const;

  smt::Context& context_;
  smt::Term true_;
  smt::Term false_;
  std::map<std::uint32_t, std::uint64_t> number_of_;  // by the index of the term
};

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SYMBOLIC_TERMS_H_
