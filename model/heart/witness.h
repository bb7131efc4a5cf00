// Gives every finding of the semantic rules a witness that was replayed: values, a path in each version, and an
// interleaving in sentences. A finding whose witness does not replay is not believed: it becomes a gap, and the reason is
// kept as a bug of ours. So a report never shows values under which the two versions do not differ.
#ifndef LPCHECK_MODEL_HEART_WITNESS_H_
#define LPCHECK_MODEL_HEART_WITNESS_H_

#include "model/heart/analysis.h"

namespace lpcheck::heart {

void CompleteWitnesses(const Analysis& analysis, Result& result);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_WITNESS_H_
