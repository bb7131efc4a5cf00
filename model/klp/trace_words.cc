#include "model/klp/trace_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "model/klp/func_stack.h"

namespace lpcheck::klp {
namespace {

std::string VersionInWords(const World& world, Version version) {
  return version == kOriginal ? "original" : world.patches[version - 1].name;
}

std::string_view InWords(PatchState state) {
  switch (state) {
    case PatchState::kUndefined:
      return "undefined";
    case PatchState::kUnpatched:
      return "unpatched";
    case PatchState::kPatched:
      return "patched";
  }
  return "";
}

std::string FuncStackInWords(const World& world, const FuncStack& entries) {
  std::vector<std::string> words;
  for (const Entry& entry : entries) {
    words.push_back(absl::StrCat(world.patches[entry.patch].name, entry.nop ? " (nop)" : ""));
  }
  return absl::StrCat("[", absl::StrJoin(words, ", "), "]");
}

std::string TaskStackInWords(const World& world, const Task& task) {
  std::vector<std::string> words;
  for (const Frame& frame : task.stack) words.push_back(FrameInWords(world, frame));
  return words.empty() ? "nothing" : absl::StrJoin(words, " > ");
}

std::string FuncStacksOf(const World& world, const State& state, int patch) {
  std::vector<std::string> words;
  for (const PatchFunc& func : world.patches[patch].funcs) {
    words.push_back(absl::StrCat(world.funcs[func.func].name, ": ",
                                 FuncStackInWords(world, state.func_stack[func.func])));
  }
  return absl::StrJoin(words, ", ");
}

// What a task's switch was decided on.
std::string SwitchInWords(const World& world, const State& before, const Task& task) {
  return absl::StrCat("; its stack is ", TaskStackInWords(world, task), ", func_stacks are ",
                      FuncStacksOf(world, before, before.transition_patch));
}

std::string EnableInWords(const World& world, const State& after, int patch) {
  const std::string stacks = FuncStacksOf(world, after, patch);
  if (after.phase == Phase::kIdle) return absl::StrCat("; no transition is needed, func_stacks are ", stacks);
  return absl::StrCat("; a transition starts, func_stacks are ", stacks);
}

std::string Detail(const World& world, const State& before, const Event& event, const State& after) {
  switch (event.kind) {
    case EventKind::kCall:
    case EventKind::kDirect:
    case EventKind::kThrough:
    case EventKind::kInterrupt:
      return absl::StrCat("; runs ", FrameInWords(world, after.tasks[event.a].stack.back()));
    case EventKind::kTrySwitch:
    case EventKind::kSelfSwitch:
      return SwitchInWords(world, before, after.tasks[event.a]);
    case EventKind::kEnable:
      return EnableInWords(world, after, event.a);
    case EventKind::kDisable:
      return after.phase == Phase::kIdle ? "; removed at once, no stack is looked at"
                                         : "; a transition back starts";
    case EventKind::kReturn:
    case EventKind::kCold:
      return absl::StrCat("; on its stack is ", TaskStackInWords(world, after.tasks[event.a]));
    case EventKind::kReverse:
      return absl::StrCat("; the target is now ", std::string(InWords(after.target)));
    case EventKind::kForce:
      return "; every pending task counts as switched, whatever is on its stack";
    case EventKind::kFork:
    case EventKind::kForkEnd:
    case EventKind::kDie:
    case EventKind::kExit:
    case EventKind::kComplete:
    case EventKind::kAdvance:
    case EventKind::kSwitchAll:
    case EventKind::kSignal:
    case EventKind::kRemove:
    case EventKind::kModComing:
    case EventKind::kModLive:
    case EventKind::kModGoing:
    case EventKind::kFtraceOff:
    case EventKind::kFtraceOn:
      return "";
  }
  return "";
}

}  // namespace

std::string FrameInWords(const World& world, const Frame& frame) {
  return absl::StrCat(world.funcs[frame.func].name, "@", VersionInWords(world, frame.version),
                      frame.cold ? " (in its cold part)" : "", frame.interrupt ? " (interrupt)" : "");
}

std::string StateInWords(const World& world, const State& state) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < state.tasks.size(); ++i) {
    const Task& task = state.tasks[i];
    words.push_back(absl::StrCat(world.tasks[i].name, ": ", TaskStackInWords(world, task)));
    if (state.target != PatchState::kUndefined) {
      absl::StrAppend(&words.back(), " (", std::string(InWords(task.patch_state)),
                      task.pending ? ", pending" : "", ")");
    }
  }
  for (std::size_t i = 0; i < state.func_stack.size(); ++i) {
    words.push_back(absl::StrCat(world.funcs[i].name, " = ", FuncStackInWords(world, state.func_stack[i])));
  }
  for (std::size_t i = 0; i < state.data.size(); ++i) {
    words.push_back(absl::StrCat(world.data[i].name, " = ", static_cast<int>(state.data[i])));
  }
  return absl::StrJoin(words, "; ");
}

std::string StepInWords(const World& world, const State& before, const Event& event, const State& after,
                        Broken broken) {
  std::string text = absl::StrCat(ToText(world, event), Detail(world, before, event, after));
  for (int i = 0; i < kPropertyCount; ++i) {
    const Property property = static_cast<Property>(i);
    if ((broken & BitOf(property)) == 0) continue;
    absl::StrAppend(&text, " -- breaks ", std::string(Name(property)), ": ", std::string(Meaning(property)));
  }
  return text;
}

absl::StatusOr<std::vector<std::string>> TraceInWords(const World& world, const Trace& trace) {
  absl::StatusOr<Replayed> replayed = Replay(world, trace);
  if (!replayed.ok()) return replayed.status();
  std::vector<std::string> words;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    words.push_back(
        StepInWords(world, replayed->states[i], trace[i], replayed->states[i + 1], replayed->broken[i]));
  }
  return words;
}

}  // namespace lpcheck::klp
