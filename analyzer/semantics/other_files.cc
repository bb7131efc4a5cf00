#include "analyzer/semantics/other_files.h"

#include <utility>

#include "analyzer/lower/lower.h"

namespace lpcheck::semantics {
namespace {

bool IsStaticVariable(const Version& version, const std::string& name) {
  const clang::IdentifierInfo& id = version.ast().Idents.get(name);
  for (const clang::NamedDecl* decl : version.ast().getTranslationUnitDecl()->lookup(&id)) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
    if (variable != nullptr && !variable->isExternallyVisible()) return true;
  }
  return false;
}

}  // namespace

const Version* OtherFiles::Parse(const std::string& file) {
  auto found = parsed_.find(file);
  if (found == parsed_.end()) {
    if (parsed_.size() >= kMostFiles || !file.ends_with(".c") || !source_.parse) return nullptr;
    Parsed parsed;
    parsed.unit = source_.parse(file);
    if (parsed.unit != nullptr) parsed.version = std::make_unique<Version>(*parsed.unit);
    found = parsed_.emplace(file, std::move(parsed)).first;
  }
  return found->second.version.get();
}

bool OtherFiles::IsStatic(const Version& version, steps::ExprRef part) const {
  if (part->op == steps::Op::kGlobal) return IsStaticVariable(version, part->text);
  if (part->op != steps::Op::kCall) return false;
  const auto found = version.main().find(part->text);
  const api::Entry* entry = table_.Find(part->text);
  return found != version.main().end() && !found->second->isExternallyVisible() && (entry == nullptr || entry->guess);
}

steps::ExprRef OtherFiles::Renamed(steps::ExprRef expr, const Version& version, const std::string& file) {
  if (expr == nullptr) return nullptr;
  std::vector<steps::ExprRef> kids;
  for (steps::ExprRef kid : expr->kids) kids.push_back(Renamed(kid, version, file));
  const bool is_static = IsStatic(version, expr);
  if (!is_static && kids == expr->kids) return expr;
  return arena_.Make(expr->op, is_static ? NameOf({expr->text, file}) : expr->text, std::move(kids), expr->type, expr->value);
}

std::optional<steps::Function> OtherFiles::Lower(const Place& place) {
  const Version* version = Parse(place.file);
  const clang::FunctionDecl* decl = version == nullptr ? nullptr : version->Find(place.name);
  if (decl == nullptr) return std::nullopt;
  steps::Function function = lower::Lower(*decl, version->ast(), table_, arena_);
  if (function.file.starts_with(source_.tree + "/")) function.file.erase(0, source_.tree.size() + 1);
  function.name = NameOf(place);
  for (steps::Step& step : function.steps) {
    step.place = Renamed(step.place, *version, place.file);
    step.value = Renamed(step.value, *version, place.file);
  }
  return function;
}

}  // namespace lpcheck::semantics
