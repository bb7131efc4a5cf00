// What a local variable stands for: the term it was set to, once and for all of one invocation. `n = p->len; ...; f(n)` and
// `f(p->len)` ask for the same, as long as nothing in between gives p or p->len another value; what others write to p->len
// meanwhile makes a difference in neither version's favour. Only for comparing two terms; nothing is rewritten.
#ifndef LPCHECK_MODEL_HEART_ORIGIN_H_
#define LPCHECK_MODEL_HEART_ORIGIN_H_

#include "model/steps/function.h"

namespace lpcheck::heart {

/// `expr` with each local replaced by the one value that it has in `function`, where that is so:
///   x ↦ e  ⇔ x = e is the only assignment of x ∧ x is no parameter and its address is not taken
///            ∧ each local in e is such a one, set before, or a parameter that is never set
///            ∧ no step of the function stores to a datum that e reads
steps::ExprRef Expand(const steps::Function& function, steps::ExprRef expr, steps::Arena& arena);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_ORIGIN_H_
