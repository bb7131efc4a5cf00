#include "analyzer/extract/extract.h"

#include <utility>
#include <vector>

#include "analyzer/extract/canonical.h"
#include "analyzer/extract/data_facts.h"
#include "analyzer/extract/function_facts.h"
#include "analyzer/extract/kernel_marks.h"
#include "analyzer/extract/places.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"

namespace lpcheck::extract {
namespace {

class Extractor {
 public:
  Extractor(const session::ParsedUnit& unit, const std::string& main_file, const Scope& scope)
      : unit_(unit), scope_(scope), places_(unit.sources(), main_file, scope) {}

  UnitFacts Run() {
    clang::TranslationUnitDecl* top = unit_.ast().getTranslationUnitDecl();
    const bool shared = scope_.headers == Scope::Headers::kEqual;
    if (shared) {
      for (const clang::Decl* decl : top->noload_decls()) Visit(*decl);
    } else {
      for (const clang::Decl* decl : top->decls()) Visit(*decl);
      AddInlinedFromHeaders();
      AddMacros();
    }
    AddUsesByFunctions();
    return std::move(facts_);
  }

 private:
  void Visit(const clang::Decl& decl) {
    if (scope_.headers == Scope::Headers::kEqual && decl.isFromASTFile()) return;
    AddExports(decl, facts_.exported);
    if (const auto* record = llvm::dyn_cast<clang::RecordDecl>(&decl)) {
      VisitRecord(*record);
      return;
    }
    if (!places_.InScope(decl.getLocation())) return;
    AddMarks(decl);
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&decl)) VisitFunction(*function);
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(&decl)) VisitVariable(*variable);
    if (const auto* enumeration = llvm::dyn_cast<clang::EnumDecl>(&decl)) VisitEnum(*enumeration);
  }

  void AddMarks(const clang::Decl& decl) {
    if (std::string text = AssemblyOf(decl); !text.empty()) facts_.assembly.insert(std::move(text));
    if (std::string text = AliasOf(decl); !text.empty()) facts_.aliases.insert(std::move(text));
  }

  void VisitFunction(const clang::FunctionDecl& function) {
    if (!function.doesThisDeclarationHaveABody()) return;
    FunctionFact fact = FactsOf(function, places_);
    const std::string name = fact.name;
    facts_.functions.insert_or_assign(name, std::move(fact));
  }

  void VisitVariable(const clang::VarDecl& variable) {
    if (variable.isThisDeclarationADefinition() == clang::VarDecl::DeclarationOnly) return;
    if (IsBuildMetadata(variable)) return;
    GlobalFact fact = FactsOf(variable, places_);
    const std::string held = HeldRecord(variable.getType());
    if (!held.empty()) facts_.record_uses[held].globals.insert(fact.name);
    const std::string name = fact.name;
    auto [at, is_new] = facts_.globals.try_emplace(name, fact);
    // A tentative definition may precede the one with the value.
    if (!is_new && variable.hasInit()) at->second = std::move(fact);
  }

  void VisitEnum(const clang::EnumDecl& enumeration) {
    if (!enumeration.isCompleteDefinition()) return;
    for (const clang::EnumConstantDecl* constant : enumeration.enumerators()) {
      facts_.constants.insert_or_assign(constant->getName().str(), FactsOf(*constant, enumeration, places_));
    }
  }

  /// Every record tells whom it embeds. A touched header can change the layout of a record that stands in an
  /// untouched one (through a typedef, an array's size): then all tell their layout.
  void VisitRecord(const clang::RecordDecl& record) {
    if (!record.isCompleteDefinition() || record.isInvalidDecl()) return;
    const std::string outer = RecordName(record);
    if (!outer.empty()) {
      for (const std::string& inner : EmbeddedRecords(record))
        facts_.record_uses[inner].embedded_in.insert(outer);
    }
    if (scope_.headers == Scope::Headers::kEqual && !places_.InScope(record.getLocation())) return;
    if (std::optional<RecordFact> fact = FactsOf(record, places_))
      facts_.records.insert_or_assign(outer, *std::move(fact));
  }

  /// Static functions of headers that the functions here call, and those that these call: the compiler puts
  /// their bodies into the callers.
  void AddInlinedFromHeaders() {
    std::vector<std::string> pending;
    auto add_callees = [&](const FunctionFact& fact) {
      for (const auto& [callee, sites] : fact.calls) {
        if (facts_.functions.count(callee) == 0) pending.push_back(callee);
      }
    };
    for (const auto& [name, fact] : facts_.functions) add_callees(fact);
    while (!pending.empty()) {
      const std::string name = std::move(pending.back());
      pending.pop_back();
      if (facts_.functions.count(name) != 0) continue;
      const clang::FunctionDecl* definition = FindDefinition(unit_, name);
      if (definition == nullptr) continue;
      add_callees(facts_.functions.try_emplace(name, FactsOf(*definition, places_)).first->second);
    }
  }

  void AddMacros() {
    clang::Preprocessor& preprocessor = unit_.preprocessor();
    for (const auto& [identifier, state] : preprocessor.macros()) {
      const clang::MacroInfo* macro = preprocessor.getMacroInfo(identifier);
      if (macro == nullptr || macro->isBuiltinMacro() || !places_.InTouchedHeader(macro->getDefinitionLoc()))
        continue;
      MacroFact fact{identifier->getName().str(), "", places_.Of(macro->getDefinitionLoc())};
      for (const clang::IdentifierInfo* parameter : macro->params())
        fact.text += parameter->getName().str() + ",";
      for (const clang::Token& token : macro->tokens()) fact.text += " " + preprocessor.getSpelling(token);
      facts_.macros.insert_or_assign(fact.name, std::move(fact));
    }
  }

  void AddUsesByFunctions() {
    for (const auto& [name, fact] : facts_.functions) {
      for (const std::string& record : fact.sized_records) facts_.record_uses[record].sized_by.insert(name);
      for (const std::string& record : fact.freed_records) facts_.record_uses[record].freed_by.insert(name);
      for (const std::string& record : fact.local_records) facts_.record_uses[record].local_in.insert(name);
      for (const std::string& record : fact.used_records) facts_.record_uses[record].used_by.insert(name);
    }
    for (auto use = facts_.record_uses.begin(); use != facts_.record_uses.end();) {
      use = facts_.records.count(use->first) != 0 ? std::next(use) : facts_.record_uses.erase(use);
    }
  }

  const session::ParsedUnit& unit_;
  const Scope& scope_;
  Places places_;
  UnitFacts facts_;
};

}  // namespace

UnitFacts Extract(const session::ParsedUnit& unit, const std::string& main_file, const Scope& scope) {
  return Extractor(unit, main_file, scope).Run();
}

const clang::FunctionDecl* FindDefinition(const session::ParsedUnit& unit, const std::string& name) {
  clang::ASTContext& context = unit.ast();
  auto found = context.getTranslationUnitDecl()->lookup(&context.Idents.get(name));
  for (const clang::NamedDecl* decl : found) {
    const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl);
    const clang::FunctionDecl* definition = nullptr;
    if (function != nullptr && function->hasBody(definition)) return definition;
  }
  return nullptr;
}

}  // namespace lpcheck::extract
