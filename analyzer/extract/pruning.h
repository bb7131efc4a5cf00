// Which parts of a body leave nothing in the object code whatever the compiler: branches under a condition
// that is constant in this configuration, and statements without an effect. Conservative: what is not
// certainly nothing stays.
#ifndef LPCHECK_ANALYZER_EXTRACT_PRUNING_H_
#define LPCHECK_ANALYZER_EXTRACT_PRUNING_H_

#include <optional>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

namespace lpcheck::extract {

/// The truth of a condition that is an integer constant; nothing otherwise.
std::optional<bool> ConstantTruth(const clang::Expr* condition, const clang::ASTContext& context);

/// True when `stmt` holds a label or case that code outside can jump to.
bool CanBeEntered(const clang::Stmt* stmt);

/// True when running `stmt` changes nothing and can be left out.
bool IsEffectless(const clang::Stmt* stmt, const clang::ASTContext& context);

}  // namespace lpcheck::extract

#endif  // LPCHECK_ANALYZER_EXTRACT_PRUNING_H_
