// May an older version of these functions still run? The livepatch core's check looks at one older version of
// a function; this looks at all of them. Everything that is not proved gone counts as there.
//
//   objection(v)  <=>  v is a version of one of the functions, not selectable, and not (drained and
//   unreachable)
#ifndef LPCHECK_RUNTIME_HISTORY_H_
#define LPCHECK_RUNTIME_HISTORY_H_

#include <string>
#include <vector>

#include "runtime/machine.h"
#include "runtime/policy.h"

namespace lpcheck::runtime {

/// Sentences, one an objection; empty: the functions have no undead versions.
std::vector<std::string> HistoryObjections(const std::vector<FunctionName>& functions, const Machine& machine,
                                           const Policy& policy);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_HISTORY_H_
