// sleep-in-atomic: the new version may sleep where it must not.
//
//   violated ⇔ ∃ f changed, new step s: Sleeps(s) ∧ (a spinlock or RCU section is held at s on every way
//              ∨ a visible caller, or one above it, holds one on every way to its call, and no parameter decides about s or a call)
//   unproved ⇔ ∃ such s, held on some way: the way may be impossible, or a callee has let go
//   unproved ⇔ ∃ such s, nothing held in f ∧ (a caller, or one above it, seems to hold such a lock around the call
//              ∨ the old version of f never sleeps, and f is not only entered through callbacks that may: its callers may be atomic
//              ∨ s is an allocation that was asked not to sleep ∧ not every way to s passes a step where old code may sleep)
//
// A violation is there as soon as one task runs the new version: no mechanism helps.
#include <algorithm>
#include <optional>

#include "model/heart/facts.h"
#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::Effect;
using heart::FunctionAnalysis;
using steps::Step;
using steps::StepKind;

// A flag word written with one of the names that allow direct reclaim. The spelling counts: bits differ between releases.
bool SpellsReclaim(steps::ExprRef flags) {
  bool found = false;
  steps::ForEach(flags, [&](steps::ExprRef part) {
    if (part->op != steps::Op::kConst) return;
    for (const char* name : {"GFP_KERNEL", "GFP_USER", "GFP_NOFS", "GFP_NOIO"}) found |= part->text.find(name) != std::string::npos;
  });
  return found;
}

bool AllowsReclaim(const Effect& effect) {
  const auto index = static_cast<std::size_t>(effect.entry->gfp);
  return effect.term != nullptr && index < effect.term->kids.size() && SpellsReclaim(effect.term->kids[index]);
}

bool PassesMaySleep(const Effect& effect) {
  return effect.term != nullptr && effect.term->op == steps::Op::kCall &&
         std::any_of(effect.term->kids.begin(), effect.term->kids.end(), SpellsReclaim);
}

bool Sleeps(const Effect& effect) {
  if (effect.entry == nullptr || effect.entry->guess) return PassesMaySleep(effect);
  if (effect.kind == heart::EffectKind::kUnlock) return false;
  if (effect.entry->gfp >= 0) return AllowsReclaim(effect);
  return effect.entry->sleeps || effect.entry->kind == api::Kind::kSleep;
}

bool EverSleeps(const steps::Function* body, const api::Table& table) {
  return body != nullptr && std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    return Sleeps(heart::EffectOf(step, table));
  });
}

// The old version, a function it calls or one that calls it sleeps: then it runs where sleeping is allowed.
bool RunsWhereSleepingIsAllowed(const FunctionAnalysis& function, const Analysis& analysis) {
  const api::Table& table = *analysis.model->table;
  if (EverSleeps(function.before, table)) return true;
  auto old_body = [&](const std::string& name) -> const steps::Function* {
    const FunctionAnalysis* changed = analysis.Find(name);
    if (changed != nullptr) return changed->before;
    return analysis.model->surroundings.body ? analysis.model->surroundings.body(name) : nullptr;
  };
  for (const Step& step : function.before->steps) {
    const steps::ExprRef call = heart::CallOf(step);
    if (call != nullptr && !call->text.empty() && EverSleeps(old_body(call->text), table)) return true;
  }
  if (!analysis.model->surroundings.callers) return false;
  for (const std::string& caller : analysis.model->surroundings.callers(function.name)) {
    // Of many callers over the kernel one always sleeps somewhere: that says nothing about the others.
    if (caller.find(" of ") != std::string::npos) continue;
    if (EverSleeps(old_body(caller), table)) return true;
  }
  for (const heart::CallEdge& edge : analysis.calls) {
    if (edge.callee == &function && EverSleeps(edge.caller->before, table)) return true;
  }
  return false;
}

// Every way in comes from a member of a record of callbacks that is only called where sleeping is allowed, or from a function
// of which the same holds.
bool IsOnlyEnteredInTask(const std::string& name, const Analysis& analysis, int depth) {
  const heart::FixModel& model = *analysis.model;
  const heart::Surroundings& around = model.surroundings;
  const FunctionAnalysis* changed = analysis.Find(name);
  const steps::Function* body = changed != nullptr ? changed->before : around.body ? around.body(name) : nullptr;
  if (depth == 0 || body == nullptr || !body->is_static || !around.callers) return false;
  if (model.before.address_taken.contains(name) || model.after.address_taken.contains(name)) return false;
  bool entered = false;
  for (const steps::UnitContext* unit : {&model.before, &model.after}) {
    for (const auto& [slot, functions] : unit->implementers) {
      if (!functions.contains(name)) continue;
      if (!model.table->SlotSleeps(slot)) return false;
      entered = true;
    }
  }
  std::set<std::string> callers;
  for (const std::string& caller : around.callers(name)) callers.insert(caller);
  for (const heart::CallEdge& edge : analysis.calls) {
    if (edge.callee->name == name && edge.callee != edge.caller) callers.insert(edge.caller->name);
  }
  entered |= !callers.empty();
  return entered && std::all_of(callers.begin(), callers.end(), [&](const std::string& caller) { return IsOnlyEnteredInTask(caller, analysis, depth - 1); });
}

struct Atomic {
  std::string lock;          ///< "": none
  bool on_every_way = false; ///< a way on which a callee has let go of it may look as if it were held
};

// A lock under which nobody may sleep, held at the step with this line.
Atomic AtomicAt(const FunctionAnalysis& function, const Effect& effect) {
  Atomic out;
  const steps::Function& body = *function.after;
  for (std::size_t i = 0; i < body.steps.size() && i < function.owes_after.atomic.size(); ++i) {
    const Step& step = body.steps[i];
    if (step.kind != StepKind::kCall || step.line != effect.line || step.value->text != effect.term->text) continue;
    for (const std::string& lock : function.owes_after.atomic[i]) {
      const bool always = function.owes_after.always_atomic[i].contains(lock);
      if (out.lock.empty() || (always && !out.on_every_way)) out = {lock, always};
    }
  }
  return out;
}

// A caller that comes to the callee in a section where nobody may sleep.
struct AtomicWay {
  std::string caller;      ///< "": none
  bool is_certain = true;  ///< the section is held on every way there, and no parameter decides whether there is a call
};

// What the function was handed decides whether control comes to the step.
bool HangsOnParameter(const steps::Function& body, int step) {
  bool hangs = false;
  for (const heart::Literal& literal : heart::FactsAt(body, step)) {
    steps::ForEach(literal.expr, [&](steps::ExprRef part) {
      hangs |= part->op == steps::Op::kLocal && std::any_of(body.params.begin(), body.params.end(), [&](const steps::Param& p) { return p.name == part->text; });
    });
  }
  return hangs;
}

std::optional<AtomicWay> CallsInSection(const std::string& caller, const steps::Function& body, const std::string& callee, const Analysis& analysis) {
  const heart::Obligations owes = heart::ObligationsOf(body, *analysis.model->table, *analysis.model->arena);
  std::optional<AtomicWay> out;
  for (std::size_t i = 0; i < body.steps.size() && i < owes.atomic.size(); ++i) {
    const steps::ExprRef call = heart::CallOf(body.steps[i]);
    if (call == nullptr || call->text != callee || owes.atomic[i].empty()) continue;
    const bool is_certain = !owes.always_atomic[i].empty() && owes.complete && !HangsOnParameter(body, static_cast<int>(i));
    if (!out || is_certain) out = {caller, is_certain};
  }
  return out;
}

bool CallsAnyway(const steps::Function& body, const std::string& callee) {
  for (std::size_t i = 0; i < body.steps.size(); ++i) {
    const steps::ExprRef call = heart::CallOf(body.steps[i]);
    if (call != nullptr && call->text == callee && !HangsOnParameter(body, static_cast<int>(i))) return true;
  }
  return false;
}

// A caller, at most four calls up, that calls it in a section where nobody may sleep.
AtomicWay AtomicCaller(const std::string& callee, const Analysis& analysis, int depth, std::set<std::string>& seen) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.callers || !around.body || depth == 0 || !seen.insert(callee).second) return {};
  std::map<std::string, const steps::Function*> callers;
  for (const std::string& name : around.callers(callee)) callers[name] = around.body(name);
  for (const heart::CallEdge& edge : analysis.calls) {
    if (edge.callee->name == callee) callers[edge.caller->name] = edge.caller->after;
  }
  for (const auto& [name, body] : callers) {
    if (body == nullptr) continue;
    if (std::optional<AtomicWay> way = CallsInSection(name, *body, callee, analysis)) return *way;
    AtomicWay above = AtomicCaller(name, analysis, depth - 1, seen);
    above.is_certain &= CallsAnyway(*body, callee);
    if (!above.caller.empty()) return above;
  }
  return {};
}

// Every way to the step passes one where the old version may sleep too.
bool SleepsBefore(const FunctionAnalysis& function, const Effect& effect, const api::Table& table) {
  const steps::Function& body = *function.after;
  std::vector<int> work{0};
  std::set<int> seen;
  while (!work.empty()) {
    const int index = work.back();
    work.pop_back();
    if (index < 0 || !seen.insert(index).second) continue;
    const Effect here = heart::EffectOf(body.steps[index], table);
    if (here.term != nullptr && here.line == effect.line && here.term->text == effect.term->text) return false;
    const int twin = function.diff.alignment.to_old[index];
    if (twin >= 0 && Sleeps(here)) continue;
    work.insert(work.end(), body.steps[index].succ.begin(), body.steps[index].succ.end());
  }
  return true;
}

// Who wrote flags that forbid sleeping had a caller in mind that must not: one sleep on another way says nothing against it.
bool LiftsAtomic(const Delta& delta) {
  return delta.kind == DeltaKind::kChanged && delta.before.entry != nullptr && delta.after.entry != nullptr && delta.before.entry->gfp >= 0 &&
         !delta.before.entry->guess && !AllowsReclaim(delta.before) && Sleeps(delta.after);
}

void ReportCaller(const FunctionAnalysis& function, const Effect& effect, const AtomicWay& way, heart::Result& result) {
  const std::string message = effect.term->text + " may sleep, and " + way.caller + " comes here in a section where nobody may";
  const bool hangs = effect.step >= 0 && HangsOnParameter(*function.after, effect.step);
  if (!way.is_certain || hangs || effect.step < 0) {
    result.gaps.push_back({.kind = "may-sleep-now", .function = function.name, .where = {function.any().file, effect.line}, .matters = true, .message = message});
    return;
  }
  Finding finding = heart::NewFinding("sleep-in-atomic", function, effect.line, message);
  finding.channels = {Channel::kConcurrent, Channel::kPersistent};
  finding.remedy = "use a variant that does not sleep, or call it outside the section of " + way.caller;
  finding.witness = Witness{.steps = {way.caller + " enters its section and comes to new " + function.name, effect.term->text + " sleeps",
                                      "the CPU schedules in atomic context"}};
  result.findings.push_back(std::move(finding));
}

void Check(const FunctionAnalysis& function, const Effect& effect, const Analysis& analysis, heart::Result& result) {
  if (effect.term == nullptr || !Sleeps(effect)) return;
  const auto [lock, on_every_way] = AtomicAt(function, effect);
  const std::string what = effect.term->text;
  std::set<std::string> seen;
  if (!lock.empty() && !on_every_way) {
    result.gaps.push_back({.kind = "may-sleep-now", .function = function.name, .where = {function.any().file, effect.line}, .matters = true,
                           .message = what + " may sleep, and on some way " + lock + " seems to be held here"});
  } else if (!lock.empty()) {
    Finding finding = heart::NewFinding("sleep-in-atomic", function, effect.line, what + " may sleep, and " + lock + " is held here");
    finding.channels = {Channel::kConcurrent, Channel::kPersistent};
    finding.remedy = "move it out of the section, or use a variant that does not sleep";
    finding.witness = Witness{.steps = {"new " + function.name + " takes " + lock, "" + what + " sleeps while it is held",
                                        "the CPU schedules in atomic context"}};
    result.findings.push_back(std::move(finding));
  } else if (const AtomicWay way = AtomicCaller(function.name, analysis, 4, seen); !way.caller.empty()) {
    ReportCaller(function, effect, way, result);
  } else if (!RunsWhereSleepingIsAllowed(function, analysis) && !IsOnlyEnteredInTask(function.name, analysis, 5)) {
    result.gaps.push_back({.kind = "may-sleep-now", .function = function.name, .where = {function.any().file, effect.line}, .matters = true,
                           .message = what + " may sleep; the old version never did, and whether callers may sleep is not known"});
  }
}

void CheckLifted(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (!LiftsAtomic(delta) || SleepsBefore(function, delta.after, *analysis.model->table)) return;
  result.gaps.push_back({.kind = "may-sleep-now", .function = function.name, .where = {function.any().file, delta.line}, .matters = true,
                         .message = delta.after.term->text + " was asked not to sleep and may sleep now; whether every caller may is not known"});
}

// The section of a spinlock grew over a step that may sleep.
void CheckGrown(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const std::vector<int>& to_old = function.diff.alignment.to_old;
  for (std::size_t i = 0; i < to_old.size() && i < function.owes_after.atomic.size(); ++i) {
    if (to_old[i] < 0 || function.owes_after.atomic[i].empty() || !function.owes_before.atomic[to_old[i]].empty()) continue;
    const Effect effect = heart::EffectOf(function.after->steps[i], *analysis.model->table);
    if (effect.term != nullptr && Sleeps(effect)) return Check(function, effect, analysis, result);
  }
}

}  // namespace

void SleepInAtomic(const Analysis& analysis, heart::Result& result) {
  for (const auto& function : analysis.functions) {
    if (function->before == nullptr || function->after == nullptr) continue;
    CheckGrown(*function, analysis, result);
    for (const Delta& delta : function->diff.deltas) {
      if (delta.by_value) continue;
      if (delta.kind == DeltaKind::kChanged && Sleeps(delta.before)) continue;
      const std::size_t gaps = result.gaps.size();
      if (delta.kind == DeltaKind::kAdded || delta.kind == DeltaKind::kChanged) Check(*function, delta.after, analysis, result);
      if (gaps == result.gaps.size()) CheckLifted(*function, delta, analysis, result);
      for (const Effect& effect : delta.extra_new) Check(*function, effect, analysis, result);
    }
  }
}

}  // namespace lpcheck::rules
