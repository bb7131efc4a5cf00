#include "model/klp/together.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "model/klp/conflict_runs.h"

namespace lpcheck::klp {
namespace {

bool Same(const Finding& a, const Finding& b) {
  return a.rule == b.rule && a.function == b.function && a.peer == b.peer;
}

// What the finding alone makes of a fix.
Verdict WeightOf(const Finding& finding) {
  const bool on_stack_only = !finding.channels.empty() &&
                             std::all_of(finding.channels.begin(), finding.channels.end(),
                                         [](Channel channel) { return channel == Channel::kStack; });
  return finding.severity == Severity::kMismatch && on_stack_only ? Verdict::kConsistency : Verdict::kRefused;
}

// Found because two functions touch data of one type, not because one reaches the other.
bool IsByType(const Finding& finding) {
  return !finding.channels.empty() && std::none_of(finding.channels.begin(), finding.channels.end(), [](Channel channel) {
    return channel == Channel::kStack || channel == Channel::kSequence;
  });
}

Conflict Base(const std::string& patch, const std::vector<std::string>& below) {
  Conflict conflict{.kind = ConflictKind::kInterface, .patch = patch, .other = absl::StrJoin(below, ", ")};
  conflict.involved = below;
  conflict.involved.push_back(patch);
  conflict.remedy = "ship the fixes as one cumulative patch, checked as one";
  return conflict;
}

}  // namespace

std::vector<Conflict> WorseTogether(const StackPatch& alone, const StackPatch& above,
                                    const std::vector<std::string>& below, Matched matched) {
  std::vector<Conflict> conflicts;
  for (const Finding& finding : above.findings) {
    const bool known = std::any_of(alone.findings.begin(), alone.findings.end(),
                                   [&](const Finding& other) { return Same(finding, other); });
    if (known || finding.severity == Severity::kNote) continue;
    Conflict conflict = Base(alone.name, below);
    conflict.weight = WeightOf(finding);
    if (conflict.weight < Verdict::kUndecided && above.verdict <= alone.verdict) continue;
    conflict.subject = finding.function;
    conflict.because = absl::StrCat(matched == Matched::kBoth ? "seen only with both at once: " : "seen only above them: ",
                                    finding.rule, ": ", finding.message);
    if (matched == Matched::kBoth && IsByType(finding)) {
      conflict.weight = Verdict::kUndecided;
      absl::StrAppend(&conflict.because, "; whether both mean one object is not known");
    }
    if (finding.witness) conflict.trace = finding.witness->steps;
    if (conflict.trace.empty()) {
      conflict.trace = MistakenRun(absl::StrJoin(below, ", "), alone.name,
                                   absl::StrCat("what ", finding.peer.empty() ? finding.function : finding.peer, " guarantees"),
                                   "", absl::StrCat("what ", finding.function, " relies on"));
    }
    conflicts.push_back(std::move(conflict));
  }
  if (!conflicts.empty() || above.verdict <= alone.verdict) return conflicts;
  conflicts.push_back(Base(alone.name, below));
  conflicts.back().weight = above.verdict;
  conflicts.back().because = absl::StrCat("its verdict is ", std::string(Name(alone.verdict)), " alone and ",
                                          std::string(Name(above.verdict)), " above them");
  return conflicts;
}

bool IsDoubt(const Conflict& conflict) {
  return conflict.kind == ConflictKind::kDatum && conflict.weight == Verdict::kUndecided;
}

Conflict DoesNotApplyOn(const std::string& patch, const std::vector<std::string>& below,
                        std::string_view why) {
  Conflict conflict = Base(patch, below);
  conflict.weight = Verdict::kUndecided;
  conflict.because = absl::StrCat("it cannot be checked above them: ", std::string(why));
  conflict.remedy = "rebase it on them, then check again";
  return conflict;
}

}  // namespace lpcheck::klp
