// Which macro invocations a statement or expression is the whole expansion of, and which expression each argument became.
#ifndef LPCHECK_ANALYZER_LOWER_MACRO_H_
#define LPCHECK_ANALYZER_LOWER_MACRO_H_

#include <string>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

namespace lpcheck::lower {

struct MacroUse {
  std::string name;
  clang::SourceLocation at;  ///< where the macro's name stands
};

/// Innermost first. Empty for code that is not the whole of an expansion.
std::vector<MacroUse> MacrosCovering(const clang::Stmt& stmt, const clang::SourceManager& sources,
                                     const clang::LangOptions& language);

struct MacroArg {
  std::string text;                   ///< its tokens, one space between them
  const clang::Expr* expr = nullptr;  ///< what it became inside `stmt`, nullptr if not found
};

/// The arguments of `use`, whose expansion is `stmt`. Empty for object-like macros and for uses inside another macro.
std::vector<MacroArg> ArgumentsOf(const MacroUse& use, const clang::Stmt& stmt, const clang::SourceManager& sources,
                                  const clang::LangOptions& language);

/// Source tokens of a range, one space between them, comments dropped; used to name what is not understood.
std::string TokensOf(clang::SourceRange range, const clang::SourceManager& sources, const clang::LangOptions& language);

}  // namespace lpcheck::lower

#endif  // LPCHECK_ANALYZER_LOWER_MACRO_H_
