// The list of klp_funcs behind one patched function, and the ftrace handler that chooses from it:
// kernel/livepatch/ patch.c, klp_ftrace_handler(), klp_patch_func(), klp_unpatch_func(). The handler is one
// atomic step here: its own races with removal (RCU not watching, 842c08846420) are outside the model.
#ifndef LPCHECK_MODEL_KLP_FUNC_STACK_H_
#define LPCHECK_MODEL_KLP_FUNC_STACK_H_

#include "model/klp/run.h"

namespace lpcheck::klp {

/// The version that the handler gives to a caller in `patch_state`.
///   first = head of the func_stack
///   first in transition and patch_state = UNPATCHED  =>  the entry below, or the original
///   nop                                              =>  the original
Version Select(const World& world, const State& state, int func, PatchState patch_state);

/// The version that entries stand for: a nop redirects to the original.
Version VersionOf(const Entry& entry);

/// Whether klp_func of `entry` has its transition flag set.
bool InTransition(const State& state, const Entry& entry);

/// Position of the transition patch's entry on the func_stack of `func`; -1 if there is none.
int Position(const State& state, int func, bool nop);

/// Whether `patch` itself (no nop) is on the func_stack of `func`.
bool HasEntry(const State& state, int func, int patch);

void Push(Run& run, int func, const Entry& entry);

/// Removes every entry of `patch` from every func_stack.
void RemoveEntries(Run& run, int patch);
/// Removes the nops of `patch` only.
void RemoveNops(Run& run, int patch);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_FUNC_STACK_H_
