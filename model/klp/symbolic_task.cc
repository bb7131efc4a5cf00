// What tasks do, as terms: the counterpart of task.cc.
#include "model/klp/symbolic_run.h"

namespace lpcheck::klp {
namespace {

using smt::Term;

Term Runs(SymRun& run, const SymTask& task) {
  return run.t.Not(run.t.Or(run.Is(task, Life::kAbsent), run.Is(task, Life::kForking)));
}

void PushFrame(SymRun& run, SymTask& task, const SymFrame& frame) {
  for (std::size_t i = 0; i < task.frames.size(); ++i) {
    const Term here = run.t.Eq(task.depth, run.t.Value(i, kDepthBits));
    run.t.Set(task.frames[i].func, here, frame.func);
    run.t.Set(task.frames[i].version, here, frame.version);
    run.t.Set(task.frames[i].cold, here, frame.cold);
    run.t.Set(task.frames[i].interrupt, here, frame.interrupt);
  }
  task.depth = run.t.Plus(task.depth, 1);
}

void EnterTerms(SymRun& run, int index, int func, Term version, Term interrupt) {
  SymTask& task = run.s.tasks[index];
  const int object = run.world.funcs[func].object;
  run.Require(Runs(run, task));
  run.Require(run.t.Less(task.depth, static_cast<std::uint64_t>(run.world.max_frames)));
  if (object >= 0) run.Require(run.IsObject(object, ObjectLife::kLive));
  run.Require(run.t.Not(BlockedTerm(run, index, func, version)));
  PushFrame(run, task, {run.Func(func), version, run.t.False(), interrupt});
  task.signalled = run.t.False();
  RunEffectTerms(run, index, func, version);
  CheckEntryTerms(run, index, func, version, interrupt);
}

Term Dispatch(SymRun& run, int index, int func) {
  const SymTask& task = run.s.tasks[index];
  return SelectTerm(run, func, run.t.And(task.defined, run.t.Not(task.patched)));
}

}  // namespace

void CallTerms(SymRun& run, int index, int func) {
  EnterTerms(run, index, func, Dispatch(run, index, func), run.t.False());
}

void InterruptTerms(SymRun& run, int index, int func) {
  const SymTask& task = run.s.tasks[index];
  run.Require(run.t.Not(
      SomeFrame(run, task, AllFrames(run, task), [](const SymFrame& frame) { return frame.interrupt; })));
  EnterTerms(run, index, func, Dispatch(run, index, func), run.t.True());
}

// Past the redirect: the caller's own version of the callee, if its code has one.
void DirectCallTerms(SymRun& run, int index, int func) {
  const SymTask& task = run.s.tasks[index];
  const auto caller_is = [&](int caller, int version) {
    return OfTop(run, task, [&](const SymFrame& frame) {
      return run.t.And(run.t.Eq(frame.func, run.Func(caller)),
                       run.t.Eq(frame.version, run.VersionValue(version)));
    });
  };
  std::vector<Term> possible;
  Term version = run.VersionValue(kOriginal);
  const int inliner = run.world.funcs[func].inlined_into;
  if (inliner >= 0) possible.push_back(caller_is(inliner, kOriginal));
  for (int patch = 0; patch < run.PatchCount(); ++patch) {
    for (const auto& [from, to] : run.world.patches[patch].direct) {
      if (to != func) continue;
      const Term here = caller_is(from, VersionOf(patch));
      possible.push_back(here);
      run.t.Set(version, here, run.VersionValue(VersionOf(patch)));
    }
  }
  run.Require(run.t.Or(possible));
  EnterTerms(run, index, func, version, run.t.False());
}

// A pointer to the original passes the redirect; one into a patch module does not.
void CallThroughTerms(SymRun& run, int index, int func) {
  const int pointer = FindPointer(run.world, func);
  if (pointer < 0) return run.Require(false);
  const Term stored = run.s.data[pointer];
  run.Require(run.t.Ne(stored, run.t.Value(0, kDataBits)));
  Term version = Dispatch(run, index, func);
  for (int patch = 0; patch < run.PatchCount(); ++patch) {
    const Term own = run.t.Eq(stored, run.t.Value(static_cast<std::uint64_t>(patch) + 2, kDataBits));
    run.t.Set(version, own, run.VersionValue(VersionOf(patch)));
  }
  EnterTerms(run, index, func, version, run.t.False());
}

void ReturnTerms(SymRun& run, int index) {
  SymTask& task = run.s.tasks[index];
  run.Require(run.t.Not(run.t.Less(task.depth, 1)));
  for (int func = 0; func < run.FuncCount(); ++func) {
    const FuncSpec& spec = run.world.funcs[func];
    Term stays = run.t.Bool(spec.never_returns);
    if (spec.waits) stays = run.t.Or(stays, run.t.Not(task.signalled));
    if (spec.guest && !run.era().guest_signals) stays = run.t.True();
    if (spec.guest) stays = run.t.Or(stays, run.t.Not(task.signalled));
    const Term on_top =
        OfTop(run, task, [&](const SymFrame& frame) { return run.t.Eq(frame.func, run.Func(func)); });
    run.Require(run.t.Not(run.t.And(on_top, stays)));
  }
  const Term empty = run.t.Eq(task.depth, run.t.Value(1, kDepthBits));
  task.depth = run.t.Plus(task.depth, -1);
  for (auto* flags : {&task.ran_old, &task.ran_new}) {
    for (Term& flag : *flags) run.t.Set(flag, empty, run.t.False());
  }
}

void ColdTerms(SymRun& run, int index) {
  SymTask& task = run.s.tasks[index];
  std::vector<Term> split;
  for (int func = 0; func < run.FuncCount(); ++func) {
    if (!run.world.funcs[func].cold) continue;
    split.push_back(OfTop(run, task, [&](const SymFrame& frame) {
      return run.t.And(run.t.Eq(frame.func, run.Func(func)), run.t.Not(frame.cold));
    }));
  }
  run.Require(run.t.Or(split));
  for (std::size_t i = 0; i < task.frames.size(); ++i) {
    const Term top = run.t.Eq(task.depth, run.t.Value(i + 1, kDepthBits));
    run.t.Set(task.frames[i].cold, top, run.t.True());
  }
}

void EndForkTerms(SymRun& run, int parent, int child) {
  const SymTask from = run.s.tasks[parent];
  SymTask& to = run.s.tasks[child];
  run.Require(run.t.And(run.Is(to, Life::kForking), run.Is(from, Life::kListed)));
  to.defined = from.defined;
  to.patched = from.patched;
  if (run.era().fork_atomic) to.pending = from.pending;
  to.life = run.t.Value(static_cast<std::uint64_t>(Life::kListed), kLifeBits);
}

void ForkTerms(SymRun& run, int parent, int child) {
  const SymTask from = run.s.tasks[parent];
  SymTask& to = run.s.tasks[child];
  run.Require(run.t.And(run.Is(from, Life::kListed), run.Is(to, Life::kAbsent)));
  to.pending = from.pending;
  to.life = run.t.Value(static_cast<std::uint64_t>(Life::kForking), kLifeBits);
  if (run.era().fork_atomic) EndForkTerms(run, parent, child);
}

void DieTerms(SymRun& run, int index) {
  SymTask& task = run.s.tasks[index];
  run.Require(run.t.And(run.Is(task, Life::kListed), run.t.Not(run.t.Less(task.depth, 1))));
  task.life = run.t.Value(static_cast<std::uint64_t>(Life::kExiting), kLifeBits);
}

}  // namespace lpcheck::klp
