// Replays a witness: from the values that it names both versions are run, step by step and on numbers (machine.h), from
// the point where they part to where they meet again or return. A witness holds if
//
//   start    the point where the versions part is one that both reach, and an equal state is possible there
//   path     each step leads to the next in its version's step graph; each branch goes that way with these values
//   differs  what the difference is said to be shows: an action that only one version makes, other operands of it,
//            another way, another result, another value left in a local
//
// What does not replay is a mistake of ours, not of the fix. A difference that is a value followed through unchanged code
// is shown by the difference that the value comes from, and a way from there to the step that sees it.
#ifndef LPCHECK_MODEL_HEART_REPLAY_H_
#define LPCHECK_MODEL_HEART_REPLAY_H_

#include <string>
#include <vector>

#include "model/heart/delta.h"

namespace lpcheck::heart {

struct Replay {
  bool holds = false;
  std::string why_not;          ///< the first thing that is wrong
  std::vector<int> old_lines;   ///< from the step before the versions part to the step where they meet
  std::vector<int> new_lines;
};

Replay ReplayDelta(const FunctionDiff& diff, const Delta& delta, const Valuation& values, const api::Table& table);

/// What has to be unequal for the difference to show; empty if the paths alone show it.
std::vector<std::pair<steps::ExprRef, steps::ExprRef>> Distinguishing(const Delta& delta, steps::Arena& arena);

/// The difference that `delta`'s value comes from; the delta itself unless it was found by following a value. nullptr if the
/// value comes from a loop that only one version has.
const Delta* SourceOf(const FunctionDiff& diff, const Delta& delta);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_REPLAY_H_
