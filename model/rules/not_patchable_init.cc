// not-patchable-init: see rules.h for the formula.
#include <algorithm>

#include "model/rules/common.h"

namespace lpcheck::rules {
namespace {

bool IsInitData(const GlobalFact* variable) {
  if (variable == nullptr) return false;
  for (const char* section : {".init.data", ".init.rodata", ".exit.data", ".exit.rodata"}) {
    if (variable->section.rfind(section, 0) == 0) return true;
  }
  return false;
}

/// Data that went with the initialisation: what it became then is all that is left of it.
void CompareInitData(const UnitChanges& unit, Outcome& outcome) {
  for (const GlobalChange& change : unit.globals) {
    if (change.before == nullptr || change.after == nullptr) continue;
    if (!IsInitData(change.before) && !IsInitData(change.after)) continue;
    Finding finding;
    finding.rule = "not-patchable-init";
    finding.severity = Severity::kUndeliverable;
    finding.function = change.name;
    finding.where = change.after->where;
    finding.message = change.name + (IsInitData(change.before) ? " was freed" : " would be freed") +
                      " with the initialisation's data: nobody who runs now can be given it";
    finding.remedy = "leave this change out, and give the new code data of its own";
    outcome.findings.push_back(std::move(finding));
  }
}

enum class Copies { kNone, kInit, kOther };

/// Where the copies of a helper are that has no entry of its own.
Copies CopiesIn(const FunctionChange& change, const UnitFacts& unit) {
  if (!MayBeInlined(*change.before, unit)) return Copies::kOther;
  const std::vector<std::string> callers = CallersOf(change.name, unit);
  if (callers.empty()) return Copies::kNone;
  const bool all_init = std::all_of(callers.begin(), callers.end(), [&](const std::string& caller) {
    return IsInitText(unit.functions.at(caller));
  });
  return all_init ? Copies::kInit : Copies::kOther;
}

/// A header's helper is asked about in every unit that sees it: one includer that calls it from
/// initialisation only says nothing about the others.
bool OnlyInsideInit(const FunctionChange& change, const UnitFacts& unit, const Subject& subject) {
  if (CopiesIn(change, unit) != Copies::kInit) return false;
  if (change.before->where.file == unit.file) return true;
  for (const UnitChanges& other : subject.units) {
    for (const FunctionChange& same : other.functions) {
      if (same.name != change.name || same.before == nullptr || same.after == nullptr) continue;
      if (same.before->where.file == change.before->where.file &&
          CopiesIn(same, other.facts->before) == Copies::kOther)
        return false;
    }
  }
  return true;
}

/// A file that the fix does not touch, whose initialisation was compiled with what a header said: that copy
/// has run and is not what the fix is about, but what it left may rest on the old text.
Gap RanBefore(const FunctionChange& change) {
  return {"init-ran-before", change.name, change.after->where, true,
          change.name + " is initialisation code of a file that the fix does not touch: it ran with the old "
                        "text of a header, and what it left was not followed"};
}

Finding Gone(const FunctionChange& change) {
  const bool init_before = IsInitText(*change.before);
  const bool init = init_before || IsInitText(*change.after);
  const std::string where = init ? "is in " + (init_before ? change.before : change.after)->section
                                 : "is compiled into initialisation code only";
  return Undeliverable(
      "not-patchable-init", *change.before,
      change.name + " " + where + ": it has run already, or its text is gone, and nobody will enter it again",
      "leave this change out of the live patch; where running state depends on it, repair that in a post_patch "
      "callback");
}

/// Carriers, and code that only a layout moves under, did what they did with data that layout-change judges.
bool IsItself(const FunctionChange& change) {
  return change.before != nullptr && change.after != nullptr && change.kind != FunctionChangeKind::kCarrier &&
         change.kind != FunctionChangeKind::kLayout;
}

void CompareText(const UnitChanges& unit, const Subject& subject, Outcome& outcome) {
  for (const FunctionChange& change : unit.functions) {
    if (!IsItself(change)) continue;
    const bool init = IsInitText(*change.before) || IsInitText(*change.after);
    if (init && !unit.facts->after.touched) {
      outcome.gaps.push_back(RanBefore(change));
    } else if (init || OnlyInsideInit(change, unit.facts->before, subject)) {
      outcome.findings.push_back(Gone(change));
    }
  }
}

}  // namespace

Outcome NotPatchableInit(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    CompareText(unit, subject, outcome);
    CompareInitData(unit, outcome);
  }
  return outcome;
}

}  // namespace lpcheck::rules
