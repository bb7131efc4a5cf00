// See machine.h.
#include "runtime/machine.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace lpcheck::runtime {
namespace {

constexpr unsigned kCapSysModule = 16;
constexpr unsigned long kTaintLivepatch = 1ul << 15;
constexpr char kPatches[] = "sys/kernel/livepatch";

/// /sys/kernel/livepatch/PATCH/OBJECT/FUNCTION,SYMPOS/
std::vector<FunctionName> FunctionsOf(const Root& root, const std::string& patch) {
  std::vector<FunctionName> functions;
  const std::string folder = absl::StrCat(kPatches, "/", patch);
  for (const std::string& object : root.List(folder)) {
    for (const std::string& entry : root.List(absl::StrCat(folder, "/", object))) {
      const size_t comma = entry.rfind(',');
      if (comma == std::string::npos) continue;
      functions.push_back({object, entry.substr(0, comma),
                           static_cast<uint32_t>(std::strtoul(entry.c_str() + comma + 1, nullptr, 10))});
    }
  }
  return functions;
}

/// CONFIG_X=y in /boot/config-RELEASE.
Answer ConfigSays(const std::string& config, const std::string& option) {
  if (config.empty()) return Answer::kUnknown;
  return absl::StrCat("\n", config).find(absl::StrCat("\n", option, "=y\n")) != std::string::npos
             ? Answer::kYes
             : Answer::kNo;
}

Answer ReliableStacks(const std::string& config) {
  const Answer has = ConfigSays(config, "CONFIG_HAVE_RELIABLE_STACKTRACE");
  if (has != Answer::kYes || ConfigSays(config, "CONFIG_X86_64") != Answer::kYes) return has;
  const bool unwinder = ConfigSays(config, "CONFIG_UNWINDER_ORC") == Answer::kYes ||
                        ConfigSays(config, "CONFIG_STACK_VALIDATION") == Answer::kYes;
  return unwinder ? Answer::kYes : Answer::kNo;
}

bool HasModuleCapability(const Root& root) {
  absl::StatusOr<std::string> status = root.Read("proc/self/status");
  if (!status.ok() || root.Word("proc/sys/kernel/modules_disabled", "0") == "1") return false;
  const size_t line = status->find("\nCapEff:");
  if (line == std::string::npos) return false;
  const unsigned long long bits = std::strtoull(status->c_str() + line + 8, nullptr, 16);
  return (bits >> kCapSysModule & 1) != 0;
}

bool InContainer(const Root& root) {
  return root.Exists(".dockerenv") || root.Exists("run/.containerenv") ||
         root.Exists("run/systemd/container");
}

std::vector<std::string> Modules(const Root& root) {
  std::vector<std::string> names;
  for (const std::string& line : Lines(root.Word("proc/modules"))) {
    const std::vector<std::string> words = Words(line);
    if (!words.empty()) names.push_back(words[0]);
  }
  return names;
}

}  // namespace

LoadedPatch ReadPatch(const Root& root, const std::string& name) {
  const std::string folder = absl::StrCat(kPatches, "/", name, "/");
  LoadedPatch patch;
  patch.name = name;
  patch.enabled = root.Word(folder + "enabled") == "1";
  patch.in_transition = root.Word(folder + "transition") == "1";
  patch.functions = FunctionsOf(root, name);
  absl::StatusOr<std::string> note = root.Read(absl::StrCat("sys/module/", name, "/notes/.note.lpcheck"));
  if (note.ok()) {
    if (absl::StatusOr<Stamp> stamp = ReadStampNote(*note); stamp.ok()) patch.stamp = *std::move(stamp);
  }
  return patch;
}

Machine ReadMachine(const Root& root) {
  Machine machine;
  machine.release = root.Word("proc/sys/kernel/osrelease");
  if (absl::StatusOr<std::string> notes = root.Read("sys/kernel/notes"); notes.ok()) {
    machine.build_id = BuildIdOf(*notes);
  }
  const std::string config = absl::StrCat(root.Word(absl::StrCat("boot/config-", machine.release)), "\n");
  const bool known = config.size() > 1;
  machine.livepatch = root.Exists(kPatches)       ? Answer::kYes
                      : root.Exists("sys/kernel") ? Answer::kNo
                                                  : Answer::kUnknown;
  machine.reliable_stacks = known ? ReliableStacks(config) : Answer::kUnknown;
  machine.may_load_modules = HasModuleCapability(root);
  machine.in_container = InContainer(root);
  const unsigned long taint = std::strtoul(root.Word("proc/sys/kernel/tainted", "0").c_str(), nullptr, 10);
  machine.livepatch_taint = (taint & kTaintLivepatch) != 0;
  for (const std::string& name : root.List(kPatches)) machine.patches.push_back(ReadPatch(root, name));
  machine.modules = Modules(root);
  machine.guard = ReadGuard(root);
  return machine;
}

const LoadedPatch* FindPatch(const Machine& machine, const std::string& name) {
  for (const LoadedPatch& patch : machine.patches) {
    if (patch.name == name) return &patch;
  }
  return nullptr;
}

const LoadedPatch* TransitionPatch(const Machine& machine) {
  for (const LoadedPatch& patch : machine.patches) {
    if (patch.in_transition) return &patch;
  }
  return nullptr;
}

bool Shares(const LoadedPatch& patch, const std::vector<FunctionName>& functions) {
  return std::any_of(patch.functions.begin(), patch.functions.end(), [&](const FunctionName& mine) {
    return std::any_of(functions.begin(), functions.end(), [&](const FunctionName& other) {
      return mine.object == other.object && mine.name == other.name;
    });
  });
}

}  // namespace lpcheck::runtime
