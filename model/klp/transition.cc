#include "model/klp/transition.h"

#include "model/klp/func_stack.h"
#include "model/klp/patch.h"
#include "model/klp/properties.h"
#include "model/klp/stack_check.h"

namespace lpcheck::klp {
namespace {

bool OnTaskList(const Task& task) { return task.life == Life::kListed; }

PatchState Opposite(PatchState state) {
  return state == PatchState::kPatched ? PatchState::kUnpatched : PatchState::kPatched;
}

bool HasInterrupt(const Task& task) {
  for (const Frame& frame : task.stack) {
    if (frame.interrupt) return true;
  }
  return false;
}

// klp_start_transition()
void StartTransition(Run& run) {
  for (Task& task : run.state.tasks) {
    if (OnTaskList(task) && task.patch_state != run.state.target) task.pending = true;
  }
  run.state.phase = Phase::kSwitching;
}

// An immediate patch is complete as soon as it is pushed or removed; flags and task states stay untouched.
bool WithoutTransition(const Run& run) { return IsImmediate(run.world, run.state.transition_patch); }

void PushOrGoOn(Run& run) {
  if (run.state.target == PatchState::kPatched) PushAllEntries(run, run.state.transition_patch);
  if (!WithoutTransition(run)) {
    run.state.phase = Phase::kPushed;
    return;
  }
  run.state.phase = run.state.target == PatchState::kPatched ? Phase::kUndefining : Phase::kRemoving;
}

void MoveTo(Run& run, Task& task) {
  task.pending = false;
  task.patch_state = run.state.target;
}

Refusal CheckAndSwitch(Run& run, int index) {
  Task& task = run.state.tasks[index];
  if (Refusal refusal = CheckStack(run, task); !refusal.empty()) return refusal;
  MoveTo(run, task);
  task.signalled = false;
  CheckSwitchedTask(run, index);
  return kDone;
}

}  // namespace

void InitTransition(Run& run, int patch, PatchState target) {
  run.state.transition_patch = static_cast<std::int8_t>(patch);
  run.state.target = target;
  run.state.forced = false;
  run.state.phase = Phase::kInit;
  if (WithoutTransition(run)) return;
  for (Task& task : run.state.tasks) {
    if (OnTaskList(task)) task.patch_state = Opposite(target);
  }
}

void Advance(Run& run) {
  State& state = run.state;
  switch (state.phase) {
    case Phase::kIdle:
    case Phase::kSwitching:
      return;
    case Phase::kInit:
      state.func_transition = !WithoutTransition(run);
      state.phase = Phase::kFlagged;
      return;
    case Phase::kFlagged:
      PushOrGoOn(run);
      return;
    case Phase::kPushed:
      StartTransition(run);
      return;
    case Phase::kRemoving:
      if (state.target == PatchState::kPatched) RemoveReplaced(run, state.transition_patch);
      if (state.target == PatchState::kUnpatched) RemoveEntries(run, state.transition_patch);
      state.phase = Phase::kClearing;
      return;
    case Phase::kClearing:
      state.func_transition = false;
      state.phase = Phase::kUndefining;
      return;
    case Phase::kUndefining:
      FinishTransition(run);
      return;
  }
}

void Settle(Run& run) {
  while (run.state.phase != Phase::kIdle && run.state.phase != Phase::kSwitching) Advance(run);
}

Refusal TrySwitch(Run& run, int index) {
  const Task& task = run.state.tasks[index];
  const TaskSpec& spec = run.world.tasks[index];
  if (run.state.phase != Phase::kSwitching) return "no transition is running";
  if (run.era().unit != SwitchUnit::kTask || run.era().check == StackCheck::kNone)
    return "this era checks no stack";
  if (!OnTaskList(task)) return "the task is not on the task list";
  if (task.patch_state == run.state.target) return "the task is already in the target state";
  if (!run.world.reliable_arch) return "this architecture has no reliable stacks";
  if (spec.busy || HasInterrupt(task)) return "the task is running";
  if (!spec.reliable) return "the task's stack is not reliable";
  return CheckAndSwitch(run, index);
}

Refusal SelfSwitch(Run& run, int index) {
  const Task& task = run.state.tasks[index];
  const TaskSpec& spec = run.world.tasks[index];
  if (!run.era().running_switch) return "this era has no switch at cond_resched()";
  if (run.state.phase != Phase::kSwitching || !task.pending) return "the task is not pending";
  if (spec.kind != TaskKind::kThread || !spec.busy) return "only a busy kernel thread switches itself";
  if (!run.world.reliable_arch || !spec.reliable) return "the task's stack is not reliable";
  if (HasInterrupt(task)) return "an interrupt does not reschedule";
  return CheckAndSwitch(run, index);
}

Refusal ExitKernel(Run& run, int index) {
  Task& task = run.state.tasks[index];
  const TaskSpec& spec = run.world.tasks[index];
  if (spec.kind == TaskKind::kThread) return "a kernel thread never leaves the kernel";
  if (!task.stack.empty()) return "the task is inside a function";
  if (task.life == Life::kAbsent || task.life == Life::kForking) return "the task does not exist";
  if (!task.pending) return "the task is not pending";
  if (!run.era().kernel_exit) return "this era does not switch at kernel exit";
  if (spec.kind == TaskKind::kIdle && spec.busy && !run.era().idle_woken)
    return "an idle CPU without a tick is not woken";
  MoveTo(run, task);
  return kDone;
}

Refusal SwitchAll(Run& run) {
  if (run.era().unit != SwitchUnit::kKernel) return "this era does not stop the machine";
  if (run.state.phase != Phase::kSwitching) return "no change-over is asked for";
  for (const Task& task : run.state.tasks) {
    if (Refusal refusal = CheckStack(run, task); !refusal.empty()) return refusal;
  }
  for (int i = 0; i < static_cast<int>(run.state.tasks.size()); ++i) {
    MoveTo(run, run.state.tasks[i]);
    CheckSwitchedTask(run, i);
  }
  return kDone;
}

Refusal Complete(Run& run) {
  if (run.state.phase != Phase::kSwitching) return "no transition is running";
  for (const Task& task : run.state.tasks) {
    const bool waited_for = OnTaskList(task) || (run.era().exiting_waited && task.life == Life::kExiting);
    if (waited_for && task.patch_state != run.state.target) return "a task has not switched yet";
    // klp_complete_transition() warns: a flag without a transition would later write an undefined state.
    if (OnTaskList(task) && task.pending) run.Break(Property::kS10);
  }
  run.state.phase = Phase::kRemoving;
  return kDone;
}

Refusal Reverse(Run& run) {
  State& state = run.state;
  if (state.phase != Phase::kSwitching) return "no transition is running";
  if (run.era().unit != SwitchUnit::kTask) return "this era has no reverse";
  Patch& patch = state.patches[state.transition_patch];
  patch.enabled = !patch.enabled;
  state.target = Opposite(state.target);
  NoteRollback(run, state.transition_patch);
  for (Task& task : state.tasks) task.pending = false;
  StartTransition(run);
  return kDone;
}

Refusal Force(Run& run) {
  if (!run.era().force) return "this era has no force";
  if (run.state.phase != Phase::kSwitching) return "no transition is running";
  for (Task& task : run.state.tasks) {
    if (OnTaskList(task) && task.pending) MoveTo(run, task);
  }
  run.state.forced = true;
  PinForced(run);
  return kDone;
}

Refusal Signal(Run& run) {
  if (!run.era().signals) return "this era sends no signals";
  if (run.state.phase != Phase::kSwitching) return "no transition is running";
  bool anyone = false;
  for (int i = 0; i < static_cast<int>(run.state.tasks.size()); ++i) {
    Task& task = run.state.tasks[i];
    // Kernel threads are woken too, but go back to sleep in the same loop: nothing that the model can see.
    if (run.world.tasks[i].kind != TaskKind::kUser || !task.pending || task.signalled) continue;
    task.signalled = anyone = true;
  }
  return anyone ? kDone : Refusal("no pending task can be woken");
}

}  // namespace lpcheck::klp
