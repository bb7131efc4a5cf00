// SPIN as a third opinion on the era 4.12 to 4.15: the same worlds as Promela, searched exhaustively by pan,
// must get the same verdicts. Skipped where spin is not installed.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "model/klp/explore.h"
#include "model/klp/world_text.h"
#include "tests/unit/model/klp/promela.h"

namespace lpcheck::klp {
namespace {

namespace fs = std::filesystem;

std::string TextOf(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Generates, compiles and runs pan in a folder of its own; true if the assertion can fail.
bool SpinFindsViolation(const World& world, Property property) {
  const fs::path folder =
      fs::path(testing::TempDir()) / ("lpcheck-spin-" + world.name + "-" + std::string(Name(property)));
  fs::create_directories(folder);
  std::ofstream(folder / "world.pml") << Promela(world, property);
  const std::string command = "cd '" + folder.string() +
                              "' && spin -a world.pml > spin.log 2>&1 && "
                              "cc -O0 -w -DSAFETY -DNOREDUCE -DMEMLIM=512 -o pan pan.c >> spin.log 2>&1 && "
                              "./pan -m1000000 -w20 > pan.log 2>&1";
  const int status = std::system(command.c_str());
  const std::string log = TextOf(folder / "pan.log");
  EXPECT_NE(log.find("errors: "), std::string::npos) << "status " << status << "\n"
                                                     << TextOf(folder / "spin.log") << log;
  EXPECT_EQ(log.find("max search depth too small"), std::string::npos);
  EXPECT_EQ(log.find("out of memory"), std::string::npos);
  if (log.empty()) std::printf("%s\n", TextOf(folder / "spin.log").c_str());
  const bool violated = log.find("errors: 0") == std::string::npos;
  fs::remove_all(folder);
  return violated;
}

struct Case {
  std::string name;
  std::string text;
};

// The published bug in three forms, worlds without it, immediate functions, two tasks, two functions.
const Case kCases[] = {
    {"seed",
     "function a\npatch 1 immediate changes a\npatch 2 immediate changes a\npatch 3 changes a\ntask t "
     "user\n"},
    {"one",
     "function a\npatch 1 immediate changes a\npatch 2 changes a\ntask t user\nwithout disable reverse\n"},
    {"top", "function a\npatch 1 changes a\npatch 2 immediate changes a\ntask t user\nwithout reverse\n"},
    {"plain", "function a\npatch 1 changes a\npatch 2 changes a\ntask t user\n"},
    {"frames", "frames 2\nfunction a\nfunction b\npatch 1 changes a b\npatch 2 changes b\ntask t user\n"},
    {"tasks", "function a\npatch 1 changes a\npatch 2 immediate changes a\ntask t user\ntask u user\n"},
    {"func",
     "function a\nfunction b\npatch 1 changes a b\nfunc 1 a immediate\npatch 2 changes a\ntask t user\n"},
    {"below", "function a\npatch 1 immediate changes a\ntask t user in a\n"},
};

class Spin : public testing::TestWithParam<Case> {};

TEST_P(Spin, GivesTheSameVerdictAsExhaustiveExploration) {
  if (std::system("command -v spin > /dev/null 2>&1") != 0) GTEST_SKIP() << "spin is not installed";
  const Case& c = GetParam();
  const bool has_frames = c.text.find("frames") == 0;
  absl::StatusOr<WorldFile> file =
      ParseWorld("world " + c.name + "\nera 4.12\n" + (has_frames ? "" : "frames 1\n") + c.text);
  ASSERT_TRUE(file.ok()) << file.status().message();
  for (Property property : {Property::kS1, Property::kS2}) {
    World world = file->world;
    world.check = {property};
    const Exploration found = Explore(world);
    ASSERT_TRUE(found.complete);
    EXPECT_EQ(SpinFindsViolation(world, property), found.broken.contains(property)) << Name(property);
  }
}

INSTANTIATE_TEST_SUITE_P(Worlds, Spin, testing::ValuesIn(kCases),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace lpcheck::klp
