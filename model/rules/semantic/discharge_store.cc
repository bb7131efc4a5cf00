// Stores that only the new version makes, and stores that are ordered more weakly. Part of the closed list of
// undischarged.cc.
//
//   added store(d) ⇔ the object was made in this invocation, or lives on a stack
//                  ∨ the value is no new constant (zero, or one that old code stores there too)
//                    ∧ no other changed function newly stores in the same datum
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
using steps::StepKind;

bool Stores(const steps::Function* body, const std::string& datum, ExprRef value) {
  return body != nullptr && std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    return step.kind == StepKind::kAssign && heart::DatumOf(step.place) == datum && step.value == value;
  });
}

bool OldCodeStores(const std::string& datum, ExprRef value, const Analysis& analysis) {
  for (const auto& function : analysis.functions) {
    if (Stores(function->before, datum, value)) return true;
  }
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return false;
  const std::vector<std::string> users = around.users(datum);
  return std::any_of(users.begin(), users.end(), [&](const std::string& name) { return Stores(around.body(name), datum, value); });
}

template <typename Visit>
void ForEachAddedStore(const FunctionAnalysis& function, const Visit& visit) {
  for (const Delta& delta : function.diff.deltas) {
    if (delta.by_value) continue;
    if (delta.kind == DeltaKind::kAdded && delta.after.kind == EffectKind::kWrite) visit(delta.after);
    if (delta.kind != DeltaKind::kRedirect) continue;
    for (const Effect& effect : delta.extra_new) {
      if (effect.kind == EffectKind::kWrite) visit(effect);
    }
  }
}

const FunctionAnalysis* AlsoNewlyStoredBy(const std::string& datum, const FunctionAnalysis& but, const Analysis& analysis) {
  for (const auto& other : analysis.functions) {
    if (other.get() == &but || other->before == nullptr || other->after == nullptr) continue;
    bool stores = false;
    ForEachAddedStore(*other, [&](const Effect& effect) {
      const bool shared = effect.object != nullptr && !heart::IsMadeHere(effect.object, *other, *analysis.model->table);
      stores |= shared && heart::DatumOf(effect.object) == datum;
    });
    if (stores) return other.get();
  }
  return nullptr;
}

bool LiesIn(ExprRef place, const std::string& datum) {
  for (; place->op == Op::kField || place->op == Op::kIndex || place->op == Op::kCast; place = place->kids[0]) {
    if (place->op == Op::kField && place->text == datum) return true;
  }
  return place->op == Op::kGlobal && place->text == datum;
}

// The datum, or a part of it, is counted up or down.
bool Counts(const steps::Function* body, const std::string& datum, const api::Table& table) {
  return body != nullptr && std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, table);
    return effect.kind == EffectKind::kCounter && effect.object != nullptr && LiesIn(effect.object, datum);
  });
}

bool IsZero(ExprRef value) { return value != nullptr && value->op == Op::kConst && value->value == 0; }

// A whole record is filled with zeroes at once.
bool ClearsWhole(const Effect& effect) {
  if (effect.entry == nullptr || effect.entry->kind != api::Kind::kWrite || effect.term == nullptr || effect.entry->value < 0) return false;
  const auto index = static_cast<std::size_t>(effect.entry->value);
  return index < effect.term->kids.size() && IsZero(effect.term->kids[index]) && !effect.object->type.is_pointer;
}

bool HoldsOneLock(const heart::Obligations& owes, int first, int second) {
  const std::set<std::string>& later = owes.held[second];
  return std::any_of(owes.held[first].begin(), owes.held[first].end(), [&](const std::string& lock) { return later.contains(lock); });
}

// `p = *link; *link = p->next; p->next = NULL` under one lock: p was taken off its list, and nobody walks over it any more.
bool IsTakenOff(const FunctionAnalysis& function, const Effect& effect) {
  const std::vector<Step>& steps = function.after->steps;
  auto is_held = [&](ExprRef link) {
    return std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
      return step.kind == StepKind::kAssign && step.place->op == Op::kLocal && step.value == link && steps::Contains(effect.object, step.place);
    });
  };
  if (effect.step < 0 || effect.step >= static_cast<int>(function.owes_after.held.size())) return false;
  for (int i = 0; i < static_cast<int>(steps.size()); ++i) {
    const Step& step = steps[i];
    if (step.kind != StepKind::kAssign || step.value != effect.object || !step.how.empty() || steps::IsLocalStorage(step.place)) continue;
    const bool comes_first = !heart::ReachableFrom(*function.after, 0, i).contains(effect.step);
    if (comes_first && HoldsOneLock(function.owes_after, i, effect.step) && is_held(step.place)) return true;
  }
  return false;
}

// Zero in a counter that others move, or in a pointer that is followed and neither released here nor ever cleared by old code.
bool UpsetsReaders(const FunctionAnalysis& function, const Effect& effect, const std::string& datum, const Analysis& analysis) {
  const api::Table& table = *analysis.model->table;
  if (OldCodeStores(datum, effect.term, analysis) || IsTakenOff(function, effect)) return false;
  const bool released = std::any_of(function.after->steps.begin(), function.after->steps.end(), [&](const Step& step) {
    const Effect other = heart::EffectOf(step, table);
    return (other.kind == EffectKind::kRelease || other.kind == EffectKind::kCall) && other.object != nullptr && heart::DatumOf(other.object) == datum;
  });
  if (released) return false;
  if (effect.object->type.is_pointer) return true;
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return false;
  const std::vector<std::string> users = around.users(datum);
  return std::any_of(users.begin(), users.end(), [&](const std::string& name) { return Counts(around.body(name), datum, table); });
}

void CheckStore(const FunctionAnalysis& function, const Effect& effect, int line, const Analysis& analysis, heart::Result& result) {
  if (effect.kind != EffectKind::kWrite || effect.object == nullptr) return;
  const std::string datum = heart::DatumOf(effect.object);
  if (datum.empty() || heart::IsMadeHere(effect.object, function, *analysis.model->table)) return;
  if (analysis.model->stack_only_records.contains(datum.substr(0, datum.rfind('.')))) return;
  const ExprRef value = effect.term;
  if (ShowsEveryUser(datum, analysis) && (!analysis.model->surroundings.users || analysis.model->surroundings.users(datum).empty())) return;
  const bool is_new_constant = value != nullptr && value->op == Op::kConst && value->value != 0 && !OldCodeStores(datum, value, analysis);
  if (is_new_constant) {
    AddUndischarged(function, line, datum + " newly receives " + steps::ToString(value) + ", which no old code stores there", result);
    return;
  }
  if ((IsZero(value) || ClearsWhole(effect)) && UpsetsReaders(function, effect, datum, analysis)) {
    AddUndischarged(function, line, datum + " is newly set to zero, which unchanged code may not expect", result);
    return;
  }
  const FunctionAnalysis* other = AlsoNewlyStoredBy(datum, function, analysis);
  if (other == nullptr) return;
  AddUndischarged(function, line, datum + " is newly stored here and in " + other->name + ": what one version does without the other is not known", result);
}

}  // namespace

void CheckAddedStore(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.by_value) return;
  CheckStore(function, delta.after, delta.line, analysis, result);
}

int OrderOf(const std::string& how) {
  if (how.empty() || how.back() == '=' || how == "++" || how == "--") return 0;
  return how.find("release") != std::string::npos || how.starts_with("rcu_") || how.ends_with("_mb") ? 2 : 1;
}

void CheckStoreOrder(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const Effect& before = delta.before;
  const Effect& after = delta.after;
  if (delta.by_value || before.kind != EffectKind::kWrite || after.kind != EffectKind::kWrite || before.object == nullptr) return;
  if (OrderOf(after.how) >= OrderOf(before.how) || heart::IsMadeHere(after.object, function, *analysis.model->table)) return;
  const bool publishes_nothing = after.term != nullptr && after.term->op == Op::kConst && after.term->value == 0 && OrderOf(before.how) == 2;
  if (publishes_nothing && after.how != "") return;  // RCU_INIT_POINTER(p, NULL)
  AddUndischarged(function, delta.line, NameOf(after) + " was stored by " + before.how + " and is stored without its order now", result);
}

}  // namespace lpcheck::rules
