// The order of what two ways do: one invocation runs one version, so order matters only where others watch.
#ifndef LPCHECK_MODEL_HEART_ORDER_H_
#define LPCHECK_MODEL_HEART_ORDER_H_

#include <vector>

#include "model/heart/path.h"

namespace lpcheck::heart {

/// It does something that another context or a later invocation can see.
bool Matters(const Effect& effect);

/// Lines of actions that both ways make and that pass each other in `q` in a direction which is not harmless: what makes
/// visible or lets go may only move later, what shuts others out only earlier.
std::vector<int> OrderChanges(const Path& p, const Path& q);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_ORDER_H_
