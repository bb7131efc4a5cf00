// Expressions of the Lowerer that are evaluated for what they decide or do: conditions, short-circuit operators, statements.
#include "analyzer/lower/lowerer.h"
#include "clang/Basic/Builtins.h"

namespace lpcheck::lower {

using steps::ExprRef;
using steps::Op;
using steps::StepKind;

void Lowerer::Effect(const clang::Expr* expr) {
  const clang::Expr* bare = expr->IgnoreParens();
  if (const auto* select = llvm::dyn_cast<clang::ConditionalOperator>(bare);
      select != nullptr && !IsPure(*select) && MacrosCovering(*expr, sources_, context_.getLangOpts()).empty()) {
    Edges on_true, on_false;
    Condition(select->getCond(), on_true, on_false);
    flow_.Open(on_true);
    Effect(select->getTrueExpr());
    const Edges joined = flow_.TakeOpen();
    flow_.Open(on_false);
    Effect(select->getFalseExpr());
    flow_.Open(joined);
    return;
  }
  Value(expr);
}

void Lowerer::Condition(const clang::Expr* expr, Edges& on_true, Edges& on_false) {
  expr = expr->IgnoreParens();
  const bool is_macro = !MacrosCovering(*expr, sources_, context_.getLangOpts()).empty();
  if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(expr); cast != nullptr && !is_macro) {
    if (cast->getCastKind() == clang::CK_IntegralToBoolean || cast->getCastKind() == clang::CK_PointerToBoolean) {
      return Condition(cast->getSubExpr(), on_true, on_false);
    }
    if (cast->getCastKind() == clang::CK_IntegralCast) {
      const clang::Expr* sub = cast->getSubExpr()->IgnoreParens();
      if (TypeOf(sub->getType()).bits <= TypeOf(cast->getType()).bits) return Condition(sub, on_true, on_false);
    }
  }
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expr);
      unary != nullptr && unary->getOpcode() == clang::UO_LNot) {
    return Condition(unary->getSubExpr(), on_false, on_true);
  }
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expr); binary != nullptr && binary->isLogicalOp()) {
    const bool is_and = binary->getOpcode() == clang::BO_LAnd;
    Edges proceed;
    Condition(binary->getLHS(), is_and ? proceed : on_true, is_and ? on_false : proceed);
    flow_.Open(proceed);
    return Condition(binary->getRHS(), on_true, on_false);
  }
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expr);
      binary != nullptr && binary->getOpcode() == clang::BO_Comma) {
    Effect(binary->getLHS());
    return Condition(binary->getRHS(), on_true, on_false);
  }
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expr);
      call != nullptr && call->getBuiltinCallee() == clang::Builtin::BI__builtin_expect) {
    return Condition(call->getArg(0), on_true, on_false);
  }
  BranchOn(Value(expr), *expr, on_true, on_false);
}

// Branches test a term without outer negation: `x != 0`, `!!x` and `x` are one condition, `!x` the same with edges swapped.
void Lowerer::BranchOn(ExprRef value, const clang::Stmt& at, Edges& on_true, Edges& on_false) {
  if (value->op == Op::kUnary && value->text == "!") return BranchOn(value->kids[0], at, on_false, on_true);
  if (value->op == Op::kBinary && value->text == "==" && value->kids[1]->op == Op::kConst && value->kids[1]->value == 0) {
    return BranchOn(value->kids[0], at, on_false, on_true);
  }
  if (value->op == Op::kCast && value->type.bits >= value->kids[0]->type.bits && value->kids[0]->type.bits > 0) {
    return BranchOn(value->kids[0], at, on_true, on_false);
  }
  if (value->op == Op::kConst) {
    const Edges open = flow_.TakeOpen();
    Edges& taken = value->value != 0 ? on_true : on_false;
    taken.insert(taken.end(), open.begin(), open.end());
    return;
  }
  steps::Step step{.kind = StepKind::kBranch, .value = value};
  step.line = static_cast<int>(sources_.getExpansionLineNumber(at.getBeginLoc()));
  const int index = flow_.Emit(std::move(step));
  flow_.TakeOpen();
  on_true.push_back({index, 0});
  on_false.push_back({index, 1});
}

}  // namespace lpcheck::lower
