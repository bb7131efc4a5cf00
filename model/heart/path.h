// Symbolic execution of the few steps between two aligned points, path by path, from an equal state.
//
// The state maps locals and places to terms over the state at the start. A read of memory after something that may have
// changed it is a different term from a read before it; the term names the writes and calls in between, so two
// versions that made the same ones read the same value. Other threads' writes count as equal on both sides.
#ifndef LPCHECK_MODEL_HEART_PATH_H_
#define LPCHECK_MODEL_HEART_PATH_H_

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "model/heart/effect.h"
#include "model/heart/prover.h"
#include "model/steps/function.h"

namespace lpcheck::heart {

struct PathEffect {
  Effect effect;                  ///< object and term over the state at the start
  steps::ExprRef term = nullptr;  ///< identity: equal terms are the same action
};

struct Path {
  PathCondition condition;
  std::vector<PathEffect> effects;
  std::map<steps::ExprRef, steps::ExprRef, steps::ById> locals;  ///< local place or kResult -> value, where it differs from the start
  int end = -1;                                     ///< the aligned step it reaches, -1: it returns or never ends
  bool returns = false;
  bool loops = false;                               ///< cut at a step it had already taken
  steps::ExprRef result = nullptr;
  std::vector<int> lines;
  std::vector<int> steps;                                        ///< the steps taken, one a line of `lines`
};

/// All paths from `start` through steps without a partner to the next aligned step or an exit.
/// nullopt if there are more than 100.
std::optional<std::vector<Path>> PathsFrom(const steps::Function& function, int start, const std::vector<int>& partner,
                                           const api::Table& table, steps::Arena& arena);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_PATH_H_
