// publication: what makes a datum complete for others comes too late, or no longer before what lets them see it.
//
//   violated ⇔ ∃ f changed: a barrier between shared accesses of f is gone, and no call or ordering store came in its place
//            ∨ a pointer was stored by an operation that orders what came before it, and is not now, nor by a barrier
//            ∨ an entry's member is stored behind the step that links the entry, and was stored before it, no lock over both
//            ∨ memory that readers may hold was freed after a grace period, and is freed at once
//            ∨ an object of f's own is filled behind the step that makes it reachable (discharge_order.cc)
//            ∨ a load that ordered what came behind it does so no more (discharge_order.cc)
//            ∨ a member is stored behind the registration that hands out its object (discharge_given.cc)
//
// Readers of both versions run beside the new writer: concurrent. What is only likely is a gap of undischarged.cc.
#include <algorithm>

#include "model/heart/reach.h"
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Op;
using steps::Step;

bool Adds(const FunctionAnalysis& function, EffectKind kind) {
  return std::any_of(function.diff.deltas.begin(), function.diff.deltas.end(), [&](const Delta& delta) {
    return delta.kind == DeltaKind::kAdded && !delta.by_value && delta.after.kind == kind;
  });
}

// A call that is new, or a store that orders by itself, may be what stands in for the barrier.
bool MayOrderInstead(const FunctionAnalysis& function) {
  return std::any_of(function.diff.deltas.begin(), function.diff.deltas.end(), [](const Delta& delta) {
    if (delta.by_value || delta.after.term == nullptr) return false;
    return delta.after.term->op == Op::kCall || OrderOf(delta.after.how) == 2;
  });
}

bool AccessesShared(const Step& step, const api::Table& table) {
  const EffectKind kind = heart::EffectOf(step, table).kind;
  if (kind == EffectKind::kWrite || kind == EffectKind::kCounter || kind == EffectKind::kPublish || kind == EffectKind::kUnpublish) return true;
  bool reads = false;
  if (step.value != nullptr) heart::ForEachDatum(step.value, [&](const std::string&) { reads = true; });
  return reads;
}

// Steps that both versions make touch shared data on both sides of the barrier.
bool Orders(const FunctionAnalysis& function, int barrier, const api::Table& table) {
  const std::vector<int>& to_new = function.diff.alignment.to_new;
  const std::set<int> behind = heart::ReachableFrom(*function.before, barrier, -1);
  bool before = false, after = false;
  for (int i = 0; i < static_cast<int>(to_new.size()); ++i) {
    if (to_new[i] < 0 || i == barrier || !AccessesShared(function.before->steps[i], table)) continue;
    (behind.contains(i) ? after : before) = true;
  }
  return before && after;
}

void CheckBarrier(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.kind != DeltaKind::kRemoved || delta.before.kind != EffectKind::kBarrier || delta.before.step < 0) return;
  if (MayOrderInstead(function)) return;
  if (!Orders(function, delta.before.step, *analysis.model->table)) return;
  ReportPublication(function, delta.line, NameOf(delta.before) + " stood between accesses that others make in the other order, and is gone",
                    "another CPU sees the later access without the earlier one", result);
}

void CheckOrderedStore(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const Effect& before = delta.before;
  const Effect& after = delta.after;
  if (delta.kind != DeltaKind::kChanged || before.kind != EffectKind::kWrite || after.kind != EffectKind::kWrite) return;
  if (OrderOf(before.how) < 2 || OrderOf(after.how) == 2 || after.object == nullptr || after.term == nullptr) return;
  const bool tells_nothing = heart::Bare(after.term)->op == Op::kConst;
  if (tells_nothing || Adds(function, EffectKind::kBarrier) || heart::IsMadeHere(after.object, function, *analysis.model->table)) return;
  ReportPublication(function, delta.line, NameOf(after) + " was stored by " + before.how + ", behind what it stands for, and is stored without that order",
                    "another CPU follows it to memory that is not filled in for it", result);
}

const Delta* SameStoreAdded(const FunctionAnalysis& function, const Effect& gone) {
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != DeltaKind::kAdded || delta.by_value || delta.after.kind != EffectKind::kWrite) continue;
    if (delta.after.object == gone.object && delta.after.step >= 0) return &delta;
  }
  return nullptr;
}

bool HeldAtBoth(const FunctionAnalysis& function, int a, int b) {
  const auto& held = function.owes_after.held;
  if (a < 0 || b < 0 || std::max(a, b) >= static_cast<int>(held.size())) return true;
  return std::any_of(held[a].begin(), held[a].end(), [&](const std::string& lock) { return held[b].contains(lock); });
}

// The entry that the step links is the one whose member is stored.
bool Links(const Effect& effect, ExprRef member) {
  if (effect.kind != EffectKind::kPublish || effect.object == nullptr) return false;
  const ExprRef root = steps::RootOf(effect.object);
  return root->op == Op::kLocal && root == steps::RootOf(member);
}

void CheckMoved(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const Effect& gone = delta.before;
  if (delta.kind != DeltaKind::kRemoved || gone.kind != EffectKind::kWrite || gone.object == nullptr || gone.step < 0) return;
  if (steps::IsLocalStorage(gone.object) || heart::DatumOf(gone.object).empty()) return;
  const Delta* added = SameStoreAdded(function, gone);
  if (added == nullptr) return;
  const std::vector<int>& to_new = function.diff.alignment.to_new;
  for (int i = 0; i < static_cast<int>(to_new.size()); ++i) {
    if (to_new[i] < 0) continue;
    const bool later = gone.step < i && added->after.step > to_new[i];
    const Effect effect = heart::EffectOf(function.before->steps[i], *analysis.model->table);
    if (later && Links(effect, gone.object) && !HeldAtBoth(function, to_new[i], added->after.step)) {
      return ReportPublication(function, added->line, NameOf(gone) + " is stored behind " + NameOf(effect) + ", which makes it reachable",
                               "another CPU comes to the entry before it is complete", result);
    }
  }
}

bool FreesAtOnce(const Effect& effect) {
  return effect.kind == EffectKind::kRelease && effect.entry != nullptr && !effect.entry->guess && !effect.entry->deferred &&
         effect.entry->kind == api::Kind::kFree;
}

bool WaitsForReaders(const Effect& effect) {
  return effect.kind == EffectKind::kWait && effect.entry != nullptr && !effect.entry->guess && effect.entry->cls == "rcu";
}

// The wait between taking off and freeing is gone, and what was freed behind it still is, at once.
void CheckWait(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.kind != DeltaKind::kRemoved || !WaitsForReaders(delta.before) || delta.before.step < 0) return;
  for (const Delta& other : function.diff.deltas) {
    const Effect& added = other.after;
    const bool defers = added.kind == EffectKind::kDefer || (added.kind == EffectKind::kRelease && added.entry != nullptr && added.entry->deferred);
    if (other.kind == DeltaKind::kAdded && (WaitsForReaders(added) || defers)) return;
  }
  for (int index : heart::ReachableFrom(*function.before, delta.before.step, -1)) {
    const Effect effect = heart::EffectOf(function.before->steps[index], *analysis.model->table);
    if (function.diff.alignment.to_new[index] < 0 || !FreesAtOnce(effect)) continue;
    return ReportPublication(function, delta.line, NameOf(delta.before) + " is gone, and " + NameOf(effect) + " frees what readers may still hold",
                             "a reader that found it before goes on in freed memory", result);
  }
}

void CheckGracePeriod(const FunctionAnalysis& function, const Delta& delta, heart::Result& result) {
  const Effect& gone = delta.before;
  if (delta.kind != DeltaKind::kRemoved || gone.kind != EffectKind::kRelease || gone.entry == nullptr || !gone.entry->deferred) return;
  bool waits = false;
  const Delta* at_once = nullptr;
  for (const Delta& other : function.diff.deltas) {
    if (other.kind != DeltaKind::kAdded || other.by_value) continue;
    const Effect& added = other.after;
    waits |= WaitsForReaders(added) || added.kind == EffectKind::kDefer;
    if (added.kind == EffectKind::kRelease && added.entry != nullptr && !added.entry->deferred && added.object == gone.object) at_once = &other;
  }
  if (at_once == nullptr || waits) return;
  ReportPublication(function, at_once->line, NameOf(at_once->after) + " frees at once what " + NameOf(gone) + " freed behind its readers",
                    "a reader that found it before goes on in freed memory", result);
}

}  // namespace

void ReportPublication(const FunctionAnalysis& function, int line, std::string message, const std::string& harm, heart::Result& result) {
  ReportConcurrent("publication", function, line, std::move(message), "keep the order as it is: what others rely on comes first",
                   {"task A runs new " + function.name, "task B reads the same object on another CPU", harm}, result);
}

void Publication(const Analysis& analysis, heart::Result& result) {
  for (const auto& function : analysis.functions) {
    if (function->before == nullptr || function->after == nullptr) continue;
    for (const Delta& delta : function->diff.deltas) {
      if (delta.by_value) continue;
      CheckBarrier(*function, delta, analysis, result);
      CheckOrderedStore(*function, delta, analysis, result);
      CheckMoved(*function, delta, analysis, result);
      CheckGracePeriod(*function, delta, result);
      CheckWait(*function, delta, analysis, result);
    }
  }
}

}  // namespace lpcheck::rules
