// Stacks and patches on the wire. A stack file has schema "lpcheck.stack/1":
//
//   { "schema": "lpcheck.stack/1", "era": "6.1", "arch": "x86_64", "reliable_stacks": true, "watched": true,
//     "patches": [ PATCH... ],                       oldest first, enabled ones only
//     "dead": [ {"function": "f", "version": "original", "because": "p1 was forced"} ] }
//
// A PATCH is a verdict (lpcheck.verdict/1) with more keys, all optional:
//   "name" (else the fix's file name), "replace", "set", "immediate", "forced", "transition", and
//   "touches": { "bases": {"f": "p1"}, "direct_calls": [["f", "g"]], "locks": [["outer", "inner"]],
//                "data": [{"name": "struct s.x", "reads": ["v1", "v2"], "writes": "v2", "derived": false}],
//                "states": [{"id": "7", "version": 2}], "shadows": [{"id": "1", "meaning": "lock"}],
//                "callbacks": ["net hook", {"name": "struct s.y", "effect": "may-set"}] }
// and "checked_on": ["p1"], the patches that were in "before" when it was checked. The checker writes "touches"
// with derived data uses: they are a reason to look at two patches together, no proof of a conflict. A patch
// without "touches" counts as touching anything.
//
// A patch of a loaded stack may also be short: "name" and "functions" with "name" alone, when no verdict was
// kept; it then counts as undecided. Unknown keys are refused inside "touches", because a misspelt one would
// hide a conflict.
#ifndef LPCHECK_ANALYZER_STACK_STACK_JSON_H_
#define LPCHECK_ANALYZER_STACK_STACK_JSON_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "model/klp/stack_conflicts.h"
#include "model/klp/upgrade.h"

namespace lpcheck {

inline constexpr std::string_view kStackSchema = "lpcheck.stack/1";

/// InvalidArgument names the key. The stack is checked for being reachable in its era.
absl::StatusOr<klp::LoadedStack> ReadStackJson(std::string_view text);

/// One verdict or an array of them. `name` stands in where a single verdict has none.
absl::StatusOr<std::vector<klp::StackPatch>> ReadPatchesJson(std::string_view text, const std::string& name);

/// A function that an older patch of `checked_on` has too was written on that patch's version.
void ResolveBases(const klp::LoadedStack& stack, std::vector<klp::StackPatch>& series);

/// Invalid argument for a verdict of another era or architecture than the stack's.
absl::Status CheckSameMachine(const klp::LoadedStack& stack, const std::vector<klp::StackPatch>& series);

/// A patch's name: its file without folder and ending.
std::string PatchNameOf(std::string path);

/// The answer of `lpcheck stack` on one series.
struct StackAnswer {
  klp::LoadedStack stack;
  std::vector<klp::StackPatch> series;
  klp::SeriesOrder order;
  std::vector<klp::DisableEffect> disable;
};

std::string WriteStackJson(const StackAnswer& answer);
std::string WriteStackText(const StackAnswer& answer);
std::string WriteUpgradeJson(const klp::Upgrade& upgrade);
std::string WriteUpgradeText(const klp::Upgrade& upgrade);

/// refused > undecided > the worst verdict of the series.
Verdict VerdictOf(const StackAnswer& answer);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_STACK_STACK_JSON_H_
