// Conflicts of live patches with each other, found before they happen. Two patches conflict when a channel
// that the stack opens carries a mismatch between versions that it mixes; the kinds below are the ways in
// which that is known to happen. Each conflict says why, shows a run where the model has one, and names a
// remedy. What is not known makes the answer weaker: a history that nobody watched counts as undrained.
//
//   function     new, not replacing, touches f  and  base(new, f) is not the version of f that now runs
//   direct-call  a live patch calls its own g past the redirect  and  new changes g but not the caller
//   dead-version new needs consistency for f  and  some version of f that cannot be entered any more is
//   undrained datum        one of two unrelated patches writes a format that the other does not read
//   lock-order   the lock orders of the patches together have a cycle that none of them has alone
//   state        a state id with a lower version than installed, unknown to a replace, or shared by strangers
//   shadow       one shadow id, two meanings; or left behind by a replace
//   callback     the callbacks of both set one thing, or those of one set what the changed code of the other uses
//   interface    a contract that one patch changes is relied on by a function of the other
//   pending      a transition is running, so the kernel answers EBUSY
//   replace-set  another set has the same function or state (proposal of 2026)
#ifndef LPCHECK_MODEL_KLP_STACK_CONFLICTS_H_
#define LPCHECK_MODEL_KLP_STACK_CONFLICTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "model/klp/stack_patch.h"

namespace lpcheck::klp {

enum class ConflictKind {
  kFunction,
  kDirectCall,
  kDeadVersion,
  kDatum,
  kLockOrder,
  kState,
  kShadow,
  kCallback,
  kInterface,
  kPending,
  kReplaceSet,
};
inline constexpr int kConflictKindCount = static_cast<int>(ConflictKind::kReplaceSet) + 1;

struct Conflict {
  ConflictKind kind = ConflictKind::kFunction;
  Verdict weight = Verdict::kRefused;  ///< kRefused, or kUndecided where only knowledge is missing
  std::string patch = {};              ///< the newer one
  std::string other = {};              ///< the older one, or empty
  std::string subject = {};            ///< function, datum, lock, id
  std::string because = {};
  std::vector<std::string> trace = {};
  std::string remedy = {};
  std::vector<std::string> involved =
      {};  ///< the patches that cannot live together; filled by ConflictsOnTop
};

std::string_view Name(ConflictKind kind);

/// Refuses a stack that the era cannot have reached: two patches with one name, a base or a direct call that
/// does not exist, states that could not have been enabled in this order, a replace with older patches still
/// below it.
absl::Status CheckReachable(const LoadedStack& stack);

/// Refuses two patches with one name: an answer could not say which is meant.
absl::Status CheckNames(const LoadedStack& stack);

/// Conflicts of `patch`, enabled on top of `stack`. Sorted by kind, then subject.
std::vector<Conflict> ConflictsOnTop(const LoadedStack& stack, const StackPatch& patch);

/// What a disable of one loaded patch would do.
struct DisableEffect {
  std::string patch;
  std::string refusal = {};                ///< the kernel's answer, if it refuses
  std::vector<std::string> falls_to = {};  ///< "f: original", per function that changes hands
  std::vector<std::string> breaks = {};    ///< why the rest of the stack does not survive it
};
std::vector<DisableEffect> DisableEffects(const LoadedStack& stack);

/// An order in which a series can be enabled on the stack, or the smallest set of patches that cannot be
/// ordered.
struct SeriesOrder {
  std::vector<std::string> order;
  std::vector<std::string> conflicting;  ///< non-empty: there is no order
  std::vector<Conflict> conflicts;       ///< in that order, patch by patch
};
/// The smallest set of members of the series that some conflict says cannot live together; empty if none does.
std::vector<std::string> SmallestConflictingSet(const std::vector<StackPatch>& series,
                                                const std::vector<Conflict>& conflicts);

SeriesOrder OrderSeries(const LoadedStack& stack, const std::vector<StackPatch>& series);

/// The stack after `patch` was enabled and its transition ended.
LoadedStack Push(const LoadedStack& stack, const StackPatch& patch);

/// Refused, undecided, or the verdict of the patch itself.
Verdict VerdictOf(const StackPatch& patch, const std::vector<Conflict>& conflicts);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_STACK_CONFLICTS_H_
