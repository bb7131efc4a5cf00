// Exhaustive breadth-first exploration of a world: every reachable state, the shortest trace to each broken
// property, and the channels that some run uses. Complete unless the limit on states was reached, and then it
// says so: an incomplete exploration proves nothing. Traces replay step by step through step.h.
#ifndef LPCHECK_MODEL_KLP_EXPLORE_H_
#define LPCHECK_MODEL_KLP_EXPLORE_H_

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "model/klp/step.h"

namespace lpcheck::klp {

using Trace = std::vector<Event>;

struct Limits {
  std::size_t max_states = 2'000'000;
  /// Number of events in a run. S9 is decided for the states within it; how they end may take longer.
  int max_depth = 1'000'000;
};

struct Exploration {
  std::size_t states = 0;
  std::size_t steps = 0;             ///< transitions between states, self-loops included
  int depth = 0;                     ///< length of the longest shortest path
  bool complete = false;             ///< every reachable state was seen
  std::map<Property, Trace> broken;  ///< of world.check only; the last event breaks it
  ChannelSet channels = 0;
  std::map<int, Trace> channel_traces;  ///< by the channel's number in verdict.h
};

/// Sees every attempted event, refused ones too, in the order of exploration.
using Observer = std::function<void(const State& before, const Event& event, const Outcome& outcome)>;

Exploration Explore(const World& world, const Limits& limits = {}, const Observer& observer = {});

/// Whether some path of progress (returns, switches, completion, fake signals) leads out of the transition that
/// `state` is in.
bool CanStillEnd(const World& world, const State& state);

/// The states before, between and after the events, and what each step broke. An event that cannot happen
/// gives failed precondition, naming the step and the refusal.
struct Replayed {
  std::vector<State> states;  ///< one more than events
  std::vector<Broken> broken;
};
absl::StatusOr<Replayed> Replay(const World& world, const Trace& trace);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_EXPLORE_H_
