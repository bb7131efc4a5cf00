// Reachability in one version's step graph.
#ifndef LPCHECK_MODEL_HEART_REACH_H_
#define LPCHECK_MODEL_HEART_REACH_H_

#include <set>

#include "model/steps/function.h"

namespace lpcheck::heart {

/// Steps reachable from `start` (included) without passing `barrier` (not included). Negative start: nothing.
std::set<int> ReachableFrom(const steps::Function& function, int start, int barrier);

/// No step that may run before `step` mentions the local, and it is no parameter: it holds what the stack held, any value.
bool IsUnsetAt(const steps::Function& function, steps::ExprRef local, int step);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_REACH_H_
