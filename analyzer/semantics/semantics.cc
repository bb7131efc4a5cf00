#include "analyzer/semantics/semantics.h"

#include <map>
#include <memory>
#include <utility>

#include "analyzer/lower/lower.h"
#include "clang/AST/Decl.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "model/heart/judge.h"

namespace lpcheck::semantics {
namespace {

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

// Which functions mention a name; filled once, by one walk over the main file's bodies.
class Mentions : public clang::RecursiveASTVisitor<Mentions> {
 public:
  explicit Mentions(const Version& version) {
    for (const auto& [name, decl] : version.main()) {
      current_ = name;
      TraverseStmt(decl->getBody());
    }
  }
  bool VisitMemberExpr(clang::MemberExpr* expr) {
    fields[expr->getMemberDecl()->getNameAsString()].insert(current_);
    return true;
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr* expr) {
    names[expr->getDecl()->getNameAsString()].insert(current_);
    return true;
  }

  std::map<std::string, std::set<std::string>> fields;
  std::map<std::string, std::set<std::string>> names;

 private:
  std::string current_;
};

class Asker {
 public:
  explicit Asker(const Question& question) : question_(question), table_(api::Table::Kernel()) {
    for (const session::UnitPair* unit : question.units) {
      before_.push_back(std::make_unique<Version>(*unit->before));
      after_.push_back(std::make_unique<Version>(*unit->after));
    }
  }

  heart::Result Run() {
    model_.arena = &arena_;
    model_.table = &table_;
    model_.stack_only_records = question_.stack_only_records;
    model_.solver_limit = question_.solver_limit;
    model_.on_query = question_.on_query;
    model_.wants_trace = question_.wants_trace;
    for (const std::string& name : question_.changed) AddChanged(name);
    for (const auto& version : before_) Merge(lower::ContextOf(version->ast()), model_.before);
    for (const auto& version : after_) Merge(lower::ContextOf(version->ast()), model_.after);
    model_.surroundings.body = [this](const std::string& name) { return Body(name); };
    model_.surroundings.users = [this](const std::string& datum) { return Users(datum); };
    model_.surroundings.callers = [this](const std::string& name) { return Callers(name); };
    return heart::JudgeFix(model_);
  }

 private:
  static void Merge(const steps::UnitContext& from, steps::UnitContext& to) {
    for (const auto& [field, functions] : from.implementers) to.implementers[field].insert(functions.begin(), functions.end());
    to.address_taken.insert(from.address_taken.begin(), from.address_taken.end());
    to.private_data.insert(from.private_data.begin(), from.private_data.end());
  }

  std::optional<steps::Function> LowerFrom(const std::vector<std::unique_ptr<Version>>& versions, const std::string& name) {
    for (const auto& version : versions) {
      const clang::FunctionDecl* decl = version->Find(name);
      if (decl == nullptr) continue;
      steps::Function function = lower::Lower(*decl, version->ast(), table_, arena_);
      if (function.file.starts_with(question_.tree + "/")) function.file.erase(0, question_.tree.size() + 1);
      return function;
    }
    return std::nullopt;
  }

  void AddChanged(const std::string& name) {
    heart::FunctionPair pair{.name = name};
    pair.before = LowerFrom(before_, name);
    pair.after = LowerFrom(after_, name);
    pair.prototype_changed = question_.prototype_changed.contains(name);
    if (pair.before || pair.after) model_.changed.push_back(std::move(pair));
  }

  const steps::Function* Body(const std::string& name) {
    if (question_.changed.contains(name)) return nullptr;
    auto [known, is_new] = bodies_.try_emplace(name);
    if (is_new) known->second = LowerFrom(after_, name);
    return known->second ? &*known->second : nullptr;
  }

  const std::vector<std::unique_ptr<Mentions>>& AllMentions() {
    if (mentions_.empty()) {
      for (const auto& version : after_) mentions_.push_back(std::make_unique<Mentions>(*version));
    }
    return mentions_;
  }

  std::vector<std::string> Collect(const std::string& name, bool is_field) {
    std::set<std::string> out;
    for (const auto& mentions : AllMentions()) {
      const auto& map = is_field ? mentions->fields : mentions->names;
      auto found = map.find(name);
      if (found != map.end()) out.insert(found->second.begin(), found->second.end());
    }
    for (const std::string& changed : question_.changed) out.erase(changed);
    return {out.begin(), out.end()};
  }

  std::vector<std::string> Users(const std::string& datum) {
    const std::size_t dot = datum.rfind('.');
    return dot == std::string::npos ? Collect(datum, false) : Collect(datum.substr(dot + 1), true);
  }

  std::vector<std::string> Callers(const std::string& name) { return Collect(name, false); }

  const Question& question_;
  const api::Table& table_;
  steps::Arena arena_;
  heart::FixModel model_;
  std::vector<std::unique_ptr<Version>> before_;
  std::vector<std::unique_ptr<Version>> after_;
  std::map<std::string, std::optional<steps::Function>> bodies_;
  std::vector<std::unique_ptr<Mentions>> mentions_;
};

}  // namespace

heart::Result Judge(const Question& question) { return Asker(question).Run(); }

}  // namespace lpcheck::semantics
