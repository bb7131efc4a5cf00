// The function definitions of one version of one unit, by name.
#ifndef LPCHECK_ANALYZER_SEMANTICS_VERSION_H_
#define LPCHECK_ANALYZER_SEMANTICS_VERSION_H_

#include <map>
#include <string>

#include "analyzer/session/session.h"
#include "clang/AST/Decl.h"

namespace lpcheck::semantics {

using Definitions = std::map<std::string, const clang::FunctionDecl*>;

// Function definitions of one version of one unit. Those of headers are looked up by name, so that a precompiled
// include block is not walked.
class Version {
 public:
  explicit Version(session::ParsedUnit& unit) : unit_(unit) {
    const clang::SourceManager& sources = unit.sources();
    for (const clang::Decl* decl : unit.ast().getTranslationUnitDecl()->noload_decls()) {
      const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl);
      if (function == nullptr || !function->isThisDeclarationADefinition()) continue;
      if (sources.isInMainFile(sources.getExpansionLoc(function->getLocation()))) {
        main_[function->getNameAsString()] = function;
      }
    }
  }

  const clang::FunctionDecl* Find(const std::string& name) const {
    auto found = main_.find(name);
    if (found != main_.end()) return found->second;
    const clang::IdentifierInfo& id = unit_.ast().Idents.get(name);
    for (const clang::NamedDecl* decl : unit_.ast().getTranslationUnitDecl()->lookup(&id)) {
      const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl);
      const clang::FunctionDecl* definition = nullptr;
      if (function != nullptr && function->hasBody(definition)) return definition;
    }
    return nullptr;
  }

  const Definitions& main() const { return main_; }
  clang::ASTContext& ast() const { return unit_.ast(); }

 private:
  session::ParsedUnit& unit_;
  Definitions main_;
};

}  // namespace lpcheck::semantics

#endif  // LPCHECK_ANALYZER_SEMANTICS_VERSION_H_
