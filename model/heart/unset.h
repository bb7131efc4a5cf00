// Locals that hold what the stack held. Set to something, they hold one of the values that they might have had: that is no
// difference. Unless their address goes to a function of which nothing is known: in one version it may leave to the other
// to set the local.
#ifndef LPCHECK_MODEL_HEART_UNSET_H_
#define LPCHECK_MODEL_HEART_UNSET_H_

#include <vector>

#include "model/api/api.h"
#include "model/steps/function.h"

namespace lpcheck::heart {

/// The old version comes to `step` and over the steps of `way` without having touched the local, which is no parameter and is
/// lent to nobody in either version.
bool IsUnset(const steps::Function& before, const steps::Function& after, steps::ExprRef local, int step, const std::vector<int>& way,
             const api::Table& table);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_UNSET_H_
