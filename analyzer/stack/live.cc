#include "analyzer/stack/live.h"

#include <sys/utsname.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;

std::string FirstLine(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::vector<fs::path> Folders(const fs::path& parent) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(parent, error)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

// OBJECT/FUNCTION,SYMPOS
void ReadFunctions(const fs::path& folder, klp::StackPatch& patch) {
  for (const fs::path& object : Folders(folder)) {
    for (const fs::path& function : Folders(object)) {
      const std::string name = function.filename().string();
      patch.functions.push_back(
          {.name = name.substr(0, name.find(',')), .object = object.filename().string()});
    }
  }
}

// The kernel's own configuration says it; where that is not to be had, stacks count as unreliable.
bool HasReliableStacks(const std::string& root) {
  const std::string release = FirstLine(fs::path(root) / "proc/sys/kernel/osrelease");
  std::ifstream config(fs::path(root) / "boot" / ("config-" + release));
  for (std::string line; std::getline(config, line);) {
    if (line == "CONFIG_HAVE_RELIABLE_STACKTRACE=y") return true;
  }
  return false;
}

// Since 6.1 the kernel says it; the host's own answer is only true of the host.
std::string MachineArch(const std::string& root) {
  const std::string arch = FirstLine(fs::path(root) / "proc/sys/kernel/arch");
  utsname name = {};
  if (!arch.empty() || root != "/") return arch;
  return uname(&name) == 0 ? name.machine : "";
}

bool NeverPatched(const std::string& root) {
  constexpr std::uint64_t kTaintLivepatch = 1u << 15;
  std::uint64_t tainted = 0;
  if (!absl::SimpleAtoi(FirstLine(fs::path(root) / "proc/sys/kernel/tainted"), &tainted)) return false;
  return (tainted & kTaintLivepatch) == 0;
}

// Modules by the order in which they were loaded: /proc/modules has the newest first. A patch is enabled by
// the init function of its module.
std::map<std::string, int> LoadOrder(const std::string& root) {
  std::ifstream file(fs::path(root) / "proc/modules");
  std::map<std::string, int> order;
  int place = 0;
  for (std::string line; std::getline(file, line);) order[line.substr(0, line.find(' '))] = --place;
  return order;
}

absl::Status Sort(const std::string& root, std::vector<std::pair<int, klp::StackPatch>>& patches) {
  const std::map<std::string, int> loaded = LoadOrder(root);
  for (auto& [order, patch] : patches) {
    if (order > 0) continue;  // stack_order of 6.14 and later
    const auto place = loaded.find(patch.name);
    if (place == loaded.end() && patches.size() > 1) {
      return absl::FailedPreconditionError(
          absl::StrCat("proc/modules does not list ", patch.name,
                       ", so the order of the loaded patches is not known; write it into a stack file"));
    }
    if (place != loaded.end()) order = place->second;
  }
  std::stable_sort(patches.begin(), patches.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  return absl::OkStatus();
}

// "version OBJECT FUNCTION SYMPOS PATCH key=value ...", docs/lpguard.md
void ReadVersion(const std::string& line, klp::LoadedStack& stack) {
  const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
  const auto says = [&](std::string_view what) {
    return std::find(words.begin(), words.end(), what) != words.end();
  };
  if (words.size() < 5 || words[0] != "version" || says("selectable=yes")) return;
  const bool direct = says("direct=yes");
  if (says("drained=yes") && !direct) return;
  stack.dead.push_back({.function = words[2],
                        .version = words[4] == "-" ? "original" : words[4],
                        .because = direct ? "lpguard: it can still be called directly by its own module"
                                          : "lpguard: it is not proved drained"});
}

// Whether lpguard saw everything since boot. What it knows of dead versions counts in any case.
bool ReadGuardHistory(const std::string& root, klp::LoadedStack& stack) {
  std::ifstream file(fs::path(root) / "sys/kernel/debug/lpguard/history");
  std::string line;
  if (!std::getline(file, line) || line != "lpguard-history 1") return false;
  bool from_the_start = false;
  bool complete = false;
  while (std::getline(file, line)) {
    from_the_start = from_the_start || line == "tainted-before no";
    complete = complete || line == "overflow no";
    ReadVersion(line, stack);
  }
  return from_the_start && complete;
}

}  // namespace

std::string LiveRoot(const std::string& file_or_live) {
  constexpr std::string_view kRecorded = "live:";
  if (file_or_live == "live") return "/";
  return file_or_live.rfind(kRecorded, 0) == 0 ? file_or_live.substr(kRecorded.size()) : "";
}

absl::StatusOr<klp::LoadedStack> LiveStack(const std::string& root) {
  const fs::path top = fs::path(root) / "sys/kernel/livepatch";
  if (!fs::is_directory(top)) {
    return absl::FailedPreconditionError(
        absl::StrCat(top.string(), ": not there; this kernel was built without CONFIG_LIVEPATCH"));
  }
  absl::StatusOr<klp::Era> era = klp::EraFor(FirstLine(fs::path(root) / "proc/sys/kernel/osrelease"));
  if (!era.ok()) return era.status();
  klp::LoadedStack stack{.era = *era};
  stack.arch = MachineArch(root);
  stack.reliable_stacks = HasReliableStacks(root);
  stack.watched = ReadGuardHistory(root, stack);
  std::vector<std::pair<int, klp::StackPatch>> patches;
  for (const fs::path& folder : Folders(top)) {
    klp::StackPatch patch{.name = folder.filename().string()};
    patch.summarised = false;
    patch.in_transition = FirstLine(folder / "transition") == "1";
    patch.replace = FirstLine(folder / "replace") == "1";
    if (FirstLine(folder / "enabled") != "1" && !patch.in_transition) continue;
    ReadFunctions(folder, patch);
    int order = 0;
    if (!absl::SimpleAtoi(FirstLine(folder / "stack_order"), &order)) order = 0;
    patches.emplace_back(order, std::move(patch));
  }
  if (absl::Status status = Sort(root, patches); !status.ok()) return status;
  if (patches.empty() && NeverPatched(root)) stack.watched = true;
  for (auto& [order, patch] : patches) stack.patches.push_back(std::move(patch));
  return stack;
}

}  // namespace lpcheck
