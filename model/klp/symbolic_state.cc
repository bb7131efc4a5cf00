#include "model/klp/symbolic_state.h"

namespace lpcheck::klp {
namespace {

using smt::Term;

// How many entries can lie on the func_stack of `func`: each patch brings it at most once and at most one nop
// for it.
std::size_t SlotCount(const World& world, int func) {
  std::size_t count = 0;
  for (const PatchSpec& patch : world.patches) {
    if (FindFunc(patch, func) >= 0) ++count;
    if (patch.replace && world.era.replace != ReplaceForm::kNone) ++count;
  }
  return count;
}

// Sizes every vector of the state; the terms are filled in through Places().
SymState Shape(const World& world) {
  SymState state;
  const std::size_t patches = world.patches.size();
  state.tasks.resize(world.tasks.size());
  for (SymTask& task : state.tasks) {
    task.frames.resize(static_cast<std::size_t>(world.max_frames));
    task.held.resize(world.data.size());
    task.ran_old.resize(patches);
    task.ran_new.resize(patches);
  }
  state.stack.resize(world.funcs.size());
  for (std::size_t func = 0; func < world.funcs.size(); ++func) {
    state.stack[func].resize(SlotCount(world, static_cast<int>(func)));
  }
  state.installed.assign(world.funcs.size(), std::vector<Term>(patches + 1));
  for (auto* by_patch : {&state.life, &state.enabled, &state.pinned, &state.list}) by_patch->resize(patches);
  state.data.resize(world.data.size());
  state.objects.resize(world.objects.size());
  return state;
}

void InitialTask(Terms& t, const World& world, int index, SymTask& task) {
  const TaskSpec& spec = world.tasks[index];
  const bool runs = spec.starts_in >= 0;
  task.depth = t.Value(runs ? 1 : 0, kDepthBits);
  for (SymFrame& frame : task.frames) {
    frame = {t.Value(0, kFuncBits), t.Value(kOriginal, kPatchBits), t.False(), t.False()};
  }
  if (runs) task.frames[0].func = t.Value(static_cast<std::uint64_t>(spec.starts_in), kFuncBits);
  task.patched = task.defined = task.pending = task.signalled = t.False();
  const Life life = spec.absent ? Life::kAbsent : Life::kListed;
  task.life = t.Value(static_cast<std::uint64_t>(life), kLifeBits);
  for (auto* flags : {&task.held, &task.ran_old, &task.ran_new}) {
    for (Term& flag : *flags) flag = t.False();
  }
}

}  // namespace

std::vector<Term*> Places(SymState& state) {
  std::vector<Term*> places;
  const auto add = [&places](std::vector<Term>& terms) {
    for (Term& term : terms) places.push_back(&term);
  };
  for (SymTask& task : state.tasks) {
    places.push_back(&task.depth);
    for (SymFrame& frame : task.frames) {
      places.insert(places.end(), {&frame.func, &frame.version, &frame.cold, &frame.interrupt});
    }
    places.insert(places.end(), {&task.patched, &task.defined, &task.pending, &task.signalled, &task.life});
    for (auto* flags : {&task.held, &task.ran_old, &task.ran_new}) add(*flags);
  }
  for (std::vector<SymEntry>& slots : state.stack) {
    for (SymEntry& entry : slots) places.insert(places.end(), {&entry.patch, &entry.nop});
  }
  for (std::vector<Term>& versions : state.installed) add(versions);
  for (auto* terms : {&state.life, &state.enabled, &state.pinned, &state.list, &state.data, &state.objects}) {
    add(*terms);
  }
  places.insert(places.end(), {&state.phase, &state.transition, &state.target, &state.func_transition,
                               &state.forced, &state.ftrace_off});
  return places;
}

SymState InitialTerms(Terms& t, const World& world) {
  SymState state = Shape(world);
  const Term none = t.Value(kNoPatch, kPatchBits);
  for (std::size_t i = 0; i < world.tasks.size(); ++i) {
    InitialTask(t, world, static_cast<int>(i), state.tasks[i]);
  }
  for (std::vector<SymEntry>& slots : state.stack) {
    for (SymEntry& entry : slots) entry = {none, t.False()};
  }
  for (std::vector<Term>& versions : state.installed) {
    for (Term& flag : versions) flag = t.False();
  }
  for (Term& life : state.life) life = t.Value(static_cast<std::uint64_t>(PatchLife::kAbsent), kLifeBits);
  for (auto* flags : {&state.enabled, &state.pinned}) {
    for (Term& flag : *flags) flag = t.False();
  }
  for (Term& slot : state.list) slot = none;
  for (std::size_t i = 0; i < world.data.size(); ++i) {
    state.data[i] = t.Value(static_cast<std::uint64_t>(world.data[i].initial), kDataBits);
  }
  for (std::size_t i = 0; i < world.objects.size(); ++i) {
    const ObjectLife life = world.objects[i].loaded ? ObjectLife::kLive : ObjectLife::kAbsent;
    state.objects[i] = t.Value(static_cast<std::uint64_t>(life), kLifeBits);
  }
  state.phase = t.Value(static_cast<std::uint64_t>(Phase::kIdle), kPhaseBits);
  state.transition = none;
  state.target = state.func_transition = state.forced = state.ftrace_off = t.False();
  return state;
}

SymState FreshTerms(Terms& t, const World& world, const std::string& prefix) {
  SymState state = InitialTerms(t, world);  // for the sorts
  int number = 0;
  for (Term* place : Places(state)) {
    *place = t.context().Const(prefix + "." + std::to_string(number++), place->sort);
  }
  return state;
}

}  // namespace lpcheck::klp
