// Patches and the modules they live in or change: enable, disable, atomic replace, states, freeing, and
// modules that come and go. After kernel/livepatch/core.c and state.c.
#ifndef LPCHECK_MODEL_KLP_PATCH_H_
#define LPCHECK_MODEL_KLP_PATCH_H_

#include "model/klp/run.h"

namespace lpcheck::klp {

Refusal Enable(Run& run, int patch);
Refusal Disable(Run& run, int patch);
/// rmmod of a patch module whose reference was given back.
Refusal RemoveModule(Run& run, int patch);

/// klp_patch_object() for each loaded object, then the nops of an atomic replace.
void PushAllEntries(Run& run, int patch);
/// klp_unpatch_replaced_patches() and klp_discard_nops(); nothing for a patch without `replace`.
void RemoveReplaced(Run& run, int patch);
/// The tail of klp_complete_transition(): undefined states, callbacks, freeing.
void FinishTransition(Run& run);
/// The module references that `force` never gives back.
void PinForced(Run& run);

Refusal ModuleComing(Run& run, int object);
Refusal ModuleLive(Run& run, int object);
Refusal ModuleGoing(Run& run, int object);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_PATCH_H_
