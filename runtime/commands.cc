// See commands.h: the commands that only look. Those that change the machine are in change_commands.cc.
#include "runtime/commands.h"

#include <ctime>

#include "absl/strings/str_cat.h"
#include "runtime/command_parts.h"
#include "runtime/describe.h"
#include "runtime/words.h"

namespace lpcheck::runtime {

using Json = nlohmann::ordered_json;

int ExitFor(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
      return kExitBadInput;
    case absl::StatusCode::kInternal:
      return kExitBug;
    default:
      return kExitEnvironment;
  }
}

std::string Today() {
  const std::time_t now = std::time(nullptr);
  std::tm parts;
  char text[16];
  gmtime_r(&now, &parts);
  std::strftime(text, sizeof(text), "%Y-%m-%d", &parts);
  return text;
}

absl::StatusOr<Policy> ReadPolicy(const Context& context) {
  const std::string path = context.policy_file.empty() ? context.root.Path(kPolicyFile) : context.policy_file;
  absl::StatusOr<std::string> text = Root("").Read(path);
  if (!text.ok() && text.status().code() == absl::StatusCode::kNotFound && context.policy_file.empty())
    return Policy();
  if (!text.ok()) return text.status();
  absl::StatusOr<Policy> policy = ParsePolicy(*text);
  if (policy.ok()) return policy;
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::string(policy.status().message())));
}

absl::StatusOr<Candidate> ReadCandidate(const std::string& path) {
  constexpr size_t kLargestModule = 64u << 20;
  absl::StatusOr<std::string> bytes = Root("").Read(path, kLargestModule);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<ModuleFile> module = ReadModuleFile(*bytes);
  if (!module.ok())
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::string(module.status().message())));
  return Candidate{*std::move(bytes), *std::move(module)};
}

Reply ReplyFor(const Candidate& candidate, const Decision& decision) {
  Reply reply;
  reply.json = ToJson(decision);
  reply.json["patch"] = candidate.module.name;
  reply.json["verdict"] = std::string(Name(candidate.module.stamp.verdict));
  reply.text =
      absl::StrCat(candidate.module.name, ": ", Word(decision.outcome),
                   decision.outcome == Outcome::kLoad ? absl::StrCat(", ", Word(decision.mechanism)) : "",
                   "\n", Indented(decision.reasons));
  reply.exit = decision.outcome == Outcome::kLoad     ? kExitDone
               : decision.outcome == Outcome::kRefuse ? kExitRefused
                                                      : kExitUndecided;
  return reply;
}

absl::StatusOr<Reply> RunDecide(const Context& context, const std::string& module_path) {
  absl::StatusOr<Policy> policy = ReadPolicy(context);
  if (!policy.ok()) return policy.status();
  absl::StatusOr<Candidate> candidate = ReadCandidate(module_path);
  if (!candidate.ok()) return candidate.status();
  return ReplyFor(*candidate, Decide(candidate->module, ReadMachine(context.root), *policy, Today()));
}

absl::StatusOr<Reply> RunStatus(const Context& context) {
  const Machine machine = ReadMachine(context.root);
  const LoadedPatch* transition = TransitionPatch(machine);
  Reply reply;
  reply.json = ToJson(machine);
  reply.text = ToText(machine);
  if (transition != nullptr) {
    const int left = CountBlocking(context.root, *transition);
    reply.json["tasks_left"] = left;
    absl::StrAppend(&reply.text, transition->name, " is in transition: ", TasksLeftText(left),
                    left > 0 ? "; see lpadmit blocking\n" : "\n");
    reply.exit = kExitInTransition;
  }
  return reply;
}

absl::StatusOr<Reply> RunBlocking(const Context& context) {
  const Machine machine = ReadMachine(context.root);
  const LoadedPatch* transition = TransitionPatch(machine);
  Reply reply;
  reply.json = {{"patch", nullptr}, {"blocking", Json::array()}};
  if (transition == nullptr) {
    reply.text = "no transition is running\n";
    return reply;
  }
  const std::vector<BlockingTask> tasks = BlockingTasks(context.root, *transition);
  reply.json = {{"patch", transition->name}, {"blocking", ToJson(tasks)}};
  reply.text = absl::StrCat(transition->name, ": ", TasksLeftText(static_cast<int>(tasks.size())), "\n", ToText(tasks));
  reply.exit = kExitInTransition;
  return reply;
}

absl::StatusOr<Reply> RunWatch(const Context& context) {
  constexpr int kPauseMilliseconds = 1000;
  for (Machine machine = ReadMachine(context.root); TransitionPatch(machine) != nullptr;
       machine = ReadMachine(context.root)) {
    const LoadedPatch& patch = *TransitionPatch(machine);
    context.progress(absl::StrCat(patch.name, ": ", TasksLeftText(CountBlocking(context.root, patch))));
    context.kernel.SleepMilliseconds(kPauseMilliseconds);
  }
  return RunStatus(context);
}

absl::StatusOr<Reply> RunPolicyCheck(const Context& context, const std::string& path) {
  Context with = context;
  with.policy_file = path;
  absl::StatusOr<Policy> policy = ReadPolicy(with);
  if (!policy.ok()) return policy.status();
  Reply reply;
  reply.text = DescribePolicy(*policy);
  reply.json = {{"policy", path}, {"means", Lines(reply.text)}};
  return reply;
}

}  // namespace lpcheck::runtime
