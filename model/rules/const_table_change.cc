// const-table-change: see rules.h for the formula.
#include <algorithm>

#include "model/rules/common.h"

namespace lpcheck::rules {
namespace {

std::vector<std::string> ReadersOf(const std::string& table, const UnitFacts& unit) {
  std::vector<std::string> readers;
  for (const auto& [name, fact] : unit.functions) {
    if (fact.globals.count(table) != 0) readers.push_back(name);
  }
  return readers;
}

bool IsMentionedByData(const std::string& table, const UnitFacts& unit) {
  return std::any_of(unit.globals.begin(), unit.globals.end(),
                     [&](const auto& global) { return global.second.mentions.count(table) != 0; });
}

std::vector<std::string> ReadersOutside(const GlobalChange& change, const UnitChanges& unit) {
  std::vector<std::string> outside;
  for (const std::string& reader : ReadersOf(change.name, unit.facts->before)) {
    if (!Contains(unit, reader)) outside.push_back(reader);
  }
  return outside;
}

bool CanTravel(const GlobalChange& change, const UnitChanges& unit) {
  if (!change.after->is_const || ReadersOf(change.name, unit.facts->before).empty()) return false;
  return change.before->linkage == Linkage::kStatic && !change.before->names_functions &&
         !change.after->names_functions && ReadersOutside(change, unit).empty() &&
         !IsMentionedByData(change.name, unit.facts->before);
}

Finding Travels(const GlobalChange& change, const UnitChanges& unit) {
  Finding finding;
  finding.rule = "const-table-change";
  finding.severity = Severity::kNote;
  finding.function = change.name;
  finding.where = change.after->where;
  finding.message = change.name + " changes, but only changed functions (" +
                    Enumerate(ReadersOf(change.name, unit.facts->before)) + ") read it";
  finding.remedy = "let the new functions carry the new table as their own copy";
  return finding;
}

/// What readers do with other contents is not followed: the same code over another table is another function.
Gap Contents(const std::string& table, const std::string& function, const Location& where) {
  return {"table-contents", function, where, true,
          "constant data " + table + " changes and travels with the new code; what its new contents make of " +
              function + " was not followed"};
}

const StaticLocalFact* Find(const FunctionFact& function, const std::string& name) {
  for (const StaticLocalFact& local : function.static_locals) {
    if (local.name == name) return &local;
  }
  return nullptr;
}

void CompareLocalTables(const FunctionChange& change, Outcome& outcome) {
  if (change.before == nullptr || change.after == nullptr) return;
  for (const StaticLocalFact& after : change.after->static_locals) {
    const StaticLocalFact* before = Find(*change.before, after.name);
    if (before == nullptr || !before->is_const || after.from_macro) continue;
    if (before->type == after.type && before->initializer == after.initializer) continue;
    outcome.gaps.push_back(Contents(after.name, change.name, change.after->where));
  }
}

/// Data of the initialisation, and data that a section registers, are other rules' matter.
bool IsOrdinary(const GlobalChange& change) {
  return change.before != nullptr && change.after != nullptr && change.before->is_const &&
         !IsRegistered(*change.before) && change.before->section.rfind(".init", 0) != 0;
}

/// Another section alone, or an attribute, is no other contents.
bool HasOtherContents(const GlobalChange& change) {
  return change.before->type != change.after->type || change.before->initializer != change.after->initializer ||
         !change.after->is_const;
}

Finding Stays(const GlobalChange& change, const UnitChanges& unit) {
  Finding finding;
  finding.rule = "const-table-change";
  finding.severity = Severity::kUndeliverable;
  finding.function = change.name;
  finding.where = change.after->where;
  const std::string what = change.elements.empty() ? "" : " (" + Enumerate(change.elements) + ")";
  const std::vector<std::string> outside = ReadersOutside(change, unit);
  const std::string who = outside.empty() ? "whoever holds its address" : Enumerate(outside);
  finding.message =
      "constant data " + change.name + what + " changes; " + who + " goes on with the old contents";
  finding.remedy = "change code instead: the functions that the table names, or its readers";
  return finding;
}

void CompareTable(const GlobalChange& change, const UnitChanges& unit, Outcome& outcome) {
  if (!IsOrdinary(change) || !HasOtherContents(change)) return;
  if (!CanTravel(change, unit)) {
    outcome.findings.push_back(Stays(change, unit));
    return;
  }
  outcome.findings.push_back(Travels(change, unit));
  for (const std::string& reader : ReadersOf(change.name, unit.facts->before))
    outcome.gaps.push_back(Contents(change.name, reader, change.after->where));
}

}  // namespace

Outcome ConstTableChange(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    for (const GlobalChange& change : unit.globals) CompareTable(change, unit, outcome);
    for (const FunctionChange& change : unit.functions) CompareLocalTables(change, outcome);
  }
  return outcome;
}

}  // namespace lpcheck::rules
