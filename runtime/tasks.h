// Who holds a transition up: tasks whose patch_state is not the target, and where they are. Needs root's eyes
// (/proc/PID/stack). Tasks vanish while they are read; then they hold nothing up.
#ifndef LPCHECK_RUNTIME_TASKS_H_
#define LPCHECK_RUNTIME_TASKS_H_

#include <string>
#include <vector>

#include "runtime/machine.h"
#include "runtime/root.h"

namespace lpcheck::runtime {

struct BlockingTask {
  int pid = 0;
  int tid = 0;
  std::string name;
  bool kernel_thread = false;
  std::string state;     ///< R, S, D, ...
  std::string function;  ///< the innermost patched function on its stack; empty if none is seen
  std::string why;       ///< one sentence
};

/// Tasks that `patch` still waits for, by tid. Empty if it is not in transition.
std::vector<BlockingTask> BlockingTasks(const Root& root, const LoadedPatch& patch);

/// The number of them, without looking at their stacks.
int CountBlocking(const Root& root, const LoadedPatch& patch);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_TASKS_H_
