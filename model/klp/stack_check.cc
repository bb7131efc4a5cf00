#include "model/klp/stack_check.h"

#include "model/klp/func_stack.h"

namespace lpcheck::klp {
namespace {

Versions BitOf(Version version) { return static_cast<Versions>(1u << version); }

Versions Selected(const Run& run, int func) {
  return BitOf(Select(run.world, run.state, func, run.state.target));
}

Versions PresentButSelected(const Run& run, int func) {
  Versions present = BitOf(kOriginal);
  for (const Entry& entry : run.state.func_stack[func]) present |= BitOf(VersionOf(entry));
  return present & static_cast<Versions>(~Selected(run, func));
}

Versions HistoryButSelected(const Run& run, int func) {
  const Versions ever = run.state.installed[func] | BitOf(kOriginal);
  return ever & static_cast<Versions>(~Selected(run, func));
}

// list_is_singular(): the original. Otherwise list_next_entry(), which for the last entry is the list head
// itself.
Versions Below(Run& run, int func, int position) {
  const FuncStack& entries = run.state.func_stack[func];
  if (entries.size() == 1) return BitOf(kOriginal);
  if (position + 1 < static_cast<int>(entries.size())) return BitOf(VersionOf(entries[position + 1]));
  if (run.era().list_end_checked) return BitOf(kOriginal);
  run.Break(Property::kS10);
  return 0;  // whatever lies before the klp_ops; in the machine that was looked at it matched no address
}

Versions ImmediateBelow(const Run& run, int func, int position) {
  const FuncStack& entries = run.state.func_stack[func];
  Versions versions = 0;
  for (std::size_t i = static_cast<std::size_t>(position) + 1; i < entries.size(); ++i) {
    versions |= BitOf(VersionOf(entries[i]));
    if (!entries[i].immediate) return versions;
  }
  return versions | BitOf(kOriginal);
}

Versions Own(const Run& run, bool nop) {
  return BitOf(nop ? kOriginal : VersionOf(run.state.transition_patch));
}

bool OnStack(const Run& run, const Task& task, int func, Versions forbidden) {
  for (const Frame& frame : task.stack) {
    if (frame.func != func || (forbidden & BitOf(frame.version)) == 0) continue;
    if (!frame.cold || run.era().cold_checked) return true;
  }
  return false;
}

}  // namespace

Versions Forbidden(Run& run, int func, bool nop) {
  const int position = Position(run.state, func, nop);
  const bool unpatching = run.state.target == PatchState::kUnpatched;
  switch (run.era().check) {
    case StackCheck::kNone:
      return 0;
    case StackCheck::kBelow:
      return unpatching ? Own(run, nop) : Below(run, func, position);
    case StackCheck::kImmediateBelow:
      return unpatching ? Own(run, nop) : ImmediateBelow(run, func, position);
    case StackCheck::kPresent:
      return PresentButSelected(run, func);
    case StackCheck::kHistory:
      return HistoryButSelected(run, func);
  }
  return 0xff;
}

Refusal CheckStack(Run& run, const Task& task) {
  for (int func = 0; func < static_cast<int>(run.state.func_stack.size()); ++func) {
    for (const Entry& entry : run.state.func_stack[func]) {
      if (entry.patch != run.state.transition_patch) continue;
      // A whole patch that is immediate never gets here; a single func is only left out of the check.
      if (entry.immediate) continue;
      if (OnStack(run, task, func, Forbidden(run, func, entry.nop)))
        return "the task sleeps in a function to be switched";
    }
  }
  return kDone;
}

}  // namespace lpcheck::klp
