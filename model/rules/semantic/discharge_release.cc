// What is given back, or taken: each such step that one version makes and the other does not. Part of the closed list of
// undischarged.cc. The net effect of whole ways out is judged by Balance, which compares sets of outcomes: a function that
// may leave with or without a release hides a missing one there. Here every single step is asked for.
//
//   balance(d) ⇔ the step stands elsewhere in the new version (a release not before the last use, an acquisition not after
//                the first)
//              ∨ Balance has judged its class in this function
//              ∨ the new version took the thing itself and is even on every exit, and the old one gave back none of others
//              ∨ the new version took it on every way, and can only fail from there
//              ∨ d leaves because a pointer is bad that the old version goes on to use
#include <algorithm>

#include "model/heart/reach.h"
#include "model/rules/semantic/balance_names.h"
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using heart::Obligations;
using heart::Resource;
using steps::ExprRef;
using steps::Step;
using steps::StepKind;

bool IsMemory(const Effect& effect) {
  return effect.entry != nullptr && (effect.entry->kind == api::Kind::kAlloc || effect.entry->kind == api::Kind::kFree);
}

// The object as this version spells it, not as a term over the state where the versions part.
ExprRef ObjectIn(const steps::Function& body, const Effect& effect, const api::Table& table) {
  if (effect.step < 0 || effect.step >= static_cast<int>(body.steps.size())) return effect.object;
  return heart::EffectOf(body.steps[effect.step], table).object;
}

bool IsJudged(const FunctionAnalysis& function, const Effect& effect, const heart::Result& result) {
  return result.judged.contains({function.name, IsMemory(effect) ? "memory" : effect.cls});
}

bool Names(const Resource& resource, const Effect& effect, ExprRef object) {
  const bool same_class = resource.cls == effect.cls || (resource.is_memory && IsMemory(effect));
  return same_class && (object == nullptr || resource.object == steps::ToString(object));
}

// Taken in this invocation and even on every exit: whatever happened to the step, the books agree.
bool IsEven(const Obligations& owes, const Effect& effect, ExprRef object) {
  const bool is_taken = std::any_of(owes.taken_here.begin(), owes.taken_here.end(),
                                    [&](const Resource& taken) { return Names(taken, effect, object); });
  if (!is_taken || !owes.complete) return false;
  // What was stored somewhere is off the books: nothing shows on an exit that should have freed it.
  const bool handed_over = std::any_of(owes.hands_over_memory.begin(), owes.hands_over_memory.end(),
                                       [&](const Resource& given) { return Names(given, effect, object); });
  if (handed_over && effect.kind == EffectKind::kRelease) return false;
  return std::none_of(owes.outcomes.begin(), owes.outcomes.end(), [&](const auto& entry) {
    return std::any_of(entry.first.net.begin(), entry.first.net.end(), [&](const auto& net) { return Names(net.first, effect, object); });
  });
}

// The old version gave back, on some way, what others took, and the new one takes it first: the books agree in each, and not
// between the two.
bool WasOwedByOthers(const FunctionAnalysis& function, const Effect& effect, ExprRef object) {
  auto gives = [&](const Obligations& owes) {
    return std::any_of(owes.outcomes.begin(), owes.outcomes.end(), [&](const auto& entry) {
      return std::any_of(entry.first.net.begin(), entry.first.net.end(), [&](const auto& net) { return net.second < 0 && Names(net.first, effect, object); });
    });
  };
  return gives(function.owes_before) && !gives(function.owes_after);
}

bool SameThing(const FunctionAnalysis& function, const Effect& old, const Effect& added, const api::Table& table) {
  if (old.kind != added.kind || (old.cls != added.cls && !(IsMemory(old) && IsMemory(added)))) return false;
  const ExprRef a = ObjectIn(*function.before, old, table);
  const ExprRef b = ObjectIn(*function.after, added, table);
  if (a == b || a == nullptr || b == nullptr) return true;
  if (!heart::DatumOf(a).empty() && heart::DatumOf(a) == heart::DatumOf(b)) return true;
  const BalanceNames names(*function.before, *function.after);
  return names.Name(steps::ToString(a), false) == names.Name(steps::ToString(b), true);
}

bool Mentions(const Step& step, ExprRef object) {
  return (step.value != nullptr && steps::Contains(step.value, object)) || (step.place != nullptr && steps::Contains(step.place, object));
}

// It ends a registration or an activity, and with it others' ways to things: what is freed before that is still in use.
bool Ends(const Effect& effect) {
  return effect.entry != nullptr && (effect.entry->kind == api::Kind::kUnregister || effect.entry->kind == api::Kind::kStop);
}

// A step that both versions make and that the moved one now comes before (a release) or after (an acquisition), though it
// may use what is released or acquired.
bool CrossesAUse(const FunctionAnalysis& function, const Effect& gone, const Effect& added, const api::Table& table) {
  const ExprRef object = ObjectIn(*function.after, added, table);
  const std::vector<int>& to_new = function.diff.alignment.to_new;
  const bool releases = gone.kind == EffectKind::kRelease;
  for (int i = 0; i < static_cast<int>(to_new.size()); ++i) {
    if (to_new[i] < 0) continue;
    const bool earlier = i < gone.step && to_new[i] > added.step;
    const bool later = i > gone.step && to_new[i] < added.step;
    const Effect effect = heart::EffectOf(function.before->steps[i], table);
    if (later && Ends(gone) && IsMemory(effect)) return true;
    if (!(releases ? earlier : later)) continue;
    if (object != nullptr && Mentions(function.before->steps[i], object)) return true;
    const bool is_quiet = effect.kind == EffectKind::kNone || effect.kind == EffectKind::kHarmless || (effect.kind == EffectKind::kRelease && !Ends(effect));
    if (!is_quiet) return true;
  }
  return false;
}

const Delta* Elsewhere(const FunctionAnalysis& function, DeltaKind kind, const Effect& effect, const api::Table& table) {
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != kind || delta.by_value) continue;
    const bool same = kind == DeltaKind::kAdded ? SameThing(function, effect, delta.after, table) : SameThing(function, delta.before, effect, table);
    if (same) return &delta;
  }
  return nullptr;
}

// The other half of the pair goes, or comes, with it.
bool HasOtherHalf(const FunctionAnalysis& function, DeltaKind kind, EffectKind half, const Effect& effect) {
  return std::any_of(function.diff.deltas.begin(), function.diff.deltas.end(), [&](const Delta& delta) {
    const Effect& other = kind == DeltaKind::kAdded ? delta.after : delta.before;
    return delta.kind == kind && !delta.by_value && other.kind == half && (other.cls == effect.cls || (IsMemory(other) && IsMemory(effect)));
  });
}

void CheckGone(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const Effect& gone = delta.before;
  const api::Table& table = *analysis.model->table;
  if (const Delta* added = Elsewhere(function, DeltaKind::kAdded, gone, table)) {
    const bool moves = gone.kind == EffectKind::kRelease || gone.kind == EffectKind::kAcquire;
    if (moves && CrossesAUse(function, gone, added->after, table)) {
      AddUndischarged(function, added->line, NameOf(added->after) + " happens at another time, across what may use its object", result);
    }
    return;
  }
  const ExprRef object = ObjectIn(*function.before, gone, table);
  const bool keeps = gone.kind == EffectKind::kRelease && WasOwedByOthers(function, gone, object);
  if (IsJudged(function, gone, result) || (!keeps && IsEven(function.owes_after, gone, object))) return;
  if (gone.kind == EffectKind::kUnlock && HasOtherHalf(function, DeltaKind::kRemoved, EffectKind::kLock, gone)) return;
  if (gone.kind == EffectKind::kLock && HasOtherHalf(function, DeltaKind::kRemoved, EffectKind::kUnlock, gone)) return;
  const EffectKind half = gone.kind == EffectKind::kRelease ? EffectKind::kAcquire : EffectKind::kRelease;
  if (IsMemory(gone) && HasOtherHalf(function, DeltaKind::kRemoved, half, gone)) return;
  AddUndischarged(function, delta.line, NameOf(gone) + " does not happen any more, and nothing shows who makes up for it", result);
}

// A changed callee leaves this release to its callers, and Balance has said so; no caller gives back more often than it calls.
bool IsLeftByCallee(const FunctionAnalysis& function, const Effect& more, const Analysis& analysis, const heart::Result& result) {
  if (more.kind != EffectKind::kRelease) return false;
  auto names = [&](const Effect& effect) { return effect.kind == EffectKind::kRelease && (effect.cls == more.cls || (IsMemory(effect) && IsMemory(more))); };
  std::ptrdiff_t added = 0;
  for (const Delta& delta : function.diff.deltas) {
    if (delta.by_value) continue;
    if (delta.kind == DeltaKind::kAdded && names(delta.after)) ++added;
    if (delta.kind == DeltaKind::kRedirect) added += std::count_if(delta.extra_new.begin(), delta.extra_new.end(), names);
  }
  return std::any_of(result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
    if (finding.rule != "reference-balance" && finding.rule != "ownership") return false;
    const FunctionAnalysis* callee = analysis.Find(finding.function);
    if (callee == nullptr || callee == &function || !analysis.CallsDirectly(function, *callee)) return false;
    const bool drops = std::any_of(callee->diff.deltas.begin(), callee->diff.deltas.end(), [&](const Delta& delta) {
      if (delta.by_value) return false;
      return (delta.kind == DeltaKind::kRemoved && names(delta.before)) || std::any_of(delta.skipped.begin(), delta.skipped.end(), names);
    });
    return drops && added <= heart::CountCalls(function.after, callee->name);
  });
}

// The return fails: by a constant, or by a local of which the way says so and that nothing sets any more.
bool FailsThere(const FunctionAnalysis& function, const Delta& delta, const Step& step, const std::set<int>& after) {
  if (Fails(step.value, function)) return true;
  if (step.value == nullptr || heart::Bare(step.value)->op != steps::Op::kLocal) return false;
  const ExprRef local = heart::Bare(step.value);
  const bool is_set = std::any_of(after.begin(), after.end(), [&](int index) { return function.after->steps[index].place == local; });
  const std::string exit = is_set ? "value" : ExitUnder(delta.condition, local, function);
  return exit == "error" || exit == "errptr" || exit == "null";
}

// On a way that can only fail: the new version gives back what it took itself and showed to nobody.
bool GivesBackOwn(const FunctionAnalysis& function, const Delta& delta, const Effect& more) {
  const auto own = function.owes_after.gives_back_own.find(more.step);
  if (more.kind != EffectKind::kRelease || own == function.owes_after.gives_back_own.end() || !own->second) return false;
  const std::set<int> after = heart::ReachableFrom(*function.after, more.step, -1);
  return std::none_of(after.begin(), after.end(), [&](int index) {
    const Step& step = function.after->steps[index];
    return step.kind == StepKind::kReturn && !FailsThere(function, delta, step, after);
  });
}

// "get" in the name of what answers a pointer or a value, as long as no more is known of it: it reads, and may take nothing.
bool IsLookup(const Effect& effect) {
  return effect.entry->guess && effect.term != nullptr && (effect.term->type.bits > 0 || effect.term->type.is_pointer);
}

void CheckMore(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const Effect& more = delta.after;
  const api::Table& table = *analysis.model->table;
  if (IsJudged(function, more, result) || Elsewhere(function, DeltaKind::kRemoved, more, table) != nullptr) return;
  const ExprRef object = ObjectIn(*function.after, more, table);
  const bool takes_over = more.kind == EffectKind::kAcquire && WasOwedByOthers(function, more, object);
  if (!takes_over && IsEven(function.owes_after, more, object)) return;
  if (more.kind == EffectKind::kAcquire && (IsMemory(more) || more.entry == nullptr || IsLookup(more))) return;
  if (more.kind == EffectKind::kRelease && heart::IsMadeHere(more.object, function, table)) return;
  const EffectKind half = more.kind == EffectKind::kAcquire || more.kind == EffectKind::kLock
                              ? (more.kind == EffectKind::kLock ? EffectKind::kUnlock : EffectKind::kRelease)
                              : (more.kind == EffectKind::kUnlock ? EffectKind::kLock : EffectKind::kAcquire);
  if (GivesBackOwn(function, delta, more) || HasOtherHalf(function, DeltaKind::kAdded, half, more) || IsLeftByCallee(function, more, analysis, result)) return;
  AddUndischarged(function, delta.line, NameOf(more) + " is new, and nothing shows who makes up for it", result);
}

// A cleanup of the way that the old version left by: the thing was taken in this invocation, in both versions, and whoever goes
// on owes it as he always did.
bool IsCleanupOfOldExit(const FunctionAnalysis& function, const Delta& delta, const Effect& effect, ExprRef object) {
  if (!delta.left_early) return false;
  auto takes = [&](const Obligations& owes) {
    return std::any_of(owes.taken_here.begin(), owes.taken_here.end(), [&](const Resource& taken) { return Names(taken, effect, object); });
  };
  return object != nullptr && takes(function.owes_before) && takes(function.owes_after);
}

// Does the new way get past a step of the old version on every way out? Loops may bring it there later.
bool ComesByAnyway(const FunctionAnalysis& function, const Delta& delta, const Effect& effect) {
  if (delta.new_end < 0 || effect.step < 0 || effect.step >= static_cast<int>(function.diff.alignment.to_new.size())) return false;
  const int twin = function.diff.alignment.to_new[effect.step];
  if (twin < 0) return false;
  for (int index : heart::ReachableFrom(*function.after, delta.new_end, twin)) {
    const Step& step = function.after->steps[index];
    const bool leaves = step.kind == StepKind::kReturn || step.succ.empty() ||
                        std::any_of(step.succ.begin(), step.succ.end(), [](int next) { return next < 0; });
    if (leaves) return false;
  }
  return true;
}

std::vector<ExprRef> CallArguments(const FunctionAnalysis& function, const Effect& effect) {
  if (effect.step < 0) return {};
  const ExprRef call = heart::CallOf(function.before->steps[effect.step]);
  return call == nullptr ? std::vector<ExprRef>{} : call->kids;
}

// The thing that is not given back is not taken on this way either: an acquisition of its class, or the call that returned
// it, is skipped too.
bool IsTakenOnTheWay(const FunctionAnalysis& function, const Delta& delta, const Effect& effect) {
  std::set<ExprRef> places;
  for (ExprRef arg : CallArguments(function, effect)) {
    if (steps::IsPlace(heart::Bare(arg))) places.insert(heart::Bare(arg));
  }
  for (const Effect& skipped : delta.skipped) {
    if (skipped.kind == EffectKind::kAcquire && (skipped.cls == effect.cls || (IsMemory(skipped) && IsMemory(effect)))) return true;
    if (skipped.step < 0 || places.empty()) continue;
    const ExprRef call = heart::CallOf(function.before->steps[skipped.step]);
    const bool returned = call != nullptr && std::any_of(function.before->steps.begin(), function.before->steps.end(), [&](const Step& step) {
      return step.kind == StepKind::kAssign && places.contains(step.place) && heart::CallResult(step.value) == call;
    });
    if (returned) return true;
  }
  return false;
}

// A setter that fails leaves the old thing in place: it was going to be replaced, not to be given up.
bool IsReplaced(const FunctionAnalysis& function, ExprRef object) {
  const std::string datum = object == nullptr ? "" : heart::DatumOf(object);
  return !datum.empty() && std::any_of(function.before->steps.begin(), function.before->steps.end(), [&](const Step& step) {
    return step.kind == StepKind::kAssign && heart::DatumOf(step.place) == datum && step.value->op != steps::Op::kConst;
  });
}

bool StoresAnew(const steps::Function& body, const std::string& datum) {
  return !datum.empty() && std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    return step.kind == StepKind::kAssign && heart::DatumOf(step.place) == datum && step.value->op != steps::Op::kConst;
  });
}

// A visible helper that gives back, on some way of it or of a helper of its own, what it did not take and does not replace.
bool GivesBack(const Effect& effect, const Analysis& analysis, std::set<std::string> taken, int depth) {
  if (effect.kind != EffectKind::kCall || effect.term == nullptr || effect.entry != nullptr || depth > 2) return false;
  const FunctionAnalysis* changed = analysis.Find(effect.term->text);
  const heart::Surroundings& around = analysis.model->surroundings;
  const steps::Function* body = changed != nullptr ? changed->before : around.body ? around.body(effect.term->text) : nullptr;
  if (body == nullptr) return false;
  const auto class_of = [](const Resource& resource) { return resource.is_memory ? std::string("memory") : resource.cls; };
  const Obligations owes = heart::ObligationsOf(*body, *analysis.model->table, *analysis.model->arena);
  for (const Resource& resource : owes.taken_here) taken.insert(class_of(resource));
  const bool gives = std::any_of(owes.outcomes.begin(), owes.outcomes.end(), [&](const auto& entry) {
    return std::any_of(entry.first.net.begin(), entry.first.net.end(), [&](const auto& net) {
      const Resource& resource = net.first;
      return net.second < 0 && !resource.is_lock && !resource.is_guess && !taken.contains(class_of(resource)) && !StoresAnew(*body, resource.datum);
    });
  });
  return gives || std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    return GivesBack(heart::EffectOf(step, *analysis.model->table), analysis, taken, depth + 1);
  });
}

}  // namespace

void CheckBalanceStep(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.by_value) return;
  const Effect& effect = delta.kind == DeltaKind::kRemoved ? delta.before : delta.after;
  const bool balances = effect.kind == EffectKind::kLock || effect.kind == EffectKind::kUnlock ||
                        effect.kind == EffectKind::kAcquire || effect.kind == EffectKind::kRelease;
  if (!balances) return;
  if (delta.kind == DeltaKind::kRemoved) CheckGone(function, delta, analysis, result);
  if (delta.kind == DeltaKind::kAdded) CheckMore(function, delta, analysis, result);
}

void CheckSkippedRelease(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.by_value || delta.would_fault || IsReturnHandling(function, result)) return;
  const api::Table& table = *analysis.model->table;
  const bool fails = Fails(delta.new_value, function) || Fails(delta.new_report, function);
  for (const Effect& effect : delta.skipped) {
    const bool releases = effect.kind == EffectKind::kRelease || GivesBack(effect, analysis, {}, 0);
    if (!releases) continue;
    const bool again = std::any_of(delta.extra.begin(), delta.extra.end(), [&](const Effect& other) {
      return other.kind == effect.kind && (effect.kind == EffectKind::kRelease ? SameThing(function, effect, other, table) : other.cls == effect.cls);
    });
    const ExprRef object = ObjectIn(*function.before, effect, table);
    if (ComesByAnyway(function, delta, effect) || IsTakenOnTheWay(function, delta, effect)) continue;
    if (again || heart::IsMadeHere(effect.object, function, table)) continue;
    if (effect.kind == EffectKind::kRelease && (IsJudged(function, effect, result) || IsEven(function.owes_after, effect, object))) continue;
    if (fails && IsReplaced(function, object)) continue;
    if (effect.kind == EffectKind::kRelease && IsCleanupOfOldExit(function, delta, effect, object)) continue;
    return AddUndischarged(function, delta.line, "a new way skips " + NameOf(effect) + ", which gives back what others took", result);
  }
}

}  // namespace lpcheck::rules
