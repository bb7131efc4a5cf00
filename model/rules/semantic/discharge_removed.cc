// Actions that happen no more, or at another place of the same invocation. Part of the closed list of undischarged.cc.
//
//   moved(d) ⇔ the same action stands elsewhere in the new version ∧ it crosses nothing the unsafe way:
//              what makes visible or lets go only later, what shuts others out only earlier
#include <algorithm>
#include <optional>

#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::Step;
using steps::StepKind;

// The same action elsewhere in the same function: where does it stand relative to unchanged steps?
const Delta* Counterpart(const FunctionAnalysis& function, const Delta& removed) {
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != DeltaKind::kAdded || delta.after.kind != removed.before.kind) continue;
    const bool same_call = delta.after.term != nullptr && removed.before.term != nullptr &&
                           delta.after.term->text == removed.before.term->text && delta.after.cls == removed.before.cls;
    if (same_call) return &delta;
  }
  return nullptr;
}

int NewLineOfOldStep(const FunctionAnalysis& function, int old_line) {
  int best = 0;
  for (std::size_t i = 0; i < function.before->steps.size(); ++i) {
    const int partner = function.diff.alignment.to_new.empty() ? -1 : function.diff.alignment.to_new[i];
    if (partner >= 0 && function.before->steps[i].line <= old_line) best = std::max(best, function.after->steps[partner].line);
  }
  return best;
}

bool MovedTheSafeWay(const FunctionAnalysis& function, const Delta& removed, const Delta& added) {
  const bool later = added.after.line > NewLineOfOldStep(function, removed.before.line);
  switch (removed.before.kind) {
    case EffectKind::kPublish:
    case EffectKind::kWake:
    case EffectKind::kDefer: return later;
    case EffectKind::kUnpublish:
    case EffectKind::kCancel: return !later;
    case EffectKind::kWrite:
    case EffectKind::kCounter:
    case EffectKind::kCall:
    case EffectKind::kIndirect:
    case EffectKind::kCopyOut:
    case EffectKind::kWait: return true;
    case EffectKind::kNone:
    case EffectKind::kHarmless:
    case EffectKind::kLock:
    case EffectKind::kUnlock:
    case EffectKind::kAcquire:
    case EffectKind::kRelease:
    case EffectKind::kBarrier:
    case EffectKind::kAsm:
    case EffectKind::kGap: return false;
  }
  return false;
}

bool WritesElsewhere(const FunctionAnalysis& function, const Effect& gone) {
  if (gone.object == nullptr) return false;
  const std::string datum = heart::DatumOf(gone.object);
  return std::any_of(function.after->steps.begin(), function.after->steps.end(), [&](const Step& step) {
    if (step.kind == StepKind::kAssign) return !datum.empty() && heart::DatumOf(step.place) == datum;
    return false;
  });
}

bool ZeroesAllocation(const FunctionAnalysis& function) {
  return std::any_of(function.diff.deltas.begin(), function.diff.deltas.end(), [](const Delta& delta) {
    return delta.after.entry != nullptr && delta.after.entry->kind == api::Kind::kAlloc && delta.after.entry->zeroed;
  });
}

bool MakesVisible(EffectKind kind) {
  return kind == EffectKind::kPublish || kind == EffectKind::kWake || kind == EffectKind::kDefer || kind == EffectKind::kUnlock ||
         kind == EffectKind::kRelease;
}

bool ShutsOut(EffectKind kind) { return kind == EffectKind::kUnpublish || kind == EffectKind::kCancel || kind == EffectKind::kLock; }

// The unchanged action that a moved one has crossed the unsafe way: what made it visible now comes first, or what shut others
// out now comes later.
std::optional<Effect> CrossedUnsafely(const FunctionAnalysis& function, const Effect& gone, const Effect& added, const api::Table& table) {
  for (std::size_t i = 0; i < function.diff.alignment.to_new.size(); ++i) {
    const int partner = function.diff.alignment.to_new[i];
    if (partner < 0) continue;
    const Effect effect = heart::EffectOf(function.before->steps[i], table);
    const int new_line = function.after->steps[partner].line;
    const bool later = gone.line <= effect.line && added.line >= new_line && gone.line != added.line;
    const bool earlier = gone.line >= effect.line && added.line <= new_line && gone.line != added.line;
    if ((later && MakesVisible(effect.kind)) || (earlier && ShutsOut(effect.kind))) return effect;
  }
  return std::nullopt;
}

const Delta* SameWriteElsewhere(const FunctionAnalysis& function, const Effect& gone) {
  if (gone.object == nullptr) return nullptr;
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != DeltaKind::kAdded || delta.after.object == nullptr || delta.after.kind != gone.kind) continue;
    if (delta.after.object == gone.object || heart::DatumOf(delta.after.object) == heart::DatumOf(gone.object)) return &delta;
  }
  return nullptr;
}

}  // namespace

void CheckRemoved(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const Effect& gone = delta.before;
  const bool is_write = gone.kind == EffectKind::kWrite || gone.kind == EffectKind::kCounter;
  const Delta* elsewhere = is_write ? SameWriteElsewhere(function, gone) : Counterpart(function, delta);
  if (elsewhere != nullptr && (is_write || gone.kind == EffectKind::kCall)) {
    const std::optional<Effect> crossed = CrossedUnsafely(function, gone, elsewhere->after, *analysis.model->table);
    if (crossed) return AddUndischarged(function, elsewhere->line, NameOf(gone) + " moves across " + NameOf(*crossed), result);
  }
  const Delta* moved = Counterpart(function, delta);
  switch (gone.kind) {
    case EffectKind::kNone:
    case EffectKind::kHarmless:
    case EffectKind::kLock:
    case EffectKind::kUnlock:
    case EffectKind::kAcquire:
    case EffectKind::kRelease:
    case EffectKind::kCopyOut:
    case EffectKind::kAsm:
    case EffectKind::kGap:
    case EffectKind::kIndirect: return;  // judged by Balance, LockProtection and NotUnderstood
    case EffectKind::kWrite:
    case EffectKind::kCounter:
      if (heart::IsMadeHere(gone.object, function, *analysis.model->table) && ZeroesAllocation(function)) return;
      if (WritesElsewhere(function, gone) || moved != nullptr || IsChainMatter(function, gone.object, result)) return;
      return AddUndischarged(function, delta.line, NameOf(gone) + " is not written any more", result);
    case EffectKind::kPublish:
    case EffectKind::kUnpublish:
    case EffectKind::kWait:
    case EffectKind::kWake:
    case EffectKind::kDefer:
    case EffectKind::kCancel:
    case EffectKind::kBarrier:
    case EffectKind::kCall:
      if (moved != nullptr && MovedTheSafeWay(function, delta, *moved)) return;
      if (gone.kind == EffectKind::kCall && gone.entry != nullptr && !gone.entry->guess) return;
      if (gone.kind == EffectKind::kCall && IsEffectFree(gone.term->text, analysis, 0)) return;
      return AddUndischarged(function, delta.line, NameOf(gone) + (moved != nullptr ? " happens at another time" : " does not happen any more"), result);
  }
}

}  // namespace lpcheck::rules
