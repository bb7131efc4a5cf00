// The transition, as terms: the counterpart of transition.cc. In a coarse world enable, disable and complete
// are one event each; in a fine one they only set the phase, and `advance` does the writes one by one.
#include "model/klp/symbolic_run.h"

namespace lpcheck::klp {
namespace {

using smt::Term;

void MoveToTarget(SymRun& run, SymTask& task, Term when) {
  run.t.Set(task.pending, when, run.t.False());
  run.t.Set(task.defined, when, run.t.Ne(run.s.transition, run.None()));
  run.t.Set(task.patched, when, run.s.target);
}

Term HasInterrupt(SymRun& run, const SymTask& task) {
  return SomeFrame(run, task, AllFrames(run, task), [](const SymFrame& frame) { return frame.interrupt; });
}

// klp_start_transition()
void SetPending(SymRun& run, Term when) {
  for (SymTask& task : run.s.tasks) {
    const Term lags = run.t.And(run.Is(task, Life::kListed), run.t.Not(run.AtTarget(task)));
    run.t.Set(task.pending, run.t.And(when, lags), run.t.True());
  }
  run.SetPhase(when, Phase::kSwitching);
}

void CheckAndSwitch(SymRun& run, int index) {
  SymTask& task = run.s.tasks[index];
  run.Require(StackIsClean(run, task, AllFrames(run, task)));
  run.Break(Property::kS10, ReadsListHead(run));
  MoveToTarget(run, task, run.t.True());
  task.signalled = run.t.False();
  CheckSwitchedTaskTerms(run, index, run.t.True());
}

void RemovePhase(SymRun& run, int patch, Term when) {
  const Term target = run.s.target;
  RemoveReplacedTerms(run, patch, run.t.And(when, target));
  RemoveEntriesTerms(run, patch, run.t.And(when, run.t.Not(target)));
}

}  // namespace

// klp_init_transition(), and in a coarse world all that follows.
void StartTerms(SymRun& run, int patch, bool patched, Term when) {
  run.t.Set(run.s.transition, when, run.Patch(patch));
  run.t.Set(run.s.target, when, run.t.Bool(patched));
  run.t.Set(run.s.forced, when, run.t.False());
  run.SetPhase(when, Phase::kInit);
  const bool immediate = IsImmediate(run.world, patch);
  if (!immediate) {
    for (SymTask& task : run.s.tasks) {
      const Term listed = run.t.And(when, run.Is(task, Life::kListed));
      run.t.Set(task.defined, listed, run.t.True());
      run.t.Set(task.patched, listed, run.t.Bool(!patched));
    }
  }
  RunCallbackTerms(run, patch, patched ? CallbackSite::kPrePatch : CallbackSite::kPreUnpatch, when);
  if (run.world.grain == Grain::kFine) return;
  run.t.Set(run.s.func_transition, when, run.t.Bool(!immediate));
  if (patched) PushAllTerms(run, patch, when);
  if (!immediate) {
    SetPending(run, when);
    return;
  }
  if (!patched) RemoveEntriesTerms(run, patch, when);
  FinishTerms(run, patch, when);
}

void TrySwitchTerms(SymRun& run, int index) {
  const SymTask& task = run.s.tasks[index];
  const TaskSpec& spec = run.world.tasks[index];
  run.Require(run.era().unit == SwitchUnit::kTask && run.era().check != StackCheck::kNone);
  run.Require(run.world.reliable_arch && spec.reliable && !spec.busy);
  run.Require(run.t.And({run.In(Phase::kSwitching), run.Is(task, Life::kListed),
                         run.t.Not(run.AtTarget(task)), run.t.Not(HasInterrupt(run, task))}));
  CheckAndSwitch(run, index);
}

void SelfSwitchTerms(SymRun& run, int index) {
  const SymTask& task = run.s.tasks[index];
  const TaskSpec& spec = run.world.tasks[index];
  run.Require(run.era().running_switch && spec.kind == TaskKind::kThread && spec.busy);
  run.Require(run.world.reliable_arch && spec.reliable);
  run.Require(run.t.And({run.In(Phase::kSwitching), task.pending, run.t.Not(HasInterrupt(run, task))}));
  CheckAndSwitch(run, index);
}

void ExitTerms(SymRun& run, int index) {
  SymTask& task = run.s.tasks[index];
  const TaskSpec& spec = run.world.tasks[index];
  run.Require(spec.kind != TaskKind::kThread && run.era().kernel_exit);
  run.Require(spec.kind != TaskKind::kIdle || !spec.busy || run.era().idle_woken);
  run.Require(run.t.And({task.pending, run.t.Eq(task.depth, run.t.Value(0, kDepthBits)),
                         run.t.Not(run.Is(task, Life::kAbsent)), run.t.Not(run.Is(task, Life::kForking))}));
  MoveToTarget(run, task, run.t.True());
}

void SwitchAllTerms(SymRun& run) {
  run.Require(run.era().unit == SwitchUnit::kKernel);
  run.Require(run.In(Phase::kSwitching));
  for (const SymTask& task : run.s.tasks) run.Require(StackIsClean(run, task, AllFrames(run, task)));
  run.Break(Property::kS10, ReadsListHead(run));
  for (std::size_t i = 0; i < run.s.tasks.size(); ++i) {
    MoveToTarget(run, run.s.tasks[i], run.t.True());
    CheckSwitchedTaskTerms(run, static_cast<int>(i), run.t.True());
  }
}

void CompleteTerms(SymRun& run) {
  run.Require(run.In(Phase::kSwitching));
  for (const SymTask& task : run.s.tasks) {
    const Term listed = run.Is(task, Life::kListed);
    Term waited = listed;
    if (run.era().exiting_waited) waited = run.t.Or(waited, run.Is(task, Life::kExiting));
    run.Require(run.t.Implies(waited, run.AtTarget(task)));
    run.Break(Property::kS10, run.t.And(listed, task.pending));
  }
  if (run.world.grain == Grain::kFine) {
    run.SetPhase(run.t.True(), Phase::kRemoving);
    return;
  }
  const Term transition = run.s.transition;
  for (int patch = 0; patch < run.PatchCount(); ++patch) {
    const Term when = run.t.Eq(transition, run.Patch(patch));
    RemovePhase(run, patch, when);
    run.t.Set(run.s.func_transition, when, run.t.False());
    FinishTerms(run, patch, when);
  }
}

// One write of the running operation. The phases are taken from the state before: one advance, one write.
void AdvanceTerms(SymRun& run) {
  run.Require(run.world.grain == Grain::kFine);
  run.Require(run.t.Not(run.t.Or(run.In(Phase::kIdle), run.In(Phase::kSwitching))));
  const SymState before = run.s;
  const auto in = [&](Phase phase) {
    return run.t.Eq(before.phase, run.t.Value(static_cast<std::uint64_t>(phase), kPhaseBits));
  };
  const Term target = before.target;
  for (int patch = 0; patch < run.PatchCount(); ++patch) {
    const Term mine = run.t.Eq(before.transition, run.Patch(patch));
    const bool immediate = IsImmediate(run.world, patch);
    const Term flag = run.t.And(mine, in(Phase::kInit));
    run.t.Set(run.s.func_transition, flag, run.t.Bool(!immediate));
    run.SetPhase(flag, Phase::kFlagged);
    const Term push = run.t.And(mine, in(Phase::kFlagged));
    PushAllTerms(run, patch, run.t.And(push, target));
    run.SetPhase(push, immediate ? Phase::kUndefining : Phase::kPushed);
    if (immediate) run.SetPhase(run.t.And(push, run.t.Not(target)), Phase::kRemoving);
    const Term remove = run.t.And(mine, in(Phase::kRemoving));
    RemovePhase(run, patch, remove);
    run.SetPhase(remove, Phase::kClearing);
    FinishTerms(run, patch, run.t.And(mine, in(Phase::kUndefining)));
  }
  SetPending(run, in(Phase::kPushed));
  run.t.Set(run.s.func_transition, in(Phase::kClearing), run.t.False());
  run.SetPhase(in(Phase::kClearing), Phase::kUndefining);
}

void ReverseTerms(SymRun& run) {
  run.Require(run.era().unit == SwitchUnit::kTask);
  run.Require(run.In(Phase::kSwitching));
  for (int patch = 0; patch < run.PatchCount(); ++patch) {
    run.t.Set(run.s.enabled[patch], run.InTransition(patch), run.t.Not(run.s.enabled[patch]));
  }
  run.s.target = run.t.Not(run.s.target);
  for (SymTask& task : run.s.tasks) task.pending = run.t.False();
  SetPending(run, run.t.True());
}

void ForceTerms(SymRun& run) {
  run.Require(run.era().force);
  run.Require(run.In(Phase::kSwitching));
  for (SymTask& task : run.s.tasks) {
    MoveToTarget(run, task, run.t.And(run.Is(task, Life::kListed), task.pending));
  }
  run.s.forced = run.t.True();
  PinForcedTerms(run);
}

void SignalTerms(SymRun& run) {
  run.Require(run.era().signals);
  run.Require(run.In(Phase::kSwitching));
  std::vector<Term> woken;
  for (std::size_t i = 0; i < run.s.tasks.size(); ++i) {
    if (run.world.tasks[i].kind != TaskKind::kUser) continue;
    SymTask& task = run.s.tasks[i];
    woken.push_back(run.t.And(task.pending, run.t.Not(task.signalled)));
    run.t.Set(task.signalled, woken.back(), run.t.True());
  }
  run.Require(run.t.Or(woken));
}

}  // namespace lpcheck::klp
