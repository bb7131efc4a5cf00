// initial-value-change: see rules.h for the formula.
#include "model/rules/common.h"

namespace lpcheck::rules {
namespace {

Finding Changed(const std::string& name, const Location& where, const std::string& what) {
  Finding finding;
  finding.rule = "initial-value-change";
  finding.severity = Severity::kUndeliverable;
  finding.function = name;
  finding.where = where;
  finding.message = what + ": the variable exists already, and redirecting functions does not touch it";
  finding.remedy =
      "assign the new value in a post_patch callback (and the old one in pre_unpatch), or use a constant of "
      "the new code";
  return finding;
}

/// A smaller demand is met by what is there.
bool AsksForMoreAlignment(const GlobalChange& change) {
  return change.after->align_bits > change.before->align_bits;
}

void CompareGlobals(const UnitChanges& unit, Outcome& outcome) {
  for (const GlobalChange& change : unit.globals) {
    if (change.before == nullptr || change.after == nullptr || change.before->is_const) continue;
    if (AsksForMoreAlignment(change)) {
      outcome.findings.push_back(
          Changed(change.name, change.after->where, change.name + " asks for another alignment"));
    }
    if (change.before->type != change.after->type) {
      outcome.findings.push_back(Changed(
          change.name, change.after->where,
          change.name + " changes its type from " + change.before->type + " to " + change.after->type));
    } else if (change.before->initializer != change.after->initializer) {
      const std::string which = change.elements.empty() ? "" : " (" + Enumerate(change.elements) + ")";
      outcome.findings.push_back(Changed(change.name, change.after->where,
                                         "the initial value of " + change.name + which + " changes"));
    }
  }
}

const StaticLocalFact* Find(const FunctionFact& function, const std::string& name) {
  for (const StaticLocalFact& local : function.static_locals) {
    if (local.name == name) return &local;
  }
  return nullptr;
}

void CompareStaticLocals(const UnitChanges& unit, Outcome& outcome) {
  for (const FunctionChange& change : unit.functions) {
    if (change.before == nullptr || change.after == nullptr) continue;
    for (const StaticLocalFact& after : change.after->static_locals) {
      const StaticLocalFact* before = Find(*change.before, after.name);
      if (before == nullptr || after.is_const || after.from_macro) continue;
      if (before->type == after.type && before->initializer == after.initializer) continue;
      outcome.findings.push_back(
          Changed(change.name, change.after->where,
                  "the initial value of static " + after.name + " in " + change.name + " changes"));
    }
  }
}

}  // namespace

Outcome InitialValueChange(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    CompareGlobals(unit, outcome);
    CompareStaticLocals(unit, outcome);
  }
  return outcome;
}

}  // namespace lpcheck::rules
