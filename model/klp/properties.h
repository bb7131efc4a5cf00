// The formulas of S1 to S10, and the channels that a step opens. Each check is called by the rule that could
// break it and only marks the Run; nothing here changes what the kernel would do. S9 is a property of the
// whole graph and lives in explore.cc; S5, S6 and S7 are marked by effects.cc; the list head of S10 by
// stack_check.cc.
#ifndef LPCHECK_MODEL_KLP_PROPERTIES_H_
#define LPCHECK_MODEL_KLP_PROPERTIES_H_

#include "model/klp/run.h"

namespace lpcheck::klp {

/// S1 and the stack of a task that has just switched, not by force:
///   for all frames (f, v) with f in P.funcs, f not immediate:  v = Select(f, target)
void CheckSwitchedTask(Run& run, int task);

/// S2 when a transition that was not forced ends; P's immediate parts are exempt:
///   PATCHED:    no frame (f, v) on any stack with f in P.funcs or taken over by P's replace, and v not
///   selected UNPATCHED:  no frame (f, P) on any stack
void CheckCompletion(Run& run);

/// S4, S8 and the channels, when `task` has just entered its top frame.
///   S8:  no transition runs  =>  v is the version of the newest enabled patch that has f, else the original
///   S4:  since the last quiescent point the task ran only old or only new versions of each patch
void CheckEntry(Run& run, int task);

/// S3 and S6 over the whole state:
///   no frame lies in a freed module and no stored pointer leads there; a task that holds nothing on its stack holds no lock
void CheckState(Run& run);

/// Ghosts: old code comes back after `patch` was new.
void NoteRollback(Run& run, int patch);
void NoteReplaced(Run& run, int patch);

/// The stack of `task` is empty: a quiescent point.
void NoteQuiescent(Run& run, int task);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_PROPERTIES_H_
