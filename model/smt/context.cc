#include "model/smt/context.h"

#include <z3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <unordered_map>
#include <utility>

namespace lpcheck::smt {
namespace {

// Kept in release builds: a malformed term would otherwise turn into a wrong verdict.
[[noreturn]] void Bug(const char* what, const char* detail) {
  std::fprintf(stderr, "model/smt: %s: %s\n", what, detail);
  std::abort();
}

void Require(bool condition, const char* what) {
  if (!condition) Bug("misuse", what);
}

constexpr std::uint64_t kFirstShare = 100'000;

using Unary = Z3_ast (*)(Z3_context, Z3_ast);
using Binary = Z3_ast (*)(Z3_context, Z3_ast, Z3_ast);

struct QueryKey {
  std::vector<std::uint32_t> assumptions;  // sorted, unique: a conjunction has no order
  std::vector<std::uint32_t> wanted;
  auto operator<=>(const QueryKey&) const = default;
};

QueryKey KeyOf(std::span<const Term> assumptions, std::span<const Term> wanted) {
  QueryKey key;
  for (Term term : assumptions) key.assumptions.push_back(term.index);
  for (Term term : wanted) key.wanted.push_back(term.index);
  std::sort(key.assumptions.begin(), key.assumptions.end());
  key.assumptions.erase(std::unique(key.assumptions.begin(), key.assumptions.end()), key.assumptions.end());
  return key;
}

}  // namespace

// Z3's C interface is used because it does not throw: errors are polled after each call that can fail.
struct Context::Impl {
  explicit Impl(Options given) : options(std::move(given)) {
    Z3_config config = Z3_mk_config();
    Z3_set_param_value(config, "model", "true");
    z3 = Z3_mk_context_rc(config);
    Z3_del_config(config);
    Z3_set_error_handler(z3, nullptr);
  }
  ~Impl() {
    for (Z3_ast ast : asts) Z3_dec_ref(z3, ast);
    for (const Declared& function : functions) Z3_dec_ref(z3, Z3_func_decl_to_ast(z3, function.decl));
    Z3_del_context(z3);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  struct Declared {
    Z3_func_decl decl;
    std::vector<Sort> arguments;
    Sort result;
  };

  Z3_ast Ast(Term term) const {
    Require(term.index < asts.size(), "a term that this context did not make");
    return asts[term.index];
  }

  Term Intern(Z3_ast ast, Sort sort) {
    if (Z3_get_error_code(z3) != Z3_OK) Bug("z3 rejects a term", Z3_get_error_msg(z3, Z3_get_error_code(z3)));
    // Z3 hash-conses, and a live ast's id is unique, so the id is the identity.
    const unsigned id = Z3_get_ast_id(z3, ast);
    auto [it, inserted] = index_of_id.try_emplace(id, static_cast<std::uint32_t>(asts.size()));
    if (inserted) {
      Z3_inc_ref(z3, ast);
      asts.push_back(ast);
    }
    return Term{it->second, sort};
  }

  Z3_sort ToZ3(Sort sort) {
    Require(sort.width >= 0 && sort.width <= 64, "bit-vector width outside 1..64");
    return sort.IsBool() ? Z3_mk_bool_sort(z3) : Z3_mk_bv_sort(z3, static_cast<unsigned>(sort.width));
  }

  Term Of(Unary make, Term a, Sort result) { return Intern(make(z3, Ast(a)), result); }

  Term OfSameBits(Binary make, Term a, Term b) {
    Require(!a.sort.IsBool() && a.sort == b.sort, "operands must be bit-vectors of one width");
    return Intern(make(z3, Ast(a), Ast(b)), a.sort);
  }

  Term Compare(Binary make, Term a, Term b) {
    Require(!a.sort.IsBool() && a.sort == b.sort, "operands must be bit-vectors of one width");
    return Intern(make(z3, Ast(a), Ast(b)), Sort::Bool());
  }

  std::vector<Z3_ast> Bools(std::span<const Term> terms) const {
    std::vector<Z3_ast> result;
    for (Term term : terms) {
      Require(term.sort.IsBool(), "a Bool is expected");
      result.push_back(Ast(term));
    }
    return result;
  }

  Z3_solver NewSolver(Z3_solver solver, std::span<const Term> assumptions, std::uint64_t limit);
  Answer Ask(Z3_solver solver, std::span<const Term> wanted);
  Answer Solve(std::span<const Term> assumptions, std::span<const Term> wanted);
  void ReadModel(Z3_solver solver, std::span<const Term> wanted, Answer& answer);
  std::optional<std::uint64_t> Number(Z3_ast value);

  Options options;
  Statistics statistics;
  Z3_context z3;
  std::vector<Z3_ast> asts;
  std::unordered_map<unsigned, std::uint32_t> index_of_id;
  std::map<std::string, Sort, std::less<>> sort_of_name;
  std::vector<Declared> functions;
  std::map<std::string, std::uint32_t, std::less<>> function_of_name;
  std::map<QueryKey, Answer> memory;
};

Z3_solver Context::Impl::NewSolver(Z3_solver solver, std::span<const Term> assumptions, std::uint64_t limit) {
  Z3_solver_inc_ref(z3, solver);
  Z3_params params = Z3_mk_params(z3);
  Z3_params_inc_ref(z3, params);
  limit = std::min<std::uint64_t>(limit, 0xffffffffu);
  Z3_params_set_uint(z3, params, Z3_mk_string_symbol(z3, "rlimit"), static_cast<unsigned>(limit));
  Z3_solver_set_params(z3, solver, params);
  Z3_params_dec_ref(z3, params);
  for (Z3_ast assumption : Bools(assumptions)) Z3_solver_assert(z3, solver, assumption);
  return solver;
}

std::optional<std::uint64_t> Context::Impl::Number(Z3_ast value) {
  const Z3_lbool truth = Z3_get_bool_value(z3, value);
  if (truth == Z3_L_TRUE) return 1;
  if (truth == Z3_L_FALSE) return 0;
  std::uint64_t number = 0;
  if (!Z3_is_numeral_ast(z3, value) || !Z3_get_numeral_uint64(z3, value, &number)) return std::nullopt;
  return number;
}

void Context::Impl::ReadModel(Z3_solver solver, std::span<const Term> wanted, Answer& answer) {
  Z3_model model = Z3_solver_get_model(z3, solver);
  if (model == nullptr) {
    answer = {.kind = Kind::kGaveUp, .reason = "satisfiable, but the solver has no model"};
    return;
  }
  Z3_model_inc_ref(z3, model);
  for (unsigned i = 0; i < Z3_model_get_num_consts(z3, model); ++i) {
    Z3_func_decl decl = Z3_model_get_const_decl(z3, model, i);
    Z3_ast value = Z3_model_get_const_interp(z3, model, decl);
    std::string name = Z3_get_symbol_string(z3, Z3_get_decl_name(z3, decl));
    if (!sort_of_name.contains(name)) continue;  // an auxiliary constant of the solver
    if (std::optional<std::uint64_t> number = value != nullptr ? Number(value) : std::nullopt) {
      answer.model.emplace(std::move(name), *number);
    }
  }
  for (Term term : wanted) {
    Z3_ast value = nullptr;
    const bool evaluated = Z3_model_eval(z3, model, Ast(term), true, &value);
    std::optional<std::uint64_t> number = evaluated ? Number(value) : std::nullopt;
    if (!number) answer = {.kind = Kind::kGaveUp, .reason = "the model does not evaluate a wanted term"};
    if (!number) break;
    answer.values.push_back(*number);
  }
  Z3_model_dec_ref(z3, model);
}

Answer Context::Impl::Ask(Z3_solver solver, std::span<const Term> wanted) {
  Answer answer;
  const Z3_lbool result = Z3_solver_check(z3, solver);
  const Z3_error_code error = Z3_get_error_code(z3);
  if (error != Z3_OK) {
    answer.reason = Z3_get_error_msg(z3, error);
  } else if (result == Z3_L_FALSE) {
    answer.kind = Kind::kUnsat;
  } else if (result == Z3_L_TRUE) {
    answer.kind = Kind::kSat;
    ReadModel(solver, wanted, answer);
  } else {
    answer.reason = Z3_solver_get_reason_unknown(z3, solver);
  }
  Z3_solver_dec_ref(z3, solver);
  return answer;
}

// A fresh solver per query: no learnt clause of an earlier query can change an answer or its cost. Setting up
// Z3's full strategy costs more than most of our queries do, so a plain solver gets a small share first.
Answer Context::Impl::Solve(std::span<const Term> assumptions, std::span<const Term> wanted) {
  const std::uint64_t share = std::min(options.resource_limit, kFirstShare);
  Answer answer = Ask(NewSolver(Z3_mk_simple_solver(z3), assumptions, share), wanted);
  if (answer.kind != Kind::kGaveUp || share == options.resource_limit) return answer;
  return Ask(NewSolver(Z3_mk_solver(z3), assumptions, options.resource_limit - share), wanted);
}

Context::Context(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Context::~Context() = default;
Context::Context(Context&&) noexcept = default;
Context& Context::operator=(Context&&) noexcept = default;

Term Context::True() { return impl_->Intern(Z3_mk_true(impl_->z3), Sort::Bool()); }
Term Context::False() { return impl_->Intern(Z3_mk_false(impl_->z3), Sort::Bool()); }
Term Context::Bool(std::string_view name) { return Const(name, Sort::Bool()); }
Term Context::Bits(std::string_view name, int width) {
  Require(width >= 1, "bit-vector width outside 1..64");
  return Const(name, Sort::Bits(width));
}

Term Context::Const(std::string_view name, Sort sort) {
  std::string key(name);
  Z3_sort z3_sort = impl_->ToZ3(sort);
  auto [it, inserted] = impl_->sort_of_name.try_emplace(key, sort);
  Require(it->second == sort, "one constant name with two sorts");
  return impl_->Intern(Z3_mk_const(impl_->z3, Z3_mk_string_symbol(impl_->z3, key.c_str()), z3_sort), sort);
}

Term Context::Value(std::uint64_t value, int width) {
  Require(width >= 1 && width <= 64, "bit-vector width outside 1..64");
  if (width < 64) value &= (std::uint64_t{1} << width) - 1;
  const Sort sort = Sort::Bits(width);
  return impl_->Intern(Z3_mk_unsigned_int64(impl_->z3, value, impl_->ToZ3(sort)), sort);
}

Term Context::Not(Term a) {
  Require(a.sort.IsBool(), "a Bool is expected");
  return impl_->Of(Z3_mk_not, a, Sort::Bool());
}

Term Context::And(std::span<const Term> terms) {
  if (terms.empty()) return True();
  if (terms.size() == 1) return terms[0];
  std::vector<Z3_ast> asts = impl_->Bools(terms);
  return impl_->Intern(Z3_mk_and(impl_->z3, static_cast<unsigned>(asts.size()), asts.data()), Sort::Bool());
}

Term Context::Or(std::span<const Term> terms) {
  if (terms.empty()) return False();
  if (terms.size() == 1) return terms[0];
  std::vector<Z3_ast> asts = impl_->Bools(terms);
  return impl_->Intern(Z3_mk_or(impl_->z3, static_cast<unsigned>(asts.size()), asts.data()), Sort::Bool());
}

Term Context::And(Term a, Term b) { return And(std::vector<Term>{a, b}); }
Term Context::Or(Term a, Term b) { return Or(std::vector<Term>{a, b}); }

Term Context::Implies(Term a, Term b) {
  Require(a.sort.IsBool() && b.sort.IsBool(), "a Bool is expected");
  return impl_->Intern(Z3_mk_implies(impl_->z3, impl_->Ast(a), impl_->Ast(b)), Sort::Bool());
}
Term Context::Iff(Term a, Term b) {
  Require(a.sort.IsBool() && b.sort.IsBool(), "a Bool is expected");
  return Eq(a, b);
}
Term Context::Xor(Term a, Term b) {
  if (!a.sort.IsBool()) return impl_->OfSameBits(Z3_mk_bvxor, a, b);
  Require(b.sort.IsBool(), "operands must have one sort");
  return impl_->Intern(Z3_mk_xor(impl_->z3, impl_->Ast(a), impl_->Ast(b)), Sort::Bool());
}

Term Context::Eq(Term a, Term b) {
  Require(a.sort == b.sort, "operands must have one sort");
  return impl_->Intern(Z3_mk_eq(impl_->z3, impl_->Ast(a), impl_->Ast(b)), Sort::Bool());
}
Term Context::Ne(Term a, Term b) { return Not(Eq(a, b)); }

Term Context::Ite(Term condition, Term then, Term otherwise) {
  Require(condition.sort.IsBool() && then.sort == otherwise.sort,
          "ite needs a Bool and two terms of one sort");
  return impl_->Intern(Z3_mk_ite(impl_->z3, impl_->Ast(condition), impl_->Ast(then), impl_->Ast(otherwise)),
                       then.sort);
}

Term Context::Add(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvadd, a, b); }
Term Context::Sub(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvsub, a, b); }
Term Context::Mul(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvmul, a, b); }
Term Context::UDiv(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvudiv, a, b); }
Term Context::SDiv(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvsdiv, a, b); }
Term Context::URem(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvurem, a, b); }
Term Context::SRem(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvsrem, a, b); }
Term Context::BitAnd(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvand, a, b); }
Term Context::BitOr(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvor, a, b); }
Term Context::Shl(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvshl, a, b); }
Term Context::LShr(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvlshr, a, b); }
Term Context::AShr(Term a, Term b) { return impl_->OfSameBits(Z3_mk_bvashr, a, b); }
Term Context::ULt(Term a, Term b) { return impl_->Compare(Z3_mk_bvult, a, b); }
Term Context::ULe(Term a, Term b) { return impl_->Compare(Z3_mk_bvule, a, b); }
Term Context::SLt(Term a, Term b) { return impl_->Compare(Z3_mk_bvslt, a, b); }
Term Context::SLe(Term a, Term b) { return impl_->Compare(Z3_mk_bvsle, a, b); }

Term Context::Neg(Term a) {
  Require(!a.sort.IsBool(), "a bit-vector is expected");
  return impl_->Of(Z3_mk_bvneg, a, a.sort);
}
Term Context::BitNot(Term a) {
  Require(!a.sort.IsBool(), "a bit-vector is expected");
  return impl_->Of(Z3_mk_bvnot, a, a.sort);
}

Term Context::ZExt(Term a, int width) {
  Require(!a.sort.IsBool() && width >= a.sort.width && width <= 64,
          "zero extension to a smaller width or above 64");
  if (width == a.sort.width) return a;
  const unsigned extra = static_cast<unsigned>(width - a.sort.width);
  return impl_->Intern(Z3_mk_zero_ext(impl_->z3, extra, impl_->Ast(a)), Sort::Bits(width));
}

Term Context::SExt(Term a, int width) {
  Require(!a.sort.IsBool() && width >= a.sort.width && width <= 64,
          "sign extension to a smaller width or above 64");
  if (width == a.sort.width) return a;
  const unsigned extra = static_cast<unsigned>(width - a.sort.width);
  return impl_->Intern(Z3_mk_sign_ext(impl_->z3, extra, impl_->Ast(a)), Sort::Bits(width));
}

Term Context::Extract(Term a, int high, int low) {
  Require(!a.sort.IsBool() && 0 <= low && low <= high && high < a.sort.width,
          "extracted bits outside the term");
  return impl_->Intern(
      Z3_mk_extract(impl_->z3, static_cast<unsigned>(high), static_cast<unsigned>(low), impl_->Ast(a)),
      Sort::Bits(high - low + 1));
}

Term Context::Concat(Term high, Term low) {
  Require(!high.sort.IsBool() && !low.sort.IsBool(), "a bit-vector is expected");
  Require(high.sort.width + low.sort.width <= 64, "concatenation above 64 bits");
  return impl_->Intern(Z3_mk_concat(impl_->z3, impl_->Ast(high), impl_->Ast(low)),
                       Sort::Bits(high.sort.width + low.sort.width));
}

Function Context::Declare(std::string_view name, std::span<const Sort> arguments, Sort result) {
  std::string key(name);
  if (auto it = impl_->function_of_name.find(key); it != impl_->function_of_name.end()) {
    const Impl::Declared& known = impl_->functions[it->second];
    Require(known.result == result && std::ranges::equal(known.arguments, arguments),
            "one function name with two signatures");
    return Function{it->second, result};
  }
  std::vector<Z3_sort> domain;
  for (Sort sort : arguments) domain.push_back(impl_->ToZ3(sort));
  Z3_func_decl decl =
      Z3_mk_func_decl(impl_->z3, Z3_mk_string_symbol(impl_->z3, key.c_str()),
                      static_cast<unsigned>(domain.size()), domain.data(), impl_->ToZ3(result));
  Z3_inc_ref(impl_->z3, Z3_func_decl_to_ast(impl_->z3, decl));
  const auto index = static_cast<std::uint32_t>(impl_->functions.size());
  impl_->functions.push_back({decl, {arguments.begin(), arguments.end()}, result});
  impl_->function_of_name.emplace(std::move(key), index);
  return Function{index, result};
}

Term Context::Apply(Function function, std::span<const Term> arguments) {
  Require(function.index < impl_->functions.size(), "a function that this context did not declare");
  const Impl::Declared& declared = impl_->functions[function.index];
  Require(declared.arguments.size() == arguments.size(), "wrong number of arguments");
  std::vector<Z3_ast> asts;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    Require(arguments[i].sort == declared.arguments[i], "argument of another sort than declared");
    asts.push_back(impl_->Ast(arguments[i]));
  }
  return impl_->Intern(Z3_mk_app(impl_->z3, declared.decl, static_cast<unsigned>(asts.size()), asts.data()),
                       declared.result);
}

Answer Context::Check(std::span<const Term> assumptions, std::span<const Term> wanted) {
  ++impl_->statistics.queries;
  QueryKey key = KeyOf(assumptions, wanted);
  if (auto it = impl_->memory.find(key); it != impl_->memory.end()) {
    ++impl_->statistics.answered_from_memory;
    return it->second;
  }
  Answer answer = impl_->Solve(assumptions, wanted);
  if (impl_->options.on_query) {
    const char* word = answer.kind == Kind::kSat ? "sat" : answer.kind == Kind::kUnsat ? "unsat" : "unknown";
    impl_->options.on_query(std::string("; answer: ") + word + "\n" + ToSmtLib2(assumptions));
  }
  if (answer.kind == Kind::kGaveUp) ++impl_->statistics.gave_up;
  return impl_->memory.emplace(std::move(key), std::move(answer)).first->second;
}

std::string Context::ToSmtLib2(std::span<const Term> assumptions) {
  Z3_solver solver =
      impl_->NewSolver(Z3_mk_simple_solver(impl_->z3), assumptions, impl_->options.resource_limit);
  std::string text = Z3_solver_to_string(impl_->z3, solver);
  Z3_solver_dec_ref(impl_->z3, solver);
  return text + "(check-sat)\n";
}

std::string Context::ToString(Term term) { return Z3_ast_to_string(impl_->z3, impl_->Ast(term)); }

const Statistics& Context::statistics() const { return impl_->statistics; }

}  // namespace lpcheck::smt
