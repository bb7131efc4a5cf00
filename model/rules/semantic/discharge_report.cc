// What a function reports through a variable that is returned later, and what callers look for in the result. Part of the
// closed list of undischarged.cc.
//
//   report(d) ⇔ no failure becomes a success ∧ no visible caller looks for the old or the new error by name
#include <algorithm>

#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

bool ComparesWith(const steps::Function& body, ExprRef value) {
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    if (step.kind == StepKind::kSwitch) {
      return std::any_of(step.cases.begin(), step.cases.end(),
                         [&](const auto& range) { return range.first <= value->value && value->value <= range.second; });
    }
    if (step.value == nullptr) return false;
    bool found = false;
    steps::ForEach(step.value, [&](ExprRef part) {
      if (part->op != Op::kBinary || (part->text != "==" && part->text != "!=")) return;
      found |= std::any_of(part->kids.begin(), part->kids.end(), [&](ExprRef kid) {
        return kid->op == Op::kConst && kid->value == value->value;
      });
    });
    return found;
  });
}

bool IsError(ExprRef value) { return value != nullptr && value->op == Op::kConst && value->value < 0; }

bool IsSuccess(ExprRef value) { return value != nullptr && value->op == Op::kConst && value->value >= 0; }

}  // namespace

namespace {

// What `callee` answers is, on some way, what `body` answers.
bool PassesOn(const steps::Function& body, const std::string& callee) {
  std::set<ExprRef> answers;
  auto is_answer = [&](ExprRef value) {
    while (value->op == Op::kCast) value = value->kids[0];
    return answers.contains(value) || (value->op == Op::kResult && value->kids[0]->text == callee);
  };
  for (bool grew = true; grew;) {
    const std::size_t size = answers.size();
    for (const Step& step : body.steps) {
      if (step.kind == StepKind::kAssign && step.place->op == Op::kLocal && is_answer(step.value)) answers.insert(step.place);
    }
    grew = answers.size() != size;
  }
  return std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    return step.kind == StepKind::kReturn && step.value != nullptr && is_answer(step.value);
  });
}

bool LookedForAbove(ExprRef value, const std::string& name, const Analysis& analysis, int depth) {
  const heart::Surroundings& around = analysis.model->surroundings;
  for (const std::string& caller : around.callers(name)) {
    const steps::Function* body = around.body(caller);
    if (body == nullptr) continue;
    if (ComparesWith(*body, value)) return true;
    if (depth > 0 && PassesOn(*body, name) && LookedForAbove(value, caller, analysis, depth - 1)) return true;
  }
  return false;
}

}  // namespace

// A caller, or one above a caller that passes the answer on, looks for this very error and answers it in its own way: it tries
// again, or creates.
bool CallersLookFor(ExprRef value, const FunctionAnalysis& function, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  return IsError(value) && around.callers && around.body && LookedForAbove(value, function.name, analysis, 3);
}

void CheckReport(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const bool is_local = delta.kind == heart::DeltaKind::kChanged && delta.after.kind == EffectKind::kNone && delta.after.object == nullptr;
  if (delta.by_value || !(is_local || delta.kind == heart::DeltaKind::kResult)) return;
  const ExprRef before = is_local ? delta.before.term : delta.old_value;
  const ExprRef after = is_local ? delta.after.term : delta.new_value;
  if (IsError(before) && IsSuccess(after) && function.any().result.bits > 0) {
    return AddUndischarged(function, delta.line, "reports " + steps::ToString(after) + " where it reported the error " + steps::ToString(before), result);
  }
  // `return ret < 0 ? ret : count;` with an error that became zero: what the caller handed in comes back as success.
  const bool is_given = !is_local && after != nullptr && Settled(after)->op == Op::kLocal &&
                        std::any_of(function.any().params.begin(), function.any().params.end(),
                                    [&](const steps::Param& param) { return param.name == Settled(after)->text; });
  if (is_given && before != nullptr && IsError(Settled(before))) {
    return AddUndischarged(function, delta.line, "returns " + steps::ToString(Settled(after)) + " where it returned the error " +
                                                     steps::ToString(Settled(before)), result);
  }
  for (ExprRef value : {before, after}) {
    if (before == after || !CallersLookFor(value, function, analysis)) continue;
    return AddUndischarged(function, delta.line, "a caller looks for " + steps::ToString(value) + ", and this is where it changes", result);
  }
}

}  // namespace lpcheck::rules
