#include "analyzer/check/linked_inlining.h"

#include <algorithm>

#include "analyzer/index/reader.h"

namespace lpcheck::check {
namespace {

bool IsCarrier(const FunctionChange& change) { return change.kind == FunctionChangeKind::kCarrier; }

}  // namespace

void KeepHolders(const std::set<std::string>& holders, CheckedUnit& unit) {
  std::vector<FunctionChange>& functions = unit.changes.functions;
  std::erase_if(functions, [&](const FunctionChange& change) { return IsCarrier(change) && !holders.contains(change.name); });
  std::set<std::string> known;
  for (const FunctionChange& change : functions) known.insert(change.name);
  for (const std::string& name : holders) {
    auto before = unit.facts->before.functions.find(name);
    auto after = unit.facts->after.functions.find(name);
    const bool is_here = before != unit.facts->before.functions.end() && after != unit.facts->after.functions.end();
    if (!is_here || known.contains(name)) continue;
    functions.push_back({name, FunctionChangeKind::kCarrier, &before->second, &after->second, "it holds an inlined copy, by the DWARF of the kernel"});
  }
  std::sort(functions.begin(), functions.end(), [](const FunctionChange& a, const FunctionChange& b) { return a.name < b.name; });
}

void RefineByDwarf(const CheckOptions& options, CheckedUnit& unit) {
  if (unit.facts == nullptr || options.index.empty() || options.tree == nullptr || options.database == nullptr) return;
  absl::StatusOr<index::Reader> reader = index::Reader::Open(options.index);
  if (!reader.ok() || !reader->HasDwarfOf(unit.facts->before.object)) return;
  if (!reader->IsCurrent(options.tree->root(), options.database->build()).ok()) return;
  std::set<std::string> holders;
  for (const FunctionChange& change : unit.changes.functions) {
    if (IsCarrier(change) || change.before == nullptr) continue;
    for (const std::string& holder : reader->InlinedInto(change.name).value_or(std::vector<std::string>())) holders.insert(holder);
  }
  KeepHolders(holders, unit);
}

}  // namespace lpcheck::check
