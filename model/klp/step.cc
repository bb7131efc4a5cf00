#include "model/klp/step.h"

#include <algorithm>
#include <array>

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

// The rule of each kind of event, in the order of EventKind.
struct Rule {
  EventKind kind;
  Refusal (*apply)(Run& run, int a, int b);
};

constexpr std::array<Rule, kEventKindCount> kRules = {{
    {EventKind::kCall, [](Run& run, int a, int b) { return Call(run, a, b); }},
    {EventKind::kDirect, [](Run& run, int a, int b) { return DirectCall(run, a, b); }},
    {EventKind::kThrough, [](Run& run, int a, int b) { return CallThrough(run, a, b); }},
    {EventKind::kReturn, [](Run& run, int a, int) { return Return(run, a); }},
    {EventKind::kCold, [](Run& run, int a, int) { return GoCold(run, a); }},
    {EventKind::kInterrupt, [](Run& run, int a, int b) { return Interrupt(run, a, b); }},
    {EventKind::kExit, [](Run& run, int a, int) { return ExitKernel(run, a); }},
    {EventKind::kFork, [](Run& run, int a, int b) { return Fork(run, a, b); }},
    {EventKind::kForkEnd, [](Run& run, int a, int b) { return EndFork(run, a, b); }},
    {EventKind::kDie, [](Run& run, int a, int) { return Die(run, a); }},
    {EventKind::kTrySwitch, [](Run& run, int a, int) { return TrySwitch(run, a); }},
    {EventKind::kSelfSwitch, [](Run& run, int a, int) { return SelfSwitch(run, a); }},
    {EventKind::kComplete, [](Run& run, int, int) { return Complete(run); }},
    {EventKind::kAdvance, [](Run& run, int, int) { return AdvanceOnce(run); }},
    {EventKind::kSwitchAll, [](Run& run, int, int) { return SwitchAll(run); }},
    {EventKind::kEnable, [](Run& run, int a, int) { return Enable(run, a); }},
    {EventKind::kDisable, [](Run& run, int a, int) { return Disable(run, a); }},
    {EventKind::kReverse, [](Run& run, int, int) { return Reverse(run); }},
    {EventKind::kForce, [](Run& run, int, int) { return Force(run); }},
    {EventKind::kSignal, [](Run& run, int, int) { return Signal(run); }},
    {EventKind::kRemove, [](Run& run, int a, int) { return RemoveModule(run, a); }},
    {EventKind::kModComing, [](Run& run, int a, int) { return ModuleComing(run, a); }},
    {EventKind::kModLive, [](Run& run, int a, int) { return ModuleLive(run, a); }},
    {EventKind::kModGoing, [](Run& run, int a, int) { return ModuleGoing(run, a); }},
    {EventKind::kFtraceOff, [](Run& run, int, int) { return SetFtrace(run, true); }},
    {EventKind::kFtraceOn, [](Run& run, int, int) { return SetFtrace(run, false); }},
}};

constexpr bool InOrder() {
  for (int i = 0; i < kEventKindCount; ++i) {
    if (static_cast<int>(kRules[static_cast<std::size_t>(i)].kind) != i) return false;
  }
  return true;
}
static_assert(InOrder(), "one rule per kind of event, in the order of EventKind");

Refusal Dispatch(Run& run, const Event& event) {
  return kRules[static_cast<std::size_t>(event.kind)].apply(run, event.a, event.b);
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

bool HasDirectCalls(const World& world) {
  return std::any_of(world.patches.begin(), world.patches.end(),
                     [](const PatchSpec& patch) { return !patch.direct.empty(); }) ||
         std::any_of(world.funcs.begin(), world.funcs.end(),
                     [](const FuncSpec& func) { return func.inlined_into >= 0; });
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
    case EventKind::kDirect:
      return HasDirectCalls(world);
    case EventKind::kThrough:
      return std::any_of(world.data.begin(), world.data.end(),
                         [](const DatumSpec& datum) { return datum.pointer_to >= 0; });
    case EventKind::kCold:
      return std::any_of(world.funcs.begin(), world.funcs.end(),
                         [](const FuncSpec& func) { return func.cold; });
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
