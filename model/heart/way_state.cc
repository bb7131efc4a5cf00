#include "model/heart/way_state.h"

#include <algorithm>

#include "model/heart/effect.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;

constexpr int kMaxNet = 2;  // more of one thing than this is counted as this

// A local holds the outcome of a test of it.
bool IsAsked(const WayState& state, ExprRef holder) {
  return std::any_of(state.tests.begin(), state.tests.end(), [&](const auto& test) { return steps::Contains(test.second, holder); });
}

}  // namespace

void WayState::Forget(ExprRef place) {
  auto mentions = [&](const auto& entry) { return steps::Contains(entry.first, place); };
  std::erase_if(known, mentions);
  std::erase_if(decided, mentions);
  std::erase_if(pending, mentions);
  std::erase_if(owner, mentions);
  std::erase_if(tests, [&](const auto& entry) { return mentions(entry) || steps::Contains(entry.second, place); });
}

void WayState::ForgetShared() {
  std::erase_if(decided, [](const auto& entry) {
    bool shared = false;
    ForEachDatum(entry.first, [&](const std::string&) { shared = true; });
    return shared;
  });
}

void WayState::Add(const Resource& resource, int amount) {
  int& count = net[resource];
  count = std::clamp(count + amount, -kMaxNet, kMaxNet);
  if (count == 0) net.erase(resource);
}

void WayState::Prune(const std::set<ExprRef>& later) {
  auto unused = [&](const auto& entry) { return !later.contains(entry.first); };
  std::erase_if(tests, unused);
  std::erase_if(known, unused);
  std::erase_if(pending, [&](const auto& entry) { return unused(entry) && !IsAsked(*this, entry.first); });
  std::erase_if(owner, [&](const auto& entry) { return unused(entry) && !IsAsked(*this, entry.first); });
  std::erase_if(decided, unused);
}

}  // namespace lpcheck::heart
