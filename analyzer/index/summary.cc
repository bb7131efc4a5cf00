// The summary of a function: the union of the effects of everything that it reaches by direct calls. What the API
// table knows is not entered: its effects stand in the caller's own bits already.
#include <algorithm>
#include <set>

#include "analyzer/index/reader.h"
#include "model/api/api.h"

namespace lpcheck::index {
namespace {

constexpr std::size_t kLimit = 20000;  ///< functions looked at before giving up: then the summary is incomplete

}  // namespace

Summary Reader::SummaryOf(const FunctionRef& function) {
  Summary summary;
  std::set<std::int64_t> seen;
  std::vector<std::int64_t> todo = FunctionIds(function.name, function.file);
  if (todo.empty()) summary.complete = false;
  while (!todo.empty()) {
    std::int64_t id = todo.back();
    todo.pop_back();
    if (!seen.insert(id).second) continue;
    if (seen.size() > kLimit) {
      summary.complete = false;
      return summary;
    }
    const FunctionRef current = FunctionById(id);
    summary.effects |= current.effects;
    for (const Fact& fact : FactsOf(id, {FactKind::kCall, FactKind::kCallPointer, FactKind::kLock})) {
      if (fact.kind == FactKind::kLock) {
        summary.locks.push_back({fact.a, fact.b, fact.mode, fact.line});
        continue;
      }
      if (fact.kind == FactKind::kCallPointer) {
        summary.complete = false;
        continue;
      }
      const api::Entry* entry = api::Table::Kernel().Find(fact.a);
      if (entry != nullptr && !entry->guess) continue;  // its effects are in the caller's own bits
      std::vector<std::int64_t> callees = FunctionIds(fact.a, current.file);
      if (callees.empty()) callees = FunctionIds(fact.a, "");
      if (callees.empty() && !fact.a.starts_with("__builtin")) summary.complete = false;
      todo.insert(todo.end(), callees.begin(), callees.end());
    }
  }
  std::sort(summary.locks.begin(), summary.locks.end());
  summary.locks.erase(std::unique(summary.locks.begin(), summary.locks.end()), summary.locks.end());
  return summary;
}

}  // namespace lpcheck::index
