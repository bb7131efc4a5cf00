// Two sets of rules, written apart: the explicit ones, explored exhaustively, and the symbolic ones, searched
// by the solver. They must give the same answer world by world. Worlds are generated from a fixed seed; the
// number can be raised with LPCHECK_AGREEMENT_WORLDS.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "model/klp/explore.h"
#include "model/klp/symbolic.h"
#include "model/klp/trace_words.h"
#include "model/klp/world_text.h"
#include "world_generator.h"

namespace lpcheck::klp {
namespace {

// Longer runs where the world is small enough.
int DepthFor(const World& world) {
  const std::size_t size = world.tasks.size() + world.funcs.size() + world.patches.size();
  return size <= 4 ? 8 : size <= 5 ? 7 : 6;
}

std::string InWords(const World& world, const Trace& trace) {
  std::string text;
  for (const Event& event : trace) text += "  " + ToText(world, event) + "\n";
  return text;
}

int WorldCount() {
  const char* given = std::getenv("LPCHECK_AGREEMENT_WORLDS");
  return given != nullptr ? std::atoi(given) : 200;
}

// What the worlds really exercised: an event that no run reaches was not compared, whatever the generator
// says.
struct Coverage {
  std::map<std::string, int> themes;                      // worlds
  std::map<std::string, std::pair<int, int>> properties;  // worlds asked, broken
  std::map<std::string, std::size_t> events;              // worlds where the event happens
  std::map<std::string, std::size_t> refusals;            // worlds where the kernel (or the world) refuses so
  std::size_t nop_worlds = 0;                             // a nop lay on a func_stack
  std::size_t states = 0;

  Exploration Explored(const World& world, const Limits& limits) {
    std::set<EventKind> happened;
    std::set<std::string_view> refused;
    bool nop = false;
    const Exploration found =
        Explore(world, limits, [&](const State& before, const Event& event, const Outcome& outcome) {
          if (outcome.happened()) happened.insert(event.kind);
          if (!outcome.happened()) refused.insert(outcome.refusal);
          for (const FuncStack& entries : before.func_stack) {
            for (const Entry& entry : entries) nop = nop || entry.nop;
          }
        });
    for (EventKind kind : happened) ++events[std::string(Name(kind))];
    for (std::string_view refusal : refused) ++refusals[std::string(refusal)];
    nop_worlds += nop ? 1 : 0;
    states += found.states;
    return found;
  }

  void Print() const {
    for (const auto& [name, count] : themes) std::printf("  theme %s: %d worlds\n", name.c_str(), count);
    for (const auto& [name, counts] : properties) {
      std::printf("  %s: asked of %d worlds, broken in %d\n", name.c_str(), counts.first, counts.second);
    }
    for (const auto& [name, count] : events) std::printf("  event %s: in %zu worlds\n", name.c_str(), count);
    for (const auto& [name, count] : refusals)
      std::printf("  refused in %zu worlds: %s\n", count, name.c_str());
    std::printf("  a nop on a func_stack: in %zu worlds\n", nop_worlds);
  }
};

TEST(Agreement, ExhaustiveExplorationAndTheSolverGiveTheSameAnswerInEveryWorld) {
  const char* seed = std::getenv("LPCHECK_AGREEMENT_SEED");
  WorldGenerator generator(seed != nullptr ? static_cast<unsigned>(std::atoi(seed)) : 20261128u);
  Coverage coverage;
  int broken = 0;
  const int count = WorldCount();
  for (int i = 0; i < count; ++i) {
    const Generated generated = generator.Next();
    const World& world = generated.world;
    const Property property = generated.property;
    const int depth = DepthFor(world);
    const Exploration found = coverage.Explored(world, {.max_depth = depth});
    smt::Context context;
    absl::StatusOr<Bounded> solved = CheckBounded(world, property, depth, context);
    ASSERT_TRUE(solved.ok()) << solved.status().message() << "\nworld " << i << "\n"
                             << PrintWorld({.world = world});
    ASSERT_NE(solved->answer, Answer::kGaveUp) << "world " << i << "\n" << PrintWorld({.world = world});
    const bool is_broken = found.broken.contains(property);
    ASSERT_EQ(solved->answer == Answer::kBroken, is_broken)
        << Name(property) << " to depth " << depth << " in world " << i << "\n"
        << PrintWorld({.world = world}) << (is_broken ? InWords(world, found.broken.at(property)) : "");
    for (const std::string& theme : generated.themes) ++coverage.themes[theme];
    auto& [asked, breaks] = coverage.properties[std::string(Name(property))];
    ++asked;
    breaks += is_broken ? 1 : 0;
    broken += is_broken ? 1 : 0;
  }
  std::printf("%d worlds, %zu explicit states, %d broken, 0 differences\n", count, coverage.states, broken);
  if (std::getenv("LPCHECK_AGREEMENT_COVERAGE") != nullptr) coverage.Print();
  EXPECT_GT(broken, count / 20);
  if (count >= 1000) EXPECT_EQ(coverage.events.size(), static_cast<std::size_t>(kEventKindCount));
}

}  // namespace
}  // namespace lpcheck::klp
