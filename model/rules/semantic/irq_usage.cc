// irq-usage: a lock that one changed function takes with interrupts (or softirqs) open, and another newly takes from a handler.
//
//   violated ⇔ ∃ lock L, f changed: f takes L in a stronger irq mode than before
//              ∧ ∃ g changed, g ≠ f: g takes L in the new version only
//
// An old holder is interrupted, the new handler spins on the holder's own CPU. The handler runs in the version of the task it
// interrupts, which the holder's frame pins, so the consistency model closes the same-CPU case. Across CPUs it does so only
// if the handler is entered with no other lock held: a timer or work callback is, a function of an ops table may not be.
#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::FunctionAnalysis;

bool Strengthens(const FunctionAnalysis& function, const std::string& lock) {
  auto before = function.owes_before.lock_modes.find(lock);
  auto after = function.owes_after.lock_modes.find(lock);
  if (before == function.owes_before.lock_modes.end() || after == function.owes_after.lock_modes.end()) return false;
  return before->second.contains("") && !after->second.contains("");
}

bool TakesNewly(const FunctionAnalysis& function, const std::string& lock) {
  return !function.owes_before.lock_modes.contains(lock) && function.owes_after.lock_modes.contains(lock);
}

bool InOpsTable(const std::string& name, const heart::FixModel& model) {
  for (const steps::UnitContext* unit : {&model.before, &model.after}) {
    for (const auto& [field, functions] : unit->implementers) {
      if (functions.contains(name)) return true;
    }
  }
  return false;
}

}  // namespace

void IrqUsage(const Analysis& analysis, heart::Result& result) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& holder : analysis.functions) {
    for (const auto& [lock, modes] : holder->owes_after.lock_modes) {
      if (!Strengthens(*holder, lock)) continue;
      for (const auto& handler : analysis.functions) {
        if (handler == holder || !TakesNewly(*handler, lock) || !seen.insert({lock, handler->name}).second) continue;
        Finding finding = heart::NewFinding("irq-usage", *handler, handler->any().line,
                                            "newly takes " + lock + ", which old " + holder->name +
                                                " holds with interrupts or softirqs open");
        finding.peer = holder->name;
        const bool is_callback = analysis.model->before.address_taken.contains(handler->name) &&
                                 !InOpsTable(handler->name, *analysis.model);
        finding.channels = is_callback ? std::vector<Channel>{Channel::kStack} : std::vector<Channel>{Channel::kConcurrent};
        finding.remedy = is_callback ? "let the transition finish; do not force"
                                     : "first patch the holders to close interrupts, then, when that has completed, the handler";
        finding.witness = Witness{.steps = {"old " + holder->name + " holds " + lock + " with interrupts open",
                                            "an interrupt on that CPU, or a lock it waits for, brings in new " + handler->name,
                                            "it spins on " + lock + ", whose holder cannot go on"}};
        result.findings.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace lpcheck::rules
