// One event as solver terms: when it is possible, what it makes of a state, and which properties it breaks.
// Every event of the explicit rules has its terms, in coarse and in fine worlds; what no explicit rule does
// is not here either.
#ifndef LPCHECK_MODEL_KLP_SYMBOLIC_STEP_H_
#define LPCHECK_MODEL_KLP_SYMBOLIC_STEP_H_

#include "absl/status/status.h"
#include "model/klp/event.h"
#include "model/klp/symbolic_run.h"

namespace lpcheck::klp {

struct SymStep {
  smt::Term possible;
  SymState next;
  BreakTerms breaks;  ///< by property; S3, S6 and S9 of the whole next state are not in it (StateBreaks)
};

/// Invalid argument, naming what the encoding cannot hold: a patch that brings one function twice.
absl::Status CheckEncodable(const World& world);

/// `event` must be of the world's alphabet.
SymStep StepTerms(Terms& terms, const World& world, const SymState& state, const Event& event);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SYMBOLIC_STEP_H_
