#include "model/heart/reach.h"

#include <vector>

namespace lpcheck::heart {

std::set<int> ReachableFrom(const steps::Function& function, int start, int barrier) {
  std::set<int> seen;
  std::vector<int> work;
  if (start >= 0 && start != barrier) work.push_back(start);
  while (!work.empty()) {
    const int index = work.back();
    work.pop_back();
    if (!seen.insert(index).second) continue;
    for (int next : function.steps[index].succ) {
      if (next >= 0 && next != barrier) work.push_back(next);
    }
  }
  return seen;
}

bool IsUnsetAt(const steps::Function& function, steps::ExprRef local, int step) {
  if (local->op != steps::Op::kLocal) return false;
  for (const steps::Param& param : function.params) {
    if (param.name == local->text) return false;
  }
  for (int index : ReachableFrom(function, 0, step)) {
    const steps::Step& before = function.steps[index];
    for (steps::ExprRef part : {before.place, before.value}) {
      if (part != nullptr && steps::Contains(part, local)) return false;
    }
  }
  return true;
}

}  // namespace lpcheck::heart
