// Order between accesses: loads and stores that others make at the same time. Part of the closed list of undischarged.cc.
//
//   order(f) ⇔ no place is read by fewer ordered loads (READ_ONCE, acquire, rcu_dereference) and by more plain ones than
//              before, unless a lock is newly held there
//            ∧ no way goes round a barrier that the old version always came to
//            ∧ no store that filled an object of this invocation before it was published comes after that now,
//              unless one lock covers both
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
using heart::Obligations;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

constexpr const char* kOpenToWriters[] = {"rcu", "srcu", "preempt", "irq", "bh"};

// How a load is ordered: 2 before all later accesses, 1 made once and in one go, 0 plain.
int StrengthOf(const std::string& load) {
  if (load.find("acquire") != std::string::npos) return 2;
  if (load.find("_protected") != std::string::npos || load.find("_raw") != std::string::npos) return 0;
  return load.find("READ_ONCE") != std::string::npos || load.starts_with("rcu_") || load.starts_with("srcu_") || load == "atomic_read_acquire" ? 1 : 0;
}

bool IsLoad(ExprRef expr) {
  return expr->op == Op::kPure && !expr->kids.empty() && (StrengthOf(expr->text) > 0 || expr->text.starts_with("rcu_dereference"));
}

// Readers' sections of RCU, and what only keeps this CPU for itself, do not keep writers out.
bool KeepsWritersOut(const std::string& lock) {
  return std::none_of(std::begin(kOpenToWriters), std::end(kOpenToWriters), [&](const char* prefix) { return lock.starts_with(prefix); });
}

struct Loads {
  int strong[3] = {0, 0, 0};   ///< loads of at least that strength; [0] counts plain ones
  int unlocked_plain = 0;      ///< plain, with no lock held on every way
};

class LoadCounter {
 public:
  LoadCounter(const steps::Function& body, const Obligations& owes) {
    for (std::size_t i = 0; i < body.steps.size(); ++i) {
      locked_ = i < owes.held.size() && std::any_of(owes.held[i].begin(), owes.held[i].end(), KeepsWritersOut);
      if (body.steps[i].value != nullptr) Visit(body.steps[i].value);
      if (body.steps[i].place != nullptr && body.steps[i].place->op != Op::kLocal) VisitPlace(body.steps[i].place);
    }
  }
  const std::map<ExprRef, Loads, steps::ById>& loads() const { return loads_; }

 private:
  void VisitPlace(ExprRef place) {
    for (ExprRef kid : place->kids) {
      if (place->op == Op::kField || (place->op == Op::kIndex && kid == place->kids[0] && !kid->type.is_pointer)) {
        VisitPlace(kid);
      } else {
        Visit(kid);
      }
    }
  }

  void Visit(ExprRef expr) {
    if (IsLoad(expr)) {
      ExprRef place = expr->kids[0];
      while (place->op == Op::kCast) place = place->kids[0];
      if (place->op == Op::kAddrOf && StrengthOf(expr->text) == 2) place = place->kids[0];
      const int strength = StrengthOf(expr->text);
      if (strength == 0) Plain(place);
      for (int s = 1; s <= strength; ++s) ++loads_[place].strong[s];
      return VisitPlace(place);
    }
    if (expr->op == Op::kAddrOf) return VisitPlace(expr->kids[0]);
    if (expr->op == Op::kField || expr->op == Op::kGlobal || expr->op == Op::kDeref) Plain(expr);
    if (expr->op == Op::kField) return VisitPlace(expr);
    for (ExprRef kid : expr->kids) Visit(kid);
  }

  void Plain(ExprRef place) {
    ++loads_[place].strong[0];
    if (!locked_) ++loads_[place].unlocked_plain;
  }

  std::map<ExprRef, Loads, steps::ById> loads_;
  bool locked_ = false;
};

bool AddsBarrier(const FunctionAnalysis& function) {
  return std::any_of(function.diff.deltas.begin(), function.diff.deltas.end(), [](const Delta& delta) {
    return delta.kind == DeltaKind::kAdded && (delta.after.kind == EffectKind::kBarrier || delta.after.kind == EffectKind::kLock);
  });
}

void CheckLoads(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  // Obligations are computed only where something differs; to the differ an ordered load and a plain one are one value.
  steps::Arena& arena = *analysis.model->arena;
  const api::Table& table = *analysis.model->table;
  const Obligations before = heart::ObligationsOf(*function.closed.before, table, arena);
  const Obligations after = heart::ObligationsOf(*function.closed.after, table, arena);
  const LoadCounter old_counter(*function.closed.before, before);
  const LoadCounter new_counter(*function.closed.after, after);
  for (const auto& [place, old_loads] : old_counter.loads()) {
    const auto found = new_counter.loads().find(place);
    if (found == new_counter.loads().end() || steps::IsLocalStorage(place)) continue;
    const Loads& now = found->second;
    const bool plain = now.strong[1] < old_loads.strong[1] && now.unlocked_plain > old_loads.unlocked_plain;
    const bool weaker = now.strong[2] < old_loads.strong[2] && now.strong[1] + now.strong[0] > old_loads.strong[1] - old_loads.strong[2] + old_loads.strong[0];
    if (!plain && !weaker) continue;
    const std::string message = steps::ToString(place) + " was read by an ordered load and is read by a weaker one now";
    if (weaker && !AddsBarrier(function)) {
      ReportPublication(function, function.after->line, message, "task A has what it read behind it from before the other's store", result);
    } else {
      AddUndischarged(function, function.after->line, message, result);
    }
  }
}

bool ComesBy(const steps::Function& body, int from, int target) {
  if (from < 0) return false;
  for (int index : heart::ReachableFrom(body, from, target)) {
    const Step& step = body.steps[index];
    if (step.kind == StepKind::kReturn || step.succ.empty() || std::any_of(step.succ.begin(), step.succ.end(), [](int next) { return next < 0; })) return false;
  }
  return true;
}

// The new way makes a shared access that the old version makes behind the barrier.
bool ActsAfter(const FunctionAnalysis& function, const Delta& delta, int barrier, const api::Table& table) {
  const std::set<int> behind = heart::ReachableFrom(*function.before, barrier, -1);
  const std::set<int> ahead = heart::ReachableFrom(*function.after, delta.new_end, -1);
  return std::any_of(ahead.begin(), ahead.end(), [&](int index) {
    const int twin = function.diff.alignment.to_old[index];
    const EffectKind kind = heart::EffectOf(function.after->steps[index], table).kind;
    const bool quiet = kind == EffectKind::kNone || kind == EffectKind::kHarmless || kind == EffectKind::kUnlock || kind == EffectKind::kRelease;
    return twin >= 0 && behind.contains(twin) && !quiet;
  });
}

void CheckWays(const FunctionAnalysis& function, const api::Table& table, heart::Result& result) {
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != DeltaKind::kRedirect || delta.by_value || delta.new_end < 0) continue;
    for (const Effect& effect : delta.skipped) {
      if (effect.kind != EffectKind::kBarrier || effect.step < 0) continue;
      const int twin = function.diff.alignment.to_new[effect.step];
      if (twin >= 0 && ComesBy(*function.after, delta.new_end, twin)) continue;
      if (!ActsAfter(function, delta, effect.step, table)) continue;
      AddUndischarged(function, delta.line, "a way goes round " + NameOf(effect) + ", which the old version always came to", result);
    }
  }
}

// The local that points to memory of this invocation and is made reachable by the step; nullptr if the step makes none so.
ExprRef PublishedBy(const Step& step, const FunctionAnalysis& function, const api::Table& table) {
  auto made = [&](ExprRef expr) -> ExprRef {
    while (expr != nullptr && (expr->op == Op::kCast || expr->op == Op::kAddrOf)) expr = expr->kids[0];
    if (expr == nullptr) return nullptr;
    const ExprRef root = steps::RootOf(expr);
    return root->op == Op::kLocal && root->type.is_pointer && function.made_here.contains(root->text) ? root : nullptr;
  };
  if (step.kind == StepKind::kAssign) {
    if (steps::IsLocalStorage(step.place) || heart::IsMadeHere(step.place, function, table)) return nullptr;
    ExprRef value = step.value;
    while (value->op == Op::kCast) value = value->kids[0];
    // Not what the object holds: the pointer itself, or the address of a part.
    return value->op == Op::kLocal || value->op == Op::kAddrOf ? made(value) : nullptr;
  }
  const Effect effect = heart::EffectOf(step, table);
  if (effect.kind != EffectKind::kPublish && effect.kind != EffectKind::kDefer) return nullptr;
  return effect.object == nullptr ? nullptr : made(effect.object);
}

struct LateFill {
  int line;
  ExprRef object;
};

// Data of an object of this invocation that are stored after it was published, with no lock over both.
std::map<std::string, LateFill> FilledLate(const steps::Function& body, const Obligations& owes, const FunctionAnalysis& function, const api::Table& table) {
  std::map<std::string, LateFill> out;
  for (std::size_t i = 0; i < body.steps.size(); ++i) {
    const ExprRef object = PublishedBy(body.steps[i], function, table);
    if (object == nullptr) continue;
    for (int next : body.steps[i].succ) {
      if (next < 0) continue;
      for (int j : heart::ReachableFrom(body, next, -1)) {
        const Step& step = body.steps[j];
        if (step.kind != StepKind::kAssign || steps::RootOf(step.place) != object || step.place == object) continue;
        const auto& at = owes.held;
        const bool covered = i < at.size() && j < static_cast<int>(at.size()) &&
                             std::any_of(at[i].begin(), at[i].end(), [&](const std::string& lock) { return at[j].contains(lock); });
        if (!covered && !heart::DatumOf(step.place).empty()) out.try_emplace(heart::DatumOf(step.place), LateFill{step.line, object});
      }
    }
  }
  return out;
}

void CheckPublication(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const api::Table& table = *analysis.model->table;
  if (!function.differs() || function.made_here.empty()) return;
  const auto before = FilledLate(*function.before, function.owes_before, function, table);
  for (const auto& [datum, late] : FilledLate(*function.after, function.owes_after, function, table)) {
    if (before.contains(datum)) continue;
    const bool was_filled = std::any_of(function.before->steps.begin(), function.before->steps.end(), [&, name = datum](const Step& step) {
      return step.kind == StepKind::kAssign && heart::DatumOf(step.place) == name;
    });
    if (!was_filled) continue;
    ReportPublication(function, late.line, datum + " is filled in after " + late.object->text + " was made reachable",
                      "another CPU comes to the object before it is complete", result);
  }
}

}  // namespace

void CheckOrder(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  CheckLoads(function, analysis, result);
  CheckWays(function, *analysis.model->table, result);
  CheckPublication(function, analysis, result);
}

}  // namespace lpcheck::rules
