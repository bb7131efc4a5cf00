// See tasks.h. patch_state is -1 (no transition), 0 (unpatched) or 1 (patched).
#include "runtime/tasks.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace lpcheck::runtime {
namespace {

bool IsNumber(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
}

/// Calls visit(pid, tid, folder) for every task whose patch_state is not the target's.
template <typename Visit>
void ForEachWaiting(const Root& root, const LoadedPatch& patch, Visit visit) {
  if (!patch.in_transition) return;
  const std::string target = patch.enabled ? "1" : "0";
  for (const std::string& pid : root.List("proc")) {
    if (!IsNumber(pid)) continue;
    const std::string tasks = absl::StrCat("proc/", pid, "/task");
    for (const std::string& tid : root.List(tasks)) {
      const std::string folder = absl::StrCat(tasks, "/", tid, "/");
      const std::string state = root.Word(folder + "patch_state", "gone");
      if ((state == "0" || state == "1") && state != target) visit(pid, tid, folder);
    }
  }
}

/// Lines are "[<0>] vfs_read+0x1a/0x30 [module]", innermost first.
std::string FunctionIn(const std::string& line) {
  const size_t start = line.find("] ");
  const size_t end = line.find('+');
  if (start == std::string::npos || end == std::string::npos || end < start + 2) return "";
  return line.substr(start + 2, end - start - 2);
}

/// The innermost function of the stack that the patch replaces or that the patch itself brought.
std::string PatchedFunctionIn(const std::string& stack, const LoadedPatch& patch) {
  for (const std::string& line : Lines(stack)) {
    const std::string function = FunctionIn(line);
    const std::string body = function.substr(0, function.find('.'));
    const bool replaced = std::any_of(patch.functions.begin(), patch.functions.end(),
                                      [&](const FunctionName& name) { return name.name == body; });
    if (replaced || line.find(absl::StrCat("[", patch.name, "]")) != std::string::npos) return function;
  }
  return "";
}

std::string StateIn(const std::string& stat) {
  const size_t end = stat.rfind(')');
  return end == std::string::npos || end + 2 >= stat.size() ? "?" : std::string(1, stat[end + 2]);
}

std::string Why(const BlockingTask& task) {
  if (!task.function.empty()) return absl::StrCat("sleeps in ", task.function);
  if (task.state == "R") return "is running";
  if (task.kernel_thread) return "has not been seen off the patched functions yet";
  return "has not returned to user space yet";
}

BlockingTask Describe(const Root& root, const LoadedPatch& patch, const std::string& pid,
                      const std::string& tid, const std::string& folder) {
  BlockingTask task;
  task.pid = std::atoi(pid.c_str());
  task.tid = std::atoi(tid.c_str());
  task.name = root.Word(folder + "comm", "?");
  task.state = StateIn(root.Word(folder + "stat"));
  task.kernel_thread = root.Word(absl::StrCat("proc/", pid, "/cmdline")).empty();
  task.function = PatchedFunctionIn(root.Word(folder + "stack"), patch);
  task.why = Why(task);
  return task;
}

}  // namespace

std::vector<BlockingTask> BlockingTasks(const Root& root, const LoadedPatch& patch) {
  std::vector<BlockingTask> tasks;
  ForEachWaiting(root, patch, [&](const std::string& pid, const std::string& tid, const std::string& folder) {
    tasks.push_back(Describe(root, patch, pid, tid, folder));
  });
  std::sort(tasks.begin(), tasks.end(), [](const auto& a, const auto& b) { return a.tid < b.tid; });
  return tasks;
}

int CountBlocking(const Root& root, const LoadedPatch& patch) {
  int count = 0;
  ForEachWaiting(root, patch, [&](const auto&...) { ++count; });
  return count;
}

}  // namespace lpcheck::runtime
