#include "model/steps/expr.h"

#include <functional>
#include <utility>

namespace lpcheck::steps {
namespace {

std::size_t Mix(std::size_t seed, std::size_t value) {
  return seed ^ (value + 0x9e3779b97f4a7c15ULL + (seed << 6) + (seed >> 2));
}

std::string Joined(const std::vector<ExprRef>& kids, std::size_t first) {
  std::string out;
  for (std::size_t i = first; i < kids.size(); ++i) {
    if (i > first) out += ", ";
    out += ToString(kids[i]);
  }
  return out;
}

std::string FieldName(std::string_view text) { return std::string(text.substr(text.rfind('.') + 1)); }

std::string FieldText(ExprRef expr) {
  ExprRef base = expr->kids[0];
  if (base->op == Op::kDeref) return ToString(base->kids[0]) + "->" + FieldName(expr->text);
  return ToString(base) + "." + FieldName(expr->text);
}

}  // namespace

// The spelling of a constant is not part of its identity: -22 and -EINVAL are one term.
std::size_t Arena::Hash::operator()(const Expr* e) const {
  std::size_t seed = static_cast<std::size_t>(e->op);
  if (e->op != Op::kConst) seed = Mix(seed, std::hash<std::string>()(e->text));
  seed = Mix(seed, static_cast<std::size_t>(e->value));
  for (ExprRef kid : e->kids) seed = Mix(seed, kid->id);
  return seed;
}

bool Arena::Equal::operator()(const Expr* a, const Expr* b) const {
  if (a->op != b->op || a->value != b->value || a->kids != b->kids) return false;
  if (a->op == Op::kConst) return true;
  if (a->text != b->text) return false;
  // A cast is its target type, and two variables of one name and different types are two variables.
  return (a->op != Op::kCast && a->op != Op::kLocal) ||
         (a->type.bits == b->type.bits && a->type.is_signed == b->type.is_signed);
}

ExprRef Arena::Make(Op op, std::string text, std::vector<ExprRef> kids, Type type, std::int64_t value) {
  auto expr = std::make_unique<Expr>();
  expr->op = op;
  expr->text = std::move(text);
  expr->kids = std::move(kids);
  expr->type = std::move(type);
  expr->value = value;
  auto found = index_.find(expr.get());
  if (found != index_.end()) return *found;
  expr->id = static_cast<std::uint32_t>(terms_.size());
  index_.insert(expr.get());
  terms_.push_back(std::move(expr));
  return terms_.back().get();
}

ExprRef Arena::Const(std::int64_t value, Type type, std::string spelled) {
  return Make(Op::kConst, std::move(spelled), {}, std::move(type), value);
}

std::string ToString(ExprRef expr) {
  switch (expr->op) {
    case Op::kConst:
      // All spellings of a value share one term. Only error numbers mean the same wherever they stand.
      return expr->value < 0 && expr->text.starts_with("-E") ? expr->text : std::to_string(expr->value);
    case Op::kString: return "\"" + expr->text + "\"";
    case Op::kLocal:
    case Op::kGlobal:
    case Op::kFunction: return expr->text;
    case Op::kField: return FieldText(expr);
    case Op::kIndex: return ToString(expr->kids[0]) + "[" + ToString(expr->kids[1]) + "]";
    case Op::kDeref: return "*" + ToString(expr->kids[0]);
    case Op::kAddrOf: return "&" + ToString(expr->kids[0]);
    case Op::kUnary: return expr->text + ToString(expr->kids[0]);
    case Op::kBinary: return "(" + ToString(expr->kids[0]) + " " + expr->text + " " + ToString(expr->kids[1]) + ")";
    case Op::kCast: return ToString(expr->kids[0]);
    case Op::kSelect:
      return "(" + ToString(expr->kids[0]) + " ? " + ToString(expr->kids[1]) + " : " + ToString(expr->kids[2]) + ")";
    case Op::kResult: return ToString(expr->kids[0]);
    case Op::kCall:
      if (expr->text.empty()) return "(*" + ToString(expr->kids[0]) + ")(" + Joined(expr->kids, 1) + ")";
      return expr->text + "(" + Joined(expr->kids, 0) + ")";
    case Op::kPure:
      if (expr->text == "after") return ToString(expr->kids[0]);  // the same place, read later
      return expr->text + "(" + Joined(expr->kids, 0) + ")";
    case Op::kOpaque: return expr->text;
  }
  return "?";
}

bool Contains(ExprRef expr, ExprRef part) {
  if (expr == part) return true;
  for (ExprRef kid : expr->kids) {
    if (Contains(kid, part)) return true;
  }
  return false;
}

bool IsPlace(ExprRef expr) {
  switch (expr->op) {
    case Op::kLocal:
    case Op::kGlobal:
    case Op::kField:
    case Op::kIndex:
    case Op::kDeref: return true;
    case Op::kConst:
    case Op::kString:
    case Op::kFunction:
    case Op::kAddrOf:
    case Op::kUnary:
    case Op::kBinary:
    case Op::kCast:
    case Op::kSelect:
    case Op::kResult:
    case Op::kCall:
    case Op::kPure:
    case Op::kOpaque: return false;
  }
  return false;
}

ExprRef RootOf(ExprRef place) {
  while (place->op == Op::kField || place->op == Op::kIndex || place->op == Op::kDeref || place->op == Op::kCast ||
         place->op == Op::kAddrOf) {
    place = place->kids[0];
  }
  return place;
}

bool IsLocalStorage(ExprRef place) {
  while (place->op == Op::kField || place->op == Op::kIndex) {
    if (place->op == Op::kIndex && place->kids[0]->type.is_pointer) return false;
    place = place->kids[0];
  }
  return place->op == Op::kLocal;
}

}  // namespace lpcheck::steps
