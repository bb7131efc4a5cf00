// Reachability in one version's step graph.
#ifndef LPCHECK_MODEL_HEART_REACH_H_
#define LPCHECK_MODEL_HEART_REACH_H_

#include <set>

#include "model/steps/function.h"

namespace lpcheck::heart {

/// Steps reachable from `start` (included) without passing `barrier` (not included). Negative start: nothing.
std::set<int> ReachableFrom(const steps::Function& function, int start, int barrier);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_REACH_H_
