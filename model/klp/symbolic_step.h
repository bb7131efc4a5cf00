// One event as solver terms: when it is possible, what it makes of a state, and which properties it breaks.
#ifndef LPCHECK_MODEL_KLP_SYMBOLIC_STEP_H_
#define LPCHECK_MODEL_KLP_SYMBOLIC_STEP_H_

#include "absl/status/status.h"
#include "model/klp/event.h"
#include "model/klp/symbolic_state.h"

namespace lpcheck::klp {

struct SymStep {
  smt::Term possible;
  SymState next;
  smt::Term breaks_s1;
  smt::Term breaks_s2;
  smt::Term breaks_s10;
};

/// Unimplemented, naming what the encoding does not cover.
absl::Status CheckEncodable(const World& world);

/// `event` must be of the world's alphabet.
SymStep StepTerms(smt::Context& context, const World& world, const SymState& state, const Event& event);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_SYMBOLIC_STEP_H_
