// A new failure, seen from the callers: what an unchanged caller does only after success, it now leaves undone for some
// objects, and some of them may have been made before the switch. Part of the closed list of undischarged.cc.
//
//   harmless(f fails with v) ⇔ for each visible call of f: on the way that v takes through the caller nothing is missing that
//                              gives back, unlinks, completes or takes back a count, and that the caller had not taken itself;
//                              the same for the callers of a caller that only passes v on
#include <algorithm>

#include "model/heart/align.h"
#include "model/heart/reach.h"
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Effect;
using heart::EffectKind;
using heart::Bare;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Function;
using steps::Op;
using steps::Step;
using steps::StepKind;

constexpr int kMostLevels = 3;

/// One call whose failure is followed through its caller.
struct Failure {
  const Function& body;
  ExprRef call;                    ///< kCall term
  std::set<ExprRef> names;         ///< what holds the answer: the result, locals it is copied to
};

Failure FailureOf(const Function& body, ExprRef call) {
  Failure out{.body = body, .call = call, .names = {}};
  for (const Step& step : body.steps) {
    if (step.kind != StepKind::kAssign) continue;
    if (heart::CallResult(step.value) == call && step.place->op == Op::kLocal) out.names.insert(step.place);
  }
  return out;
}

bool IsAnswer(ExprRef part, const Failure& failure) {
  return failure.names.contains(part) || (part->op == Op::kResult && part->kids[0] == failure.call);
}

/// The way a test takes when the answer is `value`: 0 or 1, -1 where the answer does not settle it.
int WayOf(const Step& branch, const Failure& failure, ExprRef value, const Analysis& analysis) {
  std::map<ExprRef, ExprRef> known;
  steps::ForEach(branch.value, [&](ExprRef part) {
    if (IsAnswer(part, failure)) known[part] = value;
  });
  if (known.empty()) return -1;
  const ExprRef test = heart::Substitute(*analysis.model->arena, branch.value, known);
  if (analysis.prover->Satisfiable({{test, true}}) == heart::Truth::kNo) return 1;
  return analysis.prover->Satisfiable({{test, false}}) == heart::Truth::kNo ? 0 : -1;
}

/// Steps that may follow the call when it answers `value`.
std::set<int> After(const Failure& failure, int call_step, ExprRef value, const Analysis& analysis) {
  std::set<int> seen;
  std::vector<int> work = failure.body.steps[call_step].succ;
  while (!work.empty()) {
    const int index = work.back();
    work.pop_back();
    if (index < 0 || index == call_step || !seen.insert(index).second) continue;
    const Step& step = failure.body.steps[index];
    const int way = step.kind == StepKind::kBranch && value != nullptr ? WayOf(step, failure, value, analysis) : -1;
    for (std::size_t i = 0; i < step.succ.size(); ++i) {
      if (way < 0 || static_cast<int>(i) == way) work.push_back(step.succ[i]);
    }
  }
  return seen;
}

bool IsOwn(const Effect& effect, const heart::Obligations& owes) {
  return std::any_of(owes.taken_here.begin(), owes.taken_here.end(), [&](const heart::Resource& taken) {
    const bool is_memory = effect.entry != nullptr && effect.entry->kind == api::Kind::kFree;
    return !taken.is_lock && (taken.cls == effect.cls || (taken.is_memory && is_memory));
  });
}

bool DoesToo(const Function& body, EffectKind kind, const Effect& effect, const api::Table& table) {
  const std::string datum = effect.object == nullptr ? "" : heart::DatumOf(effect.object);
  return !datum.empty() && std::any_of(body.steps.begin(), body.steps.end(), [&](const Step& step) {
    const Effect other = heart::EffectOf(step, table);
    return other.kind == kind && other.term != effect.term && other.object != nullptr && heart::DatumOf(other.object) == datum;
  });
}

/// What somebody waits for, or made earlier and wants taken back. What the caller itself linked or counted up, it takes back
/// where it fails later.
bool IsOwed(const Effect& effect, const Function& body, const heart::Obligations& owes, const Analysis& analysis) {
  const api::Table& table = *analysis.model->table;
  if (effect.kind == EffectKind::kWake) return effect.cls == "completion";
  if (effect.kind == EffectKind::kUnpublish) return !DoesToo(body, EffectKind::kPublish, effect, table);
  if (effect.kind == EffectKind::kRelease) return !IsOwn(effect, owes);
  if (effect.kind == EffectKind::kCounter && DoesToo(body, EffectKind::kCounter, effect, table)) return false;
  return TakesBack(effect, analysis, 1);
}

/// `p = f(); if (IS_ERR(p)) return; ...; put(p)`: what is given back is what f handed out, and where f fails there is none. The
/// local holds nothing else.
bool IsOfTheAnswer(const Effect& effect, const Failure& failure) {
  if (effect.kind != EffectKind::kRelease || effect.object == nullptr) return false;
  const ExprRef object = Bare(effect.object);
  if (!IsAnswer(object, failure) || !object->type.is_pointer) return false;
  return std::all_of(failure.body.steps.begin(), failure.body.steps.end(), [&](const Step& step) {
    return step.kind != StepKind::kAssign || step.place != object || step.value->op == Op::kConst || heart::CallResult(step.value) == failure.call;
  });
}

bool SameAction(const Effect& a, const Effect& b) { return a.kind == b.kind && a.cls == b.cls; }

/// The effect that the failing way of the caller misses; its kind is kNone if nothing is missing.
Effect Missing(const Failure& failure, int call_step, ExprRef value, const Analysis& analysis) {
  const api::Table& table = *analysis.model->table;
  const std::set<int> fails = After(failure, call_step, value, analysis);
  const heart::Obligations owes = heart::ObligationsOf(failure.body, table, *analysis.model->arena);
  for (int index : After(failure, call_step, nullptr, analysis)) {
    if (fails.contains(index)) continue;
    const Effect effect = heart::EffectOf(failure.body.steps[index], table);
    if (!IsOwed(effect, failure.body, owes, analysis) || IsOfTheAnswer(effect, failure)) continue;
    const bool done = std::any_of(fails.begin(), fails.end(), [&](int other) {
      return SameAction(heart::EffectOf(failure.body.steps[other], table), effect);
    });
    if (!done) return effect;
  }
  return {};
}

bool PassesOn(const Failure& failure, const std::set<int>& fails) {
  return std::any_of(fails.begin(), fails.end(), [&](int index) {
    const Step& step = failure.body.steps[index];
    return step.kind == StepKind::kReturn && step.value != nullptr && IsAnswer(Bare(step.value), failure);
  });
}

/// The callers of `name` that can be seen, changed ones in both versions: an old one may meet the new callee.
std::vector<const Function*> Callers(const std::string& name, const Analysis& analysis) {
  std::vector<const Function*> out;
  for (const auto& function : analysis.functions) {
    if (function->name == name) continue;
    if (function->before != nullptr) out.push_back(function->before);
    if (function->after != nullptr) out.push_back(function->after);
  }
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.callers || !around.body) return out;
  for (const std::string& caller : around.callers(name)) {
    if (const Function* body = around.body(caller)) out.push_back(body);
  }
  return out;
}

std::string Follow(const std::string& name, ExprRef value, const Analysis& analysis, int level) {
  if (level == kMostLevels) return "";
  for (const Function* body : Callers(name, analysis)) {
    for (std::size_t i = 0; i < body->steps.size(); ++i) {
      const ExprRef call = heart::CallOf(body->steps[i]);
      if (call == nullptr || call->text != name) continue;
      const Failure failure = FailureOf(*body, call);
      const Effect missing = Missing(failure, static_cast<int>(i), value, analysis);
      if (missing.kind != EffectKind::kNone) return body->name + " leaves without " + NameOf(missing) + " when " + name + " fails";
      if (body->name == name || !PassesOn(failure, After(failure, static_cast<int>(i), value, analysis))) continue;
      if (std::string found = Follow(body->name, value, analysis, level + 1); !found.empty()) return found;
    }
  }
  return "";
}

}  // namespace

std::string MissedByCallers(const FunctionAnalysis& function, ExprRef failure, const Analysis& analysis) {
  return failure == nullptr ? "" : Follow(function.name, failure, analysis, 0);
}

bool ShowsEveryCaller(const FunctionAnalysis& function, const Analysis& analysis) {
  const auto& model = *analysis.model;
  return function.any().is_static && model.surroundings.callers && model.surroundings.body &&
         !model.before.address_taken.contains(function.name) && !model.after.address_taken.contains(function.name);
}

}  // namespace lpcheck::rules
