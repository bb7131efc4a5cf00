// Actions that others see and that only the new version makes. Part of the closed list of undischarged.cc.
//
//   more(d) ⇔ links or queues what old code links or queues too, so that it is taken off again
//           ∨ unlinks what dies here or was linked here, or, by an operation that may be repeated, what old code unlinks too:
//             where none does, it has left entries behind whose neighbours an unlink would write to
//           ∨ wakes on a condition that the waiter tests again
//           ∨ cancels, and nothing else changes or neither runs in what it waits for
//           ∨ waits for what visible code signals
#include <algorithm>

#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::Effect;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::Step;

std::string DatumIn(const Effect& effect) { return effect.object == nullptr ? "" : heart::DatumOf(effect.object); }

bool Does(const steps::Function* body, EffectKind kind, const std::string& datum, const api::Table& table) {
  return body != nullptr && std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, table);
    return effect.kind == kind && DatumIn(effect) == datum;
  });
}

// Some function other than `but`, as it was before the fix, does the same to the same datum.
bool OldCodeDoes(EffectKind kind, const std::string& datum, const FunctionAnalysis* but, const Analysis& analysis) {
  const api::Table& table = *analysis.model->table;
  for (const auto& function : analysis.functions) {
    if (function.get() != but && Does(function->before, kind, datum, table)) return true;
  }
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body || datum.empty()) return false;
  const std::vector<std::string> users = around.users(datum);
  return std::any_of(users.begin(), users.end(), [&](const std::string& name) { return Does(around.body(name), kind, datum, table); });
}

bool FreesMemory(const FunctionAnalysis& function, const api::Table& table) {
  return std::any_of(function.after->steps.begin(), function.after->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, table);
    return effect.kind == EffectKind::kRelease && effect.entry != nullptr &&
           (effect.entry->kind == api::Kind::kFree || effect.entry->kind == api::Kind::kPut);
  });
}

bool UnlinksForGood(const steps::Function* body, const std::string& datum, const api::Table& table) {
  return body != nullptr && std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
    const Effect effect = heart::EffectOf(step, table);
    return effect.kind == EffectKind::kUnpublish && effect.entry != nullptr && effect.entry->mode == "again" && DatumIn(effect) == datum;
  });
}

// From this entry to its neighbour: a member of the link is read, by x->node.next or by a macro of such a name.
bool StepsOn(steps::ExprRef part, const std::string& datum) {
  if (part->op == steps::Op::kField) return part->kids[0]->op == steps::Op::kField && part->kids[0]->text == datum;
  if (part->op != steps::Op::kPure || part->text.find(datum.substr(datum.rfind('.') + 1)) == std::string::npos) return false;
  return part->text.find("next") != std::string::npos || part->text.find("prev") != std::string::npos;
}

// Visible old code follows the links of such an entry, and none of it ever leaves one unlinked but reachable.
bool IsWalkedAsLinked(const FunctionAnalysis& function, const std::string& datum, const Analysis& analysis) {
  const api::Table& table = *analysis.model->table;
  const heart::Surroundings& around = analysis.model->surroundings;
  for (const auto& other : analysis.functions) {
    if (UnlinksForGood(other->before, datum, table)) return false;
  }
  if (!around.users || !around.body || datum.empty() || FreesMemory(function, table)) return false;
  bool walked = false;
  for (const std::string& name : around.users(datum)) {
    const steps::Function* body = around.body(name);
    if (UnlinksForGood(body, datum, table)) return false;
    for (const Step& step : body == nullptr ? std::vector<Step>{} : body->steps) {
      if (step.value == nullptr) continue;
      steps::ForEach(step.value, [&](steps::ExprRef part) { walked |= StepsOn(part, datum); });
    }
  }
  return walked;
}

// Is the function, or one that calls it, handed to others as an address: run as work, timer, or callback?
bool MayRunAsCallback(const std::string& name, const Analysis& analysis, int depth) {
  if (analysis.model->before.address_taken.contains(name)) return true;
  const heart::Surroundings& around = analysis.model->surroundings;
  if (depth == 0) return false;
  for (const heart::CallEdge& edge : analysis.calls) {
    if (edge.callee->name == name && MayRunAsCallback(edge.caller->name, analysis, depth - 1)) return true;
  }
  if (!around.callers) return false;
  const std::vector<std::string> callers = around.callers(name);
  return std::any_of(callers.begin(), callers.end(), [&](const std::string& caller) { return MayRunAsCallback(caller, analysis, depth - 1); });
}

}  // namespace

void CheckAddedAction(const FunctionAnalysis& function, const Effect& effect, int line, const Analysis& analysis, heart::Result& result) {
  const std::string datum = DatumIn(effect);
  const api::Table& table = *analysis.model->table;
  auto gap = [&](const std::string& why) { AddUndischarged(function, line, NameOf(effect) + " is new: " + why, result); };
  switch (effect.kind) {
    case EffectKind::kPublish:
    case EffectKind::kDefer:
      if (!OldCodeDoes(effect.kind, datum, nullptr, analysis)) gap("no old code does so, and who takes it back is not known");
      return;
    case EffectKind::kUnpublish: {
      const bool again = effect.entry != nullptr && effect.entry->mode == "again";
      if (again && IsWalkedAsLinked(function, datum, analysis)) {
        return gap("no old code takes it off for good, and others go on from it as from a linked one");
      }
      if (FreesMemory(function, table) || Does(function.after, EffectKind::kPublish, datum, table)) return;
      const bool others = OldCodeDoes(EffectKind::kUnpublish, datum, &function, analysis);
      if (!others && !Does(function.before, EffectKind::kUnpublish, datum, table)) {
        return gap("no old code takes such an entry off, and what stood beside it may have been freed since");
      }
      if (others && !again) gap("other code does so too, and twice is once too often");
      return;
    }
    case EffectKind::kWake:
      if (effect.cls == "completion") gap("a completion counts, and a waiter may go on too early");
      return;
    case EffectKind::kCancel:
      // What it waits for runs unchanged code, as it does in the new version alone, unless the fix changes more than this.
      if (effect.entry != nullptr && effect.entry->sleeps && analysis.functions.size() > 1 && MayRunAsCallback(function.name, analysis, 4)) {
        gap("it waits, and may run in what it waits for");
      }
      return;
    case EffectKind::kWait:
      if (effect.entry != nullptr && effect.entry->kind == api::Kind::kWait && effect.entry->cls.empty() &&
          !OldCodeDoes(EffectKind::kWake, datum, nullptr, analysis)) {
        gap("no visible code wakes it");
      }
      return;
    case EffectKind::kNone:
    case EffectKind::kHarmless:
    case EffectKind::kLock:
    case EffectKind::kUnlock:
    case EffectKind::kAcquire:
    case EffectKind::kRelease:
    case EffectKind::kWrite:
    case EffectKind::kCounter:
    case EffectKind::kCopyOut:
    case EffectKind::kBarrier:
    case EffectKind::kCall:
    case EffectKind::kIndirect:
    case EffectKind::kAsm:
    case EffectKind::kGap: return;
  }
}

}  // namespace lpcheck::rules
