// Gaps: differences that contain something the model has no meaning for. They make the fix undecided, never safe.
//
//   gap for delta d ⇔ d's effect is assembly or an untranslated construct
//                   ∨ d calls a function about which neither the table nor a visible body says what it owes
#include <algorithm>

#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;

void AddGap(std::string kind, const FunctionAnalysis& function, const Effect& effect, std::string message, heart::Result& result) {
  for (const Gap& gap : result.gaps) {
    if (gap.kind == kind && gap.function == function.name && gap.message == message) return;
  }
  result.gaps.push_back({.kind = std::move(kind), .function = function.name,
                         .where = {function.any().file, effect.line}, .matters = true, .message = std::move(message)});
}

// A function of plain values, or of the caller's own variables, has no object whose balance it could upset.
bool TakesOnlyValues(steps::ExprRef call) {
  for (steps::ExprRef arg : call->kids) {
    if (arg->op == steps::Op::kString || (arg->op == steps::Op::kAddrOf && steps::IsLocalStorage(arg->kids[0]))) continue;
    if (arg->type.is_pointer || arg->op == steps::Op::kAddrOf || arg->type.bits == 0) return false;
  }
  return !call->type.is_pointer && call->type.bits > 0 && !call->kids.empty();
}

bool OwesNothing(const std::string& name, const Analysis& analysis, int depth);

// A step of a callee that may upset a balance: a call nobody can look into, or a count kept by hand.
bool MayUpset(const steps::Step& step, const Analysis& analysis, int depth) {
  const Effect effect = heart::EffectOf(step, *analysis.model->table);
  switch (effect.kind) {
    case EffectKind::kAsm:
    case EffectKind::kGap:
    case EffectKind::kIndirect: return true;
    case EffectKind::kCounter: return effect.object != nullptr && !heart::DatumOf(effect.object).empty();
    case EffectKind::kCall:
      return effect.entry == nullptr && analysis.Find(effect.term->text) == nullptr && !TakesOnlyValues(effect.term) &&
             !OwesNothing(effect.term->text, analysis, depth + 1);
    case EffectKind::kNone:
    case EffectKind::kHarmless:
    case EffectKind::kLock:
    case EffectKind::kUnlock:
    case EffectKind::kAcquire:
    case EffectKind::kRelease:
    case EffectKind::kWrite:
    case EffectKind::kPublish:
    case EffectKind::kUnpublish:
    case EffectKind::kCopyOut:
    case EffectKind::kWait:
    case EffectKind::kWake:
    case EffectKind::kDefer:
    case EffectKind::kCancel:
    case EffectKind::kBarrier: return false;
  }
  return true;
}

// A visible callee that owes nothing at any exit, nor does any of its callees, can be called more or less often without
// upsetting a balance.
bool OwesNothing(const std::string& name, const Analysis& analysis, int depth) {
  const heart::Surroundings& around = analysis.model->surroundings;
  const steps::Function* body = around.definition ? around.definition(name) : around.body ? around.body(name) : nullptr;
  if (body == nullptr || depth > 3) return false;
  const heart::Obligations owes = heart::ObligationsOf(*body, *analysis.model->table, *analysis.model->arena);
  if (!owes.complete) return false;
  for (const auto& [outcome, line] : owes.outcomes) {
    if (!outcome.net.empty()) return false;
  }
  return std::none_of(body->steps.begin(), body->steps.end(), [&](const steps::Step& step) { return MayUpset(step, analysis, depth); });
}

void Check(const FunctionAnalysis& function, const Effect& effect, const Analysis& analysis, heart::Result& result) {
  switch (effect.kind) {
    case EffectKind::kAsm:
    case EffectKind::kGap:
      return AddGap(effect.kind == EffectKind::kAsm ? "inline-asm" : "construct", function, effect,
                    effect.term == nullptr ? "a construct that is not modelled" : steps::ToString(effect.term), result);
    case EffectKind::kIndirect:
      return AddGap("indirect-call", function, effect, steps::ToString(effect.term), result);
    case EffectKind::kCall:
      if (effect.entry != nullptr || analysis.Find(effect.term->text) != nullptr) return;
      if (TakesOnlyValues(effect.term) || OwesNothing(effect.term->text, analysis, 0)) return;
      return AddGap("unknown-callee", function, effect, effect.term->text, result);
    case EffectKind::kNone:
    case EffectKind::kHarmless:
    case EffectKind::kLock:
    case EffectKind::kUnlock:
    case EffectKind::kAcquire:
    case EffectKind::kRelease:
    case EffectKind::kWrite:
    case EffectKind::kCounter:
    case EffectKind::kPublish:
    case EffectKind::kUnpublish:
    case EffectKind::kCopyOut:
    case EffectKind::kWait:
    case EffectKind::kWake:
    case EffectKind::kDefer:
    case EffectKind::kCancel:
    case EffectKind::kBarrier: return;
  }
}

// The old version made the call too, with other operands: no call more, on whatever way.
bool IsCalledAsOften(const FunctionAnalysis& function, const Effect& effect) {
  if (effect.kind != EffectKind::kCall || effect.term == nullptr || effect.term->text.empty()) return false;
  const int now = heart::CountCalls(function.after, effect.term->text);
  return now > 0 && now <= heart::CountCalls(function.before, effect.term->text);
}

}  // namespace

void NotUnderstood(const Analysis& analysis, heart::Result& result) {
  for (const auto& function : analysis.functions) {
    for (const Gap& gap : function->diff.gaps) result.gaps.push_back(gap);
    for (const Delta& delta : function->diff.deltas) {
      // The same call with other operands has the same obligations as before.
      if (delta.by_value || (delta.kind == heart::DeltaKind::kChanged && delta.after.kind != EffectKind::kAsm)) continue;
      Check(*function, delta.before, analysis, result);
      Check(*function, delta.after, analysis, result);
      for (const Effect& effect : delta.extra_new) {  // on a way that is new
        if (!IsCalledAsOften(*function, effect)) Check(*function, effect, analysis, result);
      }
    }
  }
}

}  // namespace lpcheck::rules
