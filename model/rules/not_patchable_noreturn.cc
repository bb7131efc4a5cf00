// not-patchable-noreturn: see rules.h for the formula.
#include <algorithm>
#include <array>
#include <string_view>

#include "model/rules/common.h"

namespace lpcheck::rules {
namespace {

/// Who asks these questions is a thread's main loop (kernel/kthread.c).
constexpr std::array<std::string_view, 3> kThreadQuestions = {
    "kthread_should_stop", "kthread_freezable_should_stop", "kthread_should_park"};

bool IsThreadMain(const FunctionFact& function, const UnitFacts& unit) {
  for (const auto& [name, fact] : unit.functions) {
    if (fact.thread_mains.count(function.name) != 0) return true;
  }
  const bool has_its_type = function.prototype == Prototype{"int", {"void*"}, false};
  return has_its_type &&
         std::any_of(kThreadQuestions.begin(), kThreadQuestions.end(), [&](std::string_view question) {
           return function.calls.count(std::string(question)) != 0;
         });
}

std::string ReasonOf(const FunctionFact& function, const UnitFacts& unit) {
  if (function.declared_noreturn) return "is declared not to return";
  if (function.never_returns) return "never reaches an exit";
  if (IsThreadMain(function, unit)) return "is the main function of a kernel thread";
  return "";
}

}  // namespace

Outcome NotPatchableNoreturn(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    for (const FunctionChange* change : Redirected(unit)) {
      const std::string reason = ReasonOf(*change->before, unit.facts->before);
      if (reason.empty()) continue;
      outcome.findings.push_back(Undeliverable(
          "not-patchable-noreturn", *change->before,
          change->name + " " + reason +
              ": who is inside keeps the old code, and the transition waits for it for ever",
          "move what changes into a function that the loop calls each time, and patch only that"));
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
