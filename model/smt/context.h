// The one door to Z3. A Context builds hash-consed terms over Bool, bit-vectors and uninterpreted functions
// and answers satisfiability queries about them. Effort is limited by Z3's resource counter, never by
// seconds, so an answer is the same on a slow machine; a query that runs out of it is kGaveUp, never unsat.
// Z3's exceptions end here. Identical queries are answered from memory. Quantifiers, arrays and floats are
// deliberately absent.
//
// Misuse (a width mismatch, an invalid handle, one name with two sorts) is a bug of ours and aborts with a
// message.
#ifndef LPCHECK_MODEL_SMT_CONTEXT_H_
#define LPCHECK_MODEL_SMT_CONTEXT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/smt/term.h"

namespace lpcheck::smt {

enum class Kind { kUnsat, kSat, kGaveUp };

/// Answer to "is the conjunction satisfiable?".
struct Answer {
  Kind kind = Kind::kGaveUp;
  /// kSat: every constant that the model mentions, by name. Bool is 0 or 1; bit-vectors are zero-extended.
  std::map<std::string, std::uint64_t> model = {};
  /// kSat: values of the terms asked for, in the order asked; don't-cares are completed with 0.
  std::vector<std::uint64_t> values = {};
  /// kGaveUp: the solver's own words.
  std::string reason = {};
};

struct Options {
  /// Z3 resource units per query. About 10^6 units a second on 2020's hardware, but no clock is involved.
  std::uint64_t resource_limit = 20'000'000;
  /// Sees each query that is not answered from memory, as SMT-LIB2; its first line is a comment with our answer. Empty:
  /// nobody looks.
  std::function<void(std::string_view)> on_query = {};
};

struct Statistics {
  std::uint64_t queries = 0;
  std::uint64_t answered_from_memory = 0;
  std::uint64_t gave_up = 0;
};

class Context {
 public:
  explicit Context(Options options = {});
  ~Context();
  Context(Context&&) noexcept;
  Context& operator=(Context&&) noexcept;

  // Leaves.
  Term True();
  Term False();
  Term Bool(std::string_view name);
  Term Bits(std::string_view name, int width);
  Term Const(std::string_view name, Sort sort);
  /// `value` is reduced modulo 2^width.
  Term Value(std::uint64_t value, int width);

  // Boolean structure. And({}) is true, Or({}) is false.
  Term Not(Term a);
  Term And(std::span<const Term> terms);
  Term Or(std::span<const Term> terms);
  Term And(Term a, Term b);
  Term Or(Term a, Term b);
  Term Implies(Term a, Term b);
  Term Iff(Term a, Term b);
  Term Xor(Term a, Term b);  ///< Bool x Bool, or bitwise

  // Both sorts.
  Term Eq(Term a, Term b);
  Term Ne(Term a, Term b);
  Term Ite(Term condition, Term then, Term otherwise);

  // Arithmetic modulo 2^width. Division by zero follows SMT-LIB (all ones for UDiv); guard it yourself.
  Term Add(Term a, Term b);
  Term Sub(Term a, Term b);
  Term Mul(Term a, Term b);
  Term UDiv(Term a, Term b);
  Term SDiv(Term a, Term b);  ///< truncates towards zero, as C does
  Term URem(Term a, Term b);
  Term SRem(Term a, Term b);  ///< sign of the dividend, as C does
  Term Neg(Term a);

  // Bitwise. A shift by width or more gives 0 (AShr: the sign), unlike C, where it is undefined.
  Term BitAnd(Term a, Term b);
  Term BitOr(Term a, Term b);
  Term BitNot(Term a);
  Term Shl(Term a, Term b);
  Term LShr(Term a, Term b);
  Term AShr(Term a, Term b);

  // Comparisons.
  Term ULt(Term a, Term b);
  Term ULe(Term a, Term b);
  Term SLt(Term a, Term b);
  Term SLe(Term a, Term b);

  // Width changes. ZExt and SExt take the width of the result, which must not be smaller.
  Term ZExt(Term a, int width);
  Term SExt(Term a, int width);
  Term Extract(Term a, int high, int low);  ///< bits high..low, both inclusive
  Term Concat(Term high, Term low);         ///< at most 64 bits together

  // Uninterpreted functions. The same name must always have the same signature.
  Function Declare(std::string_view name, std::span<const Sort> arguments, Sort result);
  Term Apply(Function function, std::span<const Term> arguments);

  /// Is the conjunction of `assumptions` satisfiable? With kSat, `wanted` terms are evaluated in the model.
  Answer Check(std::span<const Term> assumptions, std::span<const Term> wanted = {});

  /// The query as SMT-LIB2; ends with (check-sat).
  std::string ToSmtLib2(std::span<const Term> assumptions);

  /// One term in SMT-LIB2 notation, for messages and tests.
  std::string ToString(Term term);

  const Statistics& statistics() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lpcheck::smt

#endif  // LPCHECK_MODEL_SMT_CONTEXT_H_
