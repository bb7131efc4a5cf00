#include "model/klp/stack_conflicts.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "model/klp/callback_conflicts.h"
#include "model/klp/conflict_runs.h"
#include "model/klp/lock_graph.h"

namespace lpcheck::klp {
namespace {

using absl::StrCat;

constexpr std::array<std::string_view, kConflictKindCount> kNames = {
    "function", "direct-call", "dead-version", "datum",   "lock-order", "state",
    "shadow",   "callback",    "interface",    "pending", "replace-set"};

const PatchedFunction* Find(const StackPatch& patch, const PatchedFunction& wanted) {
  for (const PatchedFunction& function : patch.functions) {
    if (function.Is(wanted)) return &function;
  }
  return nullptr;
}

bool TakesOver(const Era& era, const StackPatch& older, const StackPatch& newer) {
  if (!newer.replace || era.replace == ReplaceForm::kNone) return false;
  return !era.replace_sets || older.replace_set == newer.replace_set;
}

// The name of the patch whose version of `function` runs now; empty for the original.
std::string RunningVersion(const LoadedStack& stack, const PatchedFunction& function) {
  for (auto it = stack.patches.rbegin(); it != stack.patches.rend(); ++it) {
    if (Find(*it, function) != nullptr) return it->name;
  }
  return "";
}

std::string OrOriginal(const std::string& version) { return version.empty() ? "original" : version; }

// Written on top of `older`, directly or for some function.
bool BuildsOn(const StackPatch& newer, const StackPatch& older) {
  return std::any_of(newer.functions.begin(), newer.functions.end(),
                     [&](const PatchedFunction& function) { return function.base == older.name; });
}

void Functions(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  if (patch.replace && stack.era.replace != ReplaceForm::kNone) return;
  for (const PatchedFunction& function : patch.functions) {
    const std::string running = RunningVersion(stack, function);
    if (running == function.base) continue;
    Conflict conflict{
        .kind = ConflictKind::kFunction, .patch = patch.name, .other = running, .subject = function.name};
    conflict.because = StrCat(
        "it was written on ", OrOriginal(function.base), ", but ", OrOriginal(running), " runs; ",
        running.empty() ? "what it builds on is not there" : "the change of the older patch would be lost");
    conflict.trace = {
        StrCat("enable ", patch.name, ": its ", function.name, " is selected from now on"),
        StrCat("call ", function.name, ": the code of ", patch.name, " runs, without the change of ",
               OrOriginal(running.empty() ? function.base : running))};
    conflict.remedy = running.empty() ? StrCat("enable ", function.base, " first")
                                      : StrCat("rebuild it on ", running,
                                               ", or make it cumulative (replace) with both changes");
    out.push_back(std::move(conflict));
  }
}

void DirectCalls(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  for (const StackPatch& older : stack.patches) {
    if (TakesOver(stack.era, older, patch)) continue;
    for (const PatchedFunction& caller : older.functions) {
      if (Find(patch, caller) != nullptr || RunningVersion(stack, caller) != older.name) continue;
      for (const std::string& callee : caller.direct_calls) {
        const bool changed =
            std::any_of(patch.functions.begin(), patch.functions.end(),
                        [&](const PatchedFunction& function) { return function.name == callee; });
        if (!changed) continue;
        Conflict conflict{
            .kind = ConflictKind::kDirectCall, .patch = patch.name, .other = older.name, .subject = callee};
        conflict.because = StrCat(caller.name, " of ", older.name, " calls its own ", callee,
                                  " past the redirect and would go on doing so for ever");
        conflict.trace = DirectCallRun(stack.era, older.name, patch.name, caller.name, callee);
        conflict.remedy =
            StrCat("add ", caller.name, " to ", patch.name, ", or make it cumulative (replace)");
        out.push_back(std::move(conflict));
      }
    }
  }
}

bool NeedsConsistency(const StackPatch& patch) { return patch.verdict != Verdict::kImmediate; }

void DeadVersions(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  if (!NeedsConsistency(patch)) return;
  for (const PatchedFunction& function : patch.functions) {
    std::vector<DeadVersion> dead;
    for (const DeadVersion& version : stack.dead) {
      if (version.function == function.name) dead.push_back(version);
    }
    for (const StackPatch& older : stack.patches) {
      if (!older.immediate && !older.forced) continue;
      const PatchedFunction* below = Find(older, function);
      if (below == nullptr) continue;
      dead.push_back(
          {function.name, OrOriginal(below->base),
           older.forced ? StrCat(older.name, " was forced") : StrCat(older.name, " was immediate")});
    }
    for (const DeadVersion& version : dead) {
      Conflict conflict{.kind = ConflictKind::kDeadVersion, .patch = patch.name, .subject = function.name};
      conflict.other = version.version == "original" ? "" : version.version;
      conflict.because = StrCat("a task may still sleep in ", function.name, " of ", version.version, ": ",
                                version.because, "; the kernel looks only at the version directly below");
      conflict.trace = DeadVersionRun(stack.era, function.name, patch.name);
      conflict.remedy =
          "drain the dead versions first: one scan of all tasks with reliable stacks proves them gone";
      out.push_back(std::move(conflict));
    }
    if (stack.watched || RunningVersion(stack, function).empty() || !dead.empty()) continue;
    Conflict conflict{.kind = ConflictKind::kDeadVersion,
                      .weight = Verdict::kUndecided,
                      .patch = patch.name,
                      .subject = function.name};
    conflict.because = StrCat("nobody watched what happened to ", function.name,
                              " since boot: an older version may be on a stack");
    conflict.trace = UnwatchedRun(function.name, patch.name);
    conflict.remedy = "drain the function's versions first";
    out.push_back(std::move(conflict));
  }
}

bool Reads(const DatumUse& use, const std::string& format) {
  const std::vector<std::string> known = absl::StrSplit(use.reads, ' ', absl::SkipEmpty());
  return std::find(known.begin(), known.end(), format) != known.end();
}

// What the checker saw is no proof of harm, and where it saw both at once it has answered already.
bool IsAnswered(const DatumUse& writes, const DatumUse& reads, const StackPatch& newer, const StackPatch& older) {
  if (!writes.derived && !reads.derived) return false;
  return std::find(newer.checked_on.begin(), newer.checked_on.end(), older.name) != newer.checked_on.end();
}

void DatumPair(const StackPatch& writer, const DatumUse& writes, const StackPatch& reader,
               const DatumUse& reads, const StackPatch& newer, const StackPatch& older,
               std::vector<Conflict>& out) {
  if (writes.writes.empty() || reads.reads.empty() || Reads(reads, writes.writes)) return;
  if (IsAnswered(writes, reads, newer, older)) return;
  Conflict conflict{
      .kind = ConflictKind::kDatum, .patch = newer.name, .other = older.name, .subject = writes.name};
  conflict.because = StrCat(writer.name, " writes ", writes.name, " as '", writes.writes, "', ", reader.name,
                            " understands only '", reads.reads, "'");
  conflict.trace = {
      StrCat("a function of ", writer.name, " runs and leaves ", writes.name, " = '", writes.writes, "'"),
      StrCat("a function of ", reader.name, " reads it, in any task, at any later time")};
  conflict.remedy =
      StrCat("make ", reader.name, " read both formats, or put both changes into one cumulative patch");
  if (writes.derived || reads.derived) {
    conflict.weight = Verdict::kUndecided;
    conflict.because = StrCat(writer.name, " changes what it leaves in ", writes.name, " (", writes.writes, "), ",
                              reader.name, " changes what it does with it, and nobody looked at both at once");
    conflict.remedy = "check the two as one fix: give the sources instead of the verdicts, or --base";
  }
  out.push_back(std::move(conflict));
}

void Data(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  for (const StackPatch& older : stack.patches) {
    for (const DatumUse& mine : patch.data) {
      for (const DatumUse& theirs : older.data) {
        if (mine.name != theirs.name) continue;
        // Replaced code no longer runs, but what it wrote is still in memory.
        DatumPair(older, theirs, patch, mine, patch, older, out);
        if (!TakesOver(stack.era, older, patch)) DatumPair(patch, mine, older, theirs, patch, older, out);
      }
    }
  }
}

void Locks(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  std::vector<LockEdge> edges;
  for (const StackPatch& older : stack.patches) {
    if (TakesOver(stack.era, older, patch)) continue;
    for (const auto& [outer, inner] : older.locks) edges.push_back({outer, inner, older.name});
  }
  for (const auto& [outer, inner] : patch.locks) edges.push_back({outer, inner, patch.name});
  const std::vector<LockEdge> cycle = ShortestMixedCycle(edges, patch.name);
  if (cycle.empty()) return;
  Conflict conflict{.kind = ConflictKind::kLockOrder, .patch = patch.name, .subject = cycle.front().outer};
  for (const LockEdge& edge : cycle) {
    if (edge.patch != patch.name) conflict.other = edge.patch;
    conflict.involved.push_back(edge.patch);
    conflict.trace.push_back(
        StrCat("a task in ", edge.patch, " holds ", edge.outer, " and waits for ", edge.inner));
  }
  conflict.because = "together their lock orders form a cycle, although each alone has none";
  conflict.remedy = StrCat("take ", cycle.front().outer, " and ", cycle.front().inner,
                           " in one order in all patches, or make the patch cumulative");
  out.push_back(std::move(conflict));
}

void StateOf(const LoadedStack& stack, const StackPatch& patch, const StackPatch& older,
             const DeclaredState& installed, std::vector<Conflict>& out) {
  const DeclaredState* mine = nullptr;
  for (const DeclaredState& state : patch.states) {
    if (state.id == installed.id) mine = &state;
  }
  Conflict conflict{
      .kind = ConflictKind::kState, .patch = patch.name, .other = older.name, .subject = installed.id};
  if (mine != nullptr && mine->version < installed.version) {
    conflict.because = StrCat(
        "state ", installed.id, " is installed with version ", installed.version, ", the patch knows only ",
        mine->version, stack.era.states ? ": the kernel answers EINVAL" : "; this kernel does not notice");
    conflict.remedy =
        StrCat("teach the patch version ", installed.version, " of the state, and raise its number");
  } else if (mine == nullptr && TakesOver(stack.era, older, patch)) {
    conflict.because =
        StrCat("the patch replaces ", older.name, " but does not know its state ", installed.id,
               stack.era.states ? ": the kernel answers EINVAL" : "; the changed data stay behind");
    conflict.remedy = "declare the state and handle or revert what it stands for";
  } else if (mine != nullptr && !TakesOver(stack.era, older, patch) && !BuildsOn(patch, older)) {
    conflict.because = "both change the same system state without one being built on the other";
    conflict.remedy = "build one on the other, or use another state id";
  } else {
    return;
  }
  const bool einval = stack.era.states && (mine == nullptr || mine->version < installed.version);
  conflict.trace = einval ? RefusedRun(patch.name, "compares their states and answers EINVAL")
                          : MistakenRun(older.name, patch.name, StrCat("state ", installed.id),
                                        StrCat("version ", installed.version),
                                        mine == nullptr ? "" : StrCat("version ", mine->version));
  out.push_back(std::move(conflict));
}

void States(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  for (const StackPatch& older : stack.patches) {
    for (const DeclaredState& installed : older.states) StateOf(stack, patch, older, installed, out);
  }
}

void Shadows(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  for (const StackPatch& older : stack.patches) {
    for (const ShadowUse& theirs : older.shadows) {
      const auto mine = std::find_if(patch.shadows.begin(), patch.shadows.end(),
                                     [&](const ShadowUse& shadow) { return shadow.id == theirs.id; });
      Conflict conflict{
          .kind = ConflictKind::kShadow, .patch = patch.name, .other = older.name, .subject = theirs.id};
      if (mine != patch.shadows.end() && mine->meaning != theirs.meaning) {
        conflict.because = StrCat("shadow id ", theirs.id, " means '", theirs.meaning, "' in ", older.name,
                                  " and '", mine->meaning, "' here; klp_shadow_get() cannot tell them apart");
        conflict.remedy = "use another shadow id";
      } else if (mine == patch.shadows.end() && TakesOver(stack.era, older, patch)) {
        conflict.because = StrCat("a replace calls no callback of ", older.name, ": its shadow variables ",
                                  theirs.id, " stay for ever");
        conflict.remedy = "handle the id, or free it with klp_shadow_free_all() in post_patch";
      } else {
        continue;
      }
      conflict.trace = MistakenRun(older.name, patch.name, StrCat("shadow variables ", theirs.id), theirs.meaning,
                                   mine == patch.shadows.end() ? "" : StrCat("'", mine->meaning, "'"));
      out.push_back(std::move(conflict));
    }
  }
}

void Callbacks(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  for (const StackPatch& older : stack.patches) {
    std::vector<Conflict> found = CallbackConflicts(older, patch, TakesOver(stack.era, older, patch));
    out.insert(out.end(), found.begin(), found.end());
  }
}

// A finding of one patch that names a function of the other as its peer: a contract between versions nobody
// checked.
void Interface(const StackPatch& changing, const StackPatch& relying, const StackPatch& patch,
               const StackPatch& older, std::vector<Conflict>& out) {
  for (const Finding& finding : changing.findings) {
    if (finding.severity != Severity::kMismatch || finding.peer.empty()) continue;
    const bool meets =
        std::any_of(relying.functions.begin(), relying.functions.end(),
                    [&](const PatchedFunction& function) { return function.name == finding.peer; });
    const bool own =
        std::any_of(changing.functions.begin(), changing.functions.end(),
                    [&](const PatchedFunction& function) { return function.name == finding.peer; });
    if (!meets || own) continue;
    Conflict conflict{
        .kind = ConflictKind::kInterface, .patch = patch.name, .other = older.name, .subject = finding.peer};
    conflict.because =
        StrCat(changing.name, " changes what ", finding.function, " and ", finding.peer, " rely on (",
               finding.rule, "), and ", relying.name, " replaces ", finding.peer);
    if (finding.witness) conflict.trace = finding.witness->steps;
    if (conflict.trace.empty()) {
      conflict.trace = MistakenRun(changing.name, relying.name, StrCat("what ", finding.function, " guarantees"), "",
                                   StrCat("what the ", finding.peer, " that it was written for relies on"));
    }
    conflict.remedy = "check the two fixes as one, and ship them as one cumulative patch";
    out.push_back(std::move(conflict));
  }
}

void Interfaces(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  for (const StackPatch& older : stack.patches) {
    if (TakesOver(stack.era, older, patch)) continue;
    Interface(patch, older, patch, older, out);
    Interface(older, patch, patch, older, out);
  }
}

// A patch of which only the functions are known may touch what the other relies on.
void Unsummarised(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  for (const StackPatch& older : stack.patches) {
    if (older.summarised && patch.summarised) continue;
    const std::string& unknown = older.summarised ? patch.name : older.name;
    out.push_back({.kind = ConflictKind::kInterface,
                   .weight = Verdict::kUndecided,
                   .patch = patch.name,
                   .other = older.name,
                   .subject = unknown,
                   .because = StrCat("nothing is known of the data, locks and calls of ", unknown),
                   .remedy = StrCat("give the verdict that lpcheck wrote for ", unknown)});
  }
}

void Pending(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  for (const StackPatch& older : stack.patches) {
    if (!older.in_transition) continue;
    Conflict conflict{
        .kind = ConflictKind::kPending, .patch = patch.name, .other = older.name, .subject = older.name};
    conflict.because = "its transition is still running: the kernel answers EBUSY";
    conflict.trace = RefusedRun(patch.name, StrCat("answers EBUSY while ", older.name, " is in transition"));
    conflict.remedy = "wait for the transition, or reverse it";
    out.push_back(std::move(conflict));
  }
}

void ReplaceSets(const LoadedStack& stack, const StackPatch& patch, std::vector<Conflict>& out) {
  if (!stack.era.replace_sets) return;
  for (const StackPatch& older : stack.patches) {
    if (older.replace_set == patch.replace_set) continue;
    for (const PatchedFunction& function : patch.functions) {
      if (Find(older, function) == nullptr) continue;
      Conflict conflict{.kind = ConflictKind::kReplaceSet,
                        .patch = patch.name,
                        .other = older.name,
                        .subject = function.name};
      conflict.because = "patches of different replace sets must not change one function";
      conflict.trace = RefusedRun(patch.name, "answers EINVAL");
      conflict.remedy = "use the same replace set";
      out.push_back(std::move(conflict));
    }
  }
}

}  // namespace

std::string_view Name(ConflictKind kind) { return kNames[static_cast<int>(kind)]; }

std::vector<Conflict> ConflictsOnTop(const LoadedStack& stack, const StackPatch& patch) {
  std::vector<Conflict> conflicts;
  Pending(stack, patch, conflicts);
  Functions(stack, patch, conflicts);
  DirectCalls(stack, patch, conflicts);
  DeadVersions(stack, patch, conflicts);
  Data(stack, patch, conflicts);
  Locks(stack, patch, conflicts);
  States(stack, patch, conflicts);
  Shadows(stack, patch, conflicts);
  Callbacks(stack, patch, conflicts);
  Interfaces(stack, patch, conflicts);
  Unsummarised(stack, patch, conflicts);
  ReplaceSets(stack, patch, conflicts);
  for (Conflict& conflict : conflicts) {
    if (conflict.involved.empty() && !conflict.other.empty()) conflict.involved.push_back(conflict.other);
    if (conflict.kind != ConflictKind::kLockOrder) conflict.involved.push_back(conflict.patch);
    std::sort(conflict.involved.begin(), conflict.involved.end());
    conflict.involved.erase(std::unique(conflict.involved.begin(), conflict.involved.end()),
                            conflict.involved.end());
  }
  std::stable_sort(conflicts.begin(), conflicts.end(), [](const Conflict& a, const Conflict& b) {
    return std::tie(a.kind, a.subject, a.other) < std::tie(b.kind, b.subject, b.other);
  });
  return conflicts;
}

LoadedStack Push(const LoadedStack& stack, const StackPatch& patch) {
  LoadedStack next = stack;
  std::erase_if(next.patches, [&](const StackPatch& older) { return TakesOver(stack.era, older, patch); });
  next.patches.push_back(patch);
  return next;
}

Verdict VerdictOf(const StackPatch& patch, const std::vector<Conflict>& conflicts) {
  Verdict verdict = patch.verdict;
  for (const Conflict& conflict : conflicts) verdict = std::max(verdict, conflict.weight);
  return verdict;
}

}  // namespace lpcheck::klp
