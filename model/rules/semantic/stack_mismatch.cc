// stack-mismatch, return-mismatch, argument-mismatch, lock-balance: a changed caller of one version meets a changed callee of
// the other in one call chain.
//
//   violated ⇔ ∃ g, f changed: g calls f, i ≠ j ∈ {old, new} and one of
//     return    Exits(f_j) ⊄ Exits(f_i)                   ∧ g's difference depends on f's result
//     argument  g's arguments to f differ                 ∧ f differs in more than early ways out,
//               or f reads or writes through a parameter otherwise ∧ g differs
//     premise   g newly leaves early on what it hands to f ∧ f uses that otherwise: f_new may rest on the test of g_new
//     lock      L held by g_i around the call             ∧ f_j takes L, while no pure pair does so
//
// The channel is the stack: both frames belong to one task, so the consistency model keeps them in one version.
#include <algorithm>

#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::CallEdge;
using heart::Delta;
using heart::DeltaKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

bool CallsTo(ExprRef call, const FunctionAnalysis& callee, const Analysis& analysis) {
  return call != nullptr && heart::TargetsOf(call, *analysis.model).contains(callee.name);
}

// Locals that hold the callee's result, and the kResult terms themselves.
std::set<ExprRef> ResultsOf(const steps::Function& caller, const FunctionAnalysis& callee, const Analysis& analysis) {
  std::set<ExprRef> out;
  auto is_result = [&](ExprRef expr) { return expr->op == Op::kResult && CallsTo(expr->kids[0], callee, analysis); };
  for (const Step& step : caller.steps) {
    if (step.value == nullptr) continue;
    steps::ForEach(step.value, [&](ExprRef part) {
      if (!is_result(part)) return;
      out.insert(part);
      if (step.kind == StepKind::kAssign && steps::IsLocalStorage(step.place)) out.insert(step.place);
    });
  }
  return out;
}

bool Mentions(ExprRef expr, const std::set<ExprRef>& wanted) {
  if (expr == nullptr) return false;
  if (wanted.contains(expr)) return true;
  return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return Mentions(kid, wanted); });
}

bool DependsOn(const Delta& delta, const std::set<ExprRef>& results) {
  for (const heart::Literal& literal : delta.condition) {
    if (Mentions(literal.expr, results)) return true;
  }
  return Mentions(delta.after.term, results) || Mentions(delta.before.term, results) ||
         Mentions(delta.old_value, results) || Mentions(delta.new_value, results);
}

const Delta* ResultUse(const FunctionAnalysis& caller, const FunctionAnalysis& callee, const Analysis& analysis) {
  std::set<ExprRef> results = ResultsOf(*caller.after, callee, analysis);
  results.merge(ResultsOf(*caller.before, callee, analysis));
  for (const Delta& delta : caller.diff.deltas) {
    if (DependsOn(delta, results)) return &delta;
  }
  return nullptr;
}

// A difference in how the caller calls: the call itself is new, gone, or has other arguments.
const Delta* ChangedCall(const FunctionAnalysis& caller, const FunctionAnalysis& callee, const Analysis& analysis) {
  auto calls = [&](const heart::Effect& effect) { return CallsTo(effect.term, callee, analysis); };
  for (const Delta& delta : caller.diff.deltas) {
    if (delta.kind == DeltaKind::kRedirect) continue;
    if (calls(delta.after) || calls(delta.before)) return &delta;
  }
  return nullptr;
}

bool ReachesParameter(ExprRef expr, const steps::Function& function) {
  if (expr == nullptr) return false;
  bool found = false;
  steps::ForEach(expr, [&](ExprRef part) {
    if (part->op != Op::kDeref && part->op != Op::kField) return;
    const ExprRef root = steps::RootOf(part);
    found |= root->op == Op::kLocal && std::any_of(function.params.begin(), function.params.end(), [&](const steps::Param& p) {
      return p.name == root->text && p.type.is_pointer;
    });
  });
  return found;
}

// A write through a parameter, or a value read through one that the old version did not read there.
const Delta* ParameterMemory(const FunctionAnalysis& callee) {
  for (const Delta& delta : callee.diff.deltas) {
    const heart::Effect& effect = delta.kind == DeltaKind::kRemoved ? delta.before : delta.after;
    if (effect.kind == heart::EffectKind::kWrite && ReachesParameter(effect.object, callee.any())) return &delta;
    if (!delta.by_value && ReachesParameter(delta.new_value, callee.any())) return &delta;
    if (!delta.by_value && delta.kind == DeltaKind::kChanged && ReachesParameter(effect.term, callee.any())) return &delta;
  }
  return nullptr;
}

const Delta* MoreThanGuards(const FunctionAnalysis& callee) {
  for (const Delta& delta : callee.diff.deltas) {
    if (delta.kind != DeltaKind::kRedirect || !delta.leaves_early) return &delta;
  }
  return nullptr;
}

std::set<ExprRef> LocalsIn(ExprRef expr) {
  std::set<ExprRef> out;
  if (expr == nullptr) return out;
  steps::ForEach(expr, [&](ExprRef part) {
    if (part->op == Op::kLocal) out.insert(part);
  });
  return out;
}

// The outcome of an operation says little about the objects it was given.
bool TestsOutcome(ExprRef expr, const Analysis& analysis) {
  bool found = false;
  steps::ForEach(expr, [&](ExprRef part) {
    found |= part->op == Op::kResult && !IsEffectFree(part->kids[0]->text, analysis, 0);
  });
  return found;
}

// What the caller newly tests before it goes on: the locals in the conditions of new early ways out.
std::set<ExprRef> NewlyTested(const FunctionAnalysis& caller, const Analysis& analysis) {
  std::set<ExprRef> out;
  for (const Delta& delta : caller.diff.deltas) {
    if (delta.kind != DeltaKind::kRedirect || !delta.leaves_early || delta.by_value || delta.skipped.empty()) continue;
    for (std::size_t i = delta.old_literals; i < delta.condition.size(); ++i) {
      if (!TestsOutcome(delta.condition[i].expr, analysis)) out.merge(LocalsIn(delta.condition[i].expr));
    }
  }
  return out;
}

// The callee's parameters that receive something of `tested`, with the locals computed from them.
std::set<std::string> Receivers(const FunctionAnalysis& caller, const FunctionAnalysis& callee, const std::set<ExprRef>& tested,
                                const Analysis& analysis) {
  std::set<std::string> out;
  for (const Step& step : caller.after->steps) {
    const ExprRef call = heart::CallOf(step);
    if (!CallsTo(call, callee, analysis) || call->text.empty()) continue;
    for (std::size_t i = 0; i < call->kids.size() && i < callee.after->params.size(); ++i) {
      if (Mentions(call->kids[i], tested)) out.insert(callee.after->params[i].name);
    }
  }
  for (std::size_t size = 0; size != out.size();) {
    size = out.size();
    for (const Step& step : callee.after->steps) {
      if (step.kind != StepKind::kAssign || step.place->op != Op::kLocal || step.value == nullptr) continue;
      for (ExprRef local : LocalsIn(step.value)) {
        if (out.contains(local->text)) out.insert(step.place->text);
      }
    }
  }
  return out;
}

// A difference of the callee, other than an early way out, in what the caller has newly tested before it called.
const Delta* RestsOnPremise(const FunctionAnalysis& caller, const FunctionAnalysis& callee, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (around.callers && !around.callers(callee.name).empty()) return nullptr;  // it serves callers that do not test
  const std::set<ExprRef> tested = NewlyTested(caller, analysis);
  if (tested.empty()) return nullptr;
  const std::set<std::string> receivers = Receivers(caller, callee, tested, analysis);
  auto uses = [&](ExprRef expr) {
    const std::set<ExprRef> locals = LocalsIn(expr);
    return std::any_of(locals.begin(), locals.end(), [&](ExprRef local) { return receivers.contains(local->text); });
  };
  for (const Delta& delta : callee.diff.deltas) {
    if (delta.by_value) continue;
    const bool acts = delta.kind == DeltaKind::kChanged || delta.kind == DeltaKind::kAdded;
    const bool real = delta.after.kind != heart::EffectKind::kNone && delta.after.kind != heart::EffectKind::kHarmless;
    if (acts && real && (uses(delta.after.term) || uses(delta.after.object))) return &delta;
  }
  return nullptr;
}

std::set<std::string> HeldAtCall(const steps::Function& body, const heart::Obligations& obligations,
                                 const FunctionAnalysis& callee, const Analysis& analysis) {
  std::set<std::string> out;
  for (std::size_t i = 0; i < body.steps.size() && i < obligations.held.size(); ++i) {
    if (CallsTo(heart::CallOf(body.steps[i]), callee, analysis)) out.insert(obligations.held[i].begin(), obligations.held[i].end());
  }
  return out;
}

std::set<std::string> Takes(const heart::Obligations& obligations) {
  std::set<std::string> out;
  for (const auto& [lock, modes] : obligations.lock_modes) out.insert(lock);
  return out;
}

// A visible caller that the fix leaves as it is meets the new contract with the old expectation.
void CheckUnchangedCallers(const CallEdge& edge, const Analysis& analysis, heart::Result& result) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.callers) return;
  for (const std::string& name : around.callers(edge.callee->name)) {
    for (const Gap& gap : result.gaps) {
      if (gap.kind == "caller-unchanged" && gap.function == edge.callee->name) return;
    }
    result.gaps.push_back({.kind = "caller-unchanged", .function = edge.callee->name,
                           .where = {edge.callee->any().file, edge.callee->any().line}, .matters = true,
                           .message = name + " calls it too and is not changed"});
  }
}

void Report(std::string rule, const CallEdge& edge, const Delta* delta, std::string message, std::string remedy,
            const Analysis& analysis, heart::Result& result) {
  const int line = delta == nullptr ? edge.caller->any().line : delta->line;
  Finding finding = heart::NewFinding(std::move(rule), *edge.caller, line, std::move(message));
  finding.channels = {Channel::kStack};
  finding.peer = edge.callee->name;
  finding.remedy = std::move(remedy);
  if (delta != nullptr) finding.witness = heart::WitnessOf(*delta, *analysis.prover);
  if (!finding.witness) finding.witness.emplace();
  finding.witness->steps = {
      "a task is inside old " + edge.caller->name + " when the patch becomes visible",
      "its next call of " + edge.callee->name + " enters the new version",
      "the two disagree: " + finding.message};
  result.findings.push_back(std::move(finding));
}

void CheckLocks(const CallEdge& edge, const Analysis& analysis, heart::Result& result) {
  const std::set<std::string> held_old = HeldAtCall(*edge.caller->before, edge.caller->owes_before, *edge.callee, analysis);
  const std::set<std::string> held_new = HeldAtCall(*edge.caller->after, edge.caller->owes_after, *edge.callee, analysis);
  const std::set<std::string> takes_old = Takes(edge.callee->owes_before);
  const std::set<std::string> takes_new = Takes(edge.callee->owes_after);
  std::set<std::string> locks = takes_old;
  locks.insert(takes_new.begin(), takes_new.end());
  for (const std::string& lock : locks) {
    const bool twice_pure = (held_old.contains(lock) && takes_old.contains(lock)) || (held_new.contains(lock) && takes_new.contains(lock));
    const bool twice_mixed = (held_old.contains(lock) && takes_new.contains(lock)) || (held_new.contains(lock) && takes_old.contains(lock));
    if (!twice_mixed || twice_pure) continue;
    Report("lock-balance", edge, nullptr,
           lock + " moves between " + edge.caller->name + " and " + edge.callee->name +
               ": one mix of versions takes it twice, the other not at all",
           "let the transition finish; do not force", analysis, result);
  }
}

void CheckEdge(const CallEdge& edge, const Analysis& analysis, heart::Result& result) {
  const std::set<std::string> old_exits = Exits(edge.callee->owes_before);
  const std::set<std::string> new_exits = Exits(edge.callee->owes_after);
  const bool result_differs = old_exits != new_exits ||
                              std::any_of(edge.callee->diff.deltas.begin(), edge.callee->diff.deltas.end(), [](const Delta& delta) {
                                return delta.kind == DeltaKind::kResult;
                              });
  const Delta* use = ResultUse(*edge.caller, *edge.callee, analysis);
  if (result_differs && use != nullptr) {
    Report("return-mismatch", edge, use,
           edge.callee->name + " returns otherwise, and " + edge.caller->name + " handles what it returns otherwise",
           "let the transition finish; do not force", analysis, result);
  }
  const Delta* call = ChangedCall(*edge.caller, *edge.callee, analysis);
  if (call != nullptr && MoreThanGuards(*edge.callee) != nullptr) {
    Report("argument-mismatch", edge, call,
           edge.caller->name + " calls " + edge.callee->name + " otherwise, and the callee differs too",
           "let the transition finish; do not force", analysis, result);
    return;
  }
  const Delta* memory = ParameterMemory(*edge.callee);
  if (memory != nullptr && MoreThanGuards(*edge.caller) != nullptr) {
    Report("stack-mismatch", edge, memory,
           edge.callee->name + " uses memory that " + edge.caller->name + " hands it otherwise, and the caller differs too",
           "let the transition finish; do not force", analysis, result);
    return;
  }
  const Delta* premise = RestsOnPremise(*edge.caller, *edge.callee, analysis);
  if (premise == nullptr) return;
  Report("stack-mismatch", edge, premise,
         edge.callee->name + " uses otherwise what " + edge.caller->name + " newly tests before it calls",
         "let the transition finish; do not force", analysis, result);
}

}  // namespace

void StackMismatch(const Analysis& analysis, heart::Result& result) {
  for (const CallEdge& edge : analysis.calls) {
    if (edge.caller == edge.callee || edge.caller->before == nullptr || edge.caller->after == nullptr) continue;
    if (!edge.caller->differs() || !edge.callee->differs()) continue;
    const std::size_t findings = result.findings.size();
    CheckEdge(edge, analysis, result);
    if (result.findings.size() > findings) CheckUnchangedCallers(edge, analysis, result);
    CheckLocks(edge, analysis, result);
  }
}

}  // namespace lpcheck::rules
