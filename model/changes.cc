#include "model/changes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace lpcheck {
namespace {

const FunctionFact* Find(const UnitFacts& unit, const std::string& name) {
  auto found = unit.functions.find(name);
  return found == unit.functions.end() ? nullptr : &found->second;
}

/// Variables that macros make for themselves (warn-once flags, lock keys) tell lines and counters.
std::map<std::string, StaticLocalFact> WrittenStatics(const FunctionFact& function) {
  std::map<std::string, StaticLocalFact> written;
  for (const StaticLocalFact& local : function.static_locals) {
    if (!local.from_macro) written.emplace(local.name, local);
  }
  return written;
}

bool SameStatics(const FunctionFact& a, const FunctionFact& b) {
  const auto old_locals = WrittenStatics(a), new_locals = WrittenStatics(b);
  return std::equal(old_locals.begin(), old_locals.end(), new_locals.begin(), new_locals.end(),
                    [](const auto& x, const auto& y) {
                      return x.first == y.first && x.second.type == y.second.type &&
                             x.second.is_const == y.second.is_const &&
                             x.second.initializer == y.second.initializer;
                    });
}

bool SamePlacement(const FunctionFact& a, const FunctionFact& b) {
  return a.section == b.section && a.no_instrument == b.no_instrument && a.weak == b.weak;
}

/// A renamed member leaves the compiled code equal; a moved one leaves the written code equal.
std::optional<FunctionChangeKind> KindOf(const FunctionFact& before, const FunctionFact& after) {
  if (before.prototype != after.prototype || !SameStatics(before, after)) return FunctionChangeKind::kCode;
  if (before.compiled != after.compiled)
    return before.body == after.body ? FunctionChangeKind::kLayout : FunctionChangeKind::kCode;
  if (!SamePlacement(before, after)) return FunctionChangeKind::kPlacement;
  return std::nullopt;
}

std::vector<FunctionChange> DirectChanges(const UnitFacts& before, const UnitFacts& after) {
  std::vector<FunctionChange> changes;
  for (const auto& [name, old_fact] : before.functions) {
    const FunctionFact* new_fact = Find(after, name);
    if (new_fact == nullptr) {
      changes.push_back({name, FunctionChangeKind::kRemoved, &old_fact, nullptr, ""});
    } else if (const auto kind = KindOf(old_fact, *new_fact)) {
      changes.push_back({name, *kind, &old_fact, new_fact, ""});
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
         change.kind != FunctionChangeKind::kRemoved && change.kind != FunctionChangeKind::kPlacement;
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
         a.is_const == b.is_const && a.align_bits == b.align_bits;
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

void AddMarks(MarkChange::Kind kind, const std::set<std::string>& before, const std::set<std::string>& after,
              std::vector<MarkChange>& changes) {
  for (const std::string& text : before) {
    if (after.count(text) == 0) changes.push_back({kind, MarkChange::Side::kRemoved, text});
  }
  for (const std::string& text : after) {
    if (before.count(text) == 0) changes.push_back({kind, MarkChange::Side::kAdded, text});
  }
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
  AddMarks(MarkChange::Kind::kAssembly, facts.before.assembly, facts.after.assembly, changes.marks);
  AddMarks(MarkChange::Kind::kAlias, facts.before.aliases, facts.after.aliases, changes.marks);
  AddMarks(MarkChange::Kind::kExport, facts.before.exported, facts.after.exported, changes.marks);
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
