// One step of the transition system: Apply() is the whole semantics, EnabledEvents() its alphabet in one
// state.
#ifndef LPCHECK_MODEL_KLP_STEP_H_
#define LPCHECK_MODEL_KLP_STEP_H_

#include <string_view>
#include <vector>

#include "model/klp/event.h"
#include "model/klp/run.h"
#include "model/klp/state.h"
#include "model/klp/world.h"

namespace lpcheck::klp {

struct Outcome {
  std::string_view refusal;  ///< empty if the event happened
  State next;                ///< only if it happened
  Broken broken = 0;         ///< properties that the step broke
  ChannelSet channels = 0;   ///< channels that the step used, of the watched patch
  bool happened() const { return refusal.empty(); }
};

Outcome Apply(const World& world, const State& state, const Event& event);

/// Every event that the world explores (its ordinary ones, `with` and `without`), whether possible or not.
/// The order is fixed, so exploration and traces are the same in every run.
std::vector<Event> Alphabet(const World& world);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_STEP_H_
