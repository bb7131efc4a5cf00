// wait-wake: who waits and who wakes change together.
//
//   violated ⇔ ∃ f, g changed, f ≠ g: a wait is added or changed in f ∧ a wake is added, removed or changed in g
//
// A new waiter is never woken by old code that runs on another CPU: concurrent.
#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {
namespace {

using heart::Delta;
using heart::EffectKind;
using heart::FunctionAnalysis;

const Delta* Find(const FunctionAnalysis& function, EffectKind kind) {
  for (const Delta& delta : function.diff.deltas) {
    if (delta.by_value) continue;
    if (delta.before.kind == kind || delta.after.kind == kind) return &delta;
    for (const heart::Effect& effect : delta.extra) {
      if (effect.kind == kind && delta.kind == heart::DeltaKind::kRedirect && !delta.leaves_early) return &delta;
    }
  }
  return nullptr;
}

}  // namespace

void WaitWake(const heart::Analysis& analysis, heart::Result& result) {
  for (const auto& waiter : analysis.functions) {
    const Delta* wait = Find(*waiter, EffectKind::kWait);
    if (wait == nullptr) continue;
    for (const auto& waker : analysis.functions) {
      if (waker == waiter || Find(*waker, EffectKind::kWake) == nullptr) continue;
      Finding finding = heart::NewFinding("wait-wake", *waiter, wait->line, "waits otherwise, and " + waker->name + " wakes otherwise");
      finding.peer = waker->name;
      finding.channels = {Channel::kConcurrent, Channel::kPersistent};
      finding.remedy = "wake in the old way too until no old waiter is left, or wait with a time-out";
      finding.witness = Witness{.steps = {"new " + waiter->name + " goes to sleep",
                                          "old " + waker->name + " on another CPU finishes without the new wake-up",
                                          "the sleeper is not woken"}};
      result.findings.push_back(std::move(finding));
    }
  }
}

}  // namespace lpcheck::rules
