// Runs that show a conflict: small worlds built from the names of a conflict, explored for the shortest
// violation. The sentences are those of trace_words.h, so a conflict is explained in the same words as a
// known bug.
#ifndef LPCHECK_MODEL_KLP_CONFLICT_RUNS_H_
#define LPCHECK_MODEL_KLP_CONFLICT_RUNS_H_

#include <string>
#include <vector>

#include "model/klp/era.h"

namespace lpcheck::klp {

/// `newer` is enabled while a task sleeps in a version that a force or an immediate patch left behind.
std::vector<std::string> DeadVersionRun(const Era& era, const std::string& function,
                                        const std::string& newer);

/// `caller` and `callee` belong to `older`; `newer` changes only the callee.
std::vector<std::string> DirectCallRun(const Era& era, const std::string& older, const std::string& newer,
                                       const std::string& caller, const std::string& callee);

/// The kernel says no when `newer` is enabled, and nothing has changed.
std::vector<std::string> RefusedRun(const std::string& newer, const std::string& because);

/// `older` left state or shadow variable `what` as `theirs`; code of `newer` takes it for `mine` (empty: it
/// knows nothing of it).
std::vector<std::string> MistakenRun(const std::string& older, const std::string& newer,
                                     const std::string& what, const std::string& theirs,
                                     const std::string& mine);

/// What may have happened before anybody watched.
std::vector<std::string> UnwatchedRun(const std::string& function, const std::string& newer);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_CONFLICT_RUNS_H_
