#include "analyzer/check/header_users.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/compile/includers.h"
#include "model/layout.h"

namespace lpcheck::check {
namespace {

/// What of a header changes for code that the fix does not touch.
struct Reach {
  std::string record;                  ///< a record with another layout: whoever includes the header may use it without its name
  std::set<std::string> names;         ///< functions, constants and macros: used by name only
  std::set<std::string> functions;     ///< those of them whose own code changes
  bool functions_only = false;
  bool empty() const { return record.empty() && names.empty(); }
  std::string example() const { return record.empty() ? *names.begin() : record; }
};

/// Macros of the fix's headers whose text mentions one of the names change with it.
void AddMacrosUsing(const UnitFacts& facts, std::set<std::string>& names) {
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& [name, macro] : facts.macros) {
      const bool uses = names.count(name) == 0 && std::any_of(names.begin(), names.end(), [&, text = std::string_view(macro.text)](
                                                                  const std::string& used) { return ContainsWord(text, used); });
      if (uses) grew |= names.insert(name).second;
    }
  }
}

Reach ReachOf(const std::string& header, const UnitChanges& changes) {
  Reach reach;
  for (const RecordChange& change : changes.records) {
    const LayoutEffect effect = CompareLayout(*change.before, *change.after).effect;
    if (change.before->where.file == header && effect != LayoutEffect::kSame) reach.record = change.name;
  }
  for (const FunctionChange& change : changes.functions) {
    if (change.before == nullptr || change.after == nullptr || change.before->where.file != header) continue;
    reach.names.insert(change.name);
    if (change.kind != FunctionChangeKind::kCarrier) reach.functions.insert(change.name);
  }
  const std::size_t functions = reach.names.size();
  for (const ConstantChange& change : changes.constants) {
    if (change.before->where.file == header) reach.names.insert(change.name);
  }
  const UnitFacts& before = changes.facts->before;
  for (const std::string& name : changes.macros) {
    auto found = before.macros.find(name);
    if (found != before.macros.end() && found->second.where.file == header) reach.names.insert(name);
  }
  reach.functions_only = reach.record.empty() && reach.names.size() == functions;
  AddMacrosUsing(before, reach.names);
  return reach;
}

bool Includes(const CheckedUnit& unit, const std::string& header) { return unit.includes.count(header) != 0; }

std::set<std::string> FilesOf(const std::vector<CheckedUnit>& units) {
  std::set<std::string> files;
  for (const CheckedUnit& unit : units) files.insert(unit.file);
  return files;
}

UnseenUsers Unseen(const std::string& header, const Reach& reach, std::size_t seen) {
  UnseenUsers out;
  out.gap = {"header-users-unknown",
             "",
             {header, 0},
             true,
             Cat("`", reach.example(), "` of ", header, " changes; more than ", seen,
                 " files outside the fix use it and were not all looked at")};
  if (reach.functions_only) out.functions = reach.functions;
  return out;
}

/// One header: the units of the fix that see it, then as many others as its change asks for.
class Header {
 public:
  Header(std::string path, const Fix& fix, const CheckOptions& options, Bodies& bodies)
      : path_(std::move(path)), absolute_(AbsoluteIn(fix, options, path_)), fix_(fix), options_(options), bodies_(bodies) {}

  void Add(std::optional<IncludeGraph>& graph, std::vector<CheckedUnit>& units, HeaderUsers& users) {
    const bool seen = std::any_of(units.begin(), units.end(),
                                  [&](const CheckedUnit& unit) { return Includes(unit, absolute_); });
    if (seen && ReachIn(units).empty()) return;
    if (options_.database == nullptr) return;
    if (!graph) graph = IncludeGraph::Load(*options_.database);
    const bool shown = seen || ShowOne(*graph, units);
    if (!shown) {
      users.gaps.push_back(
          {"not-in-config", "", {path_, 0}, true, Cat(path_, " is included by nothing that is built")});
    } else if (const Reach reach = ReachIn(units); !reach.empty()) {
      AddUsersOf(reach, *graph, units, users);
    }
  }

 private:
  Reach ReachIn(const std::vector<CheckedUnit>& units) const {
    for (const CheckedUnit& unit : units) {
      if (unit.facts == nullptr || !Includes(unit, absolute_)) continue;
      if (Reach reach = ReachOf(path_, unit.changes); !reach.empty()) return reach;
    }
    return {};
  }

  /// No unit of the fix sees the header: the nearest includer shows what changes in it.
  bool ShowOne(const IncludeGraph& graph, std::vector<CheckedUnit>& units) {
    const auto nearest = graph.Includers(path_, *options_.database, 1);
    if (nearest.empty()) return false;
    units.push_back(CheckUnit(PlanFor(*nearest.front(), fix_, options_), fix_, options_, bodies_));
    return true;
  }

  void AddUsersOf(const Reach& reach, const IncludeGraph& graph, std::vector<CheckedUnit>& units, HeaderUsers& users) {
    const auto found = reach.record.empty() ? graph.Users(path_, reach.names, *options_.database)
                                            : graph.Includers(path_, *options_.database, kMostIncluders + units.size() + 1);
    const std::set<std::string> known = FilesOf(units);
    std::size_t added = 0;
    for (const CompileCommand* command : found) {
      if (known.count(command->file) != 0) continue;
      if (added == kMostIncluders) {
        users.unseen.push_back(Unseen(path_, reach, added));
        return;
      }
      ++added;
      units.push_back(CheckUnit(PlanFor(*command, fix_, options_), fix_, options_, bodies_));
    }
  }

  std::string path_;
  std::string absolute_;
  const Fix& fix_;
  const CheckOptions& options_;
  Bodies& bodies_;
};

/// A fix that a version of does not even parse gets its answer without others.
bool IsSettled(const std::vector<CheckedUnit>& units) {
  return std::any_of(units.begin(), units.end(),
                     [](const CheckedUnit& unit) { return unit.facts == nullptr; });
}

}  // namespace

HeaderUsers AddHeaderUsers(const Plan& plan, const Fix& fix, const CheckOptions& options,
                           std::vector<CheckedUnit>& units, Bodies& bodies) {
  HeaderUsers users;
  if (IsSettled(units)) return users;
  std::optional<IncludeGraph> graph;
  for (const std::string& header : plan.headers) Header(header, fix, options, bodies).Add(graph, units, users);
  return users;
}

}  // namespace lpcheck::check
