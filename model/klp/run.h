// The hand-over between the rules of one step: the world, the state being rewritten, and what the step broke.
// A rule either rewrites the state and returns kDone, or returns why the kernel refuses (or why nothing can
// happen) and must then have left the state alone. step.cc owns the only instance.
#ifndef LPCHECK_MODEL_KLP_RUN_H_
#define LPCHECK_MODEL_KLP_RUN_H_

#include <string_view>

#include "model/klp/state.h"
#include "model/klp/world.h"

namespace lpcheck::klp {

/// Empty: the event happened. Otherwise the reason, in the kernel's words where it has some.
using Refusal = std::string_view;
inline constexpr Refusal kDone = {};

/// Bit per Channel of verdict.h, in its order: stack, sequence, concurrent, persistent, rollback.
using ChannelSet = std::uint8_t;

struct Run {
  const World& world;
  State state;
  Broken broken = 0;
  ChannelSet channels = 0;

  void Break(Property property) { broken |= BitOf(property); }
  const Era& era() const { return world.era; }
};

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_RUN_H_
