// What two patches can collide in, read off one fix's analysis: data and interfaces that its differences write or
// rest on, lock orders that it brings, calls between its own functions. A summary for model/klp: it says where to
// look, and proves nothing.
//
//   writes(d)       ⇔ some difference of f stores something else in d, or f returns something else (d = "f()"), or
//                     hands g something else (d = "g(...)")
//   reads(d)        ⇔ some difference rests on d, or f differs (d = "f(...)")
//   locks           = orders of the new versions \ orders of the old versions
//   direct_calls    = (f, g): new f calls g by name, both are replaced
#ifndef LPCHECK_MODEL_HEART_TOUCHES_H_
#define LPCHECK_MODEL_HEART_TOUCHES_H_

#include "model/heart/analysis.h"
#include "model/verdict.h"

namespace lpcheck::heart {

Touches TouchesOf(const Analysis& analysis);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_TOUCHES_H_
