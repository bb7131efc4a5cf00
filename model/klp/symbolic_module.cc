// Modules that come and go, and the entries on the func_stacks, as terms: the counterpart of func_stack.cc
// and of the second half of patch.cc.
#include "model/klp/symbolic_run.h"

namespace lpcheck::klp {
namespace {

using smt::Term;

void SetObject(SymRun& run, int object, ObjectLife life) {
  run.s.objects[object] = run.t.Value(static_cast<std::uint64_t>(life), kLifeBits);
}

// klp_mutex is held while an operation writes.
void RequireNoWriter(SymRun& run) { run.Require(run.t.Or(run.In(Phase::kIdle), run.In(Phase::kSwitching))); }

Term HasEntry(SymRun& run, int func, int patch, bool nop) {
  std::vector<Term> any;
  for (const SymEntry& entry : run.s.stack[func]) {
    any.push_back(run.t.And(run.t.Eq(entry.patch, run.Patch(patch)), nop ? entry.nop : run.t.Not(entry.nop)));
  }
  return run.t.Or(any);
}

// Does `patch` bring this klp_func itself? Before 6.19 sympos 0 and 1 were different functions.
bool Brings(const World& world, int patch, const PatchFunc& wanted) {
  const int index = FindFunc(world.patches[patch], wanted.func);
  if (index < 0) return false;
  return world.era.sympos_matched || world.patches[patch].funcs[index].sympos == wanted.sympos;
}

// `older` is one that the nops of `patch` look at.
Term LookedAt(SymRun& run, int older, int patch) {
  if (run.era().replace_sets &&
      run.world.patches[older].replace_set != run.world.patches[patch].replace_set) {
    return run.t.False();
  }
  if (run.era().replace != ReplaceForm::kLookBackOne) return Before(run, older, patch);
  std::vector<Term> any;
  for (std::size_t i = 0; i + 1 < run.s.list.size(); ++i) {
    any.push_back(
        run.t.And(run.t.Eq(run.s.list[i], run.Patch(older)), run.t.Eq(run.s.list[i + 1], run.Patch(patch))));
  }
  return run.t.Or(any);
}

}  // namespace

Term PatchableTerm(SymRun& run, int object) {
  if (object < 0) return run.t.True();
  const Term live = run.IsObject(object, ObjectLife::kLive);
  if (run.era().klp_alive) return live;
  return run.t.Or(live, run.IsObject(object, ObjectLife::kComing));
}

void PushTerms(SymRun& run, int func, int patch, bool nop, Term when) {
  std::vector<SymEntry>& slots = run.s.stack[func];
  for (std::size_t i = slots.size(); i-- > 1;) {
    run.t.Set(slots[i].patch, when, slots[i - 1].patch);
    run.t.Set(slots[i].nop, when, slots[i - 1].nop);
  }
  run.t.Set(slots[0].patch, when, run.Patch(patch));
  run.t.Set(slots[0].nop, when, run.t.Bool(nop));
  if (run.era().check != StackCheck::kHistory) return;
  run.t.Set(run.s.installed[func][nop ? kOriginal : VersionOf(patch)], when, run.t.True());
}

void PushNopTerms(SymRun& run, int func, int patch, Term when) {
  if (!Replaces(run.world, patch) || run.era().replace == ReplaceForm::kAfterSwitch) return;
  std::vector<Term> wanted;
  for (int older = 0; older < run.PatchCount(); ++older) {
    const int index = older == patch ? -1 : FindFunc(run.world.patches[older], func);
    if (index < 0 || Brings(run.world, patch, run.world.patches[older].funcs[index])) continue;
    wanted.push_back(LookedAt(run, older, patch));
  }
  const Term has = HasEntry(run, func, patch, true);
  PushTerms(run, func, patch, true, run.t.And({when, run.t.Or(wanted), run.t.Not(has)}));
}

void ModuleComingTerms(SymRun& run, int object) {
  run.Require(run.IsObject(object, ObjectLife::kAbsent));
  SetObject(run, object, ObjectLife::kComing);
}

// klp_module_coming(): every patch that is enabled or in transition, in list order.
void ModuleLiveTerms(SymRun& run, int object) {
  run.Require(run.IsObject(object, ObjectLife::kComing));
  RequireNoWriter(run);
  SetObject(run, object, ObjectLife::kLive);
  for (Term slot : run.s.list) {
    for (int patch = 0; patch < run.PatchCount(); ++patch) {
      const Term here = run.t.Eq(slot, run.Patch(patch));
      const Term lives = run.t.Or(run.s.enabled[patch], run.InTransition(patch));
      const Term when = run.t.And(here, lives);
      for (int func = 0; func < run.FuncCount(); ++func) {
        if (run.world.funcs[func].object != object) continue;
        if (FindFunc(run.world.patches[patch], func) >= 0) {
          PushTerms(run, func, patch, false, run.t.And(when, run.t.Not(HasEntry(run, func, patch, false))));
        }
        PushNopTerms(run, func, patch, run.t.And(here, run.InTransition(patch)));
      }
    }
  }
}

void ModuleGoingTerms(SymRun& run, int object) {
  run.Require(run.IsObject(object, ObjectLife::kLive));
  RequireNoWriter(run);
  for (int func = 0; func < run.FuncCount(); ++func) {
    if (run.world.funcs[func].object != object) continue;
    for (const SymTask& task : run.s.tasks) {
      run.Require(run.t.Not(SomeFrame(run, task, AllFrames(run, task), [&](const SymFrame& frame) {
        return run.t.Eq(frame.func, run.Func(func));
      })));
    }
    for (SymEntry& entry : run.s.stack[func]) entry = {run.None(), run.t.False()};
  }
  SetObject(run, object, ObjectLife::kAbsent);
}

}  // namespace lpcheck::klp
