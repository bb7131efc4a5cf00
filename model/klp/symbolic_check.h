// The handler's choice and the stack check as solver terms: the counterparts of func_stack.h and
// stack_check.h.
#ifndef LPCHECK_MODEL_KLP_SYMBOLIC_CHECK_H_
#define LPCHECK_MODEL_KLP_SYMBOLIC_CHECK_H_

#include "model/klp/symbolic_state.h"

namespace lpcheck::klp {

/// The version that the handler gives to a caller whose patch_state is UNPATCHED (or not).
smt::Term SelectTerm(smt::Context& context, const SymState& state, int func, smt::Term unpatched);

/// 8 bits, one of them set.
smt::Term VersionBitTerm(smt::Context& context, smt::Term version);

/// The versions of `func` that must not be on the stack, as 8 bits, when `patch` is the transition patch.
smt::Term ForbiddenTerm(smt::Context& context, const World& world, const SymState& state, int patch,
                        int func);

/// Mainline would take the list head for the entry below (B10).
smt::Term ReadsListHeadTerm(smt::Context& context, const World& world, const SymState& state, int patch,
                            int func);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SYMBOLIC_CHECK_H_
