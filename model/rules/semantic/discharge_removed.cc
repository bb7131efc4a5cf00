// Actions that happen no more, or at another place of the same invocation. Part of the closed list of undischarged.cc.
//
//   moved(d) ⇔ the same action stands elsewhere in the new version ∧ it crosses nothing the unsafe way:
//              what makes visible or lets go only later, what shuts others out only earlier
//   guarded(d) ⇔ a call that stores, and does nothing else all the way down, is left out under a new test and made otherwise
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

// del_timer() becomes timer_shutdown_sync(): the same object, and whoever waited before still does.
bool IsStrongerCancel(const Effect& gone, const Effect& added) {
  if (gone.kind != EffectKind::kCancel || gone.entry == nullptr || added.entry == nullptr || gone.object == nullptr) return false;
  return gone.cls == added.cls && gone.object == added.object && (added.entry->sleeps || !gone.entry->sleeps);
}

// The same action elsewhere in the same function: where does it stand relative to unchanged steps?
const Delta* Counterpart(const FunctionAnalysis& function, const Delta& removed) {
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != DeltaKind::kAdded || delta.after.kind != removed.before.kind) continue;
    const bool same_call = delta.after.term != nullptr && removed.before.term != nullptr &&
                           delta.after.term->text == removed.before.term->text && delta.after.cls == removed.before.cls;
    if (same_call || IsStrongerCancel(removed.before, delta.after)) return &delta;
  }
  return nullptr;
}

// Where the step would stand in the new version had it stayed behind its unchanged predecessors.
int NewPlaceOf(const FunctionAnalysis& function, int old_step) {
  int best = -1;
  for (int i = 0; i < old_step && i < static_cast<int>(function.diff.alignment.to_new.size()); ++i) {
    best = std::max(best, function.diff.alignment.to_new[i]);
  }
  return best;
}

bool MovedTheSafeWay(const FunctionAnalysis& function, const Delta& removed, const Delta& added) {
  // Steps in the order of the source: lines would be those of helpers where these were opened.
  const std::vector<int>& to_old = function.diff.alignment.to_old;
  const int stays = NewPlaceOf(function, removed.before.step);
  bool later = false, earlier = false;
  for (int i = 0; i < static_cast<int>(to_old.size()); ++i) {
    if (to_old[i] < 0) continue;
    later |= i > stays && i < added.after.step;
    earlier |= i <= stays && i > added.after.step;
  }
  switch (removed.before.kind) {
    case EffectKind::kPublish:
    case EffectKind::kWake:
    case EffectKind::kDefer: return !earlier;
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

bool ReadsBoth(const steps::Function* body, const std::string& a, const std::string& b) {
  bool reads_a = false, reads_b = false;
  for (const Step& step : body == nullptr ? std::vector<Step>{} : body->steps) {
    if (step.value == nullptr) continue;
    heart::ForEachDatum(step.value, [&](const std::string& datum) {
      reads_a |= datum == a;
      reads_b |= datum == b;
    });
  }
  return reads_a && reads_b;
}

// Two stores that a reader may see one of: a flag and what it stands for.
bool IsReadTogether(const FunctionAnalysis& function, const std::string& a, const std::string& b, const Analysis& analysis) {
  for (const auto& other : analysis.functions) {
    if (other.get() != &function && (ReadsBoth(other->before, a, b) || ReadsBoth(other->after, a, b))) return true;
  }
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return false;
  const std::vector<std::string> users = around.users(a);
  return std::any_of(users.begin(), users.end(), [&](const std::string& name) { return ReadsBoth(around.body(name), a, b); });
}

bool ShareALock(const FunctionAnalysis& function, int a, int b) {
  const auto& held = function.owes_before.held;
  if (a < 0 || b < 0 || a >= static_cast<int>(held.size()) || b >= static_cast<int>(held.size())) return false;
  return std::any_of(held[a].begin(), held[a].end(), [&](const std::string& lock) { return held[b].contains(lock); });
}

bool AreSeenInOrder(const FunctionAnalysis& function, const Effect& gone, const Effect& crossed, int step, bool later, const Analysis& analysis) {
  if (gone.kind != EffectKind::kWrite || crossed.kind != EffectKind::kWrite || gone.object == nullptr || crossed.object == nullptr) return false;
  // What a releasing store makes visible may come before it, and the releasing store later.
  if (later ? OrderOf(gone.how) == 2 : OrderOf(crossed.how) == 2) return false;
  const std::string a = heart::DatumOf(gone.object), b = heart::DatumOf(crossed.object);
  const api::Table& table = *analysis.model->table;
  if (a.empty() || b.empty() || a == b || ShareALock(function, gone.step, step)) return false;
  if (heart::IsMadeHere(gone.object, function, table) || heart::IsMadeHere(crossed.object, function, table)) return false;
  return IsReadTogether(function, a, b, analysis);
}

// The unchanged action that a moved one has crossed the unsafe way: what made it visible now comes first, or what shut others
// out now comes later, or a reader tells the order of two stores.
std::optional<Effect> CrossedUnsafely(const FunctionAnalysis& function, const Effect& gone, const Effect& added, const Analysis& analysis) {
  const std::vector<int>& to_new = function.diff.alignment.to_new;
  for (int i = 0; i < static_cast<int>(to_new.size()); ++i) {
    if (to_new[i] < 0) continue;
    const bool later = gone.step < i && added.step > to_new[i];
    const bool earlier = gone.step > i && added.step < to_new[i];
    if (!later && !earlier) continue;
    const Effect effect = heart::EffectOf(function.before->steps[i], *analysis.model->table);
    if ((later && MakesVisible(effect.kind)) || (earlier && ShutsOut(effect.kind))) return effect;
    if (effect.kind == EffectKind::kRelease && gone.object != nullptr && effect.term != nullptr && steps::Contains(effect.term, gone.object)) {
      return effect;  // it lets go of what stands there, which is now another thing
    }
    if (effect.kind == EffectKind::kBarrier) return effect;  // on whichever side others expect it
    if (AreSeenInOrder(function, gone, effect, i, later, analysis)) return effect;
  }
  return std::nullopt;
}

// A lock that the action ran under and does not any more.
std::string LostLock(const FunctionAnalysis& function, const Effect& gone, const Effect& added) {
  const auto& before = function.owes_before.held;
  const auto& after = function.owes_after.held;
  if (gone.step < 0 || added.step < 0 || gone.step >= static_cast<int>(before.size()) || added.step >= static_cast<int>(after.size())) return "";
  for (const std::string& lock : before[gone.step]) {
    if (!after[added.step].contains(lock)) return lock;
  }
  return "";
}

bool IsSharedAction(EffectKind kind) {
  return kind == EffectKind::kWrite || kind == EffectKind::kCounter || kind == EffectKind::kPublish || kind == EffectKind::kUnpublish ||
         kind == EffectKind::kCall;
}

const Delta* SameWriteElsewhere(const FunctionAnalysis& function, const Effect& gone) {
  if (gone.object == nullptr) return nullptr;
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != DeltaKind::kAdded || delta.after.object == nullptr || delta.after.kind != gone.kind) continue;
    if (delta.after.object == gone.object || heart::DatumOf(delta.after.object) == heart::DatumOf(gone.object)) return &delta;
  }
  return nullptr;
}

// What a visible callee does, all the way down, is seen by whoever looks next, and nobody waits for it.
bool NobodyWaitsFor(const std::string& name, const Analysis& analysis, int depth) {
  const heart::Surroundings& around = analysis.model->surroundings;
  const steps::Function* body = around.definition ? around.definition(name) : around.body ? around.body(name) : nullptr;
  if (body == nullptr || depth > 3) return false;
  return std::all_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, *analysis.model->table);
    if (effect.kind == EffectKind::kCall) return NobodyWaitsFor(effect.term->text, analysis, depth + 1);
    return effect.kind == EffectKind::kNone || effect.kind == EffectKind::kHarmless || effect.kind == EffectKind::kWrite;
  });
}

// A call that both versions make stands behind a new test, whose other way leaves it out: as a new way out would.
bool IsGuardedNow(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis) {
  const Effect& gone = delta.before;
  if (gone.kind != EffectKind::kCall || gone.term == nullptr || gone.entry != nullptr) return false;
  if (delta.old_literals > 0 || delta.condition.empty() || heart::CountCalls(function.after, gone.term->text) == 0) return false;
  return NobodyWaitsFor(gone.term->text, analysis, 0);
}

}  // namespace

void CheckRemoved(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const Effect& gone = delta.before;
  const bool is_write = gone.kind == EffectKind::kWrite || gone.kind == EffectKind::kCounter;
  const Delta* elsewhere = is_write ? SameWriteElsewhere(function, gone) : Counterpart(function, delta);
  if (elsewhere != nullptr && (is_write || gone.kind == EffectKind::kCall)) {
    const std::optional<Effect> crossed = CrossedUnsafely(function, gone, elsewhere->after, analysis);
    if (crossed) return AddUndischarged(function, elsewhere->line, NameOf(gone) + " moves across " + NameOf(*crossed), result);
  }
  if (elsewhere != nullptr && IsSharedAction(gone.kind) && !heart::IsMadeHere(gone.object, function, *analysis.model->table)) {
    const std::string lock = LostLock(function, gone, elsewhere->after);
    if (!lock.empty()) return AddUndischarged(function, elsewhere->line, NameOf(gone) + " no longer happens under " + lock, result);
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
      if (IsGuardedNow(function, delta, analysis)) return;
      return AddUndischarged(function, delta.line, NameOf(gone) + (moved != nullptr ? " happens at another time" : " does not happen any more"), result);
  }
}

}  // namespace lpcheck::rules
