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

/// Both move one count by one amount, whatever it is when they come to that, and no action that both ways make passes it:
///   x -= n on either way ∧ no e on both ways before the one and behind the other
bool CountsAlike(const Path& p, const PathEffect& old, const Path& q, const PathEffect& added);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_ORDER_H_
