// Two files of one fix can each have a static function or variable of the same name. The heart knows what changed by
// name; where a name that a changed function is, calls or uses means two things, that is a gap.
#ifndef LPCHECK_ANALYZER_CHECK_SAME_NAME_H_
#define LPCHECK_ANALYZER_CHECK_SAME_NAME_H_

#include <vector>

#include "model/changes.h"
#include "model/verdict.h"

namespace lpcheck::check {

std::vector<Gap> SameNames(const std::vector<const UnitChanges*>& units);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_SAME_NAME_H_
