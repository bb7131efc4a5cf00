// What tasks do between the events of the core: enter functions through the redirect or past it, return, be
// interrupted, fork and exit.
#ifndef LPCHECK_MODEL_KLP_TASK_H_
#define LPCHECK_MODEL_KLP_TASK_H_

#include "model/klp/run.h"

namespace lpcheck::klp {

Refusal Call(Run& run, int task, int func);
/// A call that does not pass the redirect: inside one patch module, or a body inlined into the original's
/// caller.
Refusal DirectCall(Run& run, int task, int func);
/// By a stored pointer: to the original, which passes the redirect, or straight into a patch module.
Refusal CallThrough(Run& run, int task, int func);
Refusal Return(Run& run, int task);
Refusal GoCold(Run& run, int task);
/// An interrupt runs in the universe of whatever task it interrupted.
Refusal Interrupt(Run& run, int task, int func);
Refusal Fork(Run& run, int parent, int child);
Refusal EndFork(Run& run, int parent, int child);
Refusal Die(Run& run, int task);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_TASK_H_
