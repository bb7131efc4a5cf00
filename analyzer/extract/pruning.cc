#include "analyzer/extract/pruning.h"

#include <algorithm>

namespace lpcheck::extract {
namespace {

using clang::Stmt;

bool AllEffectless(const Stmt& stmt, const clang::ASTContext& context) {
  return std::all_of(stmt.child_begin(), stmt.child_end(),
                     [&](const Stmt* child) { return child == nullptr || IsEffectless(child, context); });
}

bool IsEffectlessIf(const clang::IfStmt& branch, const clang::ASTContext& context) {
  const std::optional<bool> truth = ConstantTruth(branch.getCond(), context);
  if (!truth || CanBeEntered(&branch)) return false;
  const Stmt* taken = *truth ? branch.getThen() : branch.getElse();
  return taken == nullptr || IsEffectless(taken, context);
}

bool IsEffectlessExpression(const clang::Expr& expr, const clang::ASTContext& context) {
  if (expr.getType().isVolatileQualified()) return false;
  switch (expr.getStmtClass()) {
    case Stmt::IntegerLiteralClass:
    case Stmt::CharacterLiteralClass:
    case Stmt::FloatingLiteralClass:
    case Stmt::StringLiteralClass:
    case Stmt::DeclRefExprClass:
    case Stmt::UnaryExprOrTypeTraitExprClass:
      return true;
    case Stmt::ParenExprClass:
    case Stmt::ImplicitCastExprClass:
    case Stmt::CStyleCastExprClass:
    case Stmt::MemberExprClass:
    case Stmt::StmtExprClass:
      return AllEffectless(expr, context);
    case Stmt::UnaryOperatorClass:
      return !llvm::cast<clang::UnaryOperator>(expr).isIncrementDecrementOp() && AllEffectless(expr, context);
    case Stmt::BinaryOperatorClass:
      return !llvm::cast<clang::BinaryOperator>(expr).isAssignmentOp() && AllEffectless(expr, context);
    default:
      return false;
  }
}

}  // namespace

std::optional<bool> ConstantTruth(const clang::Expr* condition, const clang::ASTContext& context) {
  if (condition == nullptr || condition->isValueDependent() || condition->containsErrors())
    return std::nullopt;
  clang::Expr::EvalResult result;
  if (!condition->EvaluateAsInt(result, context, clang::Expr::SE_NoSideEffects)) return std::nullopt;
  return result.Val.getInt().getBoolValue();
}

bool CanBeEntered(const Stmt* stmt) {
  if (stmt == nullptr) return false;
  if (llvm::isa<clang::LabelStmt>(stmt) || llvm::isa<clang::SwitchCase>(stmt)) return true;
  return std::any_of(stmt->child_begin(), stmt->child_end(),
                     [](const Stmt* child) { return CanBeEntered(child); });
}

bool IsEffectless(const Stmt* stmt, const clang::ASTContext& context) {
  switch (stmt->getStmtClass()) {
    case Stmt::NullStmtClass:
      return true;
    case Stmt::CompoundStmtClass:
      return AllEffectless(*stmt, context);
    case Stmt::DoStmtClass: {
      const auto* loop = llvm::cast<clang::DoStmt>(stmt);
      return ConstantTruth(loop->getCond(), context) == false && IsEffectless(loop->getBody(), context);
    }
    case Stmt::IfStmtClass:
      return IsEffectlessIf(*llvm::cast<clang::IfStmt>(stmt), context);
    default: {
      const auto* expr = llvm::dyn_cast<clang::Expr>(stmt);
      return expr != nullptr && IsEffectlessExpression(*expr, context);
    }
  }
}

}  // namespace lpcheck::extract
