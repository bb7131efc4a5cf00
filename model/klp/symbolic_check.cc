// The stack check and the formulas of S1, S2, S4 and S8 at the steps that can break them: the counterpart of
// stack_check.cc and properties.cc.
#include <functional>

#include "model/klp/symbolic_run.h"

namespace lpcheck::klp {
namespace {

using smt::Term;

Term IsImmediateEntry(SymRun& run, const SymEntry& entry, int func) {
  std::vector<Term> any;
  for (int patch = 0; patch < run.PatchCount(); ++patch) {
    if (FindFunc(run.world.patches[patch], func) < 0) continue;
    if (!IsImmediate(run.world, patch) && !FuncIsImmediate(run.world, patch, func)) continue;
    any.push_back(run.t.Eq(entry.patch, run.Patch(patch)));
  }
  return run.t.And(run.t.Not(entry.nop), run.t.Or(any));
}

bool IsLastSlot(const SymRun& run, int func, std::size_t i) { return i + 1 >= run.s.stack[func].size(); }

Term IsLastEntry(SymRun& run, int func, std::size_t i) {
  if (IsLastSlot(run, func, i)) return run.t.True();
  return run.t.Eq(Slot(run, func, i + 1).patch, run.None());
}

// The one entry below slot `i`. What lies behind the list head matched no address in the machine looked at.
Term IsTheOneBelow(SymRun& run, int func, std::size_t i, Term version) {
  const Term below = run.t.Eq(version, VersionOf(run, Slot(run, func, i + 1)));
  if (i == 0 || run.era().list_end_checked) return below;
  return run.t.And(below, run.t.Not(IsLastEntry(run, func, i)));
}

// The entries below slot `i` as far as they are immediate, and the first that is not (in the end, the
// original).
Term IsBelowImmediates(SymRun& run, int func, std::size_t i, Term version) {
  std::vector<Term> any;
  Term reached = run.t.True();
  for (std::size_t k = i + 1; k <= run.s.stack[func].size(); ++k) {
    const SymEntry entry = Slot(run, func, k);
    any.push_back(run.t.And(reached, run.t.Eq(version, VersionOf(run, entry))));
    reached = run.t.And({reached, run.t.Ne(entry.patch, run.None()), IsImmediateEntry(run, entry, func)});
  }
  return run.t.Or(any);
}

Term IsPresent(SymRun& run, int func, Term version) {
  std::vector<Term> any = {run.t.Eq(version, run.VersionValue(kOriginal))};
  for (const SymEntry& entry : run.s.stack[func]) any.push_back(run.t.Eq(version, VersionOf(run, entry)));
  return run.t.Or(any);
}

Term WasInstalled(SymRun& run, int func, Term version) {
  std::vector<Term> any = {run.t.Eq(version, run.VersionValue(kOriginal))};
  for (std::size_t v = 0; v < run.s.installed[func].size(); ++v) {
    any.push_back(
        run.t.And(run.s.installed[func][v], run.t.Eq(version, run.VersionValue(static_cast<int>(v)))));
  }
  return run.t.Or(any);
}

// May `version` of `func` not be on the stack, for the transition's entry in slot `i`?
Term IsForbidden(SymRun& run, int func, std::size_t i, Term version) {
  const Term own = run.t.Eq(version, VersionOf(run, Slot(run, func, i)));
  const Term selected = run.t.Eq(version, SelectTerm(run, func, run.t.Not(run.s.target)));
  switch (run.era().check) {
    case StackCheck::kNone:
      return run.t.False();
    case StackCheck::kBelow:
      return run.t.Ite(run.s.target, IsTheOneBelow(run, func, i, version), own);
    case StackCheck::kImmediateBelow:
      return run.t.Ite(run.s.target, IsBelowImmediates(run, func, i, version), own);
    case StackCheck::kPresent:
      return run.t.And(IsPresent(run, func, version), run.t.Not(selected));
    case StackCheck::kHistory:
      return run.t.And(WasInstalled(run, func, version), run.t.Not(selected));
  }
  return run.t.True();
}

Term IsCheckedSlot(SymRun& run, int func, std::size_t i) {
  const SymEntry entry = Slot(run, func, i);
  return run.t.And({run.t.Ne(entry.patch, run.None()), run.t.Eq(entry.patch, run.s.transition),
                    run.t.Not(IsImmediateEntry(run, entry, func))});
}

// The func_stack's own patches that the completed replace of `patch` took over.
Term GivenBack(SymRun& run, int patch, int func) {
  if (!Replaces(run.world, patch)) return run.t.False();
  std::vector<Term> any;
  for (int older = 0; older < run.PatchCount(); ++older) {
    if (older == patch || FindFunc(run.world.patches[older], func) < 0) continue;
    any.push_back(run.t.And(run.Is(older, PatchLife::kListed), run.t.Not(run.s.enabled[older])));
  }
  return run.t.Or(any);
}

Term NewestEnabled(SymRun& run, int func) {
  Term newest = run.VersionValue(kOriginal);
  for (Term slot : run.s.list) {
    for (int patch = 0; patch < run.PatchCount(); ++patch) {
      if (FindFunc(run.world.patches[patch], func) < 0) continue;
      const Term here = run.t.And(run.t.Eq(slot, run.Patch(patch)), run.s.enabled[patch]);
      run.t.Set(newest, here, run.VersionValue(klp::VersionOf(patch)));
    }
  }
  return newest;
}

void NoteUniverseTerms(SymRun& run, int index, int func, Term version) {
  SymTask& task = run.s.tasks[index];
  for (int patch = 0; patch < run.PatchCount(); ++patch) {
    if (FindFunc(run.world.patches[patch], func) < 0) continue;
    const Term is_new = run.t.Eq(version, run.VersionValue(klp::VersionOf(patch)));
    task.ran_new[patch] = run.t.Or(task.ran_new[patch], is_new);
    task.ran_old[patch] = run.t.Or(task.ran_old[patch], run.t.Not(is_new));
    run.Break(Property::kS4, run.t.And(task.ran_new[patch], task.ran_old[patch]));
  }
}

}  // namespace

Term StackIsClean(SymRun& run, const SymTask& task, const FrameSet& exists) {
  std::vector<Term> all;
  for (int func = 0; func < run.FuncCount(); ++func) {
    for (std::size_t i = 0; i < run.s.stack[func].size(); ++i) {
      const Term checked = IsCheckedSlot(run, func, i);
      if (checked == run.t.False()) continue;
      const Term sleeps = SomeFrame(run, task, exists, [&](const SymFrame& frame) {
        const Term in_range = run.era().cold_checked ? run.t.True() : run.t.Not(frame.cold);
        return run.t.And(
            {run.t.Eq(frame.func, run.Func(func)), in_range, IsForbidden(run, func, i, frame.version)});
      });
      all.push_back(run.t.Not(run.t.And(checked, sleeps)));
    }
  }
  return run.t.And(all);
}

Term ReadsListHead(SymRun& run) {
  if (run.era().check != StackCheck::kBelow || run.era().list_end_checked) return run.t.False();
  std::vector<Term> any;
  for (int func = 0; func < run.FuncCount(); ++func) {
    for (std::size_t i = 1; i < run.s.stack[func].size(); ++i) {
      any.push_back(run.t.And({IsCheckedSlot(run, func, i), IsLastEntry(run, func, i), run.s.target}));
    }
  }
  return run.t.Or(any);
}

void CheckSwitchedTaskTerms(SymRun& run, int index, Term when) {
  const SymTask& task = run.s.tasks[index];
  for (int patch = 0; patch < run.PatchCount(); ++patch) {
    for (const PatchFunc& entry : run.world.patches[patch].funcs) {
      if (FuncIsImmediate(run.world, patch, entry.func)) continue;
      const Term selected = SelectTerm(run, entry.func, run.t.Not(run.s.target));
      const Term wrong = SomeFrame(run, task, AllFrames(run, task), [&](const SymFrame& frame) {
        return run.t.And(run.t.Eq(frame.func, run.Func(entry.func)), run.t.Ne(frame.version, selected));
      });
      run.Break(Property::kS1, run.t.And({when, run.InTransition(patch), wrong}));
    }
  }
}

void CheckCompletionTerms(SymRun& run, int patch, Term when) {
  if (IsImmediate(run.world, patch)) return;
  const Term own = run.VersionValue(klp::VersionOf(patch));
  for (int func = 0; func < run.FuncCount(); ++func) {
    if (FuncIsImmediate(run.world, patch, func)) continue;
    const bool has = FindFunc(run.world.patches[patch], func) >= 0;
    const Term about = has ? run.t.True() : GivenBack(run, patch, func);
    const Term selected = SelectTerm(run, func, run.t.False());
    for (const SymTask& task : run.s.tasks) {
      const Term left = SomeFrame(run, task, AllFrames(run, task), [&](const SymFrame& frame) {
        const Term stale =
            run.t.Ite(run.s.target, run.t.Ne(frame.version, selected), run.t.Eq(frame.version, own));
        return run.t.And(run.t.Eq(frame.func, run.Func(func)), stale);
      });
      run.Break(Property::kS2, run.t.And({when, run.t.Not(run.s.forced), about, left}));
    }
  }
}

void CheckEntryTerms(SymRun& run, int index, int func, Term version, Term interrupt) {
  run.Break(Property::kS8, run.t.And(run.In(Phase::kIdle), run.t.Ne(version, NewestEnabled(run, func))));
  const bool tracked = run.world.check.contains(Property::kS4) || run.world.watch_patch >= 0;
  if (tracked && interrupt == run.t.False()) NoteUniverseTerms(run, index, func, version);
}

}  // namespace lpcheck::klp
