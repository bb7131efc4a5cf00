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

/// What in `header` changes for code that the fix does not touch; empty when nothing does.
std::string ReachOf(const std::string& header, const UnitChanges& changes) {
  for (const RecordChange& change : changes.records) {
    const LayoutEffect effect = CompareLayout(*change.before, *change.after).effect;
    if (change.before->where.file == header && effect != LayoutEffect::kSame) return change.name;
  }
  for (const ConstantChange& change : changes.constants) {
    if (change.before->where.file == header) return change.name;
  }
  for (const FunctionChange& change : changes.functions) {
    if (change.before != nullptr && change.after != nullptr && change.before->where.file == header)
      return change.name;
  }
  const auto& before = changes.facts->before.macros;
  for (const std::string& name : changes.macros) {
    auto found = before.find(name);
    if (found != before.end() && found->second.where.file == header) return name;
  }
  return "";
}

bool Includes(const CheckedUnit& unit, const std::string& header) { return unit.includes.count(header) != 0; }

std::set<std::string> FilesOf(const std::vector<CheckedUnit>& units) {
  std::set<std::string> files;
  for (const CheckedUnit& unit : units) files.insert(unit.file);
  return files;
}

Gap UnknownUsers(const std::string& header, const std::string& what, std::size_t seen) {
  return {"header-users-unknown",
          "",
          {header, 0},
          true,
          Cat("`", what, "` of ", header, " changes; more than ", seen,
              " files outside the fix include it and were not all looked at")};
}

/// One header: the units of the fix that see it, then as many others as its change asks for.
class Header {
 public:
  Header(std::string path, const Fix& fix, const CheckOptions& options)
      : path_(std::move(path)), absolute_(AbsoluteIn(fix, options, path_)), fix_(fix), options_(options) {}

  void Add(std::optional<IncludeGraph>& graph, std::vector<CheckedUnit>& units, std::vector<Gap>& gaps) {
    const bool seen = std::any_of(units.begin(), units.end(),
                                  [&](const CheckedUnit& unit) { return Includes(unit, absolute_); });
    if (seen && Reach(units).empty()) return;
    if (options_.database == nullptr) return;
    if (!graph) graph = IncludeGraph::Load(*options_.database);
    const auto includers = graph->Includers(path_, *options_.database, kMostIncluders + units.size() + 1);
    const std::set<std::string> known = FilesOf(units);
    std::size_t added = 0;
    for (const CompileCommand* command : includers) {
      if (known.count(command->file) != 0) continue;
      if (added == kMostIncluders) {
        gaps.push_back(UnknownUsers(path_, Reach(units), added));
        return;
      }
      ++added;
      units.push_back(CheckUnit(PlanFor(*command, fix_, options_), fix_, options_));
      if (!seen && Reach(units).empty()) return;  // one includer shows that nothing reaches the others
    }
    if (!seen && added == 0) {
      gaps.push_back(
          {"not-in-config", "", {path_, 0}, true, Cat(path_, " is included by nothing that is built")});
    }
  }

 private:
  std::string Reach(const std::vector<CheckedUnit>& units) const {
    for (const CheckedUnit& unit : units) {
      if (unit.facts == nullptr || !Includes(unit, absolute_)) continue;
      if (std::string what = ReachOf(path_, unit.changes); !what.empty()) return what;
    }
    return "";
  }

  std::string path_;
  std::string absolute_;
  const Fix& fix_;
  const CheckOptions& options_;
};

/// A fix that a version of does not even parse gets its answer without others.
bool IsSettled(const std::vector<CheckedUnit>& units) {
  return std::any_of(units.begin(), units.end(),
                     [](const CheckedUnit& unit) { return unit.facts == nullptr; });
}

}  // namespace

HeaderUsers AddHeaderUsers(const Plan& plan, const Fix& fix, const CheckOptions& options,
                           std::vector<CheckedUnit>& units) {
  HeaderUsers users;
  if (IsSettled(units)) return users;
  std::optional<IncludeGraph> graph;
  for (const std::string& header : plan.headers) Header(header, fix, options).Add(graph, units, users.gaps);
  return users;
}

}  // namespace lpcheck::check
