// From two versions of a function to the complete list of their differences.
//
// The alignment is walked along its edges. Where an aligned step is followed by the same aligned step on both sides nothing
// happened. Elsewhere a region opens: the paths of both versions to their next aligned steps are executed symbolically
// and compared pairwise under their joint condition. What differs becomes a delta; locals that differ at the join are
// followed through the unchanged code (taint.h).
#ifndef LPCHECK_MODEL_HEART_DIFF_H_
#define LPCHECK_MODEL_HEART_DIFF_H_

#include "model/heart/delta.h"

namespace lpcheck::heart {

/// Both functions must outlive the result and share `arena`.
FunctionDiff Diff(const steps::Function& before, const steps::Function& after, const api::Table& table,
                  steps::Arena& arena, Prover& prover);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_DIFF_H_
