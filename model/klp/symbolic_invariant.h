// The invariant of the consistency model, for proofs about runs of any length. Besides that the lists are
// well formed it says
//
//   idle       every frame (f, v) on every stack has v = Select(f)
//   switching  every frame has v = Select(f, the task's own state), and pending <=> state differs from target
//   replace    while a replacing patch is in transition it has a nop for each function of an older patch that
//              it lacks; once it is complete no older patch is left
//   modules    entries and frames only of modules that are live
//
// It is for coarse worlds. Immediate patches, force, direct calls, unchecked split parts, dying tasks and
// ftrace_enabled=0 destroy it, and that is what B1, B2, B39, B4, B35 and B27 are.
#ifndef LPCHECK_MODEL_KLP_SYMBOLIC_INVARIANT_H_
#define LPCHECK_MODEL_KLP_SYMBOLIC_INVARIANT_H_

#include "model/klp/symbolic_run.h"

namespace lpcheck::klp {

smt::Term InvariantTerm(Terms& terms, const World& world, const SymState& state);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SYMBOLIC_INVARIANT_H_
