#include "model/klp/conflict_runs.h"

#include "model/klp/trace_words.h"
#include "model/klp/world.h"

namespace lpcheck::klp {
namespace {

std::vector<std::string> ShortestRun(World& world, Property property) {
  world.check = {property};
  const Exploration found = Explore(world, {.max_states = 20'000});
  if (!found.broken.contains(property)) return {};
  absl::StatusOr<std::vector<std::string>> words = TraceInWords(world, found.broken.at(property));
  return words.ok() ? *std::move(words) : std::vector<std::string>{};
}

World OneTask(const Era& era) {
  World world;
  world.era = era;
  world.tasks = {{.name = "task"}};
  world.without = {EventKind::kDisable, EventKind::kReverse};
  return world;
}

}  // namespace

std::vector<std::string> DeadVersionRun(const Era& era, const std::string& function,
                                        const std::string& newer) {
  World world = OneTask(era);
  world.max_frames = 1;
  world.funcs = {{.name = function}};
  world.patches = {{.name = "the older patch", .funcs = {{.func = 0}}, .immediate = era.immediate},
                   {.name = newer, .funcs = {{.func = 0}}, .semantic = true}};
  if (era.force) world.with = {EventKind::kForce};
  return ShortestRun(world, Property::kS1);
}

std::vector<std::string> DirectCallRun(const Era& era, const std::string& older, const std::string& newer,
                                       const std::string& caller, const std::string& callee) {
  World world = OneTask(era);
  world.max_frames = 2;
  world.funcs = {{.name = caller}, {.name = callee}};
  world.patches = {{.name = older, .funcs = {{.func = 0}, {.func = 1}}, .direct = {{0, 1}}},
                   {.name = newer, .funcs = {{.func = 1}}, .base = 0}};
  return ShortestRun(world, Property::kS8);
}

}  // namespace lpcheck::klp
