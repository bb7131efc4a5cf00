// Follows a changed value through unchanged steps of the new version: which writes, calls, branches and returns see it.
// Over-approximates: a value computed from a changed value counts as changed; so does what a branch on it decides.
#ifndef LPCHECK_MODEL_HEART_TAINT_H_
#define LPCHECK_MODEL_HEART_TAINT_H_

#include <set>
#include <vector>

#include "model/heart/delta.h"

namespace lpcheck::heart {

/// Locals, kResult terms and data that differ when control is at step `at`.
struct Seed {
  int at = 0;
  std::set<steps::ExprRef> changed;
  /// The value comes from a new early way out whose code old paths take too, with other values: branches on it are
  /// decided within code that both versions have.
  bool on_exit_path = false;
};

std::vector<Delta> FollowTaint(const steps::Function& after, const std::vector<Seed>& seeds, const api::Table& table,
                               steps::Arena& arena);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_TAINT_H_
