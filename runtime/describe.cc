// See describe.h.
#include "runtime/describe.h"

#include "absl/strings/str_cat.h"
#include "runtime/words.h"

namespace lpcheck::runtime {
namespace {

using Json = nlohmann::ordered_json;

Json VersionJson(const GuardVersion& version) {
  return {{"object", version.function.object}, {"function", version.function.name},
          {"sympos", version.function.sympos}, {"patch", version.patch},
          {"selectable", version.selectable},  {"left", version.left},
          {"direct", version.direct},          {"drained", version.drained},
          {"frames", version.frames},          {"holder", version.holder}};
}

std::string VersionText(const GuardVersion& version) {
  std::string text = absl::StrCat("  ", version.function.object, ":", version.function.name, " ",
                                  version.patch.empty() ? "(original)" : version.patch);
  if (version.selectable) return absl::StrCat(text, ": in use\n");
  absl::StrAppend(&text, ": left ", version.left, version.drained ? ", drained" : ", not drained");
  if (version.frames > 0) absl::StrAppend(&text, ", on the stack of task ", version.holder);
  return text + "\n";
}

std::string PatchText(const LoadedPatch& patch) {
  std::string text = absl::StrCat("  ", patch.name, patch.enabled ? " enabled" : " disabled",
                                  patch.in_transition ? ", in transition" : "");
  if (patch.stamp) {
    absl::StrAppend(&text, ", verdict ", std::string(Name(patch.stamp->verdict)));
    for (ConditionKind condition : patch.stamp->conditions)
      absl::StrAppend(&text, ", ", std::string(Name(condition)));
  } else {
    absl::StrAppend(&text, ", no stamp");
  }
  return text + "\n";
}

}  // namespace

Json ToJson(const Machine& machine) {
  Json json = {{"schema", "lpadmit.status/1"},
               {"kernel", machine.release},
               {"build_id", machine.build_id},
               {"livepatch", Word(machine.livepatch)},
               {"reliable_stacks", Word(machine.reliable_stacks)},
               {"may_load_modules", machine.may_load_modules},
               {"container", machine.in_container},
               {"livepatch_taint", machine.livepatch_taint},
               {"guard", machine.guard.present ? machine.guard.mode : "absent"}};
  json["patches"] = Json::array();
  for (const LoadedPatch& patch : machine.patches) {
    Json one = {{"name", patch.name}, {"enabled", patch.enabled}, {"transition", patch.in_transition}};
    one["verdict"] = patch.stamp ? Json(std::string(Name(patch.stamp->verdict))) : Json(nullptr);
    json["patches"].push_back(one);
  }
  json["versions"] = Json::array();
  for (const GuardVersion& version : machine.guard.versions) json["versions"].push_back(VersionJson(version));
  return json;
}

Json ToJson(const Decision& decision) {
  Json json = {{"decision", Word(decision.outcome)}};
  if (decision.outcome == Outcome::kLoad) json["mechanism"] = Word(decision.mechanism);
  json["reasons"] = decision.reasons;
  return json;
}

Json ToJson(const std::vector<BlockingTask>& tasks) {
  Json json = Json::array();
  for (const BlockingTask& task : tasks) {
    json.push_back({{"pid", task.pid},
                    {"tid", task.tid},
                    {"name", task.name},
                    {"kernel_thread", task.kernel_thread},
                    {"state", task.state},
                    {"function", task.function},
                    {"why", task.why}});
  }
  return json;
}

Json ToJson(const TransitionResult& result) {
  return {{"end", Word(result.end)},
          {"milliseconds", result.milliseconds},
          {"blocking", ToJson(result.blocking)},
          {"note", result.note}};
}

std::string ToText(const Machine& machine) {
  std::string text = absl::StrCat("kernel ", machine.release, ", live patching ", Word(machine.livepatch),
                                  ", reliable stacks ", Word(machine.reliable_stacks), ", lpguard ",
                                  machine.guard.present ? machine.guard.mode : "absent", "\n");
  if (!machine.may_load_modules) {
    absl::StrAppend(&text, machine.in_container ? "inside a container, " : "",
                    "modules cannot be loaded from here\n");
  }
  absl::StrAppend(&text, machine.patches.empty() ? "no patches\n" : "patches:\n");
  for (const LoadedPatch& patch : machine.patches) absl::StrAppend(&text, PatchText(patch));
  if (!machine.guard.versions.empty()) absl::StrAppend(&text, "versions:\n");
  for (const GuardVersion& version : machine.guard.versions) absl::StrAppend(&text, VersionText(version));
  return text;
}

std::string ToText(const std::vector<BlockingTask>& tasks) {
  std::string text;
  for (const BlockingTask& task : tasks) {
    absl::StrAppend(&text, "  ", task.tid, " ", task.name, task.kernel_thread ? " (kernel thread) " : " ",
                    task.why, "\n");
  }
  return text;
}

std::string TasksLeftText(int tasks_left) {
  if (tasks_left == 1) return "1 task left";
  if (tasks_left > 1) return absl::StrCat(tasks_left, " tasks left");
  // Idle tasks are not in /proc; the core looks again once a second; taking a patch off a preemptible kernel waits
  // until no task can be on an ftrace trampoline any more. Nothing that a task does hastens these.
  return "every task has switched, the kernel has not finished yet";
}

std::string Indented(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) absl::StrAppend(&text, "  ", line, "\n");
  return text;
}

}  // namespace lpcheck::runtime
