// Small questions that several rules ask of the changed functions.
#ifndef LPCHECK_MODEL_RULES_COMMON_H_
#define LPCHECK_MODEL_RULES_COMMON_H_

#include <string>
#include <vector>

#include "model/rules/rules.h"

namespace lpcheck::rules {

/// Functions that the patch has to redirect: in both versions, with an entry of their own. A static inline
/// function has none that matters: its callers are in the set.
std::vector<const FunctionChange*> Redirected(const UnitChanges& unit);

Finding Undeliverable(std::string rule, const FunctionFact& function, std::string message,
                      std::string remedy);

/// "a, b and 3 more"
std::string Enumerate(const std::vector<std::string>& names);

/// True for a variable in a section that somebody walks (parameters, initcalls, fixups, tracepoints): being there
/// is its effect. Sections that only place data are known by name; any other is taken to be walked.
bool IsRegistered(const GlobalFact& variable);

bool Contains(const UnitChanges& unit, const std::string& function);

}  // namespace lpcheck::rules

#endif  // LPCHECK_MODEL_RULES_COMMON_H_
