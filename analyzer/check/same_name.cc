#include "analyzer/check/same_name.h"

#include <map>
#include <set>
#include <string>

#include "analyzer/base/text.h"

namespace lpcheck::check {
namespace {

/// Static name -> the files that define it.
using Places = std::map<std::string, std::set<std::string>>;

Places PlacesOf(const std::vector<const UnitChanges*>& units) {
  Places places;
  for (const UnitChanges* unit : units) {
    for (const UnitFacts* facts : {&unit->facts->before, &unit->facts->after}) {
      for (const auto& [name, fact] : facts->functions) {
        if (fact.linkage == Linkage::kStatic) places[name].insert(fact.where.file);
      }
      for (const auto& [name, fact] : facts->globals) {
        if (fact.linkage == Linkage::kStatic) places[name].insert(fact.where.file);
      }
    }
  }
  return places;
}

void AddNamed(const FunctionFact& fact, std::set<std::string>& names) {
  names.insert(fact.name);
  for (const auto& [callee, sites] : fact.calls) names.insert(callee);
  names.insert(fact.globals.begin(), fact.globals.end());
}

}  // namespace

std::vector<Gap> SameNames(const std::vector<const UnitChanges*>& units) {
  std::vector<Gap> gaps;
  const Places places = PlacesOf(units);
  std::set<std::string> reported;
  for (const UnitChanges* unit : units) {
    for (const FunctionChange& change : unit->functions) {
      std::set<std::string> names;
      if (change.before != nullptr) AddNamed(*change.before, names);
      if (change.after != nullptr) AddNamed(*change.after, names);
      for (const std::string& name : names) {
        auto found = places.find(name);
        if (found == places.end() || found->second.size() < 2 || !reported.insert(name).second) continue;
        const Location where = change.after != nullptr ? change.after->where : change.before->where;
        gaps.push_back({"same-name", change.name, where, true,
                        Cat("`", name, "` is static in ", *found->second.begin(), " and in ", *found->second.rbegin(),
                            ", and this fix reaches both: they were not told apart")});
      }
    }
  }
  return gaps;
}

}  // namespace lpcheck::check
