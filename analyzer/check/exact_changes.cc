#include "analyzer/check/exact_changes.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/exact/compile_version.h"

namespace lpcheck::check {
namespace {

struct Pair {
  exact::Object before;
  exact::Object after;
};

absl::StatusOr<Pair> CompileBoth(const CompileCommand& command, const UnitPlan& plan, const Database& database,
                                 exact::Lines lines) {
  Pair pair;
  for (const auto& [request, object] : {std::pair(&plan.before, &pair.before), std::pair(&plan.after, &pair.after)}) {
    exact::Compilation compilation{database.tree(), command.directory, {command.compiler}, {}, lines};
    compilation.arguments.insert(compilation.arguments.end(), command.arguments.begin(), command.arguments.end());
    compilation.files.insert(request->overlay.begin(), request->overlay.end());
    absl::StatusOr<exact::Object> made = exact::CompileVersion(compilation);
    if (!made.ok()) return made.status();
    *object = *std::move(made);
  }
  return pair;
}

Gap NotCompiled(const UnitPlan& plan, std::string_view why) {
  return {"exact-unavailable", "", {plan.file, 0}, false,
          Cat(plan.file, ": no objects to compare (", why, "); the set of changed functions is that of the sources")};
}

/// Only what merely may hold a change: a function whose own code differs stays, whatever the compiler made of it.
bool IsDisproved(const FunctionChange& change, const ObjectView& view) {
  return change.kind == FunctionChangeKind::kCarrier && view.same.count(change.name) != 0 &&
         view.differ.count(change.name) == 0;
}

void Join(const std::string& name, CheckedUnit& unit) {
  auto before = unit.facts->before.functions.find(name);
  auto after = unit.facts->after.functions.find(name);
  if (before == unit.facts->before.functions.end() || after == unit.facts->after.functions.end()) {
    unit.gaps.push_back({"exact-unknown-function", name, {unit.file, 0}, true,
                         Cat("the object code of ", name, " differs, and the sources do not show why")});
    return;
  }
  unit.changes.functions.push_back({name, FunctionChangeKind::kCarrier, &before->second, &after->second,
                                    "its object code differs"});
}

}  // namespace

ObjectView ViewOf(const exact::Object& before, const exact::Object& after) {
  ObjectView view;
  for (const exact::ChangedSymbol& symbol : exact::Compare(before, after)) {
    if (symbol.is_function) view.differ.emplace(exact::SourceName(symbol.name));
  }
  for (const auto& [name, symbol] : before.functions) {
    const std::string source(exact::SourceName(name));
    if (source == name && after.functions.count(name) != 0 && view.differ.count(source) == 0) view.same.insert(source);
  }
  return view;
}

void Refine(const ObjectView& view, CheckedUnit& unit) {
  std::vector<FunctionChange>& functions = unit.changes.functions;
  std::erase_if(functions, [&](const FunctionChange& change) { return IsDisproved(change, view); });
  std::set<std::string> known;
  for (const FunctionChange& change : functions) known.insert(change.name);
  for (const std::string& name : view.differ) {
    if (known.count(name) == 0) Join(name, unit);
  }
  std::sort(functions.begin(), functions.end(),
            [](const FunctionChange& a, const FunctionChange& b) { return a.name < b.name; });
}

void RefineByObjects(const UnitPlan& plan, const CheckOptions& options, CheckedUnit& unit) {
  if (unit.facts == nullptr) return;
  const CompileCommand* command =
      options.database == nullptr ? nullptr : options.database->CommandFor(plan.file);
  if (command == nullptr) {
    unit.gaps.push_back(NotCompiled(plan, "no compile command is recorded"));
    return;
  }
  absl::StatusOr<Pair> pair = CompileBoth(*command, plan, *options.database, exact::Lines::kFixed);
  if (!pair.ok()) pair = CompileBoth(*command, plan, *options.database, exact::Lines::kAsWritten);
  if (!pair.ok()) {
    unit.gaps.push_back(NotCompiled(plan, std::string(pair.status().message())));
    return;
  }
  Refine(ViewOf(pair->before, pair->after), unit);
}

}  // namespace lpcheck::check
