// agree WORLDS RESULTS: does the model say what the kernel did?
//
// RESULTS is what a guest reported. Of every scenario that has a world (WORLDS/NAME.world), the events are
// applied to the model one by one, and at every "state" line the model's state is compared with what was read
// from sysfs, procfs and lpguard. Between an event and an observation the kernel has retried by itself, so
// the model first does the same:
//   settle  =  try-switch every task, then complete; until nothing changes.
// Exit: 0 they agree everywhere and something was compared; 1 not; 65 unreadable.
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "model/klp/func_stack.h"
#include "model/klp/step.h"
#include "model/klp/world_text.h"
#include "model/klp/world_words.h"

namespace lpcheck::klp {
namespace {

struct Replay {
  World world;
  State state;
};

std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void Settle(Replay& replay) {
  for (bool changed = true; changed;) {
    changed = false;
    std::vector<Event> events;
    for (int task = 0; task < static_cast<int>(replay.world.tasks.size()); ++task) {
      events.push_back({EventKind::kTrySwitch, static_cast<std::uint8_t>(task), 0});
    }
    events.push_back({EventKind::kComplete, 0, 0});
    for (const Event& event : events) {
      const Outcome outcome = Apply(replay.world, replay.state, event);
      if (!outcome.happened() || outcome.next == replay.state) continue;
      replay.state = outcome.next;
      changed = true;
    }
  }
}

/// Patch modules are called lp_...N; a caller who gets version N sees the number N.
std::string NumberOf(const World& world, Version version) {
  if (version == kOriginal) return "0";
  const std::string& name = world.patches[version - 1u].name;
  const size_t digits = name.find_last_not_of("0123456789");
  return name.substr(digits + 1);
}

std::string NameOf(const World& world, Version version) {
  return version == kOriginal ? "-" : world.patches[version - 1u].name;
}

/// A fresh caller has been switched already.
Version FreshChoice(const Replay& replay, int func) {
  return Select(replay.world, replay.state, func, replay.state.target);
}

std::string SelectableSet(const Replay& replay, int func) {
  std::set<std::string> names = {
      NameOf(replay.world, Select(replay.world, replay.state, func, PatchState::kPatched))};
  if (replay.state.transition_patch >= 0) {
    names.insert(NameOf(replay.world, Select(replay.world, replay.state, func, PatchState::kUnpatched)));
  }
  std::string text;
  for (const std::string& name : names) text += name + ",";
  return text;
}

std::string FrameOf(const Replay& replay, int task) {
  const auto& stack = replay.state.tasks[task].stack;
  if (stack.empty()) return "";
  const Frame& frame = stack.back();
  return replay.world.funcs[frame.func].name + "@" + NameOf(replay.world, frame.version);
}

/// What the model says about one key of an observation; nullopt: the world does not speak of it.
std::optional<std::string> Expected(const Replay& replay, const std::string& key) {
  const World& world = replay.world;
  const std::string kind = key.substr(0, key.find(':'));
  const std::string name = key.find(':') == std::string::npos ? "" : key.substr(key.find(':') + 1);
  if (kind == "transition") {
    return replay.state.transition_patch < 0 ? "" : world.patches[replay.state.transition_patch].name;
  }
  if (kind == "enabled") {
    absl::StatusOr<int> patch = IndexOf(PatchNames(world), name);
    if (!patch.ok()) return std::nullopt;
    return replay.state.patches[*patch].life != PatchLife::kListed ? "absent"
           : replay.state.patches[*patch].enabled                  ? "1"
                                                                   : "0";
  }
  if (kind == "frame") {
    absl::StatusOr<int> task = IndexOf(TaskNames(world), name);
    return task.ok() ? std::optional(FrameOf(replay, *task)) : std::nullopt;
  }
  absl::StatusOr<int> func = IndexOf(FuncNames(world), name);
  if (!func.ok()) return std::nullopt;
  if (kind == "select") return NumberOf(world, FreshChoice(replay, *func));
  if (kind == "guard") return SelectableSet(replay, *func);
  return std::nullopt;
}

struct Tally {
  int compared = 0;
  int wrong = 0;
};

void Compare(const Replay& replay, const std::string& scenario, const std::string& line, Tally& tally) {
  std::istringstream words(line);
  std::set<std::string> seen;
  for (std::string word; words >> word;) {
    const size_t equals = word.find('=');
    const std::string key = word.substr(0, equals), kernel = word.substr(equals + 1);
    seen.insert(key);
    std::optional<std::string> model = Expected(replay, key);
    if (!model) continue;
    ++tally.compared;
    if (*model == kernel) continue;
    ++tally.wrong;
    std::printf("%s: %s: kernel '%s', model '%s'\n", scenario.c_str(), key.c_str(), kernel.c_str(),
                model->c_str());
  }
  for (const PatchSpec& patch : replay.world.patches) {
    const bool listed = Expected(replay, "enabled:" + patch.name) != "absent";
    ++tally.compared;
    if (listed == seen.contains("enabled:" + patch.name)) continue;
    ++tally.wrong;
    std::printf("%s: patch %s: listed by the %s only\n", scenario.c_str(), patch.name.c_str(),
                listed ? "model" : "kernel");
  }
}

void Step(Replay& replay, const std::string& scenario, const std::string& text, bool refused, Tally& tally) {
  absl::StatusOr<Event> event = EventFromText(replay.world, text);
  if (!event.ok()) {
    ++tally.wrong;
    std::printf("%s: event '%s': %s\n", scenario.c_str(), text.c_str(),
                std::string(event.status().message()).c_str());
    return;
  }
  Settle(replay);
  const Outcome outcome = Apply(replay.world, replay.state, *event);
  ++tally.compared;
  if (outcome.happened() == refused) {
    ++tally.wrong;
    std::printf("%s: event '%s': the kernel %s it, the model says '%s'\n", scenario.c_str(), text.c_str(),
                refused ? "refused" : "did", std::string(outcome.refusal).c_str());
  }
  if (outcome.happened()) replay.state = outcome.next;
}

std::optional<Replay> Open(const std::string& worlds, const std::string& scenario, Tally& tally) {
  std::optional<std::string> text = ReadFile(worlds + "/" + scenario + ".world");
  if (!text) return std::nullopt;
  absl::StatusOr<WorldFile> file = ParseWorld(*text);
  if (!file.ok()) {
    ++tally.wrong;
    std::printf("%s: %s\n", scenario.c_str(), std::string(file.status().message()).c_str());
    return std::nullopt;
  }
  return Replay{file->world, Initial(file->world)};
}

int Main(const std::string& worlds, const std::string& results) {
  std::optional<std::string> text = ReadFile(results);
  if (!text) {
    std::fprintf(stderr, "agree: cannot read %s\n", results.c_str());
    return 65;
  }
  std::map<std::string, std::optional<Replay>> replays;
  Tally tally;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    line.erase(std::remove(line.begin(), line.end(), '\r'), line.end());
    std::istringstream words(line);
    std::string mark, kind, scenario;
    words >> mark >> kind >> scenario;
    if (mark != "@@" || (kind != "event" && kind != "refused" && kind != "state")) continue;
    scenario.pop_back();
    std::string rest;
    std::getline(words >> std::ws, rest);
    if (!replays.contains(scenario)) replays[scenario] = Open(worlds, scenario, tally);
    std::optional<Replay>& replay = replays[scenario];
    if (!replay) continue;
    if (kind != "state") {
      Step(*replay, scenario, rest, kind == "refused", tally);
    } else {
      Settle(*replay);
      Compare(*replay, scenario, rest, tally);
    }
  }
  std::printf("model and kernel: %zu scenarios, %d facts compared, %d differ\n", replays.size(),
              tally.compared, tally.wrong);
  return tally.wrong == 0 && tally.compared > 0 ? 0 : 1;
}

}  // namespace
}  // namespace lpcheck::klp

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: agree WORLDS RESULTS\n");
    return 64;
  }
  return lpcheck::klp::Main(argv[1], argv[2]);
}
