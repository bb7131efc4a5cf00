// The closed list of local refinements in parts: each looks at the deltas of one kind and adds a gap `undischarged` for a
// difference that is not on the list. undischarged.cc has the list and calls them.
#ifndef LPCHECK_MODEL_RULES_SEMANTIC_DISCHARGE_H_
#define LPCHECK_MODEL_RULES_SEMANTIC_DISCHARGE_H_

#include <functional>
#include <set>
#include <string>

#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {

/// Adds the gap, once a function and message.
void AddUndischarged(const heart::FunctionAnalysis& function, int line, std::string message, heart::Result& result);

std::string NameOf(const heart::Effect& effect);
/// Who else may come to a static or hidden function than changed callers that satisfy `covered`: a caller's name, or words
/// for callers that are not shown; "" if nobody.
std::string OtherWayIn(const heart::FunctionAnalysis& function, const heart::Analysis& analysis,
                       const std::function<bool(const heart::FunctionAnalysis&)>& covered);
/// What others wait for or trip over when it does not happen: a wake-up, a removal, a cancellation.
bool OthersDependOn(const heart::Effect& effect);
/// The value below casts; of a choice that constants settle, what is chosen.
steps::ExprRef Settled(steps::ExprRef value);
/// `value` reports a failure of `function`.
bool Fails(steps::ExprRef value, const heart::FunctionAnalysis& function);
/// Some way out of the new version reports a failure.
bool CanFail(const heart::FunctionAnalysis& function);
/// Exit classes, as Outcome::exit names them.
std::set<std::string> Exits(const heart::Obligations& owes);
std::string ExitOf(steps::ExprRef value, const heart::FunctionAnalysis& function);
/// The same, where the condition says what the value is.
std::string ExitUnder(const heart::PathCondition& condition, steps::ExprRef value, const heart::FunctionAnalysis& function);
/// A caller that looks for this very error answers it in its own way: it tries again, or creates.
bool CallersLookFor(steps::ExprRef value, const heart::FunctionAnalysis& function, const heart::Analysis& analysis);
/// What visible callers leave undone when the function newly fails with `failure`, in words; "" if it is nothing that others owe
/// or wait for.
std::string MissedByCallers(const heart::FunctionAnalysis& function, steps::ExprRef failure, const heart::Analysis& analysis);
/// Nothing but visible code can call the function.
bool ShowsEveryCaller(const heart::FunctionAnalysis& function, const heart::Analysis& analysis);
/// The step takes back, itself or through a visible helper, what another function charged.
bool TakesBack(const heart::Effect& effect, const heart::Analysis& analysis, int depth);
/// All code that could read or write the datum is in the files that were looked at.
bool ShowsEveryUser(const std::string& datum, const heart::Analysis& analysis);
/// A factor, shift or flag that only one of the terms has.
bool ChangesUnit(steps::ExprRef before, steps::ExprRef after);
bool ChangesFlags(steps::ExprRef before, steps::ExprRef after);
/// Unchanged visible code, or code not shown, reads the datum, and no old code stores the new constant (nullptr: any value) in it.
bool ReadersTellApart(const std::string& datum, steps::ExprRef constant, const heart::Analysis& analysis);
/// A callee that neither changes nor owes anything can be called more or less often.
bool IsEffectFree(const std::string& name, const heart::Analysis& analysis, int depth);
/// x -= n becomes x -= min(x, n): the two differ only where the old count had gone below nothing already.
bool OnlyStopsAtZero(const heart::Delta& delta);
/// It computes an answer and does nothing else.
bool OnlyAnswers(const heart::FunctionAnalysis& function, const heart::Analysis& analysis);
/// Memory that the caller handed over, in a function whose callers are all judged together with it.
bool IsChainMatter(const heart::FunctionAnalysis& function, steps::ExprRef object, const heart::Result& result);

/// One step more or less that takes or gives back something.
void CheckBalanceStep(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
/// A way on which something is not given back any more.
void CheckSkippedRelease(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
/// A store that the old version did not make: a value that nobody stored before, or half of a new agreement.
void CheckAddedStore(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
/// An action that others see and that the old version did not make.
void CheckAddedAction(const heart::FunctionAnalysis& function, const heart::Effect& effect, int line, const heart::Analysis& analysis, heart::Result& result);
/// The same store by a macro that orders less.
void CheckStoreOrder(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
/// What a variable that is returned later says, and what callers look for in it.
void CheckReport(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
/// The callee's answer changed with it: judged as a return-mismatch of the chain.
bool IsReturnHandling(const heart::FunctionAnalysis& function, const heart::Result& result);
/// By what macro a store is made: 2 orders earlier stores before it, 1 stores in one go, 0 is a plain store.
int OrderOf(const std::string& how);
void CheckRedirect(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
void CheckRemoved(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
void CheckStoredValue(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
void CheckAllocation(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
void CheckResult(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
/// The same action on another object, another queue, another work item; bytes of a local record that leave otherwise.
void CheckChangedAction(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);

/// A mismatch that two tasks are enough for: what the closed list found to be certain, not only possible. Once a rule and function.
void ReportConcurrent(const std::string& rule, const heart::FunctionAnalysis& function, int line, std::string message, std::string remedy,
                      std::vector<std::string> steps, heart::Result& result);
/// The same of the rule publication; `harm` is what a reader meets.
void ReportPublication(const heart::FunctionAnalysis& function, int line, std::string message, const std::string& harm, heart::Result& result);

/// What a stored value means to those who read it, through locals too.
void CheckMeaning(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
/// ChangesUnit, ChangesFlags, or one of them is converted by a function that says so in its name and the other is not.
bool ChangesScale(steps::ExprRef before, steps::ExprRef after);
/// What callers make of an answer, and callees of a key.
void CheckAnswerAndKey(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
/// What of others a new way out leaves undone: state handed back, hardware switched off or answered.
void CheckWay(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
/// Operations that stand where a stronger one stood, asked of the function as a whole.
void CheckWeaker(const heart::FunctionAnalysis& function, const heart::Analysis& analysis, heart::Result& result);
/// What is set up before others can come to it, and what they are given.
void CheckGivenAndSetUp(const heart::FunctionAnalysis& function, const heart::Analysis& analysis, heart::Result& result);
/// Objects reached behind their release, data outside their section, locks of other objects.
void CheckReach(const heart::FunctionAnalysis& function, const heart::Analysis& analysis, heart::Result& result);
/// What is asked of user space again, and what was tried again until it held.
void CheckAgain(const heart::FunctionAnalysis& function, const heart::Analysis& analysis, heart::Result& result);
/// The interrupt state of sections: saved once, put back as it was.
void CheckIrqState(const heart::FunctionAnalysis& function, const heart::Analysis& analysis, heart::Result& result);
/// A limit or a place in a shared array that changes in a local.
void CheckLocalUse(const heart::FunctionAnalysis& function, const heart::Delta& delta, const heart::Analysis& analysis, heart::Result& result);
/// Order between accesses, asked of the function as a whole: ordered loads, ways round barriers, filled before reachable.
void CheckOrder(const heart::FunctionAnalysis& function, const heart::Analysis& analysis, heart::Result& result);

}  // namespace lpcheck::rules

#endif  // LPCHECK_MODEL_RULES_SEMANTIC_DISCHARGE_H_
