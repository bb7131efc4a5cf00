// What a branch says about the state of one way: which acquires failed, what a variable can no longer be.
#ifndef LPCHECK_MODEL_HEART_NARROW_H_
#define LPCHECK_MODEL_HEART_NARROW_H_

#include <set>
#include <string>

#include "model/api/api.h"
#include "model/heart/way_state.h"

namespace lpcheck::heart {

class Narrower {
 public:
  /// `recurring` are the branch conditions that a function asks more than once; both must outlive the narrower.
  Narrower(const api::Table& table, const std::set<steps::ExprRef>& recurring) : table_(table), recurring_(recurring) {}

  /// Narrows the state by "cond is non-zero" (or zero). False if that cannot be.
  bool Assume(WayState& state, steps::ExprRef cond, bool holds) const;
  /// The term says whether an acquire failed.
  bool IsTest(steps::ExprRef term) const;

 private:
  steps::ExprRef TestedBy(steps::ExprRef term) const;

  const api::Table& table_;
  const std::set<steps::ExprRef>& recurring_;
};

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_NARROW_H_
