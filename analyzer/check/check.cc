// See check.h. Plan, parse, compare, ask the rules, decide.
#include "analyzer/check/check.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_join.h"
#include "analyzer/base/text.h"
#include "analyzer/check/header_users.h"
#include "analyzer/check/index_source.h"
#include "analyzer/check/module.h"
#include "analyzer/check/query_dump.h"
#include "analyzer/check/removed_functions.h"
#include "analyzer/check/same_name.h"
#include "analyzer/check/same_tokens.h"
#include "analyzer/check/touches.h"
#include "analyzer/check/unit_check.h"
#include "analyzer/check/units.h"
#include "analyzer/semantics/semantics.h"
#include "model/decide.h"
#include "model/rules/rules.h"

namespace lpcheck {
namespace {

using check::CheckedUnit;

template <typename T>
void MoveInto(std::vector<T>& all, std::vector<T> part) {
  std::move(part.begin(), part.end(), std::back_inserter(all));
}

Change ChangeOf(const FunctionChange& change, const rules::Outcome& outcome) {
  if (rules::IsUndeliverable(outcome, change.name)) return Change::kUndeliverable;
  switch (change.kind) {
    case FunctionChangeKind::kCarrier:
    case FunctionChangeKind::kPlacement:
      return Change::kNone;
    case FunctionChangeKind::kLayout:
      return Change::kData;
    case FunctionChangeKind::kAdded:
    case FunctionChangeKind::kRemoved:
    case FunctionChangeKind::kCode:
      return Change::kUnknown;
  }
  return Change::kUnknown;
}

/// The set that the patch replaces. A function of a header is listed once, whoever showed it.
void AddFunctions(const std::vector<CheckedUnit>& units, const rules::Outcome& outcome, Report& report) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const CheckedUnit& unit : units) {
    for (const FunctionChange& change : unit.changes.functions) {
      if (change.before == nullptr || change.after == nullptr) continue;
      if (!seen.emplace(change.name, change.after->where.file).second) continue;
      FixFunction function;
      function.name = change.name;
      const std::string& object = unit.facts->after.object;
      if (!object.empty()) function.object = object;
      function.where = change.after->where;
      function.change = ChangeOf(change, outcome);
      function.because = change.because;
      report.functions.push_back(std::move(function));
    }
  }
}

/// The worse of what the rules and the heart say of a function.
absl::StatusOr<std::map<std::string, Change>> AskHeart(const std::vector<CheckedUnit>& units, const rules::Subject& subject,
                                                       const Fix& fix, const CheckOptions& options, check::Bodies& bodies, Report& report) {
  semantics::Question question;
  question.arena = &bodies.arena;
  for (const CheckedUnit& unit : units) {
    if (unit.bodies == nullptr) continue;
    question.units.push_back(unit.bodies.get());
    for (const FunctionChange& change : unit.changes.functions) {
      question.changed.insert(change.name);
      if (change.before != nullptr && change.after != nullptr &&
          change.before->prototype != change.after->prototype)
        question.prototype_changed.insert(change.name);
    }
  }
  if (question.changed.empty()) return std::map<std::string, Change>{};
  question.stack_only_records = rules::StackOnlyRecords(subject);
  question.tree = check::RootOf(fix, options);
  if (options.solver_limit != 0) question.solver_limit = options.solver_limit;
  question.wants_trace = options.wants_trace;
  check::QueryDump dump(options.dump_smt, fix.name);
  if (dump.wanted()) question.on_query = [&dump](std::string_view smt2) { dump.Write(smt2); };
  question.index = check::IndexFor(units, fix, options);
  heart::Result result = semantics::Judge(question);
  report.trace = std::move(result.trace);
  if (options.self_test && !result.bugs.empty()) return absl::InternalError(absl::StrJoin(result.bugs, "; "));
  report.touches = std::move(result.touches);
  for (FixFunction& function : report.functions) {
    auto said = result.changes.find(function.name);
    if (said != result.changes.end() && function.change != Change::kUndeliverable)
      function.change = said->second;
  }
  MoveInto(report.findings, std::move(result.findings));
  MoveInto(report.gaps, std::move(result.gaps));
  MoveInto(report.conditions, std::move(result.conditions));
  if (!dump.status().ok()) return dump.status();
  return std::move(result.changes);
}

/// A header whose functions all do what they did needs no look at its other users.
void AddUnseenUsers(const std::vector<check::UnseenUsers>& unseen, const std::map<std::string, Change>& said, Report& report) {
  for (const check::UnseenUsers& users : unseen) {
    const bool is_same = std::all_of(users.functions.begin(), users.functions.end(), [&](const std::string& name) {
      auto found = said.find(name);
      return found != said.end() && found->second == Change::kNone;
    });
    if (users.functions.empty() || !is_same) report.gaps.push_back(users.gap);
  }
}

bool ChangesNothing(const std::vector<CheckedUnit>& units, const Report& report) {
  const auto is_empty = [](const CheckedUnit& unit) {
    return unit.changes.functions.empty() && unit.changes.globals.empty() && unit.changes.records.empty() &&
           unit.changes.constants.empty() && unit.changes.marks.empty();
  };
  return !units.empty() && report.gaps.empty() && std::all_of(units.begin(), units.end(), is_empty) &&
         std::all_of(report.findings.begin(), report.findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::kNote; });
}

/// A fix of comments alone surprises nobody.
bool ChangesTokens(const Fix& fix) {
  return std::any_of(fix.files.begin(), fix.files.end(), [](const FileChange& file) {
    const bool is_code = file.kind == FileKind::kCSource || file.kind == FileKind::kHeader;
    return is_code && !check::SameTokens(file.before.value_or(""), file.after.value_or(""));
  });
}

void AddNoChange(Report& report) {
  Finding finding;
  finding.rule = "no-change";
  finding.message =
      "under this configuration every function and datum is the same before and after: "
      "there is nothing to replace";
  report.findings.push_back(std::move(finding));
}

auto KeyOf(const Finding& finding) {
  return std::tie(finding.where.file, finding.where.line, finding.rule, finding.function, finding.message);
}

auto KeyOf(const Gap& gap) {
  return std::tie(gap.where.file, gap.where.line, gap.kind, gap.function, gap.message);
}

auto KeyOf(const Condition& condition) { return std::tie(condition.kind, condition.name, condition.because); }

/// Sorted, and said once: two units may show the same header.
template <typename T>
void Normalize(std::vector<T>& items) {
  std::stable_sort(items.begin(), items.end(), [](const T& a, const T& b) { return KeyOf(a) < KeyOf(b); });
  items.erase(
      std::unique(items.begin(), items.end(), [](const T& a, const T& b) { return KeyOf(a) == KeyOf(b); }),
      items.end());
}

Report Begin(const Fix& fix, const CheckOptions& options) {
  Report report;
  report.fix = fix.name;
  report.findings = fix.findings;
  report.gaps = fix.gaps;
  report.target = options.target;
  report.checked_on = options.checked_on;
  if (options.tree != nullptr) report.bound_to.kernel = options.tree->version();
  report.bound_to.source_hash = fix.source_hash;
  return report;
}

std::vector<const UnitChanges*> ChangesIn(const std::vector<CheckedUnit>& units) {
  std::vector<const UnitChanges*> changes;
  for (const CheckedUnit& unit : units) {
    if (unit.facts != nullptr) changes.push_back(&unit.changes);
  }
  return changes;
}

rules::Subject SubjectOf(const std::vector<CheckedUnit>& units) {
  rules::Subject subject;
  for (const CheckedUnit& unit : units) {
    if (unit.facts != nullptr) subject.units.push_back(unit.changes);
  }
  return subject;
}

void AddModuleRules(const KlpModule& module, const rules::Subject& subject, const CheckOptions& options,
                    rules::Outcome& outcome) {
  rules::Outcome part = rules::RunModuleRules(check::ModuleOf(module, options), subject);
  MoveInto(outcome.findings, std::move(part.findings));
  MoveInto(outcome.gaps, std::move(part.gaps));
}

}  // namespace

absl::StatusOr<Report> CheckFix(const Fix& fix, const CheckOptions& options) {
  Report report = Begin(fix, options);
  check::Plan plan = check::PlanOf(fix, options);
  MoveInto(report.gaps, std::move(plan.gaps));
  check::Bodies bodies;
  std::vector<CheckedUnit> units;
  for (const check::UnitPlan& unit : plan.units) units.push_back(check::CheckUnit(unit, fix, options, bodies));
  check::HeaderUsers users = check::AddHeaderUsers(plan, fix, options, units, bodies);
  MoveInto(report.gaps, std::move(users.gaps));
  for (CheckedUnit& unit : units) {
    MoveInto(report.findings, std::move(unit.findings));
    MoveInto(report.gaps, std::move(unit.gaps));
  }
  MoveInto(report.gaps, check::SameNames(ChangesIn(units)));
  MoveInto(report.gaps, check::RemovedStillUsed(units, fix, options));
  const rules::Subject subject = SubjectOf(units);
  rules::Outcome outcome = rules::RunAll(subject);
  if (fix.module) AddModuleRules(*fix.module, subject, options, outcome);
  AddFunctions(units, outcome, report);
  MoveInto(report.findings, std::move(outcome.findings));
  MoveInto(report.gaps, std::move(outcome.gaps));
  MoveInto(report.conditions, std::move(outcome.conditions));
  const absl::StatusOr<std::map<std::string, Change>> said = AskHeart(units, subject, fix, options, bodies, report);
  if (!said.ok()) return said.status();
  AddUnseenUsers(users.unseen, *said, report);
  check::FinishTouches(fix, report);
  if (ChangesNothing(units, report) && ChangesTokens(fix)) AddNoChange(report);
  Normalize(report.findings);
  Normalize(report.gaps);
  Normalize(report.conditions);
  Decide(report);
  return report;
}

}  // namespace lpcheck
