// The properties of a whole state: S3, S6 and S9.
//
//   S9  a transition that has started can still end, by what tasks and the core do on their own
//
// is a question about paths, but needs no search: progress only takes frames off stacks, so it is best to
// return as far as possible, wake who can be woken, and only then switch. What stays on the stacks afterwards
// decides. (explore.cc searches the paths instead; the two must agree.)
#include <algorithm>

#include "model/klp/symbolic_run.h"

namespace lpcheck::klp {
namespace {

using smt::Term;

bool Has(const std::vector<Event>& alphabet, EventKind kind) {
  return std::any_of(alphabet.begin(), alphabet.end(),
                     [kind](const Event& event) { return event.kind == kind; });
}

// A frame, or a stored pointer.
Term LeadsToFreedModule(SymRun& run) {
  std::vector<Term> any;
  for (int patch = 0; patch < run.PatchCount(); ++patch) {
    const Term address = run.t.Value(static_cast<std::uint64_t>(patch) + 2, kDataBits);
    for (std::size_t i = 0; i < run.world.data.size(); ++i) {
      if (run.world.data[i].pointer_to < 0) continue;
      any.push_back(run.t.And(run.Is(patch, PatchLife::kFreed), run.t.Eq(run.s.data[i], address)));
    }
  }
  for (const SymTask& task : run.s.tasks) {
    any.push_back(SomeFrame(run, task, AllFrames(run, task), [&](const SymFrame& frame) {
      std::vector<Term> freed;
      for (int patch = 0; patch < run.PatchCount(); ++patch) {
        freed.push_back(run.t.And(run.Is(patch, PatchLife::kFreed),
                                  run.t.Eq(frame.version, run.VersionValue(VersionOf(patch)))));
      }
      return run.t.Or(freed);
    }));
  }
  return run.t.Or(any);
}

Term LockLeftHeld(SymRun& run) {
  std::vector<Term> any;
  for (const SymTask& task : run.s.tasks) {
    any.push_back(run.t.And(run.t.Less(task.depth, 1), run.t.Or(task.held)));
  }
  return run.t.Or(any);
}

class Ending {
 public:
  Ending(SymRun& run, const std::vector<Event>& alphabet) : run_(run), alphabet_(alphabet) {}

  Term CanEnd() {
    if (!Has(alphabet_, EventKind::kComplete)) return run_.t.False();
    std::vector<Term> all;
    for (std::size_t i = 0; i < run_.s.tasks.size(); ++i) {
      const SymTask& task = run_.s.tasks[i];
      Term waited = run_.Is(task, Life::kListed);
      if (run_.era().exiting_waited) waited = run_.t.Or(waited, run_.Is(task, Life::kExiting));
      all.push_back(run_.t.Implies(waited, run_.t.Or(run_.AtTarget(task), CanSwitch(static_cast<int>(i)))));
    }
    return run_.t.Or(run_.t.And(all), CanSwitchAll());
  }

 private:
  // The function on `frame` does not return, even when its task is woken.
  Term Stays(int index, const SymFrame& frame) {
    const SymTask& task = run_.s.tasks[index];
    const bool wakes = Has(alphabet_, EventKind::kSignal) && run_.era().signals &&
                       run_.world.tasks[index].kind == TaskKind::kUser;
    const Term woken = run_.t.Or(task.signalled, wakes ? task.pending : run_.t.False());
    std::vector<Term> any;
    for (int func = 0; func < run_.FuncCount(); ++func) {
      const FuncSpec& spec = run_.world.funcs[func];
      Term stays = run_.t.Bool(spec.never_returns || (spec.guest && !run_.era().guest_signals));
      if (spec.waits || spec.guest) stays = run_.t.Or(stays, run_.t.Not(woken));
      any.push_back(run_.t.And(run_.t.Eq(frame.func, run_.Func(func)), stays));
    }
    return run_.t.Or(any);
  }

  // Frames that are left when the task has returned as far as it can.
  FrameSet Residue(int index) {
    const SymTask& task = run_.s.tasks[index];
    FrameSet left = AllFrames(run_, task);
    if (!Has(alphabet_, EventKind::kReturn)) return left;
    Term above = run_.t.False();
    for (std::size_t i = left.size(); i-- > 0;) {
      above = run_.t.Or(above, run_.t.And(left[i], Stays(index, task.frames[i])));
      left[i] = above;
    }
    return left;
  }

  Term CanSwitch(int index) {
    const SymTask& task = run_.s.tasks[index];
    const TaskSpec& spec = run_.world.tasks[index];
    const Era& era = run_.era();
    const FrameSet left = Residue(index);
    const Term off_cpu = run_.t.And(
        run_.t.Not(SomeFrame(run_, task, left, [](const SymFrame& frame) { return frame.interrupt; })),
        StackIsClean(run_, task, left));
    const bool unwinds = run_.world.reliable_arch && spec.reliable;
    const bool tried = Has(alphabet_, EventKind::kTrySwitch) && era.unit == SwitchUnit::kTask &&
                       era.check != StackCheck::kNone && unwinds && !spec.busy;
    const bool itself = Has(alphabet_, EventKind::kSelfSwitch) && era.running_switch && unwinds &&
                        spec.kind == TaskKind::kThread && spec.busy;
    const bool leaves = Has(alphabet_, EventKind::kExit) && era.kernel_exit &&
                        spec.kind != TaskKind::kThread &&
                        (spec.kind != TaskKind::kIdle || !spec.busy || era.idle_woken);
    std::vector<Term> any;
    if (tried) any.push_back(run_.t.And(run_.Is(task, Life::kListed), off_cpu));
    if (itself) any.push_back(run_.t.And(task.pending, off_cpu));
    if (leaves) any.push_back(run_.t.And(task.pending, run_.t.Not(run_.t.Or(left))));
    return run_.t.Or(any);
  }

  Term CanSwitchAll() {
    if (run_.era().unit != SwitchUnit::kKernel || !Has(alphabet_, EventKind::kSwitchAll)) {
      return run_.t.False();
    }
    std::vector<Term> all;
    for (std::size_t i = 0; i < run_.s.tasks.size(); ++i) {
      all.push_back(StackIsClean(run_, run_.s.tasks[i], Residue(static_cast<int>(i))));
    }
    return run_.t.And(all);
  }

  SymRun& run_;
  const std::vector<Event>& alphabet_;
};

}  // namespace

Term StateBreaks(SymRun& run, Property property, const std::vector<Event>& alphabet) {
  switch (property) {
    case Property::kS3:
      return LeadsToFreedModule(run);
    case Property::kS6:
      return LockLeftHeld(run);
    case Property::kS9:
      return run.t.And(run.In(Phase::kSwitching), run.t.Not(Ending(run, alphabet).CanEnd()));
    case Property::kS1:
    case Property::kS2:
    case Property::kS4:
    case Property::kS5:
    case Property::kS7:
    case Property::kS8:
    case Property::kS10:
      return run.t.False();
  }
  return run.t.False();
}

}  // namespace lpcheck::klp
