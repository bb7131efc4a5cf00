// Conflicts through callbacks: what pre_patch and its three siblings do outside the functions that a patch replaces.
//
//   sets(a, x) ∧ sets(b, x)                      refused: each saves what it finds and puts that back, so the first to
//                                                go puts back what the other still needs changed
//   touches(a, x) ∧ touches(b, x), one may-set   undecided
//   adds(a, x) ∧ adds(b, x)                      none: counts and registrations commute
//   touches(a, x), not only adds
//       ∧ x ∈ data(b), the changed code of b     undecided: nobody looked at both at once
//   "*" stands for any x
//
// A newer patch that replaces the older one and declares its state takes over what the callbacks set: none of the first
// two.
#ifndef LPCHECK_MODEL_KLP_CALLBACK_CONFLICTS_H_
#define LPCHECK_MODEL_KLP_CALLBACK_CONFLICTS_H_

#include <vector>

#include "model/klp/stack_conflicts.h"

namespace lpcheck::klp {

/// `takes_over`: `newer` replaces `older`, whose callbacks are then never called again and whose code no longer runs.
std::vector<Conflict> CallbackConflicts(const StackPatch& older, const StackPatch& newer, bool takes_over);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_CALLBACK_CONFLICTS_H_
