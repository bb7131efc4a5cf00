// A run in words: one numbered sentence per step, with the part of the state that explains it. Used for
// people and for the witness steps of a verdict. Deterministic text.
#ifndef LPCHECK_MODEL_KLP_TRACE_WORDS_H_
#define LPCHECK_MODEL_KLP_TRACE_WORDS_H_

#include <string>
#include <vector>

#include "model/klp/explore.h"

namespace lpcheck::klp {

/// "a@original", "a@p1"
std::string FrameInWords(const World& world, const Frame& frame);

/// Task stacks, func_stacks and the transition, on one line.
std::string StateInWords(const World& world, const State& state);

/// One sentence: the event, what it did, and what it broke.
std::string StepInWords(const World& world, const State& before, const Event& event, const State& after,
                        Broken broken);

/// One string per step; the trace must replay.
absl::StatusOr<std::vector<std::string>> TraceInWords(const World& world, const Trace& trace);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_TRACE_WORDS_H_
