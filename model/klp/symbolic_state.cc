#include "model/klp/symbolic_state.h"

namespace lpcheck::klp {
namespace {

using smt::Context;
using smt::Term;

// Sizes every vector of the state; the terms are filled in through Places().
SymState Shape(const World& world) {
  SymState state;
  state.tasks.resize(world.tasks.size());
  for (SymTask& task : state.tasks) {
    task.func.resize(static_cast<std::size_t>(world.max_frames));
    task.version.resize(static_cast<std::size_t>(world.max_frames));
  }
  state.stack.assign(world.funcs.size(), std::vector<Term>(world.patches.size()));
  state.installed.resize(world.funcs.size());
  for (auto* by_patch : {&state.listed, &state.dropped, &state.enabled, &state.list}) {
    by_patch->resize(world.patches.size());
  }
  return state;
}

}  // namespace

std::vector<Term*> Places(SymState& state) {
  std::vector<Term*> places;
  for (SymTask& task : state.tasks) {
    places.push_back(&task.depth);
    for (Term& func : task.func) places.push_back(&func);
    for (Term& version : task.version) places.push_back(&version);
    places.insert(places.end(), {&task.patched, &task.defined, &task.pending});
  }
  for (std::vector<Term>& slots : state.stack) {
    for (Term& slot : slots) places.push_back(&slot);
  }
  for (auto* terms : {&state.installed, &state.listed, &state.dropped, &state.enabled, &state.list}) {
    for (Term& term : *terms) places.push_back(&term);
  }
  places.insert(places.end(), {&state.transition, &state.target, &state.forced});
  return places;
}

SymState InitialTerms(Context& context, const World& world) {
  SymState state = Shape(world);
  const Term no = context.False();
  const Term none = context.Value(kNoPatch, kPatchBits);
  for (std::size_t i = 0; i < world.tasks.size(); ++i) {
    SymTask& task = state.tasks[i];
    const int starts_in = world.tasks[i].starts_in;
    task.depth = context.Value(starts_in >= 0 ? 1 : 0, kDepthBits);
    for (Term& func : task.func) func = context.Value(0, kFuncBits);
    for (Term& version : task.version) version = context.Value(kOriginal, kPatchBits);
    if (starts_in >= 0) task.func[0] = context.Value(static_cast<std::uint64_t>(starts_in), kFuncBits);
    task.patched = task.defined = task.pending = no;
  }
  for (std::vector<Term>& slots : state.stack) {
    for (Term& slot : slots) slot = none;
  }
  for (Term& mask : state.installed) mask = context.Value(0, 8);
  for (auto* flags : {&state.listed, &state.dropped, &state.enabled}) {
    for (Term& flag : *flags) flag = no;
  }
  for (Term& slot : state.list) slot = none;
  state.transition = none;
  state.target = state.forced = no;
  return state;
}

SymState FreshTerms(Context& context, const World& world, const std::string& prefix) {
  SymState state = InitialTerms(context, world);  // for the sorts
  int number = 0;
  for (Term* place : Places(state))
    *place = context.Const(prefix + "." + std::to_string(number++), place->sort);
  return state;
}

}  // namespace lpcheck::klp
