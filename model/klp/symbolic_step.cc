#include "model/klp/symbolic_step.h"

#include "absl/strings/str_cat.h"
#include "model/klp/step.h"
#include "model/klp/symbolic_check.h"

namespace lpcheck::klp {
namespace {

using smt::Context;
using smt::Term;

// Writes the terms of one event. Reads `before`, builds `step.next`.
class Writer {
 public:
  Writer(Context& context, const World& world, const SymState& before)
      : c_(context), world_(world), before_(before) {
    step_.next = before;
    step_.breaks_s1 = step_.breaks_s2 = step_.breaks_s10 = c_.False();
  }

  SymStep Write(const Event& event) {
    switch (event.kind) {
      case EventKind::kCall:
        Call(event.a, event.b);
        break;
      case EventKind::kReturn:
        Return(event.a);
        break;
      case EventKind::kExit:
        Exit(event.a);
        break;
      case EventKind::kTrySwitch:
        TrySwitch(event.a);
        break;
      case EventKind::kComplete:
        Complete();
        break;
      case EventKind::kEnable:
        Enable(event.a);
        break;
      case EventKind::kDisable:
        Disable(event.a);
        break;
      case EventKind::kReverse:
        Reverse();
        break;
      case EventKind::kForce:
        Force();
        break;
      case EventKind::kDirect:
      case EventKind::kCold:
      case EventKind::kInterrupt:
      case EventKind::kFork:
      case EventKind::kForkEnd:
      case EventKind::kDie:
      case EventKind::kSelfSwitch:
      case EventKind::kAdvance:
      case EventKind::kSwitchAll:
      case EventKind::kSignal:
      case EventKind::kRemove:
      case EventKind::kModComing:
      case EventKind::kModLive:
      case EventKind::kModGoing:
      case EventKind::kFtraceOff:
      case EventKind::kFtraceOn:
        step_.possible = c_.False();
        break;
    }
    return std::move(step_);
  }

 private:
  Term Patch(int patch) { return c_.Value(static_cast<std::uint64_t>(patch), kPatchBits); }
  Term None() { return Patch(kNoPatch); }
  Term Idle() { return c_.Eq(before_.transition, None()); }
  Term Switching() { return c_.Not(Idle()); }
  Term VersionOfId(Term id) {
    return c_.Ite(c_.Eq(id, None()), c_.Value(kOriginal, kPatchBits), c_.Add(id, c_.Value(1, kPatchBits)));
  }
  Term All(const std::vector<Term>& terms) { return c_.And(std::span<const Term>(terms)); }
  Term Any(const std::vector<Term>& terms) { return c_.Or(std::span<const Term>(terms)); }
  int PatchCount() const { return static_cast<int>(world_.patches.size()); }
  bool FuncImmediate(int patch, int func) const {
    return world_.era.immediate &&
           world_.patches[patch].funcs[FindFunc(world_.patches[patch], func)].immediate;
  }

  // Frame `i` of a task exists, is of `func`, and its version satisfies `test`.
  template <typename Test>
  Term SomeFrame(const SymTask& task, int func, Test test) {
    std::vector<Term> any;
    for (std::size_t i = 0; i < task.func.size(); ++i) {
      Term exists = c_.ULt(c_.Value(i, kDepthBits), task.depth);
      Term of_func = c_.Eq(task.func[i], c_.Value(static_cast<std::uint64_t>(func), kFuncBits));
      any.push_back(All({exists, of_func, test(task.version[i])}));
    }
    return Any(any);
  }

  void Call(int index, int func) {
    const SymTask& task = before_.tasks[index];
    SymTask& next = step_.next.tasks[index];
    step_.possible = c_.ULt(task.depth, c_.Value(static_cast<std::uint64_t>(world_.max_frames), kDepthBits));
    Term version = SelectTerm(c_, before_, func, c_.And(task.defined, c_.Not(task.patched)));
    for (std::size_t i = 0; i < task.func.size(); ++i) {
      Term here = c_.Eq(task.depth, c_.Value(i, kDepthBits));
      next.func[i] = c_.Ite(here, c_.Value(static_cast<std::uint64_t>(func), kFuncBits), task.func[i]);
      next.version[i] = c_.Ite(here, version, task.version[i]);
    }
    next.depth = c_.Add(task.depth, c_.Value(1, kDepthBits));
  }

  // The slot above the new top keeps its old words; nothing reads above `depth`.
  void Return(int index) {
    const SymTask& task = before_.tasks[index];
    step_.possible = c_.Ne(task.depth, c_.Value(0, kDepthBits));
    step_.next.tasks[index].depth = c_.Sub(task.depth, c_.Value(1, kDepthBits));
  }

  void MoveToTarget(int index, Term when) {
    SymTask& next = step_.next.tasks[index];
    const SymTask& task = before_.tasks[index];
    next.patched = c_.Ite(when, before_.target, task.patched);
    next.pending = c_.And(task.pending, c_.Not(when));
  }

  void Exit(int index) {
    const SymTask& task = before_.tasks[index];
    const TaskSpec& spec = world_.tasks[index];
    const bool woken = spec.kind != TaskKind::kIdle || !spec.busy || world_.era.idle_woken;
    const bool can = spec.kind != TaskKind::kThread && world_.era.kernel_exit && woken;
    step_.possible = can ? c_.And(task.pending, c_.Eq(task.depth, c_.Value(0, kDepthBits))) : c_.False();
    MoveToTarget(index, c_.True());
  }

  void TrySwitch(int index) {
    const SymTask& task = before_.tasks[index];
    const TaskSpec& spec = world_.tasks[index];
    const bool can = world_.era.unit == SwitchUnit::kTask && world_.era.check != StackCheck::kNone &&
                     world_.reliable_arch && spec.reliable && !spec.busy;
    if (!can) {
      step_.possible = c_.False();
      return;
    }
    std::vector<Term> clean = {Switching(), c_.Xor(task.patched, before_.target)};
    for (int patch = 0; patch < PatchCount(); ++patch) {
      Term is_it = c_.Eq(before_.transition, Patch(patch));
      for (const PatchFunc& entry : world_.patches[patch].funcs) {
        if (FuncImmediate(patch, entry.func)) continue;
        Term mask = ForbiddenTerm(c_, world_, before_, patch, entry.func);
        Term sleeps = SomeFrame(task, entry.func, [&](Term version) {
          return c_.Ne(c_.BitAnd(mask, VersionBitTerm(c_, version)), c_.Value(0, 8));
        });
        Term selected = SelectTerm(c_, before_, entry.func, c_.Not(before_.target));
        Term wrong = SomeFrame(task, entry.func, [&](Term version) { return c_.Ne(version, selected); });
        clean.push_back(c_.Not(c_.And(is_it, sleeps)));
        step_.breaks_s1 = c_.Or(step_.breaks_s1, c_.And(is_it, wrong));
        step_.breaks_s10 =
            c_.Or(step_.breaks_s10, c_.And(is_it, ReadsListHeadTerm(c_, world_, before_, patch, entry.func)));
      }
    }
    step_.possible = All(clean);
    MoveToTarget(index, c_.True());
  }

  void EndTransition() {
    step_.next.transition = None();
    step_.next.target = c_.False();
    step_.next.forced = c_.False();
    for (SymTask& task : step_.next.tasks) task.defined = task.patched = c_.False();
  }

  Term LeftBehind(int patch, int func) {
    std::vector<Term> any;
    Term own = c_.Value(VersionOf(patch), kPatchBits);
    // The func_stacks of `next` are final here and no transition is left.
    Term selected = VersionOfId(step_.next.stack[func][0]);
    for (const SymTask& task : before_.tasks) {
      any.push_back(SomeFrame(task, func, [&](Term version) {
        return c_.Ite(before_.target, c_.Ne(version, selected), c_.Eq(version, own));
      }));
    }
    return Any(any);
  }

  void Complete() {
    std::vector<Term> ready = {Switching()};
    for (const SymTask& task : before_.tasks) ready.push_back(c_.Iff(task.patched, before_.target));
    step_.possible = All(ready);
    for (int patch = 0; patch < PatchCount(); ++patch) {
      Remove(patch, c_.And(c_.Eq(before_.transition, Patch(patch)), c_.Not(before_.target)));
    }
    for (int patch = 0; patch < PatchCount(); ++patch) {
      Term is_it = c_.And(c_.Eq(before_.transition, Patch(patch)), c_.Not(before_.forced));
      for (const PatchFunc& entry : world_.patches[patch].funcs) {
        if (FuncImmediate(patch, entry.func)) continue;
        step_.breaks_s2 = c_.Or(step_.breaks_s2, c_.And(is_it, LeftBehind(patch, entry.func)));
      }
    }
    EndTransition();
  }

  // Takes `id` out of a packed array of slots.
  void TakeOut(std::vector<Term>& slots, Term id, Term when) {
    Term passed = c_.False();
    for (std::size_t i = 0; i < slots.size(); ++i) {
      passed = c_.Or(passed, c_.And(when, c_.Eq(slots[i], id)));
      slots[i] = c_.Ite(passed, i + 1 < slots.size() ? slots[i + 1] : None(), slots[i]);
    }
  }

  void Remove(int patch, Term when) {
    for (const PatchFunc& entry : world_.patches[patch].funcs)
      TakeOut(step_.next.stack[entry.func], Patch(patch), when);
    if (world_.era.reenable) return;
    TakeOut(step_.next.list, Patch(patch), when);
    step_.next.listed[patch] = c_.And(step_.next.listed[patch], c_.Not(when));
    step_.next.dropped[patch] = c_.Or(step_.next.dropped[patch], when);
  }

  // The patch before (offset -1) or after (+1) `patch` on the list exists and has `enabled` = wanted.
  Term NeighbourIs(int patch, int offset, bool wanted) {
    std::vector<Term> any;
    for (int i = 0; i < PatchCount(); ++i) {
      if (i + offset < 0 || i + offset >= PatchCount()) continue;
      for (int other = 0; other < PatchCount(); ++other) {
        Term there =
            c_.And(c_.Eq(before_.list[i], Patch(patch)), c_.Eq(before_.list[i + offset], Patch(other)));
        any.push_back(c_.And(there, wanted ? before_.enabled[other] : c_.Not(before_.enabled[other])));
      }
    }
    return Any(any);
  }

  Term LastIsDisabled() {
    std::vector<Term> any;
    for (int i = 0; i < PatchCount(); ++i) {
      Term last = i + 1 < PatchCount() ? c_.Eq(before_.list[i + 1], None()) : c_.True();
      for (int other = 0; other < PatchCount(); ++other) {
        any.push_back(All({last, c_.Eq(before_.list[i], Patch(other)), c_.Not(before_.enabled[other])}));
      }
    }
    return Any(any);
  }

  void Enable(int patch) {
    const Term listed = before_.listed[patch];
    std::vector<Term> may = {Idle(), c_.Not(before_.enabled[patch]), c_.Not(before_.dropped[patch])};
    if (!world_.era.reenable) may.push_back(c_.Not(listed));
    if (world_.era.order) {
      may.push_back(c_.Not(c_.Ite(listed, NeighbourIs(patch, -1, false), LastIsDisabled())));
    }
    if (world_.era.unreliable_refused && !world_.reliable_arch && !IsImmediate(world_, patch))
      may.push_back(c_.False());
    step_.possible = All(may);
    Append(patch, c_.Not(listed));
    step_.next.listed[patch] = step_.next.enabled[patch] = c_.True();
    for (const PatchFunc& entry : world_.patches[patch].funcs) {
      std::vector<Term>& slots = step_.next.stack[entry.func];
      for (std::size_t i = slots.size(); i-- > 1;) slots[i] = slots[i - 1];
      slots[0] = Patch(patch);
      if (world_.era.check != StackCheck::kHistory) continue;
      Term& mask = step_.next.installed[entry.func];
      mask = c_.BitOr(mask, VersionBitTerm(c_, c_.Value(VersionOf(patch), kPatchBits)));
    }
    if (!IsImmediate(world_, patch)) Start(patch, c_.True());
  }

  void Append(int patch, Term when) {
    Term placed = c_.Not(when);
    for (Term& slot : step_.next.list) {
      Term here = c_.And(c_.Not(placed), c_.Eq(slot, None()));
      slot = c_.Ite(here, Patch(patch), slot);
      placed = c_.Or(placed, here);
    }
  }

  void Start(int patch, Term target) {
    step_.next.transition = Patch(patch);
    step_.next.target = target;
    step_.next.forced = c_.False();
    for (SymTask& task : step_.next.tasks) {
      task.defined = task.pending = c_.True();
      task.patched = c_.Not(target);
    }
  }

  void Disable(int patch) {
    std::vector<Term> may = {Idle(), before_.enabled[patch]};
    if (world_.era.order) may.push_back(c_.Not(NeighbourIs(patch, +1, true)));
    step_.possible = All(may);
    step_.next.enabled[patch] = c_.False();
    if (IsImmediate(world_, patch)) {
      Remove(patch, c_.True());
    } else {
      Start(patch, c_.False());
    }
  }

  void Reverse() {
    step_.possible = world_.era.unit == SwitchUnit::kTask ? Switching() : c_.False();
    step_.next.target = c_.Not(before_.target);
    for (int patch = 0; patch < PatchCount(); ++patch) {
      Term is_it = c_.Eq(before_.transition, Patch(patch));
      step_.next.enabled[patch] = c_.Xor(before_.enabled[patch], is_it);
    }
    for (SymTask& task : step_.next.tasks) task.pending = c_.Xor(task.patched, step_.next.target);
  }

  void Force() {
    step_.possible = world_.era.force ? Switching() : c_.False();
    for (std::size_t i = 0; i < before_.tasks.size(); ++i)
      MoveToTarget(static_cast<int>(i), before_.tasks[i].pending);
    step_.next.forced = c_.True();
  }

  Context& c_;
  const World& world_;
  const SymState& before_;
  SymStep step_;
};

bool Covered(EventKind kind) {
  switch (kind) {
    case EventKind::kCall:
    case EventKind::kReturn:
    case EventKind::kExit:
    case EventKind::kTrySwitch:
    case EventKind::kComplete:
    case EventKind::kEnable:
    case EventKind::kDisable:
    case EventKind::kReverse:
    case EventKind::kForce:
    case EventKind::kSelfSwitch:  // impossible here: no busy kernel thread
    case EventKind::kSwitchAll:
      return true;  // impossible here: no era that stops the machine
    case EventKind::kDirect:
    case EventKind::kCold:
    case EventKind::kInterrupt:
    case EventKind::kFork:
    case EventKind::kForkEnd:
    case EventKind::kDie:
    case EventKind::kAdvance:
    case EventKind::kSignal:
    case EventKind::kRemove:
    case EventKind::kModComing:
    case EventKind::kModLive:
    case EventKind::kModGoing:
    case EventKind::kFtraceOff:
    case EventKind::kFtraceOn:
      return false;
  }
  return false;
}

}  // namespace

absl::Status CheckEncodable(const World& world) {
  for (const Event& event : Alphabet(world)) {
    if (Covered(event.kind)) continue;
    return absl::UnimplementedError(
        absl::StrCat("the symbolic rules do not cover '", std::string(Name(event.kind)), "'"));
  }
  bool covered = world.effects.empty() && world.objects.empty() && world.grain == Grain::kCoarse &&
                 world.era.unit != SwitchUnit::kKernel;
  for (const PatchSpec& patch : world.patches) {
    covered = covered && !patch.replace && patch.states.empty() && !patch.pre_patch_fails && patch.base < 0 &&
              !world.era.replace_sets;
  }
  for (const TaskSpec& task : world.tasks) covered = covered && !task.busy && !task.absent;
  for (const FuncSpec& func : world.funcs)
    covered = covered && !func.never_returns && !func.waits && !func.guest;
  if (covered) return absl::OkStatus();
  return absl::UnimplementedError(
      "the symbolic rules cover tasks, func_stacks, immediate, force and reverse only");
}

SymStep StepTerms(Context& context, const World& world, const SymState& state, const Event& event) {
  return Writer(context, world, state).Write(event);
}

}  // namespace lpcheck::klp
