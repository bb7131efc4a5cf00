// The closed list of local refinements. Every delta that no rule has turned into a finding must be one of them, else it is a
// gap `undischarged`: a difference is never waved through because nobody looked at it.
//
//   discharged(d) ⇔ d is one of
//     guard      a new way out that skips nothing others wait for: no wake-up, removal or cancellation unless it fails
//     addition   a write, wake-up, barrier, removal, cancellation, copy or message more; a call that owes nothing more
//     value      another value computed, unless it is a constant, flag or unit that unchanged code tells apart; by a call too
//     meaning    ... of what is stored, through locals too, of what is answered, and of keys (meaning, answer)
//     way        a new way out that leaves nothing of others undone (redirect, release, way)
//     order      ordered loads, barriers, and an object filled before it can be reached (order)
//     strength   no operation where a stronger one stood (weaker)
//     given      set up and torn down in order, filled, with the same callbacks, read in its section (given)
//     reach      nothing behind its release, nor outside its section (reach)
//     again      nothing of user space asked twice, nothing that was tried again done once (again)
//     irq state  sections left as they were entered (irq_state)
//     local use  a limit or a place in a shared array, changed in a local or in place (local_use)
//     balance    locks, references and memory: judged by their net effect (Balance, LockProtection)
//     moved      the same action later (publication, release, wake-up) or earlier (removal, cancellation) in one invocation
//     result     another value of the same exit class
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::FunctionAnalysis;

void Check(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  switch (delta.kind) {
    case DeltaKind::kAdded:  // unknown callees are judged by NotUnderstood
      CheckBalanceStep(function, delta, analysis, result);
      CheckAddedStore(function, delta, analysis, result);
      if (!delta.by_value) CheckAddedAction(function, delta.after, delta.line, analysis, result);
      if (delta.after.entry == nullptr || !delta.after.entry->fatal) return;
      return AddUndischarged(function, delta.line, NameOf(delta.after) + " is new: what it asserts may not hold for what old code left", result);
    case DeltaKind::kRemoved:
      CheckBalanceStep(function, delta, analysis, result);
      return CheckRemoved(function, delta, analysis, result);
    case DeltaKind::kChanged:
      CheckChangedAction(function, delta, analysis, result);
      CheckStoredValue(function, delta, analysis, result);
      CheckMeaning(function, delta, analysis, result);
      CheckLocalUse(function, delta, analysis, result);
      CheckAnswerAndKey(function, delta, analysis, result);
      CheckStoreOrder(function, delta, analysis, result);
      CheckReport(function, delta, analysis, result);
      return CheckAllocation(function, delta, analysis, result);
    case DeltaKind::kRedirect:
      CheckWay(function, delta, analysis, result);
      CheckAnswerAndKey(function, delta, analysis, result);
      CheckSkippedRelease(function, delta, analysis, result);
      for (const heart::Effect& effect : delta.by_value ? std::vector<heart::Effect>{} : delta.extra_new) {
        CheckAddedAction(function, effect, effect.line, analysis, result);
      }
      return CheckRedirect(function, delta, analysis, result);
    case DeltaKind::kResult:
      CheckReport(function, delta, analysis, result);
      CheckAnswerAndKey(function, delta, analysis, result);
      return CheckResult(function, delta, analysis, result);
  }
}

}  // namespace

void Undischarged(const Analysis& analysis, heart::Result& result) {
  for (const auto& function : analysis.functions) {
    if (function->before == nullptr || function->after == nullptr) continue;
    for (const Delta& delta : function->diff.deltas) Check(*function, delta, analysis, result);
    CheckOrder(*function, analysis, result);
    CheckWeaker(*function, analysis, result);
    CheckGivenAndSetUp(*function, analysis, result);
    CheckReach(*function, analysis, result);
    CheckAgain(*function, analysis, result);
    CheckIrqState(*function, analysis, result);
  }
}

}  // namespace lpcheck::rules
