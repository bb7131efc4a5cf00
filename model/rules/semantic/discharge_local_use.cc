// Numbers that decide: a limit that is kept in a local, and the slot of a shared array. Part of the closed list of
// undischarged.cc.
//
//   limit(d) ⇔ every value that an unchanged test against the local turned away is turned away by its new constant too
//   slot(d)  ⇔ the slot is not computed (masked, shifted, hashed) otherwise from the same inputs
//            ∨ no unchanged code reaches into the same array by an index of its own
#include <algorithm>

#include "model/heart/align.h"
#include "model/heart/origin.h"
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

// A way that returns a failure without acting first.
bool TurnsAway(const FunctionAnalysis& function, int from, const api::Table& table) {
  const steps::Function& body = *function.after;
  bool reports = false;
  for (int hops = 0; from >= 0 && hops < 12; ++hops) {
    const Step& step = body.steps[from];
    if (step.kind == StepKind::kReturn) return reports || Fails(step.value, function);
    const heart::EffectKind kind = heart::EffectOf(step, table).kind;
    const bool quiet = kind == heart::EffectKind::kNone || kind == heart::EffectKind::kHarmless || kind == heart::EffectKind::kUnlock ||
                       kind == heart::EffectKind::kRelease;
    if (!quiet || step.succ.size() != 1) return false;
    reports |= step.kind == StepKind::kAssign && step.place->op == Op::kLocal && Fails(step.value, function);
    from = step.succ[0];
  }
  return false;
}

void CheckLimit(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  steps::Arena& arena = *analysis.model->arena;
  const ExprRef before = heart::Expand(*function.before, delta.before.term, arena);
  const ExprRef after = heart::Expand(*function.after, delta.after.term, arena);
  if (before->op != Op::kConst || after->op != Op::kConst || before->value == after->value) return;
  for (std::size_t i = 0; i < function.after->steps.size(); ++i) {
    const Step& step = function.after->steps[i];
    if (step.kind != StepKind::kBranch || function.diff.alignment.to_old[i] < 0 || !steps::Contains(step.value, delta.local)) continue;
    for (std::size_t way = 0; way < 2 && way < step.succ.size(); ++way) {
      if (!TurnsAway(function, step.succ[way], *analysis.model->table)) continue;
      const ExprRef old_test = heart::Substitute(arena, step.value, {{delta.local, before}});
      const ExprRef new_test = heart::Substitute(arena, step.value, {{delta.local, after}});
      if (analysis.prover->Satisfiable({{old_test, way == 0}, {new_test, way != 0}}) == heart::Truth::kNo) continue;
      return AddUndischarged(function, step.line, "what " + steps::ToString(delta.local) + " as " + steps::ToString(before) +
                             " turned away is let through as " + steps::ToString(after), result);
    }
  }
}

// How an index is computed: constants of masks, shifts and remainders, and names of what it is passed through.
std::multiset<std::string> Shape(ExprRef expr) {
  std::multiset<std::string> out;
  steps::ForEach(expr, [&](ExprRef part) {
    const bool places = part->op == Op::kBinary && (part->text == "&" || part->text == "%" || part->text == ">>" || part->text == "<<");
    if (places) out.insert(part->text + steps::ToString(part->kids[1]));
    if (part->op == Op::kResult) out.insert(part->kids[0]->text);
    if (part->op == Op::kPure) out.insert(part->text);
  });
  return out;
}

std::set<ExprRef> Leaves(ExprRef expr) {
  std::set<ExprRef> out;
  steps::ForEach(expr, [&](ExprRef part) {
    if (part->op == Op::kField || part->op == Op::kLocal || part->op == Op::kGlobal) out.insert(part);
  });
  return out;
}

// The old index was a computed slot already, and the new one is computed otherwise from the same inputs.
bool MovesSlot(ExprRef before, ExprRef after) {
  if (before == after || before->op == Op::kConst || after->op == Op::kConst) return false;
  const std::multiset<std::string> old_shape = Shape(before);
  return !old_shape.empty() && old_shape != Shape(after) && Leaves(before) == Leaves(after);
}

template <typename Visit>
void ForEachIndex(const Step& step, const Visit& visit) {
  for (ExprRef root : {step.place, step.value}) {
    if (root == nullptr) continue;
    steps::ForEach(root, [&](ExprRef part) {
      if (part->op == Op::kIndex && !steps::IsLocalStorage(part)) visit(heart::DatumOf(part->kids[0]), part->kids[1]);
    });
  }
}

bool OthersIndex(const std::string& datum, const FunctionAnalysis& but, const Analysis& analysis) {
  if (datum.empty()) return false;
  auto does = [&](const steps::Function* body) {
    bool found = false;
    for (const Step& step : body == nullptr ? std::vector<Step>{} : body->steps) {
      ForEachIndex(step, [&](const std::string& array, ExprRef index) { found |= array == datum && index->op != Op::kConst; });
    }
    return found;
  };
  for (const auto& function : analysis.functions) {
    if (function.get() != &but && does(function->before)) return true;
  }
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return true;
  const std::vector<std::string> users = around.users(datum);
  return std::any_of(users.begin(), users.end(), [&](const std::string& name) { return does(around.body(name)); });
}

void ReportSlot(const FunctionAnalysis& function, int line, const std::string& datum, ExprRef before, ExprRef after, heart::Result& result) {
  AddUndischarged(function, line, "the slot of " + datum + " is " + steps::ToString(after) + " instead of " + steps::ToString(before) +
                                      ", and other code finds its slots by itself", result);
}

void CheckSlotInLocal(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  steps::Arena& arena = *analysis.model->arena;
  const ExprRef before = heart::Expand(*function.before, delta.before.term, arena);
  const ExprRef after = delta.before.term == delta.local || steps::Contains(delta.after.term, delta.local)
                            ? heart::Substitute(arena, delta.after.term, {{delta.local, before}})
                            : heart::Expand(*function.after, delta.after.term, arena);
  if (!MovesSlot(before, after)) return;
  for (std::size_t i = 0; i < function.after->steps.size(); ++i) {
    if (function.diff.alignment.to_old[i] < 0) continue;
    const int line = function.after->steps[i].line;
    ForEachIndex(function.after->steps[i], [&](const std::string& datum, ExprRef index) {
      if (steps::Contains(index, delta.local) && OthersIndex(datum, function, analysis)) ReportSlot(function, line, datum, before, after, result);
    });
  }
}

// Steps that one version makes and the other does not, which reach into one array.
void CheckSlotInPlace(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  std::multimap<std::string, ExprRef> before;
  for (std::size_t i = 0; i < function.before->steps.size(); ++i) {
    if (function.diff.alignment.to_new[i] >= 0) continue;
    ForEachIndex(function.before->steps[i], [&](const std::string& datum, ExprRef index) { before.emplace(datum, index); });
  }
  for (std::size_t i = 0; i < function.after->steps.size() && !before.empty(); ++i) {
    if (function.diff.alignment.to_old[i] >= 0) continue;
    ForEachIndex(function.after->steps[i], [&](const std::string& datum, ExprRef index) {
      const auto [first, last] = before.equal_range(datum);
      const bool same = std::any_of(first, last, [&](const auto& entry) { return entry.second == index; });
      for (auto old = first; old != last && !same; ++old) {
        if (MovesSlot(old->second, index) && OthersIndex(datum, function, analysis)) {
          return ReportSlot(function, function.after->steps[i].line, datum, old->second, index, result);
        }
      }
    });
  }
}

}  // namespace

void CheckLocalUse(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.by_value || delta.kind != DeltaKind::kChanged) return;
  if (delta.local == nullptr) return CheckSlotInPlace(function, analysis, result);
  CheckLimit(function, delta, analysis, result);
  CheckSlotInLocal(function, delta, analysis, result);
}

}  // namespace lpcheck::rules
