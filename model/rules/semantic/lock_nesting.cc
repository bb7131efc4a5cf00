// lock-balance, lock-protection, irq-usage: a lock that the new version takes, against what unchanged visible code does with it.
//
//   twice    ⇔ ∃ f changed, L newly taken in f, unchanged caller g: g holds L around its call of f
//            ∨ ∃ f changed, L newly held around a call of unchanged g: g takes L
//            ∨ ∃ f changed: f takes L while it holds L, and did not before
//   waits    ⇔ ∃ f changed, a waiting cancellation or wait added while f holds a lock          (gap)
//   shared   ⇔ ∃ f changed, L taken for writing in the old version, for reading in the new one, shared data stored under it
//   weaker   ⇔ ∃ f changed, L taken in the old version with interrupts closed or for writing, in the new one without   (gap)
//   open     ⇔ ∃ f changed, L newly taken in f with interrupts open, unchanged code closes them for L   (gap)
//   handler  ⇔ ∃ f changed and entered from elsewhere, L newly taken in f, unchanged code takes L with interrupts open  (gap)
#include <algorithm>

#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::FunctionAnalysis;
using heart::Obligations;
using steps::Step;

Obligations OwesOf(const steps::Function& body, const Analysis& analysis) {
  return heart::ObligationsOf(body, *analysis.model->table, *analysis.model->arena);
}

std::set<std::string> NewLocks(const FunctionAnalysis& function) {
  std::set<std::string> out;
  for (const auto& [lock, modes] : function.owes_after.lock_modes) {
    if (!function.owes_before.lock_modes.contains(lock)) out.insert(lock);
  }
  return out;
}

void AddGap(std::string kind, const FunctionAnalysis& function, int line, std::string message, heart::Result& result) {
  result.gaps.push_back({.kind = std::move(kind), .function = function.name, .where = {function.any().file, line}, .matters = true,
                         .message = std::move(message)});
}

void ReportTwice(const FunctionAnalysis& function, const std::string& lock, const std::string& other, heart::Result& result) {
  Finding finding = heart::NewFinding("lock-balance", function, function.after->line,
                                      "takes " + lock + " although unchanged " + other + " takes it on the same call chain");
  finding.peer = other;
  finding.channels = {Channel::kConcurrent, Channel::kPersistent};
  finding.remedy = "change " + other + " as well, or leave the lock where it was";
  finding.witness = Witness{.steps = {other + " holds " + lock, "new " + function.name + " waits for it in the same task", "the task never goes on"}};
  result.findings.push_back(std::move(finding));
}

void CheckOwn(const FunctionAnalysis& function, heart::Result& result) {
  for (const auto& [lock, line] : function.owes_after.taken_twice) {
    if (function.owes_before.taken_twice.contains(lock)) continue;
    Finding finding = heart::NewFinding("lock-balance", function, line, "takes " + lock + " while it holds it already");
    finding.channels = {Channel::kConcurrent, Channel::kPersistent};
    finding.remedy = "take the lock once";
    finding.witness = Witness{.steps = {"new " + function.name + " holds " + lock, "it waits for " + lock + " at line " + std::to_string(line),
                                        "the task never goes on"}};
    result.findings.push_back(std::move(finding));
  }
}

void CheckCallers(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const heart::Surroundings& around = analysis.model->surroundings;
  const std::set<std::string> locks = NewLocks(function);
  if (locks.empty() || !around.callers || !around.body) return;
  for (const std::string& name : around.callers(function.name)) {
    const steps::Function* caller = around.body(name);
    if (caller == nullptr) continue;
    const Obligations owes = OwesOf(*caller, analysis);
    for (std::size_t i = 0; i < caller->steps.size() && i < owes.held.size(); ++i) {
      const steps::ExprRef call = heart::CallOf(caller->steps[i]);
      if (call == nullptr || call->text != function.name) continue;
      for (const std::string& lock : locks) {
        if (owes.held[i].contains(lock)) return ReportTwice(function, lock, name, result);
      }
    }
  }
}

void CheckCallees(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.body || NewLocks(function).empty()) return;
  const std::set<std::string> locks = NewLocks(function);
  for (std::size_t i = 0; i < function.after->steps.size() && i < function.owes_after.held.size(); ++i) {
    const steps::ExprRef call = heart::CallOf(function.after->steps[i]);
    const steps::Function* callee = call == nullptr || call->text.empty() ? nullptr : around.body(call->text);
    if (callee == nullptr || analysis.model->table->Find(call->text) != nullptr) continue;
    const bool holds = std::any_of(locks.begin(), locks.end(), [&](const std::string& l) { return function.owes_after.held[i].contains(l); });
    if (!holds) continue;
    const Obligations owes = OwesOf(*callee, analysis);
    for (const std::string& lock : locks) {
      if (function.owes_after.held[i].contains(lock) && owes.lock_modes.contains(lock)) return ReportTwice(function, lock, call->text, result);
    }
  }
}

bool Waits(const heart::Effect& effect) {
  return (effect.kind == heart::EffectKind::kCancel && effect.entry != nullptr && effect.entry->sleeps) || effect.kind == heart::EffectKind::kWait;
}

// The old version waited for the same object already, by another call.
bool WaitedBefore(const FunctionAnalysis& function, const heart::Effect& effect) {
  return effect.object != nullptr && std::any_of(function.diff.deltas.begin(), function.diff.deltas.end(), [&](const heart::Delta& delta) {
    return !delta.by_value && Waits(delta.before) && delta.before.object == effect.object && delta.before.cls == effect.cls;
  });
}

void CheckWaits(const FunctionAnalysis& function, heart::Result& result) {
  for (const heart::Delta& delta : function.diff.deltas) {
    const heart::Effect& effect = delta.after;
    if (delta.by_value || !Waits(effect) || WaitedBefore(function, effect)) continue;
    for (std::size_t i = 0; i < function.after->steps.size() && i < function.owes_after.held.size(); ++i) {
      const Step& step = function.after->steps[i];
      if (step.line != effect.line || heart::CallOf(step) == nullptr || function.owes_after.held[i].empty()) continue;
      return AddGap("waits-under-lock", function, effect.line,
                    effect.term->text + " waits while " + *function.owes_after.held[i].begin() + " is held", result);
    }
  }
}

bool IsStrong(const std::string& mode) { return mode.starts_with("save") || mode.starts_with("off") || mode.starts_with("bh"); }

// Shared data is stored under the lock, which now lets others in at the same time.
int StoresUnder(const FunctionAnalysis& function, const std::string& lock, const Analysis& analysis) {
  const steps::Function& body = *function.after;
  for (std::size_t i = 0; i < body.steps.size() && i < function.owes_after.held.size(); ++i) {
    const heart::Effect effect = heart::EffectOf(body.steps[i], *analysis.model->table);
    const bool stores = effect.kind == heart::EffectKind::kWrite || effect.kind == heart::EffectKind::kPublish || effect.kind == heart::EffectKind::kUnpublish;
    if (!stores || effect.object == nullptr || heart::DatumOf(effect.object).empty() || !effect.how.empty()) continue;
    if (!function.owes_after.held[i].contains(lock) || function.owes_after.held[i].size() > 1) continue;
    if (!heart::IsMadeHere(effect.object, function, *analysis.model->table)) return body.steps[i].line;
  }
  return 0;
}

void ReportShared(const FunctionAnalysis& function, const std::string& lock, int line, heart::Result& result) {
  Finding finding = heart::NewFinding("lock-protection", function, line, "stores under " + lock + ", which is taken for reading now");
  finding.channels = {Channel::kConcurrent};
  finding.remedy = "take " + lock + " for writing";
  finding.witness = Witness{.steps = {"task A holds " + lock + " for reading", "task B, new " + function.name + ", stores under it too", "task A reads half of it"}};
  result.findings.push_back(std::move(finding));
}

void CheckModes(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  for (const auto& [lock, modes] : function.owes_before.lock_modes) {
    auto after = function.owes_after.lock_modes.find(lock);
    if (after == function.owes_after.lock_modes.end()) continue;
    // A place that is newly plain among others that still close interrupts.
    const bool was_strong = std::all_of(modes.begin(), modes.end(), IsStrong);
    if (was_strong && !std::all_of(after->second.begin(), after->second.end(), IsStrong)) {
      AddGap("lock-mode-weakened", function, function.after->line, lock + " is taken in a weaker mode than before", result);
      continue;
    }
    for (const std::string& mode : modes) {
      if (after->second.contains(mode)) continue;
      const bool was_write = mode.ends_with("/write");
      const bool stays_write = std::any_of(after->second.begin(), after->second.end(), [](const std::string& m) { return m.ends_with("/write"); });
      const bool stays_strong = std::all_of(after->second.begin(), after->second.end(), IsStrong);
      const int line = was_write && !stays_write ? StoresUnder(function, lock, analysis) : 0;
      if (line > 0) {
        ReportShared(function, lock, line, result);
        break;
      }
      if ((IsStrong(mode) && !stays_strong) || (was_write && !stays_write)) {
        AddGap("lock-mode-weakened", function, function.after->line, lock + " is taken in a weaker mode than before", result);
        break;
      }
    }
  }
}

// A lock that unchanged code takes with interrupts closed is taken with them open: the handler spins on its own CPU.
void CheckOpenInterrupts(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return;
  for (const std::string& lock : NewLocks(function)) {
    const std::set<std::string>& modes = function.owes_after.lock_modes.at(lock);
    if (std::all_of(modes.begin(), modes.end(), IsStrong)) continue;
    for (const std::string& name : around.users(lock)) {
      const steps::Function* body = around.body(name);
      if (body == nullptr) continue;
      const Obligations owes = OwesOf(*body, analysis);
      auto other = owes.lock_modes.find(lock);
      if (other == owes.lock_modes.end() || std::none_of(other->second.begin(), other->second.end(), IsStrong)) continue;
      AddGap("irq-usage-unproved", function, function.after->line,
             "newly takes " + lock + " with interrupts open, which unchanged " + name + " closes them for", result);
      break;
    }
  }
}

bool IsEnteredFromElsewhere(const std::string& name, const heart::FixModel& model) {
  for (const steps::UnitContext* unit : {&model.before, &model.after}) {
    if (unit->address_taken.contains(name)) return true;
    for (const auto& [field, functions] : unit->implementers) {
      if (functions.contains(name)) return true;
    }
  }
  return false;
}

void CheckHandler(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!IsEnteredFromElsewhere(function.name, *analysis.model) || !around.users || !around.body) return;
  for (const std::string& lock : NewLocks(function)) {
    const bool spins = std::any_of(function.owes_after.taken_here.begin(), function.owes_after.taken_here.end(), [&](const heart::Resource& r) {
      return r.is_atomic && (r.datum == lock || r.object == lock);
    });
    if (!spins) continue;
    for (const std::string& name : around.users(lock)) {
      const steps::Function* body = around.body(name);
      if (body == nullptr) continue;
      const Obligations owes = OwesOf(*body, analysis);
      auto modes = owes.lock_modes.find(lock);
      if (modes == owes.lock_modes.end() || std::all_of(modes->second.begin(), modes->second.end(), IsStrong)) continue;
      AddGap("irq-usage-unproved", function, function.after->line,
             "newly takes " + lock + ", which unchanged " + name + " holds with interrupts open; whether this runs in an interrupt is not known",
             result);
      break;
    }
  }
}

}  // namespace

void LockNesting(const Analysis& analysis, heart::Result& result) {
  for (const auto& function : analysis.functions) {
    if (function->before == nullptr || function->after == nullptr || !function->differs()) continue;
    CheckOwn(*function, result);
    CheckCallers(*function, analysis, result);
    CheckCallees(*function, analysis, result);
    CheckWaits(*function, result);
    CheckModes(*function, analysis, result);
    CheckOpenInterrupts(*function, analysis, result);
    CheckHandler(*function, analysis, result);
  }
}

}  // namespace lpcheck::rules
