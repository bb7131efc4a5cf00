// The heart of LEAVE_PATCHED_SET: may this task go to the target state, judged by its stack? After
// kernel/livepatch/transition.c, klp_check_stack() and klp_check_stack_func(), with the rules that were
// proposed instead as alternatives (StackCheck).
#ifndef LPCHECK_MODEL_KLP_STACK_CHECK_H_
#define LPCHECK_MODEL_KLP_STACK_CHECK_H_

#include "model/klp/run.h"

namespace lpcheck::klp {

/// Bit set over versions.
using Versions = std::uint8_t;

/// The versions of `func` that must not be on the stack of a task that goes to the target state.
///   target UNPATCHED:  { the transition patch's own version }
///   target PATCHED:    { the entry directly below, or the original if the new entry is alone } (kBelow)
/// Breaks S10 in `run` where mainline would read the list head as a klp_func (B10).
Versions Forbidden(Run& run, int func, bool nop);

/// -EADDRINUSE in words if the task sleeps in a forbidden version; kDone if its stack is clean. An unreliable
/// stack is the caller's business.
Refusal CheckStack(Run& run, const Task& task);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_STACK_CHECK_H_
