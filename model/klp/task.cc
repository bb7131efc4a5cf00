#include "model/klp/task.h"

#include "model/klp/effects.h"
#include "model/klp/func_stack.h"
#include "model/klp/properties.h"

namespace lpcheck::klp {
namespace {

Refusal MayEnter(const Run& run, int index, int func) {
  const Task& task = run.state.tasks[index];
  if (task.life == Life::kAbsent || task.life == Life::kForking) return "the task does not run";
  if (static_cast<int>(task.stack.size()) >= run.world.max_frames) return "the stack is at the world's bound";
  const int object = run.world.funcs[func].object;
  if (object >= 0 && run.state.objects[object] != ObjectLife::kLive)
    return "the function's module is not loaded";
  return kDone;
}

Refusal Enter(Run& run, int index, const Frame& frame) {
  if (Refusal refusal = Blocked(run, index, frame.func, frame.version); !refusal.empty()) return refusal;
  run.state.tasks[index].stack.push_back(frame);
  run.state.tasks[index].signalled = false;
  RunEffects(run, index, frame.func, frame.version);
  CheckEntry(run, index);
  return kDone;
}

Version Dispatch(const Run& run, int index, int func) {
  return Select(run.world, run.state, func, run.state.tasks[index].patch_state);
}

}  // namespace

Refusal Call(Run& run, int index, int func) {
  if (Refusal refusal = MayEnter(run, index, func); !refusal.empty()) return refusal;
  return Enter(run, index, {.func = static_cast<std::uint8_t>(func), .version = Dispatch(run, index, func)});
}

Refusal DirectCall(Run& run, int index, int func) {
  const Task& task = run.state.tasks[index];
  if (Refusal refusal = MayEnter(run, index, func); !refusal.empty()) return refusal;
  if (task.stack.empty()) return "no caller is on the stack";
  const Frame& caller = task.stack.back();
  const Frame callee{.func = static_cast<std::uint8_t>(func), .version = caller.version};
  if (caller.version == kOriginal) {
    if (run.world.funcs[func].inlined_into != caller.func) return "the caller has no copy of the function";
    return Enter(run, index, callee);
  }
  for (const auto& [from, to] : run.world.patches[caller.version - 1].direct) {
    if (from == caller.func && to == func) return Enter(run, index, callee);
  }
  return "the caller's patch has no direct call to the function";
}

Refusal CallThrough(Run& run, int index, int func) {
  const int pointer = FindPointer(run.world, func);
  if (pointer < 0) return "no pointer to the function exists";
  if (Refusal refusal = MayEnter(run, index, func); !refusal.empty()) return refusal;
  const std::uint8_t stored = run.state.data[pointer];
  if (stored == 0) return "the pointer is not set";
  const Version version = stored == 1 ? Dispatch(run, index, func) : static_cast<Version>(stored - 1);
  return Enter(run, index, {.func = static_cast<std::uint8_t>(func), .version = version});
}

Refusal Return(Run& run, int index) {
  Task& task = run.state.tasks[index];
  if (task.stack.empty()) return "nothing is on the stack";
  const FuncSpec& func = run.world.funcs[task.stack.back().func];
  if (func.never_returns) return "the function never returns";
  if (func.guest && !(task.signalled && run.era().guest_signals)) return "the guest keeps running";
  if (func.waits && !task.signalled) return "the function sleeps until it is signalled";
  task.stack.pop_back();
  if (task.stack.empty()) NoteQuiescent(run, index);
  return kDone;
}

Refusal GoCold(Run& run, int index) {
  Task& task = run.state.tasks[index];
  if (task.stack.empty() || task.stack.back().cold) return "no hot frame is on top";
  if (!run.world.funcs[task.stack.back().func].cold) return "the function has no split-off part";
  task.stack.back().cold = true;
  return kDone;
}

Refusal Interrupt(Run& run, int index, int func) {
  const Task& task = run.state.tasks[index];
  if (Refusal refusal = MayEnter(run, index, func); !refusal.empty()) return refusal;
  for (const Frame& frame : task.stack) {
    if (frame.interrupt) return "the task is already interrupted";
  }
  const Version version = Dispatch(run, index, func);
  return Enter(run, index, {.func = static_cast<std::uint8_t>(func), .version = version, .interrupt = true});
}

Refusal Fork(Run& run, int parent, int child) {
  const Task& from = run.state.tasks[parent];
  Task& to = run.state.tasks[child];
  if (from.life != Life::kListed || to.life != Life::kAbsent) return "no such parent, or the child exists";
  to.pending = from.pending;
  to.life = Life::kForking;
  if (!run.era().fork_atomic) return kDone;
  return EndFork(run, parent, child);
}

Refusal EndFork(Run& run, int parent, int child) {
  const Task& from = run.state.tasks[parent];
  Task& to = run.state.tasks[child];
  if (to.life != Life::kForking || from.life != Life::kListed) return "no fork is under way";
  to.patch_state = from.patch_state;
  if (run.era().fork_atomic) to.pending = from.pending;  // klp_copy_process(), under tasklist_lock
  to.life = Life::kListed;
  return kDone;
}

Refusal Die(Run& run, int index) {
  Task& task = run.state.tasks[index];
  if (task.life != Life::kListed || task.stack.empty()) return "only a task inside the kernel exits";
  task.life = Life::kExiting;
  return kDone;
}

}  // namespace lpcheck::klp
