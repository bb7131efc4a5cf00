// The commands that change the machine: load, unload, drain. The order is always: lock, read, decide, write
// the intent, act, read back, write the result. If the log cannot be written nothing is done.
#include "absl/strings/str_cat.h"
#include "runtime/audit.h"
#include "runtime/command_parts.h"
#include "runtime/describe.h"
#include "runtime/words.h"

namespace lpcheck::runtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kDrainFile[] = "sys/kernel/debug/lpguard/drain";

/// Opens the log; what an earlier run left unfinished is closed with what the kernel says now.
absl::StatusOr<AuditLog> OpenLog(const Context& context) {
  absl::StatusOr<AuditLog> log = AuditLog::Open(context.audit_file);
  if (!log.ok() || !log->unfinished()) return log;
  const std::string patch = log->unfinished()->value("patch", "");
  const LoadedPatch now = ReadPatch(context.root, patch);
  Json fields = {{"patch", patch},
                 {"intent", log->unfinished()->value("seq", 0L)},
                 {"loaded", context.root.Exists(absl::StrCat("sys/kernel/livepatch/", patch))},
                 {"enabled", now.enabled},
                 {"transition", now.in_transition}};
  if (absl::Status status = log->Append("recovered", fields); !status.ok()) return status;
  return log;
}

int ExitFor(End end, End wanted) {
  switch (end) {
    case End::kComplete:
    case End::kForced:
      return wanted == End::kComplete ? kExitDone : kExitReversed;
    case End::kReversed:
      return kExitReversed;
    case End::kHeld:
      return kExitInTransition;
    case End::kGone:
      return wanted == End::kGone ? kExitDone : kExitReversed;
  }
  return kExitInTransition;
}

std::string ResultText(const std::string& patch, const TransitionResult& result) {
  return absl::StrCat(patch, ": ", Word(result.end), " after ", result.milliseconds, " ms",
                      result.note.empty() ? "" : absl::StrCat("; ", result.note), "\n",
                      ToText(result.blocking));
}

TransitionResult WatchWithProgress(const Context& context, const WatchOrder& order, const Policy& policy) {
  return Watch(context.root, context.kernel, order, policy, [&](int left, long long milliseconds) {
    context.progress(absl::StrCat(order.patch, ": after ", milliseconds / 1000, " s ", TasksLeftText(left)));
  });
}

/// A patch module whose transition was reversed is of no use: the kernel will not enable it again.
void RemoveIfUseless(const Context& context, const std::string& name, const Stamp& stamp, Reply& reply) {
  if (Has(stamp, ConditionKind::kPinModule)) {
    reply.json["module"] = "pinned";
    return;
  }
  absl::Status status = context.kernel.RemoveModule(name);
  reply.json["module"] = status.ok() ? "removed" : "still loaded";
}

absl::Status WriteResult(AuditLog& log, const std::string& patch, const Reply& reply) {
  Json fields = reply.json;
  fields["patch"] = patch;
  fields["exit"] = reply.exit;
  return log.Append("result", fields);
}

/// A fresh scan tells which old versions are really gone; without lpguard there is none.
void ScanIfPossible(const Context& context) {
  if (ReadGuard(context.root).present) (void)context.kernel.Write(kDrainFile, "scan\n");
}

/// A module that is there and still switching belongs to an lpadmit that was killed: go on watching it.
bool ResumesOwn(const Candidate& candidate, const Machine& machine) {
  const LoadedPatch* patch = FindPatch(machine, candidate.module.name);
  return patch != nullptr && patch->in_transition && patch->enabled && patch->stamp &&
         patch->stamp->functions == candidate.module.stamp.functions;
}

absl::StatusOr<Reply> Apply(const Context& context, AuditLog& log, const Candidate& candidate,
                            const Policy& policy, const Decision& decision, Reply reply) {
  const std::string& name = candidate.module.name;
  const WatchOrder order = OrderFor(name, decision.mechanism, candidate.module.stamp);
  const TransitionResult result = WatchWithProgress(context, order, policy);
  reply.json["transition"] = ToJson(result);
  reply.exit = ExitFor(result.end, End::kComplete);
  absl::StrAppend(&reply.text, ResultText(name, result));
  if (result.end == End::kReversed) RemoveIfUseless(context, name, candidate.module.stamp, reply);
  if (absl::Status status = WriteResult(log, name, reply); !status.ok()) return status;
  return reply;
}

}  // namespace

absl::StatusOr<Reply> RunLoad(const Context& context, const std::string& module_path) {
  absl::StatusOr<Policy> policy = ReadPolicy(context);
  if (!policy.ok()) return policy.status();
  absl::StatusOr<Candidate> candidate = ReadCandidate(module_path);
  if (!candidate.ok()) return candidate.status();
  absl::StatusOr<AuditLog> log = OpenLog(context);
  if (!log.ok()) return log.status();
  const std::string& name = candidate->module.name;
  const bool resumes = ResumesOwn(*candidate, ReadMachine(context.root));
  if (!resumes) ScanIfPossible(context);
  Decision decision = Decide(candidate->module, ReadMachine(context.root), *policy, Today());
  if (resumes) {
    const bool immediate = candidate->module.stamp.verdict == Verdict::kImmediate && policy->allow_immediate;
    decision = {Outcome::kLoad,
                immediate ? Mechanism::kImmediate : Mechanism::kPerTask,
                {"it is in transition already: watching it"}};
  }
  Reply reply = ReplyFor(*candidate, decision);
  Json intent = reply.json;
  intent["action"] = resumes ? "watch" : "load";
  if (decision.outcome != Outcome::kLoad) {
    absl::Status status = log->Append("refused", intent);
    return status.ok() ? absl::StatusOr<Reply>(reply) : status;
  }
  if (absl::Status status = log->Append("intent", intent); !status.ok()) return status;
  if (!resumes) {
    if (absl::Status status = context.kernel.LoadModule(candidate->bytes); !status.ok()) {
      reply.exit = kExitRefused;
      reply.json["error"] = std::string(status.message());
      absl::StrAppend(&reply.text, name, ": ", std::string(status.message()), "\n");
      absl::Status logged = WriteResult(*log, name, reply);
      return logged.ok() ? absl::StatusOr<Reply>(reply) : logged;
    }
  }
  return Apply(context, *log, *candidate, *policy, decision, std::move(reply));
}

absl::StatusOr<Reply> RunUnload(const Context& context, const std::string& name) {
  absl::StatusOr<Policy> policy = ReadPolicy(context);
  if (!policy.ok()) return policy.status();
  const Machine machine = ReadMachine(context.root);
  const LoadedPatch* patch = FindPatch(machine, name);
  if (patch == nullptr)
    return absl::NotFoundError(absl::StrCat(name, ": no such patch is loaded; see lpadmit status"));
  absl::StatusOr<AuditLog> log = OpenLog(context);
  if (!log.ok()) return log.status();
  Reply reply;
  const std::vector<std::string> reasons = WhyNotDisable(*patch, machine, *policy);
  reply.json = {{"patch", name}, {"decision", reasons.empty() ? "disable" : "refuse"}, {"reasons", reasons}};
  reply.text = absl::StrCat(name, ": ", reasons.empty() ? "disable" : "refuse", "\n", Indented(reasons));
  if (!reasons.empty()) {
    reply.exit = kExitRefused;
    absl::Status status = log->Append("refused", reply.json);
    return status.ok() ? absl::StatusOr<Reply>(reply) : status;
  }
  Json intent = reply.json;
  intent["action"] = "unload";
  if (absl::Status status = log->Append("intent", intent); !status.ok()) return status;
  const Stamp stamp = patch->stamp.value_or(Stamp{});
  absl::Status written = context.kernel.Write(absl::StrCat("sys/kernel/livepatch/", name, "/enabled"), "0");
  if (!written.ok()) {
    reply.exit = kExitRefused;
    reply.json["error"] = std::string(written.message());
    absl::StrAppend(&reply.text, name, ": ", std::string(written.message()), "\n");
    absl::Status logged = WriteResult(*log, name, reply);
    return logged.ok() ? absl::StatusOr<Reply>(reply) : logged;
  }
  WatchOrder order = OrderFor(name, Mechanism::kPerTask, stamp);
  order.may.force = false;  // a disable is never forced: old code would be left in a module that goes
  order.reversible = true;  // turning a disable round keeps the patch as it was
  const TransitionResult result = WatchWithProgress(context, order, *policy);
  reply.json["transition"] = ToJson(result);
  reply.exit = ExitFor(result.end, End::kGone);
  absl::StrAppend(&reply.text, ResultText(name, result));
  if (result.end == End::kGone) RemoveIfUseless(context, name, stamp, reply);
  if (absl::Status status = WriteResult(*log, name, reply); !status.ok()) return status;
  return reply;
}

absl::StatusOr<Reply> RunDrain(const Context& context, const std::string& function) {
  if (!ReadGuard(context.root).present) {
    return absl::FailedPreconditionError(
        "lpguard is not loaded (or debugfs is not mounted): nobody can look at all stacks");
  }
  if (absl::Status status = context.kernel.Write(kDrainFile, "scan\n"); !status.ok()) return status;
  const Guard guard = ReadGuard(context.root);
  Reply reply;
  reply.json = {{"tasks", guard.tasks}, {"unsettled", guard.unsettled}, {"microseconds", guard.microseconds}};
  reply.json["undrained"] = Json::array();
  reply.text = absl::StrCat(guard.tasks, " tasks looked at in ", guard.microseconds, " us, ", guard.unsettled,
                            " without a reliable stack\n");
  bool known = function.empty();
  for (const GuardVersion& version : guard.versions) {
    if (!function.empty() && version.function.name != function) continue;
    known = true;
    if (version.selectable) continue;
    const std::string name =
        absl::StrCat(version.function.name, " ", version.patch.empty() ? "(original)" : version.patch);
    if (version.drained && !version.direct) {
      absl::StrAppend(&reply.text, "  drained: ", name, "\n");
      continue;
    }
    reply.exit = kExitRefused;
    reply.json["undrained"].push_back({{"function", version.function.name},
                                       {"patch", version.patch},
                                       {"frames", version.frames},
                                       {"holder", version.holder}});
    absl::StrAppend(&reply.text, "  not drained: ", name,
                    version.frames > 0 ? absl::StrCat(", on the stack of task ", version.holder) : "", "\n");
  }
  if (!known) return absl::NotFoundError(absl::StrCat(function, ": lpguard has never seen it patched"));
  return reply;
}

}  // namespace lpcheck::runtime
