// Orders on a stack: what each disable does, which order a series can be enabled in, and which stacks no
// order of events can have made.
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "model/klp/stack_conflicts.h"

namespace lpcheck::klp {
namespace {

using absl::InvalidArgumentError;
using absl::StrCat;

const PatchedFunction* Find(const StackPatch& patch, const PatchedFunction& wanted) {
  for (const PatchedFunction& function : patch.functions) {
    if (function.Is(wanted)) return &function;
  }
  return nullptr;
}

absl::Status CheckCalls(const StackPatch& patch) {
  for (const PatchedFunction& function : patch.functions) {
    for (const std::string& callee : function.direct_calls) {
      const bool known = std::any_of(patch.functions.begin(), patch.functions.end(),
                                     [&](const PatchedFunction& other) { return other.name == callee; });
      if (!known) {
        return InvalidArgumentError(StrCat("patch ", patch.name, ": ", function.name, " calls ", callee,
                                           " directly, but the patch has no function of that name"));
      }
    }
  }
  return absl::OkStatus();
}

// klp_is_patch_compatible() would have refused this patch over those below it.
absl::Status CheckStates(const LoadedStack& stack, std::size_t index) {
  if (!stack.era.states) {
    if (stack.patches[index].states.empty()) return absl::OkStatus();
    return InvalidArgumentError(StrCat("patch ", stack.patches[index].name, " declares state ",
                                       stack.patches[index].states[0].id, ", but ", stack.era.name,
                                       " has no klp_state; is the stack of another kernel?"));
  }
  for (const DeclaredState& state : stack.patches[index].states) {
    for (std::size_t below = 0; below < index; ++below) {
      for (const DeclaredState& older : stack.patches[below].states) {
        if (older.id != state.id || older.version <= state.version) continue;
        return InvalidArgumentError(
            StrCat("patch ", stack.patches[index].name, " has version ", state.version, " of state ",
                   state.id, " above ", stack.patches[below].name, " with version ", older.version,
                   ": the kernel would have refused it; give the patches oldest first"));
      }
    }
  }
  return absl::OkStatus();
}

// Enabling a patch needs what it was written on to be there, so a base lies below; where the order of disables is
// enforced, it still does.
absl::Status CheckBases(const LoadedStack& stack, std::size_t index) {
  const StackPatch& patch = stack.patches[index];
  for (const PatchedFunction& function : patch.functions) {
    if (function.base.empty()) continue;
    const auto is_base = [&](const StackPatch& other) { return other.name == function.base; };
    const auto self = stack.patches.begin() + static_cast<std::ptrdiff_t>(index);
    if (std::any_of(self, stack.patches.end(), is_base)) {
      return InvalidArgumentError(StrCat("patch ", patch.name, " was written on ", function.base,
                                         ", which stands at or above it; give the patches oldest first"));
    }
    if (stack.era.order && std::none_of(stack.patches.begin(), self, is_base)) {
      return InvalidArgumentError(StrCat("patch ", patch.name, " was written on ", function.base,
                                         ", which is not loaded, and ", stack.era.name,
                                         " does not let a lower patch go first; name what is loaded"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckReplace(const LoadedStack& stack, std::size_t index) {
  const StackPatch& patch = stack.patches[index];
  if (!patch.replace || patch.in_transition || stack.era.replace != ReplaceForm::kDynamicNops)
    return absl::OkStatus();
  for (std::size_t below = 0; below < index; ++below) {
    if (stack.era.replace_sets && stack.patches[below].replace_set != patch.replace_set) continue;
    return InvalidArgumentError(StrCat("patch ", patch.name, " replaces all older ones, but ",
                                       stack.patches[below].name,
                                       " is still below it; give the patches oldest first"));
  }
  return absl::OkStatus();
}

// Which patches must be enabled before `patch`: those that its functions were edited on.
std::set<std::string> BasesOf(const StackPatch& patch) {
  std::set<std::string> bases;
  for (const PatchedFunction& function : patch.functions) {
    if (!function.base.empty()) bases.insert(function.base);
  }
  return bases;
}

// Of two patches with one state id, the lower version goes first.
bool StateGoesFirst(const StackPatch& first, const StackPatch& second) {
  for (const DeclaredState& a : first.states) {
    for (const DeclaredState& b : second.states) {
      if (a.id == b.id && a.version < b.version) return true;
    }
  }
  return false;
}

// before[i]: the members of the series that must be enabled before i.
std::vector<std::set<std::size_t>> Constraints(const std::vector<StackPatch>& series) {
  std::vector<std::set<std::size_t>> before(series.size());
  std::map<std::string, std::vector<std::size_t>> by_state;
  std::map<std::string, std::size_t> by_name;
  for (std::size_t i = 0; i < series.size(); ++i) {
    by_name.emplace(series[i].name, i);
    for (const DeclaredState& state : series[i].states) by_state[state.id].push_back(i);
  }
  for (std::size_t i = 0; i < series.size(); ++i) {
    for (const std::string& base : BasesOf(series[i])) {
      if (const auto it = by_name.find(base); it != by_name.end() && it->second != i)
        before[i].insert(it->second);
    }
  }
  for (const auto& [id, members] : by_state) {
    for (std::size_t a : members) {
      for (std::size_t b : members) {
        if (a != b && StateGoesFirst(series[a], series[b])) before[b].insert(a);
      }
    }
  }
  return before;
}

// The shortest cycle through `start` in the graph of constraints, as member indices; empty if there is none.
std::vector<std::size_t> CycleThrough(const std::vector<std::set<std::size_t>>& before, std::size_t start) {
  std::map<std::size_t, std::size_t> from;
  std::deque<std::size_t> work = {start};
  while (!work.empty()) {
    const std::size_t node = work.front();
    work.pop_front();
    for (std::size_t next : before[node]) {
      if (next == start) {
        std::vector<std::size_t> cycle = {node};
        while (cycle.back() != start) cycle.push_back(from.at(cycle.back()));
        return cycle;
      }
      if (from.try_emplace(next, node).second) work.push_back(next);
    }
  }
  return {};
}

std::vector<std::string> SmallestCycle(const std::vector<StackPatch>& series,
                                       const std::vector<std::set<std::size_t>>& before) {
  std::vector<std::size_t> best;
  for (std::size_t i = 0; i < series.size(); ++i) {
    std::vector<std::size_t> cycle = CycleThrough(before, i);
    if (!cycle.empty() && (best.empty() || cycle.size() < best.size())) best = std::move(cycle);
  }
  std::vector<std::string> names;
  for (std::size_t i : best) names.push_back(series[i].name);
  std::sort(names.begin(), names.end());
  return names;
}

// Members in an order that respects the constraints and otherwise the given one; shorter than the series on a
// cycle.
std::vector<std::size_t> Topological(const std::vector<std::set<std::size_t>>& before) {
  std::vector<std::size_t> order;
  std::vector<bool> placed(before.size(), false);
  for (bool progress = true; progress;) {
    progress = false;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const bool ready =
          std::all_of(before[i].begin(), before[i].end(), [&](std::size_t b) { return placed[b]; });
      if (placed[i] || !ready) continue;
      placed[i] = progress = true;
      order.push_back(i);
    }
  }
  return order;
}

}  // namespace

absl::Status CheckNames(const LoadedStack& stack) {
  std::set<std::string> names;
  for (const StackPatch& patch : stack.patches) {
    if (names.insert(patch.name).second) continue;
    return InvalidArgumentError(StrCat("two patches are named ", patch.name, "; rename one"));
  }
  return absl::OkStatus();
}

absl::Status CheckReachable(const LoadedStack& stack) {
  if (absl::Status status = CheckNames(stack); !status.ok()) return status;
  for (std::size_t i = 0; i < stack.patches.size(); ++i) {
    const StackPatch& patch = stack.patches[i];
    if (patch.immediate && !stack.era.immediate && stack.era.unit != SwitchUnit::kFunction) {
      return InvalidArgumentError(
          StrCat("patch ", patch.name, " is immediate, but ", stack.era.name, " has no such flag"));
    }
    if (patch.forced && !stack.era.force) {
      return InvalidArgumentError(
          StrCat("patch ", patch.name, " was forced, but ", stack.era.name, " has no force"));
    }
    if (patch.in_transition && stack.era.order && i + 1 != stack.patches.size()) {
      return InvalidArgumentError(StrCat("patch ", patch.name,
                                         " is in transition below an enabled one, which ", stack.era.name,
                                         " does not allow"));
    }
    const auto is_moving = [](const StackPatch& other) { return other.in_transition; };
    if (std::count_if(stack.patches.begin(), stack.patches.end(), is_moving) > 1) {
      return InvalidArgumentError("two patches are in transition, and the kernel runs one transition at a time");
    }
    for (absl::Status status : {CheckCalls(patch), CheckBases(stack, i), CheckStates(stack, i), CheckReplace(stack, i)}) {
      if (!status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

std::vector<DisableEffect> DisableEffects(const LoadedStack& stack) {
  std::vector<DisableEffect> effects;
  for (std::size_t i = 0; i < stack.patches.size(); ++i) {
    const StackPatch& patch = stack.patches[i];
    DisableEffect effect{.patch = patch.name};
    if (patch.in_transition) effect.refusal = "EBUSY: its transition is running";
    if (stack.era.order && i + 1 < stack.patches.size()) effect.refusal = "EBUSY: a newer patch is enabled";
    for (const PatchedFunction& function : patch.functions) {
      const auto covers = [&](const StackPatch& other) { return Find(other, function) != nullptr; };
      if (std::any_of(stack.patches.begin() + static_cast<long>(i) + 1, stack.patches.end(), covers))
        continue;
      const auto below =
          std::find_if(stack.patches.rend() - static_cast<long>(i), stack.patches.rend(), covers);
      effect.falls_to.push_back(
          StrCat(function.name, ": ", below == stack.patches.rend() ? "original" : below->name));
    }
    for (std::size_t k = i + 1; k < stack.patches.size(); ++k) {
      if (BasesOf(stack.patches[k]).contains(patch.name)) {
        effect.breaks.push_back(StrCat(stack.patches[k].name, " was built on it"));
      }
    }
    for (const DatumUse& use : patch.data) {
      if (!use.writes.empty() && !(use.derived && patch.may_disable))
        effect.breaks.push_back(StrCat(use.name, " stays in format '", use.writes, "' and meets older code"));
    }
    effects.push_back(std::move(effect));
  }
  return effects;
}

std::vector<std::string> SmallestConflictingSet(const std::vector<StackPatch>& series,
                                                const std::vector<Conflict>& conflicts) {
  std::set<std::string> members;
  for (const StackPatch& patch : series) members.insert(patch.name);
  std::vector<std::string> best;
  for (const Conflict& conflict : conflicts) {
    if (conflict.weight != Verdict::kRefused) continue;
    std::vector<std::string> set;
    for (const std::string& name : conflict.involved) {
      if (members.contains(name)) set.push_back(name);
    }
    if (best.empty() || set.size() < best.size()) best = set;
  }
  return best;
}

SeriesOrder OrderSeries(const LoadedStack& stack, const std::vector<StackPatch>& series) {
  SeriesOrder result;
  const std::vector<std::set<std::size_t>> before = Constraints(series);
  const std::vector<std::size_t> order = Topological(before);
  if (order.size() < series.size()) {
    result.conflicting = SmallestCycle(series, before);
    return result;
  }
  LoadedStack current = stack;
  for (std::size_t i : order) {
    result.order.push_back(series[i].name);
    std::vector<Conflict> conflicts = ConflictsOnTop(current, series[i]);
    result.conflicts.insert(result.conflicts.end(), conflicts.begin(), conflicts.end());
    current = Push(current, series[i]);
  }
  result.conflicting = SmallestConflictingSet(series, result.conflicts);
  return result;
}

}  // namespace lpcheck::klp
