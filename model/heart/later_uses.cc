#include "model/heart/later_uses.h"

namespace lpcheck::heart {

using steps::ExprRef;
using steps::Op;
using steps::StepKind;

std::vector<std::set<ExprRef>> LaterUses(const steps::Function& function) {
  std::vector<std::set<ExprRef>> later(function.steps.size());
  bool grew = true;
  for (std::size_t i = 0; i < later.size(); ++i) {
    for (ExprRef root : {function.steps[i].value, function.steps[i].place}) {
      if (root == nullptr) continue;
      steps::ForEach(root, [&](ExprRef part) {
        if (part->op == Op::kLocal || part->op == Op::kResult || steps::IsPlace(part)) later[i].insert(part);
      });
      if (function.steps[i].kind == StepKind::kBranch) later[i].insert(root);
    }
  }
  for (int round = 0; grew && round < 50; ++round) {
    grew = false;
    for (std::size_t i = later.size(); i-- > 0;) {
      const std::size_t before = later[i].size();
      for (int next : function.steps[i].succ) {
        if (next >= 0) later[i].insert(later[next].begin(), later[next].end());
      }
      grew |= later[i].size() != before;
    }
  }
  return later;
}

}  // namespace lpcheck::heart
