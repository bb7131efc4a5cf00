// A net effect that differs between the versions, and when it is a leak closed. See balance.cc for the rule.
#ifndef LPCHECK_MODEL_RULES_SEMANTIC_BALANCE_H_
#define LPCHECK_MODEL_RULES_SEMANTIC_BALANCE_H_

#include <string>

#include "model/rules/semantic/semantic.h"

namespace lpcheck::rules {

/// On an exit of the new version, `resource` is owed `new_net` times where the closest exit of the old one owes `old_net`.
struct Move {
  const heart::FunctionAnalysis* function;
  heart::Resource resource;
  int old_net = 0;
  int new_net = 0;
  std::string exit;
  int line = 0;
};

/// The group of an exit class: ways to fail are one, for callers tell failure from success, rarely one failure from another.
std::string Group(const std::string& exit);

/// The net falls because nothing is taken any more, not because it is given back.
bool TakesNoLonger(const Move& move);
/// The new version gives back what it took itself and the old one kept.
bool IsClosedLeak(const Move& move);
/// The way that skips the release was taken because a pointer that the release needs is NULL.
bool SkipsOnlyNull(const Move& move);
/// The function looks the object up itself and gives it back on another way out already: now on a failing one too.
bool IsOwnLookup(const Move& move);

/// Another changed function, not in one call chain with it, whose old version lets go of what the same member holds and leaves
/// the member as it was, and whose new version does so less often; nullptr if there is none.
const heart::FunctionAnalysis* UsedToRelease(const Move& move, const heart::Analysis& analysis);

}  // namespace lpcheck::rules

#endif  // LPCHECK_MODEL_RULES_SEMANTIC_BALANCE_H_
