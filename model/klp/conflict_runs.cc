#include "model/klp/conflict_runs.h"

#include "absl/strings/str_cat.h"
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

std::vector<std::string> RefusedRun(const std::string& newer, const std::string& because) {
  return {absl::StrCat("enable ", newer, ": the kernel ", because),
          "nothing has changed: the machine stays as it is"};
}

std::vector<std::string> MistakenRun(const std::string& older, const std::string& newer,
                                     const std::string& what, const std::string& theirs,
                                     const std::string& mine) {
  const std::string left = theirs.empty() ? "" : absl::StrCat(" (", theirs, ")");
  return {absl::StrCat("code or callbacks of ", older, " leave ", what, left, " behind"),
          absl::StrCat("enable ", newer),
          mine.empty() ? absl::StrCat("code of ", newer, " runs beside it and knows nothing of it")
                       : absl::StrCat("code of ", newer, " takes it for ", mine)};
}

std::vector<std::string> UnwatchedRun(const std::string& function, const std::string& newer) {
  return {absl::StrCat("unseen: a task sleeps in an older version of ", function,
                       " while a patch is forced over it"),
          absl::StrCat("enable ", newer, ": the kernel compares stacks with the version directly below only"),
          absl::StrCat("the task is switched and returns into that older version of ", function)};
}

}  // namespace lpcheck::klp
