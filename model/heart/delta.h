// A typed difference between the two versions of one function. The list of deltas of a function is complete: outside the
// paths that they name, the two versions make the same steps on the same state.
#ifndef LPCHECK_MODEL_HEART_DELTA_H_
#define LPCHECK_MODEL_HEART_DELTA_H_

#include <string>
#include <vector>

#include "model/heart/align.h"
#include "model/heart/effect.h"
#include "model/heart/prover.h"
#include "model/steps/function.h"
#include "model/verdict.h"

namespace lpcheck::heart {

enum class DeltaKind {
  kAdded,     ///< `after` happens and nothing like it did
  kRemoved,   ///< `before` happened and nothing like it does
  kChanged,   ///< the same action with other operands, or a value that reaches it differs
  kRedirect,  ///< under `condition` the new version goes another way: `skipped` no longer run, `extra` run instead
  kResult,    ///< the returned value differs
};

/// A way through the steps that one version has and the other has not.
struct Route {
  std::vector<int> steps;
  int end = -1;        ///< the aligned step it reaches; -1: it returns
  bool taken = false;  ///< false: this version was not run, as where a loop is judged by itself
};

struct Delta {
  DeltaKind kind;
  Effect before;
  Effect after;
  std::size_t old_literals = 0; ///< how many of `condition`, from the front, the old version decides; the new one decides the rest
  PathCondition condition;      ///< over the state where the versions part; empty: always
  std::vector<Effect> skipped;  ///< kRedirect: effects of old steps that the new version does not reach
  std::vector<Effect> extra;    ///< kRedirect: effects that the new version reaches instead
  std::vector<Effect> extra_new;  ///< those of `extra` that the old version has nowhere
  steps::ExprRef old_value = nullptr;
  steps::ExprRef new_value = nullptr;
  std::vector<int> old_path;    ///< lines
  std::vector<int> new_path;
  Route old_route;              ///< where the paths lie in the step graphs, for replay.h; empty for what was found by value
  Route new_route;
  steps::ExprRef local = nullptr;  ///< kChanged without an effect: the local that is computed otherwise
  int line = 0;                 ///< in the new version where it has one, else in the old
  bool by_value = false;        ///< an unchanged step that sees a changed value
  bool hands_out_local = false; ///< a changed local record leaves by address, its bytes seen by others
  bool moves_index = false;     ///< a shared array is reached through an index that differs
  bool left_early = false;      ///< kRedirect: the old way failed or returned, the new one goes on
  int old_end = -1;             ///< kRedirect: the step that each way leads to, -1 if it returns
  int new_end = -1;
  bool would_fault = false;     ///< kRedirect: the test is for a NULL or error pointer that the old way goes on to use
  bool inverts = false;         ///< kRedirect: whatever the test says, the new version goes where the old one did not
  steps::ExprRef old_report = nullptr;  ///< what the way leaves in the variable that is returned later, if it sets it
  steps::ExprRef new_report = nullptr;
  bool leaves_early = false;    ///< kRedirect: the new way ends in a return without what was skipped
};

struct FunctionDiff {
  const steps::Function* before = nullptr;
  const steps::Function* after = nullptr;
  Alignment alignment;
  std::vector<Delta> deltas;
  std::vector<Gap> gaps;
};

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_DELTA_H_
