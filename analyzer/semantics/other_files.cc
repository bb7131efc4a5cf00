#include "analyzer/semantics/other_files.h"

#include <utility>

#include "analyzer/lower/lower.h"
#include "model/heart/align.h"
#include "model/heart/effect.h"

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

void OtherFiles::RenameStatics(const Version& version, const std::string& file, steps::Function& function) {
  std::map<steps::ExprRef, steps::ExprRef> names;
  auto collect = [&](steps::ExprRef root) {
    if (root == nullptr) return;
    steps::ForEach(root, [&](steps::ExprRef part) {
      if (part->op != steps::Op::kGlobal || names.contains(part) || !IsStaticVariable(version, part->text)) return;
      names[part] = arena_.Make(steps::Op::kGlobal, NameOf({part->text, file}), {}, part->type);
    });
  };
  for (const steps::Step& step : function.steps) {
    collect(step.place);
    collect(step.value);
  }
  if (names.empty()) return;
  for (steps::Step& step : function.steps) {
    step.place = heart::Substitute(arena_, step.place, names);
    step.value = heart::Substitute(arena_, step.value, names);
  }
}

std::optional<steps::Function> OtherFiles::Lower(const Place& place) {
  const Version* version = Parse(place.file);
  const clang::FunctionDecl* decl = version == nullptr ? nullptr : version->Find(place.name);
  if (decl == nullptr) return std::nullopt;
  steps::Function function = lower::Lower(*decl, version->ast(), table_, arena_);
  if (function.file.starts_with(source_.tree + "/")) function.file.erase(0, source_.tree.size() + 1);
  function.name = NameOf(place);
  RenameStatics(*version, place.file, function);
  return function;
}

std::optional<steps::Function> OtherFiles::LowerClosed(const Place& place) {
  std::optional<steps::Function> function = Lower(place);
  if (!function) return std::nullopt;
  const Version* version = Parse(place.file);
  for (const steps::Step& step : function->steps) {
    const steps::ExprRef call = heart::CallOf(step);
    auto found = call == nullptr ? version->main().end() : version->main().find(call->text);
    if (found != version->main().end() && !found->second->isExternallyVisible()) return std::nullopt;
  }
  return function;
}

}  // namespace lpcheck::semantics
