// lock-protection: a step on shared data that ran under lock L no longer does.
//
//   violated ⇔ ∃ f changed, aligned step s on shared data, lock L: L ∈ held(s, old) \ held(s, new)
//              ∧ (another lock takes L's place at s, and L is not RCU, which excludes nobody  ∨  another changed function takes L otherwise
//              ∨ f takes L nowhere any more)
//
// Old and new code exclude each other no longer, two tasks suffice: concurrent. A section that only shrinks, in one function,
// would have to be shown harmless step by step: it is a gap.
#include <algorithm>

#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::Step;

bool TouchesSharedData(const Step& step, const api::Table& table) {
  const heart::Effect effect = heart::EffectOf(step, table);
  bool reads = false;
  switch (effect.kind) {
    case EffectKind::kWrite:
    case EffectKind::kCounter:
    case EffectKind::kPublish:
    case EffectKind::kUnpublish:
    case EffectKind::kCall:
    case EffectKind::kIndirect: return true;
    case EffectKind::kNone:
      if (step.value != nullptr) heart::ForEachDatum(step.value, [&](const std::string&) { reads = true; });
      return reads;
    case EffectKind::kRelease:  // what a shared pointer points to; what a local holds was taken off before
      if (effect.object != nullptr) heart::ForEachDatum(effect.object, [&](const std::string&) { reads = true; });
      return reads;
    case EffectKind::kHarmless:
    case EffectKind::kLock:
    case EffectKind::kUnlock:
    case EffectKind::kAcquire:
    case EffectKind::kCopyOut:
    case EffectKind::kWait:
    case EffectKind::kWake:
    case EffectKind::kDefer:
    case EffectKind::kCancel:
    case EffectKind::kBarrier:
    case EffectKind::kAsm:
    case EffectKind::kGap: return false;
  }
  return false;
}

std::set<std::string> Without(const std::set<std::string>& all, const std::set<std::string>& drop) {
  std::set<std::string> out;
  for (const std::string& item : all) {
    if (!drop.contains(item)) out.insert(item);
  }
  return out;
}

// The lock moved to the callers: every caller is changed and holds it around its calls in the new version.
bool CallersHold(const std::string& lock, const FunctionAnalysis& function, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!function.any().is_static || analysis.model->after.address_taken.contains(function.name)) return false;
  if (around.callers && !around.callers(function.name).empty()) return false;
  bool any = false;
  for (const auto& caller : analysis.functions) {
    if (caller->after == nullptr) continue;
    for (std::size_t i = 0; i < caller->after->steps.size(); ++i) {
      const steps::ExprRef call = heart::CallOf(caller->after->steps[i]);
      if (call == nullptr || call->text != function.name) continue;
      if (i >= caller->owes_after.held.size() || !caller->owes_after.held[i].contains(lock)) return false;
      any = true;
    }
  }
  return any;
}

bool OthersTakeOtherwise(const std::string& lock, const FunctionAnalysis& but, const Analysis& analysis) {
  for (const auto& other : analysis.functions) {
    if (other.get() == &but || other->before == nullptr || other->after == nullptr) continue;
    if (other->owes_before.lock_modes.contains(lock) != other->owes_after.lock_modes.contains(lock)) return true;
  }
  return false;
}

bool AccessesOtherwise(const FunctionAnalysis& function) { return !function.writes.empty(); }

void Report(const FunctionAnalysis& function, const std::string& lock, const std::string& instead, int line,
            heart::Result& result) {
  Finding finding = heart::NewFinding(
      "lock-protection", function, line,
      "shared data that was used under " + lock + " is used " + (instead.empty() ? "without it" : "under " + instead) + " now");
  finding.channels = {Channel::kConcurrent};
  finding.remedy = "keep taking " + lock + " as well until no old version runs, and drop it in a later patch";
  finding.witness = Witness{.steps = {"task A, old " + function.name + ", holds " + lock + " and is in the middle of its section",
                                      "task B, new " + function.name + ", does not wait for " + lock,
                                      "both are in their sections at once"}};
  result.findings.push_back(std::move(finding));
}

// A read section of RCU shuts nobody out: where a lock takes its place, old and new exclude each other as little as before.
bool ExcludesNobody(const std::string& lock) { return lock == "rcu"; }

void Check(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  std::set<std::string> seen;
  const api::Table& table = *analysis.model->table;
  for (std::size_t i = 0; i < function.before->steps.size(); ++i) {
    const int partner = function.diff.alignment.to_new.empty() ? -1 : function.diff.alignment.to_new[i];
    if (partner < 0 || !TouchesSharedData(function.before->steps[i], table)) continue;
    const std::set<std::string>& old_held = function.owes_before.held[i];
    const std::set<std::string>& new_held = function.owes_after.held[partner];
    const std::set<std::string> gained = Without(new_held, old_held);
    for (const std::string& lock : Without(old_held, new_held)) {
      if (CallersHold(lock, function, analysis) || !seen.insert(lock).second) continue;
      if (ExcludesNobody(lock) && !gained.empty()) continue;
      if (gained.empty() && !OthersTakeOtherwise(lock, function, analysis) && function.owes_after.lock_modes.contains(lock)) {
        result.gaps.push_back({.kind = "lock-section-narrowed", .function = function.name,
                               .where = {function.any().file, function.after->steps[partner].line}, .matters = true,
                               .message = "shared data is no longer used under " + lock});
        continue;
      }
      Report(function, lock, gained.empty() ? "" : *gained.begin(), function.after->steps[partner].line, result);
    }
  }
  for (const auto& [lock, modes] : function.owes_before.lock_modes) {
    if (function.owes_after.lock_modes.contains(lock) || seen.contains(lock) || !AccessesOtherwise(function)) continue;
    const bool gains = std::any_of(function.owes_after.lock_modes.begin(), function.owes_after.lock_modes.end(),
                                   [&](const auto& taken) { return !function.owes_before.lock_modes.contains(taken.first); });
    if (CallersHold(lock, function, analysis) || (ExcludesNobody(lock) && gains)) continue;
    Report(function, lock, "", function.after->line, result);
  }
}

}  // namespace

void LockProtection(const Analysis& analysis, heart::Result& result) {
  for (const auto& function : analysis.functions) {
    if (function->before == nullptr || function->after == nullptr || !function->differs()) continue;
    Check(*function, analysis, result);
  }
}

}  // namespace lpcheck::rules
