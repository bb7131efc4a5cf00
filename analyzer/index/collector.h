// From a parsed unit to its parts: one for the .c file, one for every header whose text the unit parsed itself.
// Declarations that come from a precompiled header are not walked: who made that header has collected them.
#ifndef LPCHECK_ANALYZER_INDEX_COLLECTOR_H_
#define LPCHECK_ANALYZER_INDEX_COLLECTOR_H_

#include <string>
#include <vector>

#include "analyzer/index/facts.h"
#include "clang/AST/ASTContext.h"

namespace lpcheck::index {

/// Sorted by file; parts without facts are left out. `directory` makes relative names absolute.
std::vector<Part> Collect(clang::ASTContext& ast, const std::string& directory);

/// EXPORT_SYMBOL lines of a .c file, as facts.
std::vector<Fact> Exports(std::string_view text);

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_COLLECTOR_H_
