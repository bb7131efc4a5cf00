// The hand-over between the symbolic rules of one event, the counterpart of run.h: the state being rewritten,
// under which condition the event is possible, and where it breaks a property. Conditions that come from the
// world alone are decided here and now; whatever depends on the state becomes a term. A rule first calls
// Require() on the state before, then rewrites; parts that happen only sometimes take a guard `when`.
#ifndef LPCHECK_MODEL_KLP_SYMBOLIC_RUN_H_
#define LPCHECK_MODEL_KLP_SYMBOLIC_RUN_H_

#include <array>
#include <vector>

#include "model/klp/property.h"
#include "model/klp/symbolic_state.h"

namespace lpcheck::klp {

using BreakTerms = std::array<smt::Term, kPropertyCount>;

struct SymRun {
  Terms& t;
  const World& world;
  SymState s;
  smt::Term possible;
  BreakTerms breaks;

  SymRun(Terms& terms, const World& of, const SymState& before);

  const Era& era() const { return world.era; }
  int PatchCount() const { return static_cast<int>(world.patches.size()); }
  int FuncCount() const { return static_cast<int>(world.funcs.size()); }

  void Require(smt::Term condition) { possible = t.And(possible, condition); }
  void Require(bool condition) { Require(t.Bool(condition)); }
  void Break(Property property, smt::Term when);

  smt::Term Patch(int patch) { return t.Value(static_cast<std::uint64_t>(patch), kPatchBits); }
  smt::Term None() { return Patch(kNoPatch); }
  smt::Term Func(int func) { return t.Value(static_cast<std::uint64_t>(func), kFuncBits); }
  smt::Term VersionValue(int version) { return t.Value(static_cast<std::uint64_t>(version), kPatchBits); }
  smt::Term Is(const SymTask& task, Life life) {
    return t.Eq(task.life, t.Value(static_cast<std::uint64_t>(life), kLifeBits));
  }
  smt::Term Is(int patch, PatchLife life) {
    return t.Eq(s.life[patch], t.Value(static_cast<std::uint64_t>(life), kLifeBits));
  }
  smt::Term IsObject(int object, ObjectLife life) {
    return t.Eq(s.objects[object], t.Value(static_cast<std::uint64_t>(life), kLifeBits));
  }
  smt::Term In(Phase phase) { return t.Eq(s.phase, t.Value(static_cast<std::uint64_t>(phase), kPhaseBits)); }
  smt::Term InTransition(int patch) { return t.Eq(s.transition, Patch(patch)); }
  /// patch_state = klp_target_state, which is defined in a transition only.
  smt::Term AtTarget(const SymTask& task) { return t.And(task.defined, t.Eq(task.patched, s.target)); }

  void SetPhase(smt::Term when, Phase phase) {
    t.Set(s.phase, when, t.Value(static_cast<std::uint64_t>(phase), kPhaseBits));
  }
};

/// Frames by their condition to be there: `exists[i]` is frame i. AllFrames: those below the task's depth.
using FrameSet = std::vector<smt::Term>;
FrameSet AllFrames(SymRun& run, const SymTask& task);

/// Some frame of the set satisfies `test(frame)`.
template <typename Test>
smt::Term SomeFrame(SymRun& run, const SymTask& task, const FrameSet& exists, Test test) {
  std::vector<smt::Term> any;
  for (std::size_t i = 0; i < task.frames.size(); ++i) {
    if (exists[i] == run.t.False()) continue;
    any.push_back(run.t.And(exists[i], test(task.frames[i])));
  }
  return run.t.Or(any);
}

/// `test(frame)` of the top frame; false for an empty stack.
template <typename Test>
smt::Term OfTop(SymRun& run, const SymTask& task, Test test) {
  std::vector<smt::Term> any;
  for (std::size_t i = 0; i < task.frames.size(); ++i) {
    const smt::Term top = run.t.Eq(task.depth, run.t.Value(i + 1, kDepthBits));
    if (top == run.t.False()) continue;
    any.push_back(run.t.And(top, test(task.frames[i])));
  }
  return run.t.Or(any);
}

/// What an entry redirects to; no entry and a nop give the original.
smt::Term VersionOf(SymRun& run, const SymEntry& entry);

/// Slot `i` of a func_stack, no entry beyond its end.
SymEntry Slot(SymRun& run, int func, std::size_t i);

/// klp_ftrace_handler() for a task that is UNPATCHED where `unpatched` holds.
smt::Term SelectTerm(SymRun& run, int func, smt::Term unpatched);

/// Both are on klp_patches, `first` before `second`.
smt::Term Before(SymRun& run, int first, int second);

bool FuncIsImmediate(const World& world, int patch, int func);

/// Whether a patch's `replace` means anything in this era.
bool Replaces(const World& world, int patch);

// symbolic_effects.cc
smt::Term BlockedTerm(SymRun& run, int task, int func, smt::Term version);
void RunEffectTerms(SymRun& run, int task, int func, smt::Term version);
void RunCallbackTerms(SymRun& run, int patch, CallbackSite site, smt::Term when);
void LoseOwnedDataTerms(SymRun& run, int patch, smt::Term when);

// symbolic_check.cc
/// The stack check of the running transition, for the frames of `exists`.
smt::Term StackIsClean(SymRun& run, const SymTask& task, const FrameSet& exists);
/// Some entry of the transition's patch is the last of several: the entry below it is the list head.
smt::Term ReadsListHead(SymRun& run);
void CheckSwitchedTaskTerms(SymRun& run, int task, smt::Term when);
void CheckCompletionTerms(SymRun& run, int patch, smt::Term when);
void CheckEntryTerms(SymRun& run, int task, int func, smt::Term version, smt::Term interrupt);
/// S3, S6 and S9 of a whole state.
smt::Term StateBreaks(SymRun& run, Property property, const std::vector<Event>& alphabet);

// symbolic_task.cc
void CallTerms(SymRun& run, int task, int func);
void DirectCallTerms(SymRun& run, int task, int func);
void CallThroughTerms(SymRun& run, int task, int func);
void ReturnTerms(SymRun& run, int task);
void ColdTerms(SymRun& run, int task);
void InterruptTerms(SymRun& run, int task, int func);
void ForkTerms(SymRun& run, int parent, int child);
void EndForkTerms(SymRun& run, int parent, int child);
void DieTerms(SymRun& run, int task);

// symbolic_transition.cc
void StartTerms(SymRun& run, int patch, bool patched, smt::Term when);
void TrySwitchTerms(SymRun& run, int task);
void SelfSwitchTerms(SymRun& run, int task);
void ExitTerms(SymRun& run, int task);
void SwitchAllTerms(SymRun& run);
void CompleteTerms(SymRun& run);
void AdvanceTerms(SymRun& run);
void ReverseTerms(SymRun& run);
void ForceTerms(SymRun& run);
void SignalTerms(SymRun& run);

// symbolic_patch.cc
void EnableTerms(SymRun& run, int patch);
void DisableTerms(SymRun& run, int patch);
void RemoveModuleTerms(SymRun& run, int patch);
void PushAllTerms(SymRun& run, int patch, smt::Term when);
void RemoveReplacedTerms(SymRun& run, int patch, smt::Term when);
void RemoveEntriesTerms(SymRun& run, int patch, smt::Term when);
void FinishTerms(SymRun& run, int patch, smt::Term when);
void PinForcedTerms(SymRun& run);

// symbolic_module.cc
void ModuleComingTerms(SymRun& run, int object);
void ModuleLiveTerms(SymRun& run, int object);
void ModuleGoingTerms(SymRun& run, int object);
/// Whether functions of `object` can be redirected now.
smt::Term PatchableTerm(SymRun& run, int object);
void PushTerms(SymRun& run, int func, int patch, bool nop, smt::Term when);
/// The nop of a replacing patch for `func` where an older patch on the list has it.
void PushNopTerms(SymRun& run, int func, int patch, smt::Term when);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SYMBOLIC_RUN_H_
