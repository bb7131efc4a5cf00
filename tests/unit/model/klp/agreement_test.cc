// Two sets of rules, written apart: the explicit ones, explored exhaustively, and the symbolic ones, searched
// by the solver. They must give the same answer world by world. Worlds are generated from a fixed seed; the
// number can be raised with LPCHECK_AGREEMENT_WORLDS.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "model/klp/explore.h"
#include "model/klp/symbolic.h"
#include "model/klp/world_text.h"

namespace lpcheck::klp {
namespace {

constexpr int kDepth = 6;
constexpr Property kProperties[] = {Property::kS1, Property::kS2, Property::kS10};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  World Next() {
    static const char* const kEras[] = {"4.0",  "4.12", "4.12",   "4.12",       "4.16",
                                        "5.18", "6.1",  "kgraft", "hybrid-2015"};
    static const Remedy kRemedies[] = {Remedy::kCheckImmediateBelow, Remedy::kCheckPresent,
                                       Remedy::kCheckHistory, Remedy::kListEnd, Remedy::kDropImmediate};
    World world;
    world.name = "generated";
    world.era = *EraFor(kEras[Below(9)]);
    if (Below(3) == 0) world.era = Apply(kRemedies[Below(5)], world.era);
    world.max_frames = 1 + Below(2);
    world.reliable_arch = Below(8) != 0;
    const int funcs = 1 + Below(2);
    for (int i = 0; i < funcs; ++i)
      world.funcs.push_back({.name = std::string(1, static_cast<char>('a' + i))});
    const int patches = 1 + Below(3);
    for (int i = 0; i < patches; ++i) world.patches.push_back(NextPatch(i, funcs));
    const int tasks = 1 + Below(2);
    for (int i = 0; i < tasks; ++i) world.tasks.push_back(NextTask(i, funcs));
    for (EventKind kind : {EventKind::kReverse, EventKind::kDisable}) {
      if (Below(4) == 0) world.without.insert(kind);
    }
    if (Below(2) == 0) world.with.insert(EventKind::kForce);
    return world;
  }

 private:
  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  PatchSpec NextPatch(int index, int funcs) {
    PatchSpec patch{.name = std::to_string(index + 1)};
    patch.immediate = Below(3) == 0;
    patch.semantic = Below(2) == 0;
    for (int func = 0; func < funcs; ++func) {
      if (func > 0 && Below(2) == 0) continue;
      patch.funcs.push_back({.func = func, .immediate = Below(6) == 0});
    }
    return patch;
  }

  TaskSpec NextTask(int index, int funcs) {
    TaskSpec task{.name = std::string(1, static_cast<char>('t' + index))};
    task.kind = static_cast<TaskKind>(Below(3));
    task.reliable = Below(6) != 0;
    if (Below(3) == 0) task.starts_in = Below(funcs);
    return task;
  }

  std::mt19937 random_;
};

int WorldCount() {
  const char* given = std::getenv("LPCHECK_AGREEMENT_WORLDS");
  return given != nullptr ? std::atoi(given) : 200;
}

TEST(Agreement, ExhaustiveExplorationAndTheSolverGiveTheSameAnswerInEveryWorld) {
  Generator generator(20261121);
  int broken = 0;
  std::size_t states = 0;
  const int count = WorldCount();
  for (int i = 0; i < count; ++i) {
    World world = generator.Next();
    const Property property = kProperties[i % 3];
    world.check = {property};
    const Exploration found = Explore(world, {.max_depth = kDepth});
    states += found.states;
    smt::Context context;
    absl::StatusOr<Bounded> solved = CheckBounded(world, property, kDepth, context);
    ASSERT_TRUE(solved.ok()) << solved.status().message() << "\n" << PrintWorld({.world = world});
    ASSERT_NE(solved->answer, Answer::kGaveUp);
    ASSERT_EQ(solved->answer == Answer::kBroken, found.broken.contains(property))
        << Name(property) << " in world " << i << "\n"
        << PrintWorld({.world = world});
    broken += solved->answer == Answer::kBroken ? 1 : 0;
  }
  std::printf("%d worlds to depth %d, %zu explicit states, %d broken, 0 differences\n", count, kDepth, states,
              broken);
  EXPECT_GT(broken, 0);
}

World Mainline(const std::string& era, int tasks, int funcs, int patches, int frames) {
  World world{.name = "mainline", .era = *EraFor(era)};
  world.max_frames = frames;
  for (int i = 0; i < funcs; ++i) world.funcs.push_back({.name = std::string(1, static_cast<char>('a' + i))});
  for (int i = 0; i < patches; ++i) {
    PatchSpec patch{.name = std::to_string(i + 1)};
    for (int func = 0; func < funcs; ++func) patch.funcs.push_back({.func = func});
    world.patches.push_back(patch);
  }
  for (int i = 0; i < tasks; ++i) world.tasks.push_back({.name = std::string(1, static_cast<char>('t' + i))});
  return world;
}

class Induction : public testing::TestWithParam<const char*> {};

TEST_P(Induction, WithoutImmediateAndForceConsistencyHoldsInRunsOfAnyLength) {
  smt::Context context;
  absl::StatusOr<Answer> answer = ProveInductive(Mainline(GetParam(), 2, 2, 3, 3), context);
  ASSERT_TRUE(answer.ok()) << answer.status().message();
  EXPECT_EQ(*answer, Answer::kHolds);
}

INSTANTIATE_TEST_SUITE_P(Eras, Induction, testing::Values("4.12", "4.16", "5.18", "6.1", "6.4"),
                         [](const auto& info) {
                           std::string name = info.param;
                           for (char& c : name) c = c == '.' ? '_' : c;
                           return name;
                         });

TEST(Induction, ForceOrAnImmediatePatchDestroysTheInvariant) {
  smt::Context context;
  World forced = Mainline("6.1", 1, 1, 2, 1);
  forced.with = {EventKind::kForce};
  EXPECT_EQ(*ProveInductive(forced, context), Answer::kBroken);
  World immediate = Mainline("4.12", 1, 1, 2, 1);
  immediate.patches[0].immediate = true;
  EXPECT_EQ(*ProveInductive(immediate, context), Answer::kBroken);
}

TEST(Bounded, TheSolverFindsTheSeedBugAndItsRunReplays) {
  World world = Mainline("4.12", 1, 1, 3, 1);
  world.patches[0].immediate = world.patches[1].immediate = true;
  smt::Context context;
  absl::StatusOr<Bounded> found = CheckBounded(world, Property::kS1, 5, context);
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->answer, Answer::kBroken);
  absl::StatusOr<Replayed> replayed = Replay(world, found->trace);
  ASSERT_TRUE(replayed.ok());
  EXPECT_NE(replayed->broken.back() & BitOf(Property::kS1), 0);
  EXPECT_EQ(CheckBounded(world, Property::kS1, 3, context)->answer, Answer::kHolds);
}

TEST(Bounded, AWorldOutsideTheEncodingIsRefusedNotAnswered) {
  World world = Mainline("6.1", 1, 1, 1, 1);
  world.patches[0].replace = true;
  smt::Context context;
  EXPECT_EQ(CheckBounded(world, Property::kS1, 3, context).status().code(), absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace lpcheck::klp
