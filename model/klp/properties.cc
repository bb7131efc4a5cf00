#include "model/klp/properties.h"

#include "model/klp/func_stack.h"
#include "model/verdict.h"

namespace lpcheck::klp {
namespace {

ChannelSet BitOf(Channel channel) { return static_cast<ChannelSet>(1u << static_cast<int>(channel)); }

bool FuncIsImmediate(const Run& run, int patch, int func) {
  const PatchSpec& spec = run.world.patches[patch];
  const int index = FindFunc(spec, func);
  return index >= 0 && run.era().immediate && spec.funcs[index].immediate;
}

// Functions that the completed transition is about: its own, and those that its replace gave back.
bool IsAbout(const Run& run, int patch, int func) {
  if (FindFunc(run.world.patches[patch], func) >= 0) return true;
  if (!run.world.patches[patch].replace || run.era().replace == ReplaceForm::kNone) return false;
  for (std::uint8_t older : run.state.list) {
    if (older != patch && !run.state.patches[older].enabled && FindFunc(run.world.patches[older], func) >= 0)
      return true;
  }
  return false;
}

Version NewestEnabled(const Run& run, int func) {
  for (std::size_t i = run.state.list.size(); i-- > 0;) {
    const int patch = run.state.list[i];
    if (run.state.patches[patch].enabled && FindFunc(run.world.patches[patch], func) >= 0)
      return VersionOf(patch);
  }
  return kOriginal;
}

bool TracksUniverses(const Run& run) {
  return run.world.check.contains(Property::kS4) || run.world.watch_patch >= 0;
}

enum class Universe { kOld, kNew, kNeither };

Universe UniverseOf(const World& world, int patch, const Frame& frame) {
  if (FindFunc(world.patches[patch], frame.func) < 0) return Universe::kNeither;
  return frame.version == VersionOf(patch) ? Universe::kNew : Universe::kOld;
}

Universe Other(Universe universe) { return universe == Universe::kOld ? Universe::kNew : Universe::kOld; }

// Is a frame of `wanted` below the top one, reached by calls alone?
bool BelowInSameContext(const Run& run, const Task& task, Universe wanted) {
  if (task.stack.back().interrupt) return false;
  for (std::size_t i = task.stack.size() - 1; i-- > 0;) {
    if (UniverseOf(run.world, run.world.watch_patch, task.stack[i]) == wanted) return true;
    if (task.stack[i].interrupt) return false;
  }
  return false;
}

// Is a frame of `wanted` alive in another context: another task, or below an interrupt?
bool AliveElsewhere(const Run& run, int index, Universe wanted) {
  for (int i = 0; i < static_cast<int>(run.state.tasks.size()); ++i) {
    const Task& task = run.state.tasks[i];
    bool same_context = i == index;
    for (std::size_t k = task.stack.size(); k-- > 0;) {
      if (!same_context && UniverseOf(run.world, run.world.watch_patch, task.stack[k]) == wanted) return true;
      if (task.stack[k].interrupt) same_context = false;
    }
  }
  return false;
}

void NoteChannels(Run& run, int index, bool mixed_before) {
  const Task& task = run.state.tasks[index];
  const Universe universe = UniverseOf(run.world, run.world.watch_patch, task.stack.back());
  if (universe == Universe::kNeither) return;
  const Universe other = Other(universe);
  const bool on_stack = BelowInSameContext(run, task, other);
  if (on_stack) run.channels |= BitOf(Channel::kStack);
  if (mixed_before && !on_stack) run.channels |= BitOf(Channel::kSequence);
  const bool is_new = universe == Universe::kNew;
  const std::uint8_t mine = task.stack.back().interrupt ? 0 : static_cast<std::uint8_t>(1u << index);
  const bool new_elsewhere = (run.state.ever_new & ~mine) != 0;
  const bool rolled_back = run.state.rolled_back != 0;
  if (AliveElsewhere(run, index, other)) run.channels |= BitOf(Channel::kConcurrent);
  if (!is_new && new_elsewhere && !rolled_back) run.channels |= BitOf(Channel::kConcurrent);
  if (!is_new && run.state.ever_new != 0 && rolled_back) run.channels |= BitOf(Channel::kRollback);
  if (is_new && run.state.ever_old != 0) run.channels |= BitOf(Channel::kPersistent);
  std::uint8_t& ever = is_new ? run.state.ever_new : run.state.ever_old;
  ever |= static_cast<std::uint8_t>(1u << index);
}

// Returns whether the watched patch's other universe already ran in this window.
bool NoteUniverses(Run& run, Task& task) {
  bool watched_mixed = false;
  const Frame& frame = task.stack.back();
  for (int patch = 0; patch < static_cast<int>(run.world.patches.size()); ++patch) {
    const Universe universe = UniverseOf(run.world, patch, frame);
    if (universe == Universe::kNeither) continue;
    const std::uint8_t bit = static_cast<std::uint8_t>(1u << patch);
    (universe == Universe::kNew ? task.ran_new : task.ran_old) |= bit;
    if ((task.ran_new & task.ran_old & bit) == 0) continue;
    run.Break(Property::kS4);
    if (patch == run.world.watch_patch) watched_mixed = true;
  }
  return watched_mixed;
}

}  // namespace

void CheckSwitchedTask(Run& run, int index) {
  const Task& task = run.state.tasks[index];
  const int patch = run.state.transition_patch;
  for (const Frame& frame : task.stack) {
    if (FindFunc(run.world.patches[patch], frame.func) < 0 || FuncIsImmediate(run, patch, frame.func))
      continue;
    if (frame.version != Select(run.world, run.state, frame.func, run.state.target)) run.Break(Property::kS1);
  }
}

void CheckCompletion(Run& run) {
  const int patch = run.state.transition_patch;
  if (run.state.forced || IsImmediate(run.world, patch)) return;
  const bool patched = run.state.target == PatchState::kPatched;
  for (const Task& task : run.state.tasks) {
    for (const Frame& frame : task.stack) {
      if (!IsAbout(run, patch, frame.func) || FuncIsImmediate(run, patch, frame.func)) continue;
      const bool gone =
          patched ? frame.version == Select(run.world, run.state, frame.func, PatchState::kUndefined)
                  : frame.version != VersionOf(patch);
      if (!gone) run.Break(Property::kS2);
    }
  }
}

void CheckEntry(Run& run, int index) {
  Task& task = run.state.tasks[index];
  const Frame& frame = task.stack.back();
  if (run.state.phase == Phase::kIdle && frame.version != NewestEnabled(run, frame.func))
    run.Break(Property::kS8);
  if (!TracksUniverses(run)) return;
  const bool mixed = !frame.interrupt && NoteUniverses(run, task);
  if (run.world.watch_patch >= 0) NoteChannels(run, index, mixed);
}

void CheckState(Run& run) {
  for (std::size_t i = 0; i < run.world.data.size(); ++i) {
    const int patch = run.state.data[i] - 2;
    if (run.world.data[i].pointer_to < 0 || patch < 0) continue;
    if (run.state.patches[patch].life == PatchLife::kFreed) run.Break(Property::kS3);
  }
  for (const Task& task : run.state.tasks) {
    if (task.stack.empty() && task.held != 0) run.Break(Property::kS6);
    for (const Frame& frame : task.stack) {
      if (frame.version == kOriginal) continue;
      if (run.state.patches[frame.version - 1].life == PatchLife::kFreed) run.Break(Property::kS3);
    }
  }
}

void NoteRollback(Run& run, int patch) {
  if (patch == run.world.watch_patch && run.state.target == PatchState::kUnpatched) run.state.rolled_back = 1;
}

void NoteReplaced(Run& run, int patch) {
  if (patch == run.world.watch_patch) run.state.rolled_back = 1;
}

void NoteQuiescent(Run& run, int index) {
  run.state.tasks[index].ran_old = 0;
  run.state.tasks[index].ran_new = 0;
}

}  // namespace lpcheck::klp
