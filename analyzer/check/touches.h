// What other patches can collide with, completed by what a livepatch module's source declares: states, shadow
// variables, callbacks, replace. What the heart saw is cut to the functions that the report lists, because a
// direct call matters only between those.
#ifndef LPCHECK_ANALYZER_CHECK_TOUCHES_H_
#define LPCHECK_ANALYZER_CHECK_TOUCHES_H_

#include "analyzer/input/fix.h"
#include "model/verdict.h"

namespace lpcheck::check {

void FinishTouches(const Fix& fix, Report& report);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_TOUCHES_H_
