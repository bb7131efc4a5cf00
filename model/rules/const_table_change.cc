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

}  // namespace

Outcome ConstTableChange(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    for (const GlobalChange& change : unit.globals) {
      if (change.before == nullptr || change.after == nullptr || !change.before->is_const) continue;
      outcome.findings.push_back(CanTravel(change, unit) ? Travels(change, unit) : Stays(change, unit));
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
