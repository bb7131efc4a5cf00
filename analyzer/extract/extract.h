// From a parsed unit to plain facts. Only what a fix can have touched is extracted: declarations of the main
// file, of the other files of the fix, and of headers as far as code of the main file can be compiled with
// them inside. It does not judge, and it never fails: what an incomplete AST lacks is left out, and the
// caller knows about its errors.
#ifndef LPCHECK_ANALYZER_EXTRACT_EXTRACT_H_
#define LPCHECK_ANALYZER_EXTRACT_EXTRACT_H_

#include <set>
#include <string>

#include "analyzer/session/session.h"
#include "clang/AST/Decl.h"
#include "model/facts.h"

namespace lpcheck::extract {

struct Scope {
  std::string tree;               ///< locations below it are made relative to it
  std::set<std::string> touched;  ///< absolute paths of the fix's files
  /// Whether functions of untouched headers can differ between the versions: they cannot when both were
  /// parsed against one preamble.
  enum class Headers { kEqual, kMayDiffer } headers = Headers::kMayDiffer;
};

UnitFacts Extract(const session::ParsedUnit& unit, const std::string& main_file, const Scope& scope);

/// The definition of `name` in the unit, or null.
const clang::FunctionDecl* FindDefinition(const session::ParsedUnit& unit, const std::string& name);

}  // namespace lpcheck::extract

#endif  // LPCHECK_ANALYZER_EXTRACT_EXTRACT_H_
