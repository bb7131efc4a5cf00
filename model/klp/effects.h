// What code does to data, locks and references, abstractly: the effects that a world declares for a function
// version or a callback. They let the data properties S5, S6 and S7 speak about a patch without modelling its
// code.
#ifndef LPCHECK_MODEL_KLP_EFFECTS_H_
#define LPCHECK_MODEL_KLP_EFFECTS_H_

#include "model/klp/run.h"

namespace lpcheck::klp {

/// Why (func, version) cannot be entered by `task` now: a `when` that does not hold, or a lock held by
/// another task.
Refusal Blocked(const Run& run, int task, int func, Version version);

/// Runs the effects of entering (func, version); breaks S5, S6 or S7 where they are violated.
void RunEffects(Run& run, int task, int func, Version version);

void RunCallbacks(Run& run, int patch, CallbackSite site);

/// The klp_states of a freed patch are gone with it.
void LoseOwnedData(Run& run, int patch);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_EFFECTS_H_
