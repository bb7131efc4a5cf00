// What applying a fix will be like: which of its functions tasks sit in for long. It informs and decides nothing.
#ifndef LPCHECK_ANALYZER_SEMANTICS_FORECAST_H_
#define LPCHECK_ANALYZER_SEMANTICS_FORECAST_H_

#include <vector>

#include "analyzer/semantics/elsewhere.h"
#include "model/heart/fix_model.h"
#include "model/verdict.h"

namespace lpcheck::semantics {

/// Notes of the rule sleeps-long, for functions that both versions have. Empty without an index.
std::vector<Finding> Forecast(const std::vector<heart::FunctionPair>& changed, Elsewhere& elsewhere);

}  // namespace lpcheck::semantics

#endif  // LPCHECK_ANALYZER_SEMANTICS_FORECAST_H_
