// The analysis of a fix as text: what `lpcheck --verbose` prints, for whoever doubts an answer.
#ifndef LPCHECK_MODEL_HEART_TRACE_H_
#define LPCHECK_MODEL_HEART_TRACE_H_

#include <string>
#include <vector>

#include "model/heart/analysis.h"

namespace lpcheck::heart {

/// One line "line 12: added write of p->x under a == 0".
std::string ToString(const Delta& delta);
/// Of each changed function with differences: both step graphs, both sets of outcomes, all deltas.
std::vector<std::string> TraceOf(const Analysis& analysis);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_TRACE_H_
