// Writes a body or an initializer as one canonical text, and notes on the way what it calls and names. Two
// texts are equal when the code is equal after preprocessing, renamed locals, comments, line numbers,
// parentheses, dead branches under constant conditions and casts that only add const left out. Offsets, sizes
// and types that the code was compiled with go into a second text, so that a change of layout alone can be
// told from a change of the code.
#ifndef LPCHECK_ANALYZER_EXTRACT_CODE_TEXT_H_
#define LPCHECK_ANALYZER_EXTRACT_CODE_TEXT_H_

#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "model/facts.h"

namespace lpcheck::extract {

struct CodeText {
  std::string source;
  std::string compiled;
};

/// The text of the function's body; fills the parts of `fact` that depend on it (calls, globals, records,
/// ...).
CodeText TextOf(const clang::FunctionDecl& function, FunctionFact& fact);

/// The text of an initializer; `fact` receives what it mentions.
CodeText TextOf(const clang::Expr& initializer, clang::ASTContext& context, FunctionFact& fact);

}  // namespace lpcheck::extract

#endif  // LPCHECK_ANALYZER_EXTRACT_CODE_TEXT_H_
