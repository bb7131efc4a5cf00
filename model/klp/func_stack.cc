#include "model/klp/func_stack.h"

namespace lpcheck::klp {

Version VersionOf(const Entry& entry) {
  return entry.nop ? kOriginal : VersionOf(static_cast<int>(entry.patch));
}

bool InTransition(const State& state, const Entry& entry) {
  return state.func_transition && entry.patch == state.transition_patch;
}

Version Select(const World& world, const State& state, int func, PatchState patch_state) {
  const FuncStack& entries = state.func_stack[func];
  if (entries.empty() || state.ftrace_off) return kOriginal;
  if (InTransition(state, entries[0]) && patch_state == PatchState::kUnpatched) {
    return entries.size() == 1 ? kOriginal : VersionOf(entries[1]);
  }
  return VersionOf(entries[0]);
}

int Position(const State& state, int func, bool nop) {
  const FuncStack& entries = state.func_stack[func];
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].patch == state.transition_patch && entries[i].nop == nop) return static_cast<int>(i);
  }
  return -1;
}

bool HasEntry(const State& state, int func, int patch) {
  for (const Entry& entry : state.func_stack[func]) {
    if (entry.patch == patch && !entry.nop) return true;
  }
  return false;
}

void Push(Run& run, int func, const Entry& entry) {
  run.state.func_stack[func].push_front(entry);
  // The history is kept only where a rule reads it; a ghost that nobody reads would multiply states.
  if (run.era().check == StackCheck::kHistory) {
    run.state.installed[func] |= static_cast<std::uint8_t>(1u << VersionOf(entry));
  }
}

void RemoveEntries(Run& run, int patch) {
  for (FuncStack& entries : run.state.func_stack) {
    for (std::size_t i = entries.size(); i-- > 0;) {
      if (entries[i].patch == patch) entries.erase(i);
    }
  }
}

void RemoveNops(Run& run, int patch) {
  for (FuncStack& entries : run.state.func_stack) {
    for (std::size_t i = entries.size(); i-- > 0;) {
      if (entries[i].patch == patch && entries[i].nop) entries.erase(i);
    }
  }
}

}  // namespace lpcheck::klp
