#include "analyzer/stack/live.h"

#include <sys/utsname.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

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

std::string MachineArch() {
  utsname name = {};
  return uname(&name) == 0 ? name.machine : "";
}

}  // namespace

absl::StatusOr<klp::LoadedStack> LiveStack(const std::string& root) {
  const fs::path top = fs::path(root) / "sys/kernel/livepatch";
  if (!fs::is_directory(top)) {
    return absl::FailedPreconditionError(
        absl::StrCat(top.string(), ": not there; this kernel was built without CONFIG_LIVEPATCH"));
  }
  absl::StatusOr<klp::Era> era = klp::EraFor(FirstLine(fs::path(root) / "proc/sys/kernel/osrelease"));
  if (!era.ok()) return era.status();
  klp::LoadedStack stack{.era = *era};
  stack.arch = MachineArch();
  stack.reliable_stacks = HasReliableStacks(root);
  stack.watched = false;
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
  std::stable_sort(patches.begin(), patches.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [order, patch] : patches) stack.patches.push_back(std::move(patch));
  return stack;
}

}  // namespace lpcheck
