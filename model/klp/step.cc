#include "model/klp/step.h"

#include "model/klp/func_stack.h"
#include "model/klp/patch.h"
#include "model/klp/properties.h"
#include "model/klp/task.h"
#include "model/klp/transition.h"

namespace lpcheck::klp {
namespace {

Refusal AdvanceOnce(Run& run) {
  if (run.world.grain == Grain::kCoarse) return "a coarse world has no single writes";
  if (run.state.phase == Phase::kIdle || run.state.phase == Phase::kSwitching)
    return "no operation is under way";
  Advance(run);
  return kDone;
}

Refusal SetFtrace(Run& run, bool off) {
  if (run.era().ftrace_permanent) return "EBUSY: the redirects are permanent";
  if (run.state.ftrace_off == off) return "ftrace is already so";
  run.state.ftrace_off = off;
  return kDone;
}

Refusal Dispatch(Run& run, const Event& event) {
  switch (event.kind) {
    case EventKind::kCall:
      return Call(run, event.a, event.b);
    case EventKind::kDirect:
      return DirectCall(run, event.a, event.b);
    case EventKind::kThrough:
      return CallThrough(run, event.a, event.b);
    case EventKind::kReturn:
      return Return(run, event.a);
    case EventKind::kCold:
      return GoCold(run, event.a);
    case EventKind::kInterrupt:
      return Interrupt(run, event.a, event.b);
    case EventKind::kExit:
      return ExitKernel(run, event.a);
    case EventKind::kFork:
      return Fork(run, event.a, event.b);
    case EventKind::kForkEnd:
      return EndFork(run, event.a, event.b);
    case EventKind::kDie:
      return Die(run, event.a);
    case EventKind::kTrySwitch:
      return TrySwitch(run, event.a);
    case EventKind::kSelfSwitch:
      return SelfSwitch(run, event.a);
    case EventKind::kComplete:
      return Complete(run);
    case EventKind::kAdvance:
      return AdvanceOnce(run);
    case EventKind::kSwitchAll:
      return SwitchAll(run);
    case EventKind::kEnable:
      return Enable(run, event.a);
    case EventKind::kDisable:
      return Disable(run, event.a);
    case EventKind::kReverse:
      return Reverse(run);
    case EventKind::kForce:
      return Force(run);
    case EventKind::kSignal:
      return Signal(run);
    case EventKind::kRemove:
      return RemoveModule(run, event.a);
    case EventKind::kModComing:
      return ModuleComing(run, event.a);
    case EventKind::kModLive:
      return ModuleLive(run, event.a);
    case EventKind::kModGoing:
      return ModuleGoing(run, event.a);
    case EventKind::kFtraceOff:
      return SetFtrace(run, true);
    case EventKind::kFtraceOn:
      return SetFtrace(run, false);
  }
  return "unknown event";
}

enum class Operands { kNone, kTask, kTaskFunc, kTaskTask, kPatch, kObject };

Operands OperandsOf(EventKind kind) {
  switch (kind) {
    case EventKind::kCall:
    case EventKind::kDirect:
    case EventKind::kThrough:
    case EventKind::kInterrupt:
      return Operands::kTaskFunc;
    case EventKind::kFork:
    case EventKind::kForkEnd:
      return Operands::kTaskTask;
    case EventKind::kReturn:
    case EventKind::kCold:
    case EventKind::kExit:
    case EventKind::kDie:
    case EventKind::kTrySwitch:
    case EventKind::kSelfSwitch:
      return Operands::kTask;
    case EventKind::kEnable:
    case EventKind::kDisable:
    case EventKind::kRemove:
      return Operands::kPatch;
    case EventKind::kModComing:
    case EventKind::kModLive:
    case EventKind::kModGoing:
      return Operands::kObject;
    case EventKind::kComplete:
    case EventKind::kAdvance:
    case EventKind::kSwitchAll:
    case EventKind::kReverse:
    case EventKind::kForce:
    case EventKind::kSignal:
    case EventKind::kFtraceOff:
    case EventKind::kFtraceOn:
      return Operands::kNone;
  }
  return Operands::kNone;
}

// Events explored unless a world says otherwise. The others need a reason: an operator who forces, a machine
// that forks; or a thing in the world that makes them possible.
bool IsOrdinary(const World& world, EventKind kind) {
  switch (kind) {
    case EventKind::kCall:
    case EventKind::kReturn:
    case EventKind::kExit:
    case EventKind::kTrySwitch:
    case EventKind::kSelfSwitch:
    case EventKind::kSwitchAll:
    case EventKind::kComplete:
    case EventKind::kEnable:
    case EventKind::kDisable:
    case EventKind::kReverse:
      return true;
    case EventKind::kAdvance:
      return world.grain == Grain::kFine;
    case EventKind::kDirect: {
      for (const PatchSpec& patch : world.patches) {
        if (!patch.direct.empty()) return true;
      }
      for (const FuncSpec& func : world.funcs) {
        if (func.inlined_into >= 0) return true;
      }
      return false;
    }
    case EventKind::kThrough: {
      for (const DatumSpec& datum : world.data) {
        if (datum.pointer_to >= 0) return true;
      }
      return false;
    }
    case EventKind::kCold: {
      for (const FuncSpec& func : world.funcs) {
        if (func.cold) return true;
      }
      return false;
    }
    case EventKind::kModComing:
    case EventKind::kModLive:
    case EventKind::kModGoing:
      return !world.objects.empty();
    case EventKind::kForkEnd:
      return world.with.contains(EventKind::kFork);
    case EventKind::kFtraceOn:
      return world.with.contains(EventKind::kFtraceOff);
    case EventKind::kInterrupt:
    case EventKind::kFork:
    case EventKind::kDie:
    case EventKind::kForce:
    case EventKind::kSignal:
    case EventKind::kRemove:
    case EventKind::kFtraceOff:
      return false;
  }
  return false;
}

void AddPairs(EventKind kind, std::size_t first, std::size_t second, std::vector<Event>& events) {
  for (std::size_t a = 0; a < first; ++a) {
    for (std::size_t b = 0; b < second; ++b) {
      events.push_back({kind, static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b)});
    }
  }
}

}  // namespace

Outcome Apply(const World& world, const State& state, const Event& event) {
  Run run{.world = world, .state = state};
  Outcome outcome;
  outcome.refusal = Dispatch(run, event);
  if (!outcome.happened()) return outcome;
  if (world.grain == Grain::kCoarse) Settle(run);
  CheckState(run);
  outcome.next = run.state;
  outcome.broken = run.broken;
  outcome.channels = run.channels;
  return outcome;
}

std::vector<Event> Alphabet(const World& world) {
  std::vector<Event> events;
  for (int i = 0; i < kEventKindCount; ++i) {
    const EventKind kind = static_cast<EventKind>(i);
    const bool explored =
        world.with.contains(kind) || (IsOrdinary(world, kind) && !world.without.contains(kind));
    if (!explored) continue;
    switch (OperandsOf(kind)) {
      case Operands::kNone:
        events.push_back({kind});
        break;
      case Operands::kTask:
        AddPairs(kind, world.tasks.size(), 1, events);
        break;
      case Operands::kTaskFunc:
        AddPairs(kind, world.tasks.size(), world.funcs.size(), events);
        break;
      case Operands::kTaskTask:
        AddPairs(kind, world.tasks.size(), world.tasks.size(), events);
        break;
      case Operands::kPatch:
        AddPairs(kind, world.patches.size(), 1, events);
        break;
      case Operands::kObject:
        AddPairs(kind, world.objects.size(), 1, events);
        break;
    }
  }
  return events;
}

State Initial(const World& world) {
  State state;
  state.tasks.resize(world.tasks.size());
  state.func_stack.resize(world.funcs.size());
  state.installed.resize(world.funcs.size());
  state.patches.resize(world.patches.size());
  state.objects.resize(world.objects.size());
  for (std::size_t i = 0; i < world.tasks.size(); ++i) {
    if (world.tasks[i].absent) state.tasks[i].life = Life::kAbsent;
    if (world.tasks[i].starts_in < 0) continue;
    state.tasks[i].stack.push_back({.func = static_cast<std::uint8_t>(world.tasks[i].starts_in)});
  }
  for (const DatumSpec& datum : world.data) state.data.push_back(static_cast<std::uint8_t>(datum.initial));
  for (std::size_t i = 0; i < world.objects.size(); ++i) {
    if (world.objects[i].loaded) state.objects[i] = ObjectLife::kLive;
  }
  return state;
}

int FindPointer(const World& world, int func) {
  for (std::size_t i = 0; i < world.data.size(); ++i) {
    if (world.data[i].pointer_to == func) return static_cast<int>(i);
  }
  return -1;
}

int FindFunc(const PatchSpec& patch, int func) {
  for (std::size_t i = 0; i < patch.funcs.size(); ++i) {
    if (patch.funcs[i].func == func) return static_cast<int>(i);
  }
  return -1;
}

bool IsImmediate(const World& world, int patch) {
  if (world.era.unit == SwitchUnit::kFunction) return true;
  if (world.era.computed_flag) return !world.patches[patch].semantic;
  return world.era.immediate && world.patches[patch].immediate;
}

}  // namespace lpcheck::klp
