#include "model/heart/prover.h"

#include <algorithm>
#include <set>
#include <utility>

namespace lpcheck::heart {
namespace {

using smt::Term;
using steps::ExprRef;
using steps::Op;

constexpr std::uint64_t kMaxErrno = 4095;  // include/linux/err.h: MAX_ERRNO

int WidthOf(ExprRef expr) { return expr->type.bits == 0 ? 64 : expr->type.bits; }

// "min<...>" and the like carry their non-expression arguments behind the name.
std::string BareName(std::string_view text) { return std::string(text.substr(0, text.find('<'))); }

// SMT-LIB has no way to write a bar or a backslash within a quoted symbol, nor what is not printable.
std::string Symbol(const std::string& name) {
  std::string out;
  for (unsigned char c : name) {
    const bool is_plain = c >= 0x20 && c < 0x7f && c != '|' && c != '\\' && c != '%';
    if (is_plain) {
      out += static_cast<char>(c);
    } else {
      constexpr char kDigits[] = "0123456789abcdef";
      out += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  return out;
}

}  // namespace

Prover::Prover(std::uint64_t resource_limit, std::function<void(std::string_view)> on_query)
    : context_(smt::Options{.resource_limit = resource_limit, .on_query = std::move(on_query)}) {}

Term Prover::Resize(Term term, int width, bool is_signed) {
  if (term.sort.width == width) return term;
  if (term.sort.width > width) return context_.Extract(term, width - 1, 0);
  return is_signed ? context_.SExt(term, width) : context_.ZExt(term, width);
}

Term Prover::Bits(ExprRef expr, int width) { return Resize(Translate(expr), width, expr->type.is_signed); }

Term Prover::FromBool(Term condition, int width) {
  return context_.Ite(condition, context_.Value(1, width), context_.Value(0, width));
}

Term Prover::NonZero(ExprRef expr) {
  const Term term = Translate(expr);
  return context_.Ne(term, context_.Value(0, term.sort.width));
}

Term Prover::Uninterpreted(ExprRef expr) {
  const int width = WidthOf(expr);
  std::string name = std::to_string(static_cast<int>(expr->op)) + ":" + std::to_string(width) + ":" + expr->text;
  if (expr->kids.empty()) {
    if (expr->op == Op::kString || expr->op == Op::kFunction) name = "addr:" + name;
    return context_.Bits(Symbol(name), width);
  }
  std::vector<Term> kids;
  std::vector<smt::Sort> sorts;
  for (ExprRef kid : expr->kids) {
    kids.push_back(Translate(kid));
    sorts.push_back(kids.back().sort);
    name += "/" + std::to_string(kids.back().sort.width);
  }
  return context_.Apply(context_.Declare(Symbol(name), sorts, smt::Sort::Bits(width)), kids);
}

// The address of a place is a function of where the place lies, not of what it holds.
Term Prover::AddressOf(ExprRef place) {
  if (place->op == Op::kDeref) return Bits(place->kids[0], 64);
  // What is no place of a known kind lies nowhere that another term lies.
  if (place->op != Op::kField && place->op != Op::kIndex) return context_.Bits("addr:" + std::to_string(place->id), 64);
  const ExprRef base = place->kids[0];
  std::vector<Term> parts = {place->op == Op::kIndex && base->type.is_pointer ? Bits(base, 64) : AddressOf(base)};
  if (place->op == Op::kIndex) parts.push_back(Bits(place->kids[1], 64));
  const std::vector<smt::Sort> sorts(parts.size(), smt::Sort::Bits(64));
  const std::string name = place->op == Op::kIndex ? "addr:[" + std::string(base->type.is_pointer ? "*]" : "]") : "addr:." + place->text;
  return context_.Apply(context_.Declare(Symbol(name), sorts, smt::Sort::Bits(64)), parts);
}

Term Prover::Unary(ExprRef expr) {
  const int width = WidthOf(expr);
  if (expr->text == "!") return FromBool(context_.Not(NonZero(expr->kids[0])), width);
  const Term kid = Bits(expr->kids[0], width);
  return expr->text == "-" ? context_.Neg(kid) : context_.BitNot(kid);
}

Term Prover::Binary(ExprRef expr) {
  const int width = WidthOf(expr);
  const std::string& op = expr->text;
  ExprRef a = expr->kids[0];
  ExprRef b = expr->kids[1];
  if (op == "&&") return FromBool(context_.And(NonZero(a), NonZero(b)), width);
  if (op == "||") return FromBool(context_.Or(NonZero(a), NonZero(b)), width);
  const bool is_compare = op == "<" || op == "==";
  // After the usual conversions both operands have one type; pointers against constants take the wider.
  const int operand = is_compare ? std::max(WidthOf(a), WidthOf(b)) : width;
  const Term x = Bits(a, operand);
  const Term y = Bits(b, operand);
  const bool is_signed = is_compare ? a->type.is_signed && (b->type.is_signed || b->op == Op::kConst) : expr->type.is_signed;
  if (op == "==") return FromBool(context_.Eq(x, y), width);
  if (op == "<") return FromBool(is_signed ? context_.SLt(x, y) : context_.ULt(x, y), width);
  if (expr->type.is_pointer && op != "-" && op != "+") return Uninterpreted(expr);
  if (a->type.is_pointer || b->type.is_pointer) return Uninterpreted(expr);  // scaled arithmetic is left alone
  if (op == "+") return context_.Add(x, y);
  if (op == "-") return context_.Sub(x, y);
  if (op == "*") return context_.Mul(x, y);
  if (op == "&") return context_.BitAnd(x, y);
  if (op == "|") return context_.BitOr(x, y);
  if (op == "^") return context_.Xor(x, y);
  if (op == "<<") return context_.Shl(x, y);
  if (op == ">>") return is_signed ? context_.AShr(x, y) : context_.LShr(x, y);
  if (op == "/") return is_signed ? context_.SDiv(x, y) : context_.UDiv(x, y);
  if (op == "%") return is_signed ? context_.SRem(x, y) : context_.URem(x, y);
  return Uninterpreted(expr);
}

Term Prover::Pure(ExprRef expr) {
  const std::string name = BareName(expr->text);
  const int width = WidthOf(expr);
  if (expr->kids.size() == 1) {
    const ExprRef kid = expr->kids[0];
    if (name == "READ_ONCE" || name.starts_with("rcu_dereference") || name == "likely" || name == "unlikely" ||
        name == "smp_load_acquire" || name == "ERR_PTR" || name == "PTR_ERR" || name == "ERR_CAST" || name == "data_race") {
      if (name != "smp_load_acquire" || kid->op != Op::kAddrOf) return Bits(kid, width);
    }
    if (name == "IS_ERR" || name == "IS_ERR_OR_NULL") {
      const Term pointer = Bits(kid, 64);
      const Term is_error = context_.ULe(context_.Value(~kMaxErrno + 1, 64), pointer);
      const Term is_null = context_.Eq(pointer, context_.Value(0, 64));
      return FromBool(name == "IS_ERR" ? is_error : context_.Or(is_error, is_null), width);
    }
  }
  if (expr->kids.size() == 2 && (name == "min" || name == "max" || name == "min_t" || name == "max_t")) {
    const Term a = Bits(expr->kids[0], width);
    const Term b = Bits(expr->kids[1], width);
    const Term less = expr->type.is_signed ? context_.SLt(a, b) : context_.ULt(a, b);
    return name.starts_with("min") ? context_.Ite(less, a, b) : context_.Ite(less, b, a);
  }
  return Uninterpreted(expr);
}

Term Prover::TranslateNew(ExprRef expr) {
  switch (expr->op) {
    case Op::kConst: return context_.Value(static_cast<std::uint64_t>(expr->value), WidthOf(expr));
    case Op::kUnary: return Unary(expr);
    case Op::kBinary: return Binary(expr);
    case Op::kCast: return Bits(expr->kids[0], WidthOf(expr));
    case Op::kSelect:
      return context_.Ite(NonZero(expr->kids[0]), Bits(expr->kids[1], WidthOf(expr)), Bits(expr->kids[2], WidthOf(expr)));
    case Op::kPure: return Pure(expr);
    case Op::kAddrOf: return Resize(AddressOf(expr->kids[0]), WidthOf(expr), false);
    case Op::kString:
    case Op::kLocal:
    case Op::kGlobal:
    case Op::kFunction:
    case Op::kField:
    case Op::kIndex:
    case Op::kDeref:
    case Op::kResult:
    case Op::kCall:
    case Op::kOpaque: return Uninterpreted(expr);
  }
  return Uninterpreted(expr);
}

Term Prover::Translate(ExprRef expr) {
  auto known = terms_.find(expr);
  if (known != terms_.end()) return known->second;
  const Term term = TranslateNew(expr);
  terms_.emplace(expr, term);
  return term;
}

std::vector<Term> Prover::Assumptions(const PathCondition& condition) {
  std::vector<Term> out;
  for (const Literal& literal : condition) {
    const Term term = NonZero(literal.expr);
    out.push_back(literal.holds ? term : context_.Not(term));
  }
  return out;
}

// A function whose queries keep exceeding the limit is not going to be decided: the rest is answered "unknown" unasked.
Truth Prover::Ask(const std::vector<Term>& assumptions) {
  if (give_ups_ >= kMaxGiveUps) return Truth::kUnknown;
  switch (context_.Check(assumptions).kind) {
    case smt::Kind::kUnsat: return Truth::kNo;
    case smt::Kind::kSat: return Truth::kYes;
    case smt::Kind::kGaveUp: ++give_ups_; return Truth::kUnknown;
  }
  return Truth::kUnknown;
}

Truth Prover::Satisfiable(const PathCondition& condition) {
  if (condition.empty()) return Truth::kYes;
  for (const Literal& literal : condition) {  // the common contradiction needs no solver
    for (const Literal& other : condition) {
      if (literal.expr == other.expr && literal.holds != other.holds) return Truth::kNo;
    }
  }
  return Ask(Assumptions(condition));
}

Truth Prover::Equal(const PathCondition& condition, ExprRef a, ExprRef b) {
  if (a == b) return Truth::kYes;
  if (a == nullptr || b == nullptr) return Truth::kNo;
  if (a->op == Op::kConst && b->op == Op::kConst) return a->value == b->value ? Truth::kYes : Truth::kNo;
  std::vector<Term> assumptions = Assumptions(condition);
  const int width = std::max(WidthOf(a), WidthOf(b));
  assumptions.push_back(context_.Ne(Bits(a, width), Bits(b, width)));
  const Truth differs = Ask(assumptions);
  return differs == Truth::kNo ? Truth::kYes : differs == Truth::kYes ? Truth::kNo : Truth::kUnknown;
}

Truth Prover::Implies(const PathCondition& condition, const Literal& literal) {
  PathCondition refuted = condition;
  refuted.push_back({literal.expr, !literal.holds});
  const Truth possible = Satisfiable(refuted);
  return possible == Truth::kNo ? Truth::kYes : possible == Truth::kYes ? Truth::kNo : Truth::kUnknown;
}

std::optional<Valuation> Prover::Values(const PathCondition& condition, const std::vector<std::pair<ExprRef, ExprRef>>& differ) {
  std::vector<Term> assumptions = Assumptions(condition);
  std::set<ExprRef, steps::ById> parts, places;
  auto collect = [&](ExprRef root) {
    steps::ForEach(root, [&](ExprRef part) {
      parts.insert(part);
      if (part->op != Op::kAddrOf) return;
      for (ExprRef place = part->kids[0]; ; place = place->kids[0]) {
        places.insert(place);
        if (place->op != Op::kField && (place->op != Op::kIndex || place->kids[0]->type.is_pointer)) break;
      }
    });
  };
  for (const Literal& literal : condition) collect(literal.expr);
  std::vector<Term> differs;
  for (const auto& [a, b] : differ) {
    const int width = std::max(WidthOf(a), WidthOf(b));
    differs.push_back(context_.Ne(Bits(a, width), Bits(b, width)));
    collect(a);
    collect(b);
  }
  if (!differs.empty()) assumptions.push_back(context_.Or(differs));
  std::vector<Term> wanted;
  for (ExprRef part : parts) wanted.push_back(Translate(part));
  for (ExprRef place : places) wanted.push_back(AddressOf(place));
  const smt::Answer answer = context_.Check(assumptions, wanted);
  if (answer.kind != smt::Kind::kSat) return std::nullopt;
  Valuation out;
  std::size_t index = 0;
  for (ExprRef part : parts) out.values.push_back({part, answer.values[index++]});
  for (ExprRef place : places) out.addresses.push_back({place, answer.values[index++]});
  return out;
}

std::map<std::string, std::string> Prover::Example(const PathCondition& condition) {
  std::map<std::string, std::string> out;
  std::map<std::string, ExprRef> wanted;
  for (const Literal& literal : condition) {
    steps::ForEach(literal.expr, [&](ExprRef part) {
      if (part->op == Op::kLocal || part->op == Op::kField || part->op == Op::kResult || part->op == Op::kGlobal) {
        wanted.emplace(steps::ToString(part), part);
      }
    });
  }
  std::vector<Term> terms;
  for (const auto& [text, expr] : wanted) terms.push_back(Translate(expr));
  const smt::Answer answer = context_.Check(Assumptions(condition), terms);
  if (answer.kind != smt::Kind::kSat) return out;
  std::size_t index = 0;
  for (const auto& [text, expr] : wanted) {
    const std::uint64_t bits = answer.values[index++];
    const int width = WidthOf(expr);
    std::int64_t value = static_cast<std::int64_t>(bits);
    if (expr->type.is_signed && width < 64 && ((bits >> (width - 1)) & 1) != 0) value -= std::int64_t{1} << width;
    out[text] = std::to_string(value);
  }
  return out;
}

}  // namespace lpcheck::heart
