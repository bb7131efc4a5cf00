#include "model/klp/explore.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace lpcheck::klp {
namespace {

struct Node {
  State state;
  std::uint32_t parent = 0;
  Event by;
  int depth = 0;
};

struct Edge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

// Progress without help: what tasks and the core do by themselves. A fake signal is sent by the core.
bool IsProgress(EventKind kind) {
  switch (kind) {
    case EventKind::kReturn:
    case EventKind::kExit:
    case EventKind::kTrySwitch:
    case EventKind::kSelfSwitch:
    case EventKind::kSwitchAll:
    case EventKind::kComplete:
    case EventKind::kAdvance:
    case EventKind::kSignal:
    case EventKind::kForkEnd:
      return true;
    case EventKind::kCall:
    case EventKind::kDirect:
    case EventKind::kThrough:
    case EventKind::kCold:
    case EventKind::kInterrupt:
    case EventKind::kFork:
    case EventKind::kDie:
    case EventKind::kEnable:
    case EventKind::kDisable:
    case EventKind::kReverse:
    case EventKind::kForce:
    case EventKind::kRemove:
    case EventKind::kModComing:
    case EventKind::kModLive:
    case EventKind::kModGoing:
    case EventKind::kFtraceOff:
    case EventKind::kFtraceOn:
      return false;
  }
  return false;
}

class Search {
 public:
  Search(const World& world, const Limits& limits, const Observer& observer)
      : world_(world), limits_(limits), observer_(observer), follows_progress_(world.check.contains(Property::kS9)) {}

  Exploration Run() {
    const std::vector<Event> alphabet = Alphabet(world_);
    Add(Initial(world_), 0, {}, 0);
    bool cut = false;
    for (std::uint32_t current = 0; current < nodes_.size(); ++current) {
      result_.depth = std::max(result_.depth, nodes_[current].depth);
      const bool beyond = nodes_[current].depth >= limits_.max_depth;
      cut = cut || beyond;
      for (const Event& event : alphabet) {
        // S9 asks of every state within the bound whether it can still end: that path may lead beyond it.
        if (!beyond || (follows_progress_ && IsProgress(event.kind))) Expand(current, event, beyond);
      }
      if (nodes_.size() > limits_.max_states) {
        cut = overflow_ = true;
        break;
      }
    }
    result_.states = nodes_.size();
    result_.complete = !cut;
    if (follows_progress_ && !overflow_) FindStuck();
    return std::move(result_);
  }

 private:
  void Expand(std::uint32_t current, const Event& event, bool beyond) {
    Outcome outcome = Apply(world_, nodes_[current].state, event);
    if (observer_) observer_(nodes_[current].state, event, outcome);
    if (!outcome.happened()) return;
    ++result_.steps;
    if (!beyond) Note(current, event, outcome);
    const std::uint32_t next = Add(std::move(outcome.next), current, event, nodes_[current].depth + 1);
    if (follows_progress_ && IsProgress(event.kind)) progress_.push_back({current, next});
  }

  std::uint32_t Add(State state, std::uint32_t parent, const Event& by, int depth) {
    const auto [it, inserted] = index_.try_emplace(state, static_cast<std::uint32_t>(nodes_.size()));
    if (inserted) nodes_.push_back({std::move(state), parent, by, depth});
    return it->second;
  }

  Trace TraceTo(std::uint32_t node) const {
    Trace trace;
    for (; node != 0; node = nodes_[node].parent) trace.push_back(nodes_[node].by);
    std::reverse(trace.begin(), trace.end());
    return trace;
  }

  void Note(std::uint32_t current, const Event& event, const Outcome& outcome) {
    for (Property property : world_.check) {
      if ((outcome.broken & BitOf(property)) == 0 || result_.broken.contains(property)) continue;
      Trace trace = TraceTo(current);
      trace.push_back(event);
      result_.broken.emplace(property, std::move(trace));
    }
    for (int channel = 0; channel < 5; ++channel) {
      if ((outcome.channels & (1u << channel)) == 0 || (result_.channels & (1u << channel)) != 0) continue;
      result_.channels |= static_cast<ChannelSet>(1u << channel);
      Trace trace = TraceTo(current);
      trace.push_back(event);
      result_.channel_traces.emplace(channel, std::move(trace));
    }
  }

  // S9 <=> from every state in a transition some path of progress reaches the end of it. The core's own
  // writes always go on, so only states that wait for tasks can be stuck.
  void FindStuck() {
    std::vector<std::vector<std::uint32_t>> predecessors(nodes_.size());
    for (const Edge& edge : progress_) predecessors[edge.to].push_back(edge.from);
    std::vector<bool> can_end(nodes_.size(), false);
    std::vector<std::uint32_t> work;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].state.phase == Phase::kIdle) work.push_back(i);
      can_end[i] = nodes_[i].state.phase == Phase::kIdle;
    }
    while (!work.empty()) {
      const std::uint32_t node = work.back();
      work.pop_back();
      for (std::uint32_t previous : predecessors[node]) {
        if (can_end[previous]) continue;
        can_end[previous] = true;
        work.push_back(previous);
      }
    }
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      if (can_end[i] || nodes_[i].depth > limits_.max_depth) continue;
      if (nodes_[i].state.phase != Phase::kSwitching) continue;
      result_.broken.emplace(Property::kS9, TraceTo(i));
      return;
    }
  }

  const World& world_;
  const Limits& limits_;
  const Observer& observer_;
  bool follows_progress_;
  bool overflow_ = false;
  std::vector<Node> nodes_;
  absl::flat_hash_map<State, std::uint32_t> index_;
  std::vector<Edge> progress_;
  Exploration result_;
};

}  // namespace

Exploration Explore(const World& world, const Limits& limits, const Observer& observer) {
  return Search(world, limits, observer).Run();
}

bool CanStillEnd(const World& world, const State& state) {
  const std::vector<Event> alphabet = Alphabet(world);
  absl::flat_hash_set<State> seen = {state};
  std::vector<State> work = {state};
  while (!work.empty()) {
    const State current = work.back();
    work.pop_back();
    if (current.phase == Phase::kIdle) return true;
    for (const Event& event : alphabet) {
      if (!IsProgress(event.kind)) continue;
      Outcome outcome = Apply(world, current, event);
      if (outcome.happened() && seen.insert(outcome.next).second) work.push_back(std::move(outcome.next));
    }
  }
  return false;
}

absl::StatusOr<Replayed> Replay(const World& world, const Trace& trace) {
  Replayed replayed;
  replayed.states.push_back(Initial(world));
  for (std::size_t i = 0; i < trace.size(); ++i) {
    Outcome outcome = Apply(world, replayed.states.back(), trace[i]);
    if (!outcome.happened()) {
      return absl::FailedPreconditionError(absl::StrCat("step ", i + 1, " '", ToText(world, trace[i]),
                                                        "' cannot happen: ", std::string(outcome.refusal)));
    }
    replayed.broken.push_back(outcome.broken);
    replayed.states.push_back(std::move(outcome.next));
  }
  return replayed;
}

}  // namespace lpcheck::klp
