// The transition system searched by the solver: bounded model checking with traces that replay explicitly,
// and a proof by induction for runs of any length where the invariant below holds.
//
//   bounded(D)   Init(s0) and Step(s0,s1) ... Step(sk-1,sk) and Bad(sk)  for some k <= D
//   inductive    Init => Inv,  Inv(s) and Step(s, s') => Inv(s') and not Bad(s')
//
// Inv says, besides that the lists are well formed:
//   idle       every frame (f, v) on every stack has v = Select(f)
//   switching  every frame has v = Select(f, the task's own state), and pending <=> state differs from the
//   target
// It holds for eras without immediate and without force; with either of them it does not, and that is the
// seed bug.
#ifndef LPCHECK_MODEL_KLP_SYMBOLIC_H_
#define LPCHECK_MODEL_KLP_SYMBOLIC_H_

#include "absl/status/statusor.h"
#include "model/klp/explore.h"
#include "model/smt/context.h"

namespace lpcheck::klp {

enum class Answer { kHolds, kBroken, kGaveUp };

struct Bounded {
  Answer answer = Answer::kGaveUp;
  Trace trace;  ///< kBroken: replays, and breaks the property within the bound
};

/// `property` is S1, S2 or S10. Unimplemented for worlds outside the encoding.
absl::StatusOr<Bounded> CheckBounded(const World& world, Property property, int depth, smt::Context& context);

/// kHolds: S1 and S2 hold in runs of any length (the world's tasks, functions, patches and frames stay
/// bounds). kBroken: the invariant is not inductive; that alone is no violation.
absl::StatusOr<Answer> ProveInductive(const World& world, smt::Context& context);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SYMBOLIC_H_
