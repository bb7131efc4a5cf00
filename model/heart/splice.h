// Puts the body of a helper into its caller, so that extracting or dissolving a helper is no difference. Only for helpers
// that exist in one version of the fix and are called directly.
#ifndef LPCHECK_MODEL_HEART_SPLICE_H_
#define LPCHECK_MODEL_HEART_SPLICE_H_

#include <functional>
#include <string>

#include "model/steps/function.h"

namespace lpcheck::heart {

using BodyOf = std::function<const steps::Function*(const std::string& name)>;

/// Replaces each call for which `body_of` gives a body, repeatedly up to four levels and 4,000 steps.
void SpliceCalls(steps::Function& function, const BodyOf& body_of, steps::Arena& arena);

/// The helper with variables of its own, so that none of them is taken for one of the caller's.
steps::Function WithOwnNames(const steps::Function& body, steps::Arena& arena);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_SPLICE_H_
