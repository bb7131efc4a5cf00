// layout-change: see rules.h for the formula.
#include <algorithm>
#include <map>

#include "model/layout.h"
#include "model/rules/common.h"

namespace lpcheck::rules {
namespace {

using Uses = std::map<std::string, RecordUse>;

/// What all units of the fix, in both versions, do with each record.
Uses CollectUses(const Subject& subject) {
  Uses all;
  for (const UnitChanges& unit : subject.units) {
    for (const UnitFacts* facts : {&unit.facts->before, &unit.facts->after}) {
      for (const auto& [record, use] : facts->record_uses) {
        RecordUse& sum = all[record];
        sum.embedded_in.insert(use.embedded_in.begin(), use.embedded_in.end());
        sum.globals.insert(use.globals.begin(), use.globals.end());
        sum.sized_by.insert(use.sized_by.begin(), use.sized_by.end());
        sum.freed_by.insert(use.freed_by.begin(), use.freed_by.end());
        sum.local_in.insert(use.local_in.begin(), use.local_in.end());
        sum.used_by.insert(use.used_by.begin(), use.used_by.end());
      }
    }
  }
  return all;
}

enum class Lifetime {
  kOneInvocation,  ///< on the stack of one function that alone uses it
  kStack,          ///< on the stack of callers, seen by their callees
  kLong,           ///< allocated, embedded, or static
  kUnknown,        ///< only pointers to it are seen
};

Lifetime LifetimeOf(const RecordUse& use) {
  const bool sized_elsewhere =
      !std::includes(use.local_in.begin(), use.local_in.end(), use.sized_by.begin(), use.sized_by.end());
  if (!use.embedded_in.empty() || !use.globals.empty() || sized_elsewhere || !use.freed_by.empty())
    return Lifetime::kLong;
  if (use.local_in.empty()) return Lifetime::kUnknown;
  const bool one_user = use.local_in.size() == 1 &&
                        std::all_of(use.used_by.begin(), use.used_by.end(),
                                    [&](const std::string& user) { return use.local_in.count(user) != 0; });
  return one_user ? Lifetime::kOneInvocation : Lifetime::kStack;
}

std::vector<std::string> List(const std::set<std::string>& names) { return {names.begin(), names.end()}; }

std::string DescribeUse(const RecordUse& use) {
  std::string text;
  auto add = [&](const char* what, const std::set<std::string>& names) {
    if (!names.empty()) text += std::string(text.empty() ? "; " : ", ") + what + " " + Enumerate(List(names));
  };
  add("embedded in", use.embedded_in);
  add("held by variable", use.globals);
  add("made or sized in", use.sized_by);
  add("freed in", use.freed_by);
  add("on the stack of", use.local_in);
  return text;
}

Finding Describe(const RecordChange& change, const LayoutDelta& delta, const RecordUse& use) {
  Finding finding;
  finding.rule = "layout-change";
  finding.function = use.used_by.empty() ? "" : *use.used_by.begin();
  finding.where = change.after->where;
  finding.message = change.name + ": " + Enumerate(delta.notes) + DescribeUse(use);
  return finding;
}

void AddMoved(Finding finding, const RecordUse& use, const RecordChange& change, Outcome& outcome) {
  switch (LifetimeOf(use)) {
    case Lifetime::kOneInvocation:
      finding.severity = Severity::kNote;
      finding.message += "; each object lives inside one call of one function";
      outcome.findings.push_back(std::move(finding));
      return;
    case Lifetime::kStack:
      finding.severity = Severity::kMismatch;
      finding.channels = {Channel::kStack};
      finding.remedy = "let the transition finish: maker and users of an object are on one stack";
      outcome.findings.push_back(std::move(finding));
      return;
    case Lifetime::kLong:
      finding.severity = Severity::kMismatch;
      finding.channels = {Channel::kConcurrent, Channel::kPersistent, Channel::kRollback};
      finding.remedy =
          "keep the layout and put what is new into a shadow variable (klp_shadow_get_or_alloc), freed "
          "where the object is freed; its absence must mean the old behaviour";
      outcome.findings.push_back(std::move(finding));
      return;
    case Lifetime::kUnknown:
      outcome.gaps.push_back(
          {"unknown-lifetime", finding.function, finding.where, true,
           finding.message + "; who makes and keeps objects of " + change.name + " is not visible"});
      return;
  }
}

void AddInPadding(Finding finding, const RecordUse& use, const RecordChange& change, Outcome& outcome) {
  if (LifetimeOf(use) == Lifetime::kOneInvocation) return AddMoved(std::move(finding), use, change, outcome);
  if (LifetimeOf(use) == Lifetime::kStack) return AddMoved(std::move(finding), use, change, outcome);
  outcome.gaps.push_back({"field-in-padding", finding.function, finding.where, true,
                          finding.message + "; objects made by old code never set it"});
}

}  // namespace

std::set<std::string> StackOnlyRecords(const Subject& subject) {
  std::set<std::string> names;
  for (const auto& [name, use] : CollectUses(subject)) {
    const Lifetime lifetime = LifetimeOf(use);
    if (lifetime == Lifetime::kStack || lifetime == Lifetime::kOneInvocation) names.insert(name);
  }
  return names;
}

Outcome LayoutChange(const Subject& subject) {
  Outcome outcome;
  const Uses uses = CollectUses(subject);
  std::set<std::string> seen;
  for (const UnitChanges& unit : subject.units) {
    for (const RecordChange& change : unit.records) {
      if (!seen.insert(change.name).second) continue;
      const LayoutDelta delta = CompareLayout(*change.before, *change.after);
      auto found = uses.find(change.name);
      const RecordUse use = found == uses.end() ? RecordUse{} : found->second;
      Finding finding = Describe(change, delta, use);
      switch (delta.effect) {
        case LayoutEffect::kSame:
          break;
        case LayoutEffect::kRemoved:
          outcome.findings.push_back(std::move(finding));
          break;
        case LayoutEffect::kInPadding:
          AddInPadding(std::move(finding), use, change, outcome);
          break;
        case LayoutEffect::kMoved:
          AddMoved(std::move(finding), use, change, outcome);
          break;
      }
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
