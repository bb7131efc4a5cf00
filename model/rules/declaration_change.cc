// declaration-change: see rules.h for the formula.
#include <algorithm>
#include <set>

#include "model/layout.h"
#include "model/rules/common.h"

namespace lpcheck::rules {
namespace {

/// `volatile` only makes the compiler do what is written.
std::string WithoutVolatile(std::string type) {
  constexpr std::string_view kWord = "volatile ";
  for (std::size_t at = type.find(kWord); at != std::string::npos; at = type.find(kWord)) type.erase(at, kWord.size());
  return type;
}

bool IsHarmless(const std::string& before, const std::string& after) {
  return before == after || before == WithoutVolatile(after);
}

/// What a unit of the fix defines is compared there, by the rules for functions and for data.
std::set<std::string> Defined(const Subject& subject) {
  std::set<std::string> names;
  for (const UnitChanges& unit : subject.units) {
    for (const auto& [name, fact] : unit.facts->after.functions) names.insert(name);
    for (const auto& [name, fact] : unit.facts->after.globals) names.insert(name);
  }
  return names;
}

std::vector<std::string> DeclaredOtherwise(const FunctionChange& change) {
  std::vector<std::string> names;
  for (const auto& [name, before] : change.before->declared) {
    auto after = change.after->declared.find(name);
    if (after != change.after->declared.end() && after->second != before) names.push_back(name);
  }
  return names;
}

/// Something else that a rule judges tells why the same code is compiled otherwise.
bool IsExplained(const UnitChanges& unit, const std::vector<std::string>& declared) {
  return !declared.empty() || std::any_of(unit.records.begin(), unit.records.end(), [](const RecordChange& record) {
    return CompareLayout(*record.before, *record.after).effect != LayoutEffect::kSame;
  });
}

Gap Otherwise(const FunctionChange& change, const std::string& what) {
  return {"declaration-change", change.name, change.after->where, true, change.name + " " + what};
}

}  // namespace

Outcome DeclarationChange(const Subject& subject) {
  Outcome outcome;
  const std::set<std::string> defined = Defined(subject);
  for (const UnitChanges& unit : subject.units) {
    for (const FunctionChange& change : unit.functions) {
      if (change.before == nullptr || change.after == nullptr) continue;
      const std::vector<std::string> declared = DeclaredOtherwise(change);
      for (const std::string& name : declared) {
        if (defined.count(name) != 0 || IsHarmless(change.before->declared.at(name), change.after->declared.at(name)))
          continue;
        outcome.gaps.push_back(Otherwise(change, "sees " + name + " declared as " + change.after->declared.at(name) +
                                                     " where it was " + change.before->declared.at(name)));
      }
      if (change.kind == FunctionChangeKind::kLayout && !IsExplained(unit, declared))
        outcome.gaps.push_back(Otherwise(change, "is the same code, but is compiled otherwise for a reason not seen"));
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
