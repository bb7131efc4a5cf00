#include "model/klp/patch.h"

#include <algorithm>

#include "model/klp/effects.h"
#include "model/klp/func_stack.h"
#include "model/klp/properties.h"
#include "model/klp/transition.h"

namespace lpcheck::klp {
namespace {

int ListPosition(const State& state, int patch) {
  for (std::size_t i = 0; i < state.list.size(); ++i) {
    if (state.list[i] == patch) return static_cast<int>(i);
  }
  return -1;
}

// Whether funcs in `object` can be redirected now. Before klp_alive a module counted from the moment it was
// visible.
bool Patchable(const Run& run, int object) {
  if (object < 0) return true;
  const ObjectLife life = run.state.objects[object];
  return life == ObjectLife::kLive || (!run.era().klp_alive && life == ObjectLife::kComing);
}

// klp_is_patch_compatible(): every installed state is either unknown to a patch that does not replace, or not
// newer.
Refusal StatesCompatible(const Run& run, const PatchSpec& patch) {
  if (!run.era().states) return kDone;
  for (std::uint8_t installed : run.state.list) {
    for (const StateSpec& old_state : run.world.patches[installed].states) {
      const StateSpec* known = nullptr;
      for (const StateSpec& state : patch.states) {
        if (state.id == old_state.id) known = &state;
      }
      if (known == nullptr && patch.replace) return "EINVAL: a replace that does not know an installed state";
      if (known != nullptr && known->version < old_state.version)
        return "EINVAL: an older version of an installed state";
    }
  }
  return kDone;
}

// Proposal of 2026: patches of different sets share neither functions nor states.
Refusal SetsDisjoint(const Run& run, const PatchSpec& patch) {
  if (!run.era().replace_sets) return kDone;
  for (std::uint8_t installed : run.state.list) {
    const PatchSpec& other = run.world.patches[installed];
    if (other.replace_set == patch.replace_set) continue;
    for (const PatchFunc& func : patch.funcs) {
      if (FindFunc(other, func.func) >= 0) return "EINVAL: another replace set has this function";
    }
    for (const StateSpec& a : patch.states) {
      for (const StateSpec& b : other.states) {
        if (a.id == b.id) return "EINVAL: another replace set has this state";
      }
    }
  }
  return kDone;
}

Refusal MayEnable(const Run& run, int index) {
  const PatchSpec& spec = run.world.patches[index];
  const Patch& patch = run.state.patches[index];
  if (run.state.phase != Phase::kIdle) return "EBUSY: a transition is running";
  if (patch.enabled) return "EINVAL: the patch is enabled";
  if (patch.life == PatchLife::kListed && !run.era().reenable)
    return "EINVAL: a disabled patch stays disabled";
  if (patch.life != PatchLife::kAbsent && patch.life != PatchLife::kListed) return "the patch is gone";
  if (spec.base >= 0 && !run.state.patches[spec.base].enabled)
    return "the patch below that it builds on is not enabled";
  if (spec.replace && run.era().replace == ReplaceForm::kNone) return "this era has no replace";
  if (run.era().unreliable_refused && !run.world.reliable_arch && !IsImmediate(run.world, index)) {
    return "ENOSYS: no reliable stacks for a consistency patch";
  }
  const int position = ListPosition(run.state, index);
  const int below = position < 0 ? static_cast<int>(run.state.list.size()) - 1 : position - 1;
  if (run.era().order && below >= 0 && !run.state.patches[run.state.list[below]].enabled) {
    return "EBUSY: the patch below is disabled";
  }
  if (Refusal refusal = StatesCompatible(run, spec); !refusal.empty()) return refusal;
  return SetsDisjoint(run, spec);
}

// Whether a replacing `patch` takes over `older`: every patch before it on the list, or those of its own set.
// Patches that came later stay, also when the end of a reversed disable passes here again.
bool IsReplacedBy(const Run& run, int older, int patch) {
  if (ListPosition(run.state, older) >= ListPosition(run.state, patch)) return false;
  if (!run.era().replace_sets) return true;
  return run.world.patches[older].replace_set == run.world.patches[patch].replace_set;
}

bool Replaces(const Run& run, int patch) {
  return run.world.patches[patch].replace && run.era().replace != ReplaceForm::kNone;
}

// klp_find_func(): does `patch` bring this klp_func itself? Before 6.19 sympos 0 and 1 were different
// functions.
bool Brings(const Run& run, const PatchSpec& patch, const PatchFunc& wanted) {
  const int index = FindFunc(patch, wanted.func);
  if (index < 0) return false;
  return run.era().sympos_matched || patch.funcs[index].sympos == wanted.sympos;
}

// klp_add_nops(), for the functions whose module can be redirected now.
void PushNops(Run& run, int index) {
  const PatchSpec& patch = run.world.patches[index];
  if (!Replaces(run, index) || run.era().replace == ReplaceForm::kAfterSwitch) return;
  const int newest = ListPosition(run.state, index) - 1;
  const int first = run.era().replace == ReplaceForm::kLookBackOne ? std::max(newest, 0) : 0;
  for (int i = first; i <= newest; ++i) {
    const int older = run.state.list[i];
    if (!IsReplacedBy(run, older, index)) continue;
    for (const PatchFunc& func : run.world.patches[older].funcs) {
      if (Brings(run, patch, func) || Position(run.state, func.func, true) >= 0) continue;
      if (!Patchable(run, run.world.funcs[func.func].object)) continue;
      Push(run, func.func, {.patch = static_cast<std::uint8_t>(index), .nop = true});
    }
  }
}

// klp_mutex is held while an operation writes.
bool IsWriting(const State& state) { return state.phase != Phase::kIdle && state.phase != Phase::kSwitching; }

Entry EntryOf(const Run& run, int patch, const PatchFunc& func) {
  const bool immediate = IsImmediate(run.world, patch) || (run.era().immediate && func.immediate);
  return {.patch = static_cast<std::uint8_t>(patch), .immediate = immediate};
}

bool HasImmediate(const Run& run, int patch) {
  if (IsImmediate(run.world, patch)) return true;
  for (const PatchFunc& func : run.world.patches[patch].funcs) {
    if (run.era().immediate && func.immediate) return true;
  }
  return false;
}

void Drop(Run& run, int patch) {
  run.state.patches[patch].life = PatchLife::kDropped;
  run.state.list.erase(ListPosition(run.state, patch));
  LoseOwnedData(run, patch);
}

void DropReplaced(Run& run, int patch) {
  for (std::size_t i = run.state.list.size(); i-- > 0;) {
    const int older = run.state.list[i];
    if (IsReplacedBy(run, older, patch) && !run.state.patches[older].enabled) Drop(run, older);
  }
}

}  // namespace

Refusal Enable(Run& run, int index) {
  if (Refusal refusal = MayEnable(run, index); !refusal.empty()) return refusal;
  if (run.world.patches[index].pre_patch_fails)
    return "the pre_patch callback failed: the transition is cancelled";
  Patch& patch = run.state.patches[index];
  if (ListPosition(run.state, index) < 0) run.state.list.push_back(static_cast<std::uint8_t>(index));
  patch.life = PatchLife::kListed;
  patch.enabled = true;
  patch.pinned = patch.pinned || HasImmediate(run, index);
  InitTransition(run, index, PatchState::kPatched);
  RunCallbacks(run, index, CallbackSite::kPrePatch);
  return kDone;
}

Refusal Disable(Run& run, int index) {
  Patch& patch = run.state.patches[index];
  if (run.state.phase != Phase::kIdle) return "EBUSY: a transition is running";
  if (!patch.enabled) return "EINVAL: the patch is not enabled";
  const int above = ListPosition(run.state, index) + 1;
  if (run.era().order && above < static_cast<int>(run.state.list.size()) &&
      run.state.patches[run.state.list[above]].enabled) {
    return "EBUSY: a newer patch is enabled";
  }
  patch.enabled = false;
  InitTransition(run, index, PatchState::kUnpatched);
  NoteRollback(run, index);
  RunCallbacks(run, index, CallbackSite::kPreUnpatch);
  return kDone;
}

Refusal RemoveModule(Run& run, int index) {
  Patch& patch = run.state.patches[index];
  if (!run.era().unload) return "this era never gives back the module's reference";
  if (patch.enabled || run.state.transition_patch == index) return "EBUSY: the patch is in use";
  if (patch.life == PatchLife::kAbsent || patch.life == PatchLife::kFreed) return "the module is not loaded";
  if (patch.pinned) return "EBUSY: the reference was never given back";
  if (const int position = ListPosition(run.state, index); position >= 0) run.state.list.erase(position);
  patch.life = PatchLife::kFreed;
  return kDone;
}

void PushAllEntries(Run& run, int index) {
  for (const PatchFunc& func : run.world.patches[index].funcs) {
    if (!Patchable(run, run.world.funcs[func.func].object)) continue;
    Push(run, func.func, EntryOf(run, index, func));
  }
  PushNops(run, index);
}

void RemoveReplaced(Run& run, int index) {
  if (!Replaces(run, index)) return;
  for (std::uint8_t older : run.state.list) {
    if (!IsReplacedBy(run, older, index)) continue;
    run.state.patches[older].enabled = false;
    NoteReplaced(run, older);
    RemoveEntries(run, older);
  }
  if (run.era().replace != ReplaceForm::kStaticNops) RemoveNops(run, index);
}

void FinishTransition(Run& run) {
  State& state = run.state;
  const int index = state.transition_patch;
  CheckCompletion(run);
  const bool patched = state.target == PatchState::kPatched;
  if (patched && Replaces(run, index) && !run.era().post_patch_before_free) DropReplaced(run, index);
  for (Task& task : state.tasks) {
    if (task.life == Life::kListed) task.patch_state = PatchState::kUndefined;
  }
  RunCallbacks(run, index, patched ? CallbackSite::kPostPatch : CallbackSite::kPostUnpatch);
  state.target = PatchState::kUndefined;
  state.transition_patch = -1;
  state.forced = false;
  state.phase = Phase::kIdle;
  if (patched && Replaces(run, index)) DropReplaced(run, index);
  if (!patched && !run.era().reenable) Drop(run, index);
}

void PinForced(Run& run) {
  const int transition = run.state.transition_patch;
  for (int i = 0; i < static_cast<int>(run.state.patches.size()); ++i) {
    Patch& patch = run.state.patches[i];
    switch (run.era().force_pins) {
      case ForcePins::kNothing:
        break;
      case ForcePins::kEverything:
        patch.pinned = true;
        break;  // the global klp_forced, future patches included
      case ForcePins::kListed:
        patch.pinned = patch.pinned || patch.life == PatchLife::kListed;
        break;
      case ForcePins::kRemoved:
        if (run.state.target == PatchState::kUnpatched ? i == transition
                                                       : Replaces(run, transition) && i != transition) {
          patch.pinned = patch.pinned || patch.life == PatchLife::kListed;
        }
        break;
    }
  }
}

Refusal ModuleComing(Run& run, int object) {
  if (run.state.objects[object] != ObjectLife::kAbsent) return "the module is loaded";
  run.state.objects[object] = ObjectLife::kComing;
  return kDone;
}

// klp_module_coming(): every patch that is enabled or in transition, in list order.
Refusal ModuleLive(Run& run, int object) {
  if (run.state.objects[object] != ObjectLife::kComing) return "the module is not coming";
  if (IsWriting(run.state)) return "klp_mutex is held";
  run.state.objects[object] = ObjectLife::kLive;
  for (std::uint8_t index : run.state.list) {
    if (!run.state.patches[index].enabled && run.state.transition_patch != index) continue;
    for (const PatchFunc& func : run.world.patches[index].funcs) {
      if (run.world.funcs[func.func].object != object || HasEntry(run.state, func.func, index)) continue;
      Push(run, func.func, EntryOf(run, index, func));
    }
    // The nops of a replace are klp_funcs like the others, as long as the patch has them.
    if (run.state.transition_patch == index) PushNops(run, index);
  }
  return kDone;
}

Refusal ModuleGoing(Run& run, int object) {
  if (run.state.objects[object] != ObjectLife::kLive) return "the module is not loaded";
  if (IsWriting(run.state)) return "klp_mutex is held";
  for (const Task& task : run.state.tasks) {
    for (const Frame& frame : task.stack) {
      if (run.world.funcs[frame.func].object == object) return "the module is in use";
    }
  }
  run.state.objects[object] = ObjectLife::kAbsent;
  for (int func = 0; func < static_cast<int>(run.world.funcs.size()); ++func) {
    if (run.world.funcs[func].object == object) run.state.func_stack[func].resize(0);
  }
  return kDone;
}

}  // namespace lpcheck::klp
