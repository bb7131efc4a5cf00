// The solver's side of the model by itself: bounded search on the worlds of the corpus, whose answers are
// known, and proofs by induction.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "model/klp/explore.h"
#include "model/klp/symbolic.h"
#include "model/klp/world_text.h"

namespace lpcheck::klp {
namespace {

std::vector<std::string> WorldFiles() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(LPCHECK_WORLDS)) {
    if (entry.path().extension() == ".world") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

WorldFile Load(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  absl::StatusOr<WorldFile> world = ParseWorld(text.str());
  EXPECT_TRUE(world.ok()) << path << ": " << world.status().message();
  return world.ok() ? *std::move(world) : WorldFile{};
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
  absl::StatusOr<Proof> proof = ProveInductive(Mainline(GetParam(), 2, 2, 3, 3), context);
  ASSERT_TRUE(proof.ok()) << proof.status().message();
  EXPECT_EQ(proof->invariant, Answer::kHolds);
  for (Property property : {Property::kS1, Property::kS2, Property::kS3, Property::kS8, Property::kS9}) {
    EXPECT_EQ(proof->properties[property], Answer::kHolds) << Name(property);
  }
}

INSTANTIATE_TEST_SUITE_P(Eras, Induction, testing::Values("4.12", "4.16", "5.18", "6.1", "6.4"),
                         [](const auto& info) {
                           std::string name = info.param;
                           for (char& c : name) c = c == '.' ? '_' : c;
                           return name;
                         });

Answer InvariantOf(const World& world) {
  smt::Context context;
  absl::StatusOr<Proof> proof = ProveInductive(world, context);
  return proof.ok() ? proof->invariant : Answer::kGaveUp;
}

Answer Proved(const World& world, Property property) {
  smt::Context context;
  absl::StatusOr<Proof> proof = ProveInductive(world, context);
  return proof.ok() && proof->properties.contains(property) ? proof->properties[property] : Answer::kGaveUp;
}

void ExpectProved(const World& world, const std::set<Property>& properties) {
  smt::Context context;
  absl::StatusOr<Proof> proof = ProveInductive(world, context);
  ASSERT_TRUE(proof.ok()) << proof.status().message();
  ASSERT_EQ(proof->invariant, Answer::kHolds);
  for (Property property : properties)
    EXPECT_EQ(proof->properties[property], Answer::kHolds) << Name(property);
}

const std::set<Property> kAllProvable = {Property::kS1, Property::kS2, Property::kS3,
                                         Property::kS8, Property::kS9, Property::kS10};

World Replacing(const std::string& era) {
  World world = Mainline(era, 2, 2, 3, 2);
  world.patches[0].funcs = {{.func = 0}};
  world.patches[1].funcs = {{.func = 0}, {.func = 1}};
  world.patches[1].replace = true;
  world.patches[2].funcs = {{.func = 1}};
  world.patches[2].replace = true;
  return world;
}

TEST(Induction, AReplaceKeepsConsistencyInRunsOfAnyLength) {
  for (const char* era : {"5.1", "6.1", "6.19", "replace-set"}) {
    SCOPED_TRACE(era);
    ExpectProved(Replacing(era), {Property::kS1, Property::kS2, Property::kS3, Property::kS8, Property::kS9});
  }
}

TEST(Induction, StaticNopsKeepConsistencyButMayBlockATransitionForEver) {
  World world = Replacing("6.1");
  world.era = Apply(Remedy::kStaticNops, world.era);
  ExpectProved(world, {Property::kS1, Property::kS2, Property::kS3, Property::kS8});
}

TEST(Induction, AReplaceThatLooksBackOnePatchDoesNot) {
  World world = Replacing("6.1");
  world.patches[1] = {.name = "2", .funcs = {{.func = 1}}};
  EXPECT_EQ(InvariantOf(world), Answer::kHolds);
  world.era = Apply(Remedy::kLookBackOne, world.era);
  EXPECT_EQ(InvariantOf(world), Answer::kBroken);
}

TEST(Induction, ModulesThatComeAndGoKeepIt) {
  World world = Replacing("6.1");
  world.objects.push_back({.name = "m"});
  world.funcs[0].object = 0;  // patch 3 lacks it: a module that comes late needs the nop
  ExpectProved(world, {Property::kS1, Property::kS2, Property::kS3, Property::kS8, Property::kS9});
}

TEST(Induction, InterruptsForksAndUnloadingKeepIt) {
  World world = Replacing("6.1");
  world.tasks[1].absent = true;
  world.with = {EventKind::kInterrupt, EventKind::kFork, EventKind::kRemove};
  ExpectProved(world, {Property::kS1, Property::kS2, Property::kS3, Property::kS8, Property::kS9});
}

TEST(Induction, WithTheEndOfTheListCheckedTheCoreIsSaneToo) {
  World world = Replacing("6.1");
  world.era = Apply(Remedy::kListEnd, world.era);
  ExpectProved(world, kAllProvable);
  EXPECT_EQ(Proved(Replacing("6.1"), Property::kS10), Answer::kBroken);  // B10
}

TEST(Induction, ABusyKernelThreadEndsATransitionOnlyWhereItSwitchesItself) {
  World world = Mainline("6.4", 1, 2, 2, 2);
  world.tasks[0].kind = TaskKind::kThread;
  world.tasks[0].busy = true;
  ExpectProved(world, {Property::kS1, Property::kS2, Property::kS9});
  world.era = *EraFor("6.1");
  EXPECT_EQ(Proved(world, Property::kS9), Answer::kBroken);  // B22
}

// What breaks a property in the corpus must not be provable: a proof there would be a wrong proof.
TEST(Induction, WhatIsKnownToBreakDestroysTheInvariant) {
  World forced = Mainline("6.1", 1, 1, 2, 1);
  forced.with = {EventKind::kForce};
  EXPECT_EQ(InvariantOf(forced), Answer::kBroken);
  World immediate = Mainline("4.12", 1, 1, 2, 1);
  immediate.patches[0].immediate = true;
  EXPECT_EQ(InvariantOf(immediate), Answer::kBroken);
  World cold = Mainline("6.1", 1, 1, 1, 1);
  cold.funcs[0].cold = true;
  EXPECT_EQ(InvariantOf(cold), Answer::kBroken);
  cold.era = Apply(Remedy::kColdRange, cold.era);
  EXPECT_EQ(InvariantOf(cold), Answer::kHolds);
  World direct = Mainline("6.1", 1, 2, 2, 2);
  direct.patches[0].direct = {{0, 1}};
  EXPECT_EQ(InvariantOf(direct), Answer::kHolds);  // patch 2 carries the caller
  direct.patches[1].funcs = {{.func = 1}};
  EXPECT_EQ(InvariantOf(direct), Answer::kBroken);
  World dying = Mainline("6.1", 1, 1, 1, 1);
  dying.with = {EventKind::kDie};
  EXPECT_EQ(InvariantOf(dying), Answer::kBroken);
  World off = Mainline("4.16", 1, 1, 1, 1);
  off.with = {EventKind::kFtraceOff};
  EXPECT_EQ(InvariantOf(off), Answer::kBroken);
  World racing = Mainline("5.18", 2, 1, 1, 1);
  racing.tasks[1].absent = true;
  racing.with = {EventKind::kFork};
  EXPECT_EQ(InvariantOf(racing), Answer::kBroken);
}

// No corpus world that breaks S1, S2, S3, S8, S9 or S10 in an era is proved in it.
TEST(Induction, NoKnownBugIsProvedAbsent) {
  for (const std::string& path : WorldFiles()) {
    const WorldFile file = Load(path);
    for (const Expectation& expectation : file.expectations) {
      if (!expectation.broken) continue;
      absl::StatusOr<World> world = InEra(file.world, expectation.in);
      smt::Context context;
      absl::StatusOr<Proof> proof = ProveInductive(*world, context);
      if (!proof.ok() || !proof->properties.contains(expectation.property)) continue;
      EXPECT_NE(proof->properties[expectation.property], Answer::kHolds)
          << path << " " << ToText(expectation.in);
    }
  }
}

World WithEverything(const std::string& era) {
  World world = Replacing(era);
  world.patches[0].funcs = {{.func = 0}, {.func = 1}};
  world.patches[0].direct = {{0, 1}};
  world.funcs[0].cold = true;
  world.data.push_back({.name = "p", .pointer_to = 1});
  world.effects.push_back({.kind = EffectKind::kStores, .func = 0, .version = 1, .datum = 0});
  world.tasks[1].absent = true;
  world.with = {EventKind::kInterrupt, EventKind::kFork, EventKind::kRemove, EventKind::kDie,
                EventKind::kForce};
  return world;
}

TEST(Drain, AVersionThatIsDeadAndOnNoStackNeverComesBackWhateverHappens) {
  for (const char* era : {"5.1", "6.1", "6.19", "replace-set"}) {
    for (Grain grain : {Grain::kCoarse, Grain::kFine}) {
      World world = WithEverything(era);
      world.grain = grain;
      smt::Context context;
      EXPECT_EQ(*ProveDrain(world, 0, context), Answer::kHolds) << era;
    }
  }
  World immediate = Mainline("4.12", 2, 2, 2, 2);
  immediate.patches[0].immediate = true;
  immediate.with = {EventKind::kRemove};
  smt::Context context;
  EXPECT_EQ(*ProveDrain(immediate, 0, context), Answer::kHolds);
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

TEST(Bounded, AWorldThatTheEncodingCannotHoldIsRefusedNotAnswered) {
  World world = Mainline("6.1", 1, 1, 1, 1);
  world.patches[0].funcs.push_back({.func = 0, .sympos = 1});
  smt::Context context;
  EXPECT_EQ(CheckBounded(world, Property::kS1, 3, context).status().code(),
            absl::StatusCode::kInvalidArgument);
}

// Deeper than any of the stored traces would cost minutes where nothing is broken.
constexpr int kDepthWhereItHolds = 6;

// A file may store a longer trace beside the shortest one, for the reader.
bool IsShortest(const WorldFile& file, const StoredTrace& trace) {
  return std::none_of(file.traces.begin(), file.traces.end(), [&](const StoredTrace& other) {
    return other.breaks == trace.breaks && ToText(other.in) == ToText(trace.in) &&
           other.steps.size() < trace.steps.size();
  });
}

// As deep as the file's own traces in other eras, and at least six events.
int DepthWhereItHolds(const WorldFile& file) {
  int depth = kDepthWhereItHolds;
  for (const StoredTrace& trace : file.traces) depth = std::max(depth, static_cast<int>(trace.steps.size()));
  return depth;
}

class Corpus : public testing::TestWithParam<std::string> {};

TEST_P(Corpus, TheSolverFindsEveryKnownBugAtTheLengthOfItsShortestTraceAndNotBefore) {
  const WorldFile file = Load(GetParam());
  for (const StoredTrace& trace : file.traces) {
    if (!IsShortest(file, trace)) continue;
    absl::StatusOr<World> world = InEra(file.world, trace.in);
    ASSERT_TRUE(world.ok());
    smt::Context context({.resource_limit = 200'000'000});
    const int length = static_cast<int>(trace.steps.size());
    absl::StatusOr<Bounded> found = CheckBounded(*world, trace.breaks, length, context);
    ASSERT_TRUE(found.ok()) << found.status().message();
    EXPECT_EQ(found->answer, Answer::kBroken) << ToText(trace.in) << " " << Name(trace.breaks);
    EXPECT_EQ(static_cast<int>(found->trace.size()), length) << ToText(trace.in) << " " << Name(trace.breaks);
    EXPECT_EQ(CheckBounded(*world, trace.breaks, length - 1, context)->answer, Answer::kHolds)
        << ToText(trace.in) << " " << Name(trace.breaks);
  }
}

TEST_P(Corpus, WhatHoldsIsNotBrokenWithinTheBound) {
  const WorldFile file = Load(GetParam());
  for (const Expectation& expectation : file.expectations) {
    if (expectation.broken) continue;
    absl::StatusOr<World> world = InEra(file.world, expectation.in);
    ASSERT_TRUE(world.ok());
    smt::Context context({.resource_limit = 200'000'000});
    absl::StatusOr<Bounded> found =
        CheckBounded(*world, expectation.property, DepthWhereItHolds(file), context);
    ASSERT_TRUE(found.ok()) << found.status().message();
    EXPECT_EQ(found->answer, Answer::kHolds) << ToText(expectation.in) << " " << Name(expectation.property);
  }
}

std::string NameOf(const testing::TestParamInfo<std::string>& info) {
  std::string name = std::filesystem::path(info.param).stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Worlds, Corpus, testing::ValuesIn(WorldFiles()), NameOf);

}  // namespace
}  // namespace lpcheck::klp
