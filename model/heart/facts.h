// What earlier tests say about the locals at a step, whichever way control came.
#ifndef LPCHECK_MODEL_HEART_FACTS_H_
#define LPCHECK_MODEL_HEART_FACTS_H_

#include "model/heart/prover.h"
#include "model/steps/function.h"

namespace lpcheck::heart {

/// Literals that hold whenever control is at `step`:
///   (e, way) ⇔ e is made of locals, whose address nobody takes, and constants
///              ∧ every way from the entry to `step` takes that way of a branch on e
///              ∧ nothing on the way from there to `step` stores to a local of e
PathCondition FactsAt(const steps::Function& function, int step);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_FACTS_H_
