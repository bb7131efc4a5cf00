// The transition system searched by the solver: bounded model checking with traces that replay explicitly,
// and proofs by induction for runs of any length where the invariant of symbolic_invariant.h holds.
//
//   bounded(D)   Init(s0) and Step(s0,s1) ... Step(sk-1,sk) and Bad(sk)  for some k <= D
//   inductive    Init => Inv,  Inv(s) and Step(s, s') => Inv(s') and not Bad(s')
//
// Bounds: the world's tasks, functions, patches, frames, data and modules always, the length D of a run in
// the first. Effort is Z3's resource counter.
#ifndef LPCHECK_MODEL_KLP_SYMBOLIC_H_
#define LPCHECK_MODEL_KLP_SYMBOLIC_H_

#include <map>

#include "absl/status/statusor.h"
#include "model/klp/explore.h"
#include "model/smt/context.h"

namespace lpcheck::klp {

enum class Answer { kHolds, kBroken, kGaveUp };

struct Bounded {
  Answer answer = Answer::kGaveUp;
  Trace trace;  ///< kBroken: replays, and its last event breaks the property
};

/// Can `property` break within `depth` events? The trace of a yes was replayed by the explicit rules; a run
/// that does not replay is an internal error.
absl::StatusOr<Bounded> CheckBounded(const World& world, Property property, int depth, smt::Context& context);

struct Proof {
  /// kBroken: the invariant is not inductive in this world; that alone is no violation, and nothing is
  /// proved.
  Answer invariant = Answer::kGaveUp;
  /// Of S1, S2, S3, S8, S9 and S10, only when the invariant holds. kHolds: in runs of any length. kBroken:
  /// the invariant is too weak for it; no violation either.
  std::map<Property, Answer> properties;
};

/// Unimplemented for fine worlds.
absl::StatusOr<Proof> ProveInductive(const World& world, smt::Context& context);

/// What a drain rests on (design: a version is dead when nothing can enter it, and one scan of every stack
/// then proves it gone for ever):
///   life(p) is dropped or freed, no func_stack has an entry of p, no stack a frame of p, no
///   stored pointer leads to p, p is in no
///   transition
///     =>  the same after any event
/// From any state at all, reachable or not, so the answer holds whatever happened before: force, immediate,
/// direct calls, forks. kBroken: some event brings a version of p back.
absl::StatusOr<Answer> ProveDrain(const World& world, int patch, smt::Context& context);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SYMBOLIC_H_
