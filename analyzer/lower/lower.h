// Clang function body -> step language (model/steps). What is not understood becomes an Opaque term or a Gap step at its
// exact place, never a failure of the function. Macros of the kernel API table are recognised as the author wrote
// them, before expansion, and stay one call.
#ifndef LPCHECK_ANALYZER_LOWER_LOWER_H_
#define LPCHECK_ANALYZER_LOWER_LOWER_H_

#include "model/api/api.h"
#include "model/steps/function.h"

namespace clang {
class ASTContext;
class FunctionDecl;
}  // namespace clang

namespace lpcheck::lower {

/// `decl` must be a definition. Terms are made in `arena`; use one arena for both versions of a fix.
steps::Function Lower(const clang::FunctionDecl& decl, clang::ASTContext& context, const api::Table& table,
                      steps::Arena& arena);

/// Ops-table initialisers and address-taken functions of the main file's declarations.
steps::UnitContext ContextOf(clang::ASTContext& context);

}  // namespace lpcheck::lower

#endif  // LPCHECK_ANALYZER_LOWER_LOWER_H_
