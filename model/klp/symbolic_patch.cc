// The life of a patch, as terms: the counterpart of patch.cc.
#include "model/klp/symbolic_run.h"

namespace lpcheck::klp {
namespace {

using smt::Term;

void SetLife(SymRun& run, int patch, PatchLife life, Term when) {
  run.t.Set(run.s.life[patch], when, run.t.Value(static_cast<std::uint64_t>(life), kLifeBits));
}

// klp_is_patch_compatible() of two patches: decided by the world alone.
bool StatesAllow(const World& world, int installed, int patch) {
  for (const StateSpec& old_state : world.patches[installed].states) {
    bool known = false;
    for (const StateSpec& state : world.patches[patch].states) {
      if (state.id != old_state.id) continue;
      known = true;
      if (state.version < old_state.version) return false;
    }
    if (!known && world.patches[patch].replace) return false;
  }
  return true;
}

// Proposal of 2026: patches of different sets share neither functions nor states.
bool SetsAllow(const World& world, int installed, int patch) {
  const PatchSpec& other = world.patches[installed];
  const PatchSpec& spec = world.patches[patch];
  if (other.replace_set == spec.replace_set) return true;
  for (const PatchFunc& func : spec.funcs) {
    if (FindFunc(other, func.func) >= 0) return false;
  }
  for (const StateSpec& a : spec.states) {
    for (const StateSpec& b : other.states) {
      if (a.id == b.id) return false;
    }
  }
  return true;
}

// The patch that would lie below `patch` on klp_patches is disabled.
Term BelowIsDisabled(SymRun& run, int patch) {
  std::vector<Term> any;
  const Term listed = run.Is(patch, PatchLife::kListed);
  const std::vector<Term>& list = run.s.list;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Term next = i + 1 < list.size() ? list[i + 1] : run.None();
    const Term below = run.t.Ite(listed, run.t.Eq(next, run.Patch(patch)), run.t.Eq(next, run.None()));
    for (int other = 0; other < run.PatchCount(); ++other) {
      any.push_back(run.t.And({below, run.t.Eq(list[i], run.Patch(other)), run.t.Not(run.s.enabled[other])}));
    }
  }
  return run.t.Or(any);
}

// The patch that lies above it is enabled.
Term AboveIsEnabled(SymRun& run, int patch) {
  std::vector<Term> any;
  for (std::size_t i = 0; i + 1 < run.s.list.size(); ++i) {
    for (int other = 0; other < run.PatchCount(); ++other) {
      any.push_back(run.t.And({run.t.Eq(run.s.list[i], run.Patch(patch)),
                               run.t.Eq(run.s.list[i + 1], run.Patch(other)), run.s.enabled[other]}));
    }
  }
  return run.t.Or(any);
}

void Append(SymRun& run, int patch, Term when) {
  Term placed = run.t.Not(when);
  for (Term& slot : run.s.list) {
    const Term here = run.t.And(run.t.Not(placed), run.t.Eq(slot, run.None()));
    run.t.Set(slot, here, run.Patch(patch));
    placed = run.t.Or(placed, here);
  }
}

void TakeOffList(SymRun& run, int patch, Term when) {
  std::vector<Term>& list = run.s.list;
  Term passed = run.t.False();
  for (std::size_t i = 0; i < list.size(); ++i) {
    passed = run.t.Or(passed, run.t.And(when, run.t.Eq(list[i], run.Patch(patch))));
    run.t.Set(list[i], passed, i + 1 < list.size() ? list[i + 1] : run.None());
  }
}

void RemoveEntry(SymRun& run, int func, int patch, bool nop, Term when) {
  std::vector<SymEntry>& slots = run.s.stack[func];
  Term passed = run.t.False();
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Term kind = nop ? slots[i].nop : run.t.Not(slots[i].nop);
    passed = run.t.Or(passed, run.t.And({when, run.t.Eq(slots[i].patch, run.Patch(patch)), kind}));
    const SymEntry next = Slot(run, func, i + 1);
    run.t.Set(slots[i].patch, passed, next.patch);
    run.t.Set(slots[i].nop, passed, next.nop);
  }
}

void RemoveNopEntries(SymRun& run, int patch, Term when) {
  if (!Replaces(run.world, patch)) return;
  for (int func = 0; func < run.FuncCount(); ++func) RemoveEntry(run, func, patch, true, when);
}

void Drop(SymRun& run, int patch, Term when) {
  SetLife(run, patch, PatchLife::kDropped, when);
  TakeOffList(run, patch, when);
  LoseOwnedDataTerms(run, patch, when);
}

// Every patch before it on the list, or those of its own set.
Term IsReplacedBy(SymRun& run, int older, int patch) {
  const bool same_set = run.world.patches[older].replace_set == run.world.patches[patch].replace_set;
  if (older == patch || (run.era().replace_sets && !same_set)) return run.t.False();
  return Before(run, older, patch);
}

void DropReplaced(SymRun& run, int patch, Term when) {
  if (!Replaces(run.world, patch)) return;
  for (int older = 0; older < run.PatchCount(); ++older) {
    Drop(run, older, run.t.And({when, IsReplacedBy(run, older, patch), run.t.Not(run.s.enabled[older])}));
  }
}

bool HasImmediate(const World& world, int patch) {
  if (IsImmediate(world, patch)) return true;
  for (const PatchFunc& func : world.patches[patch].funcs) {
    if (FuncIsImmediate(world, patch, func.func)) return true;
  }
  return false;
}

void RequireMayEnable(SymRun& run, int patch) {
  const PatchSpec& spec = run.world.patches[patch];
  const Era& era = run.era();
  const Term listed = run.Is(patch, PatchLife::kListed);
  run.Require(run.In(Phase::kIdle));
  run.Require(run.t.Not(run.s.enabled[patch]));
  run.Require(run.t.Or(run.Is(patch, PatchLife::kAbsent), era.reenable ? listed : run.t.False()));
  if (spec.base >= 0) run.Require(run.s.enabled[spec.base]);
  run.Require(!spec.replace || era.replace != ReplaceForm::kNone);
  run.Require(!era.unreliable_refused || run.world.reliable_arch || IsImmediate(run.world, patch));
  run.Require(!spec.pre_patch_fails);
  if (era.order) run.Require(run.t.Not(BelowIsDisabled(run, patch)));
  for (int other = 0; other < run.PatchCount(); ++other) {
    const bool allowed = (!era.states || StatesAllow(run.world, other, patch)) &&
                         (!era.replace_sets || SetsAllow(run.world, other, patch));
    if (!allowed) run.Require(run.t.Not(run.Is(other, PatchLife::kListed)));
  }
}

}  // namespace

void EnableTerms(SymRun& run, int patch) {
  RequireMayEnable(run, patch);
  Append(run, patch, run.t.Not(run.Is(patch, PatchLife::kListed)));
  SetLife(run, patch, PatchLife::kListed, run.t.True());
  run.s.enabled[patch] = run.t.True();
  if (HasImmediate(run.world, patch)) run.s.pinned[patch] = run.t.True();
  StartTerms(run, patch, true, run.t.True());
}

void DisableTerms(SymRun& run, int patch) {
  run.Require(run.In(Phase::kIdle));
  run.Require(run.s.enabled[patch]);
  if (run.era().order) run.Require(run.t.Not(AboveIsEnabled(run, patch)));
  run.s.enabled[patch] = run.t.False();
  StartTerms(run, patch, false, run.t.True());
}

void RemoveModuleTerms(SymRun& run, int patch) {
  run.Require(run.era().unload);
  run.Require(run.t.Not(run.t.Or(run.s.enabled[patch], run.InTransition(patch))));
  run.Require(run.t.Not(run.t.Or(run.Is(patch, PatchLife::kAbsent), run.Is(patch, PatchLife::kFreed))));
  run.Require(run.t.Not(run.s.pinned[patch]));
  TakeOffList(run, patch, run.t.True());
  SetLife(run, patch, PatchLife::kFreed, run.t.True());
}

void PushAllTerms(SymRun& run, int patch, Term when) {
  for (int func = 0; func < run.FuncCount(); ++func) {
    const Term now = run.t.And(when, PatchableTerm(run, run.world.funcs[func].object));
    if (FindFunc(run.world.patches[patch], func) >= 0) PushTerms(run, func, patch, false, now);
    PushNopTerms(run, func, patch, now);
  }
}

void RemoveEntriesTerms(SymRun& run, int patch, Term when) {
  for (const PatchFunc& entry : run.world.patches[patch].funcs)
    RemoveEntry(run, entry.func, patch, false, when);
  RemoveNopEntries(run, patch, when);
}

void RemoveReplacedTerms(SymRun& run, int patch, Term when) {
  if (!Replaces(run.world, patch)) return;
  for (int older = 0; older < run.PatchCount(); ++older) {
    const Term taken = run.t.And(when, IsReplacedBy(run, older, patch));
    run.t.Set(run.s.enabled[older], taken, run.t.False());
    RemoveEntriesTerms(run, older, taken);
  }
  if (run.era().replace != ReplaceForm::kStaticNops) RemoveNopEntries(run, patch, when);
}

void FinishTerms(SymRun& run, int patch, Term when) {
  const Term patched = run.t.And(when, run.s.target);
  const Term unpatched = run.t.And(when, run.t.Not(run.s.target));
  CheckCompletionTerms(run, patch, when);
  if (!run.era().post_patch_before_free) DropReplaced(run, patch, patched);
  for (SymTask& task : run.s.tasks) {
    const Term listed = run.t.And(when, run.Is(task, Life::kListed));
    run.t.Set(task.defined, listed, run.t.False());
    run.t.Set(task.patched, listed, run.t.False());
  }
  RunCallbackTerms(run, patch, CallbackSite::kPostPatch, patched);
  RunCallbackTerms(run, patch, CallbackSite::kPostUnpatch, unpatched);
  run.t.Set(run.s.target, when, run.t.False());
  run.t.Set(run.s.transition, when, run.None());
  run.t.Set(run.s.forced, when, run.t.False());
  run.SetPhase(when, Phase::kIdle);
  DropReplaced(run, patch, patched);
  if (!run.era().reenable) Drop(run, patch, unpatched);
}

void PinForcedTerms(SymRun& run) {
  for (int patch = 0; patch < run.PatchCount(); ++patch) {
    const Term listed = run.Is(patch, PatchLife::kListed);
    std::vector<Term> replacing;
    for (int other = 0; other < run.PatchCount(); ++other) {
      if (other != patch && Replaces(run.world, other)) replacing.push_back(run.InTransition(other));
    }
    const Term removed = run.t.Ite(run.s.target, run.t.Or(replacing), run.InTransition(patch));
    switch (run.era().force_pins) {
      case ForcePins::kNothing:
        break;
      case ForcePins::kEverything:
        run.s.pinned[patch] = run.t.True();
        break;
      case ForcePins::kListed:
        run.t.Set(run.s.pinned[patch], listed, run.t.True());
        break;
      case ForcePins::kRemoved:
        run.t.Set(run.s.pinned[patch], run.t.And(removed, listed), run.t.True());
        break;
    }
  }
}

}  // namespace lpcheck::klp
