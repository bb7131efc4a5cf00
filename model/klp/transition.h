// The life of one transition, after kernel/livepatch/transition.c: init, start, switch single tasks,
// complete, reverse, force. A coarse world runs each operation in one step; a fine one stops after every
// write that a barrier of the kernel orders, and goes on by `advance`.
#ifndef LPCHECK_MODEL_KLP_TRANSITION_H_
#define LPCHECK_MODEL_KLP_TRANSITION_H_

#include "model/klp/run.h"

namespace lpcheck::klp {

/// klp_init_transition(): becomes the transition patch; listed tasks get the state opposite to `target`.
/// An immediate patch returns early there, so nothing else happens for it.
void InitTransition(Run& run, int patch, PatchState target);

/// The next write of the operation under way; see Phase. Coarse worlds call it until the phase is stable.
void Advance(Run& run);
/// Runs a coarse world to the next stable phase.
void Settle(Run& run);

/// klp_try_switch_task() of a task that is not running.
Refusal TrySwitch(Run& run, int task);
/// __klp_sched_try_switch(): a busy kernel thread checks its own stack (6.4).
Refusal SelfSwitch(Run& run, int task);
/// klp_update_patch_state() at exit to user mode, or in the idle loop: nothing is on the stack.
Refusal ExitKernel(Run& run, int task);
/// stop_machine: all stacks are clean, then all tasks switch; else nothing happens.
Refusal SwitchAll(Run& run);
/// klp_try_complete_transition() when every listed task is in the target state.
Refusal Complete(Run& run);
Refusal Reverse(Run& run);
Refusal Force(Run& run);
Refusal Signal(Run& run);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_TRANSITION_H_
