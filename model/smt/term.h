// Terms as cheap values: a sort, a handle, and a handle of an uninterpreted function. A handle is an index
// into the Context that made it; the Context hash-conses, so equal indices mean structurally equal terms and
// a Term can be a map key. Handles of different contexts must not be mixed. No solver header is visible from
// here.
#ifndef LPCHECK_MODEL_SMT_TERM_H_
#define LPCHECK_MODEL_SMT_TERM_H_

#include <compare>
#include <cstdint>

namespace lpcheck::smt {

/// Bool, or a bit-vector of `width` bits, 1..64.
struct Sort {
  int width = 0;  ///< 0 means Bool

  static constexpr Sort Bool() { return Sort{0}; }
  static constexpr Sort Bits(int width) { return Sort{width}; }
  constexpr bool IsBool() const { return width == 0; }
  auto operator<=>(const Sort&) const = default;
};

/// A term of some Context. The default value is no term at all; passing it to a Context is a bug.
struct Term {
  static constexpr std::uint32_t kNone = 0xffffffffu;
  std::uint32_t index = kNone;
  Sort sort;

  constexpr bool IsValid() const { return index != kNone; }
  constexpr bool operator==(const Term& other) const { return index == other.index; }
  constexpr auto operator<=>(const Term& other) const { return index <=> other.index; }
};

/// An uninterpreted function of some Context.
struct Function {
  std::uint32_t index = Term::kNone;
  Sort result;
};

}  // namespace lpcheck::smt

#endif  // LPCHECK_MODEL_SMT_TERM_H_
