// One function's facts, from its definition.
#ifndef LPCHECK_ANALYZER_EXTRACT_FUNCTION_FACTS_H_
#define LPCHECK_ANALYZER_EXTRACT_FUNCTION_FACTS_H_

#include "analyzer/extract/places.h"
#include "clang/AST/Decl.h"
#include "model/facts.h"

namespace lpcheck::extract {

/// `function` must be a definition with a body.
FunctionFact FactsOf(const clang::FunctionDecl& function, const Places& places);

}  // namespace lpcheck::extract

#endif  // LPCHECK_ANALYZER_EXTRACT_FUNCTION_FACTS_H_
