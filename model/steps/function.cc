#include "model/steps/function.h"

namespace lpcheck::steps {

std::string ToString(const Step& step) {
  const std::string value = step.value == nullptr ? "" : ToString(step.value);
  switch (step.kind) {
    case StepKind::kAssign: return ToString(step.place) + " = " + value + (step.how.empty() ? "" : "  [" + step.how + "]");
    case StepKind::kCall: return value;
    case StepKind::kBranch: return "if " + value;
    case StepKind::kSwitch: return "switch " + value;
    case StepKind::kReturn: return "return " + value;
    case StepKind::kAsm: return "asm " + value;
    case StepKind::kGap: return "gap " + value;
  }
  return "?";
}

std::string ToString(const Function& function) {
  std::string out = function.name + "\n";
  for (std::size_t i = 0; i < function.steps.size(); ++i) {
    out += std::to_string(i) + " @" + std::to_string(function.steps[i].line) + ": " + ToString(function.steps[i]) + " ->";
    for (int next : function.steps[i].succ) out += " " + std::to_string(next);
    out += "\n";
  }
  return out;
}

}  // namespace lpcheck::steps
