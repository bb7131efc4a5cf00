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

}  // namespace lpcheck::heart
