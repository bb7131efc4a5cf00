// Which terms later steps of a function ask about: liveness over its step graph.
#ifndef LPCHECK_MODEL_HEART_LATER_USES_H_
#define LPCHECK_MODEL_HEART_LATER_USES_H_

#include <set>
#include <vector>

#include "model/steps/function.h"

namespace lpcheck::heart {

/// For each step the terms that it or a later step asks about.
std::vector<std::set<steps::ExprRef>> LaterUses(const steps::Function& function);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_LATER_USES_H_
