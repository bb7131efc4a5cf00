// The worlds of corpus/worlds: every expectation is explored exhaustively, every stored trace is replayed
// step by step, and what is broken must come with a trace. A new file is found by walking; nothing is listed
// here.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "model/klp/explore.h"
#include "model/klp/trace_words.h"
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

Exploration ExploreIn(const WorldFile& file, const EraChoice& choice, Property property) {
  absl::StatusOr<World> world = InEra(file.world, choice);
  EXPECT_TRUE(world.ok());
  world->check = {property};
  return Explore(*world);
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, EveryExpectationIsWhatExhaustiveExplorationFinds) {
  const WorldFile file = Load(GetParam());
  EXPECT_FALSE(file.expectations.empty());
  for (const Expectation& expectation : file.expectations) {
    const Exploration found = ExploreIn(file, expectation.in, expectation.property);
    EXPECT_TRUE(found.complete);
    EXPECT_EQ(found.broken.contains(expectation.property), expectation.broken)
        << ToText(expectation.in) << " " << Name(expectation.property);
  }
}

TEST_P(Golden, EveryStoredTraceReplaysAndItsLastStepAloneBreaksTheProperty) {
  const WorldFile file = Load(GetParam());
  for (const StoredTrace& trace : file.traces) {
    absl::StatusOr<World> world = InEra(file.world, trace.in);
    ASSERT_TRUE(world.ok());
    world->check = {trace.breaks};
    absl::StatusOr<Replayed> replayed = Replay(*world, trace.steps);
    ASSERT_TRUE(replayed.ok()) << replayed.status().message();
    if (trace.breaks == Property::kS9) continue;  // stuck: no single step breaks it
    for (std::size_t i = 0; i < replayed->broken.size(); ++i) {
      const bool breaks = (replayed->broken[i] & BitOf(trace.breaks)) != 0;
      EXPECT_EQ(breaks, i + 1 == replayed->broken.size()) << ToText(trace.in) << " step " << i + 1;
    }
  }
}

TEST_P(Golden, WhatIsBrokenHasAStoredTraceThatIsNotLongerThanNeeded) {
  const WorldFile file = Load(GetParam());
  for (const Expectation& expectation : file.expectations) {
    if (!expectation.broken) continue;
    const Exploration found = ExploreIn(file, expectation.in, expectation.property);
    const bool stored = std::any_of(file.traces.begin(), file.traces.end(), [&](const StoredTrace& trace) {
      return trace.breaks == expectation.property && ToText(trace.in) == ToText(expectation.in) &&
             found.broken.contains(trace.breaks) &&
             trace.steps.size() == found.broken.at(trace.breaks).size();
    });
    EXPECT_TRUE(stored) << ToText(expectation.in) << " " << Name(expectation.property);
  }
}

TEST_P(Golden, PrintingAndReadingAgainGivesTheSameText) {
  const std::string once = PrintWorld(Load(GetParam()));
  absl::StatusOr<WorldFile> again = ParseWorld(once);
  ASSERT_TRUE(again.ok()) << again.status().message();
  EXPECT_EQ(PrintWorld(*again), once);
}

std::string NameOf(const testing::TestParamInfo<std::string>& info) {
  std::string name = std::filesystem::path(info.param).stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Worlds, Golden, testing::ValuesIn(WorldFiles()), NameOf);

TEST(TraceWords, TheSeedBugReadsAsASentencePerStep) {
  const WorldFile file = Load(std::string(LPCHECK_WORLDS) + "/B01-stacked-immediate.world");
  absl::StatusOr<std::vector<std::string>> words = TraceInWords(file.world, file.traces.at(0).steps);
  ASSERT_TRUE(words.ok());
  ASSERT_EQ(words->size(), 5u);
  EXPECT_EQ((*words)[0], "call t a; runs a@original");
  EXPECT_EQ((*words)[2], "enable 2; no transition is needed, func_stacks are a: [2, 1]");
  EXPECT_EQ((*words)[4],
            "try-switch t; its stack is a@original, func_stacks are a: [3, 2, 1] -- breaks S1: a task "
            "switched while "
            "a version that it leaves is still on its stack");
}

}  // namespace
}  // namespace lpcheck::klp
