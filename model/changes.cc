#include "model/changes.h"

#include <algorithm>
#include <set>

namespace lpcheck {
namespace {

const FunctionFact* Find(const UnitFacts& unit, const std::string& name) {
  auto found = unit.functions.find(name);
  return found == unit.functions.end() ? nullptr : &found->second;
}

std::vector<FunctionChange> DirectChanges(const UnitFacts& before, const UnitFacts& after) {
  std::vector<FunctionChange> changes;
  for (const auto& [name, old_fact] : before.functions) {
    const FunctionFact* new_fact = Find(after, name);
    if (new_fact == nullptr) {
      changes.push_back({name, FunctionChangeKind::kRemoved, &old_fact, nullptr, ""});
    } else if (old_fact.compiled != new_fact->compiled || old_fact.prototype != new_fact->prototype) {
      const bool same_code = old_fact.body == new_fact->body && old_fact.prototype == new_fact->prototype;
      changes.push_back({name, same_code ? FunctionChangeKind::kLayout : FunctionChangeKind::kCode, &old_fact,
                         new_fact, ""});
    }
  }
  for (const auto& [name, new_fact] : after.functions) {
    if (Find(before, name) == nullptr)
      changes.push_back({name, FunctionChangeKind::kAdded, nullptr, &new_fact, ""});
  }
  return changes;
}

bool CanBeInside(const FunctionChange& change, const UnitPairFacts& facts) {
  return change.before != nullptr && MayBeInlined(*change.before, facts.before) &&
         change.kind != FunctionChangeKind::kRemoved;
}

/// Callers in the old code hold a copy of what changed; they change with it.
void CloseOverInlining(const UnitPairFacts& facts, std::vector<FunctionChange>& changes) {
  std::set<std::string> known;
  for (const FunctionChange& change : changes) known.insert(change.name);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (!CanBeInside(changes[i], facts)) continue;
    const std::string inner = changes[i].name;
    for (const std::string& caller : CallersOf(inner, facts.before)) {
      const FunctionFact* after = Find(facts.after, caller);
      if (after == nullptr || !known.insert(caller).second) continue;
      changes.push_back({caller, FunctionChangeKind::kCarrier, Find(facts.before, caller), after,
                         inner + " changes and can be compiled into it"});
    }
  }
}

std::vector<std::string> DifferingElements(const GlobalFact& before, const GlobalFact& after) {
  std::set<std::string> names;
  for (const auto& [name, value] : before.elements) {
    auto found = after.elements.find(name);
    if (found == after.elements.end() || found->second != value) names.insert(name);
  }
  for (const auto& [name, value] : after.elements) {
    if (before.elements.count(name) == 0) names.insert(name);
  }
  return {names.begin(), names.end()};
}

bool SameGlobal(const GlobalFact& a, const GlobalFact& b) {
  return a.type == b.type && a.initializer == b.initializer && a.section == b.section &&
         a.is_const == b.is_const;
}

std::vector<GlobalChange> GlobalChanges(const UnitFacts& before, const UnitFacts& after) {
  std::vector<GlobalChange> changes;
  for (const auto& [name, old_fact] : before.globals) {
    auto found = after.globals.find(name);
    if (found == after.globals.end()) {
      changes.push_back({name, &old_fact, nullptr, {}});
    } else if (!SameGlobal(old_fact, found->second)) {
      changes.push_back({name, &old_fact, &found->second, DifferingElements(old_fact, found->second)});
    }
  }
  for (const auto& [name, new_fact] : after.globals) {
    if (before.globals.count(name) == 0) changes.push_back({name, nullptr, &new_fact, {}});
  }
  return changes;
}

bool SameRecord(const RecordFact& a, const RecordFact& b) {
  return a.size_bits == b.size_bits && a.align_bits == b.align_bits && a.fields == b.fields;
}

std::vector<RecordChange> RecordChanges(const UnitFacts& before, const UnitFacts& after) {
  std::vector<RecordChange> changes;
  for (const auto& [name, old_fact] : before.records) {
    auto found = after.records.find(name);
    if (found != after.records.end() && !SameRecord(old_fact, found->second))
      changes.push_back({name, &old_fact, &found->second});
  }
  return changes;
}

std::vector<ConstantChange> ConstantChanges(const UnitFacts& before, const UnitFacts& after) {
  std::vector<ConstantChange> changes;
  for (const auto& [name, old_fact] : before.constants) {
    auto found = after.constants.find(name);
    if (found != after.constants.end() && found->second.value != old_fact.value)
      changes.push_back({name, &old_fact, &found->second});
  }
  return changes;
}

std::vector<std::string> MacroChanges(const UnitFacts& before, const UnitFacts& after) {
  std::set<std::string> names;
  for (const auto& [name, macro] : before.macros) {
    auto found = after.macros.find(name);
    if (found == after.macros.end() || found->second.text != macro.text) names.insert(name);
  }
  for (const auto& [name, macro] : after.macros) {
    if (before.macros.count(name) == 0) names.insert(name);
  }
  return {names.begin(), names.end()};
}

}  // namespace

UnitChanges ChangesOf(const UnitPairFacts& facts) {
  UnitChanges changes;
  changes.facts = &facts;
  changes.functions = DirectChanges(facts.before, facts.after);
  CloseOverInlining(facts, changes.functions);
  std::sort(changes.functions.begin(), changes.functions.end(),
            [](const FunctionChange& a, const FunctionChange& b) { return a.name < b.name; });
  changes.globals = GlobalChanges(facts.before, facts.after);
  changes.records = RecordChanges(facts.before, facts.after);
  changes.constants = ConstantChanges(facts.before, facts.after);
  changes.macros = MacroChanges(facts.before, facts.after);
  return changes;
}

std::vector<std::string> CallersOf(const std::string& name, const UnitFacts& unit) {
  std::vector<std::string> callers;
  for (const auto& [caller, fact] : unit.functions) {
    if (fact.calls.count(name) != 0) callers.push_back(caller);
  }
  return callers;
}

bool IsAddressTaken(const std::string& name, const UnitFacts& unit) {
  for (const auto& [user, fact] : unit.functions) {
    if (fact.addresses_taken.count(name) != 0) return true;
  }
  return std::any_of(unit.globals.begin(), unit.globals.end(),
                     [&](const auto& global) { return global.second.mentions.count(name) != 0; });
}

bool MayBeInlined(const FunctionFact& function, const UnitFacts& unit) {
  if (function.inlining == Inlining::kNever) return false;
  if (function.inlining != Inlining::kNone) return function.linkage == Linkage::kStatic;
  if (function.linkage != Linkage::kStatic || IsAddressTaken(function.name, unit)) return false;
  int sites = 0;
  for (const auto& [caller, fact] : unit.functions) {
    auto found = fact.calls.find(function.name);
    if (found != fact.calls.end()) sites += found->second;
  }
  return sites == 1;
}

bool IsInitText(const FunctionFact& function) {
  return function.section.rfind(".init.", 0) == 0 || function.section.rfind(".exit.", 0) == 0 ||
         function.section.rfind(".meminit.", 0) == 0;
}

}  // namespace lpcheck
