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

// A caller that looks for this very error answers it in its own way: it tries again, or creates.
bool CallersLookFor(ExprRef value, const FunctionAnalysis& function, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!IsError(value) || !around.callers || !around.body) return false;
  for (const std::string& name : around.callers(function.name)) {
    const steps::Function* body = around.body(name);
    if (body != nullptr && ComparesWith(*body, value)) return true;
  }
  return false;
}

void CheckReport(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const bool is_local = delta.kind == heart::DeltaKind::kChanged && delta.after.kind == EffectKind::kNone && delta.after.object == nullptr;
  if (delta.by_value || !(is_local || delta.kind == heart::DeltaKind::kResult)) return;
  const ExprRef before = is_local ? delta.before.term : delta.old_value;
  const ExprRef after = is_local ? delta.after.term : delta.new_value;
  if (IsError(before) && IsSuccess(after) && function.any().result.bits > 0) {
    return AddUndischarged(function, delta.line, "reports " + steps::ToString(after) + " where it reported the error " + steps::ToString(before), result);
  }
  for (ExprRef value : {before, after}) {
    if (before == after || !CallersLookFor(value, function, analysis)) continue;
    return AddUndischarged(function, delta.line, "a caller looks for " + steps::ToString(value) + ", and this is where it changes", result);
  }
}

}  // namespace lpcheck::rules
