// See transition.h.
#include "runtime/transition.h"

#include "absl/strings/str_cat.h"
#include "runtime/machine.h"

namespace lpcheck::runtime {
namespace {

constexpr int kPollMilliseconds = 100;
constexpr int kReverseMilliseconds = 60000;
constexpr int kFreeMilliseconds = 10000;

bool InTransition(const Root& root, const std::string& patch) {
  return root.Word(absl::StrCat("sys/kernel/livepatch/", patch, "/transition")) == "1";
}

bool Exists(const Root& root, const std::string& patch) {
  return root.Exists(absl::StrCat("sys/kernel/livepatch/", patch));
}

/// Waits at most `milliseconds`; true when the patch is out of its transition.
bool WaitFor(const Root& root, Kernel& kernel, const std::string& patch, long long milliseconds) {
  const long long start = kernel.Milliseconds();
  while (InTransition(root, patch)) {
    if (kernel.Milliseconds() - start >= milliseconds) return false;
    kernel.SleepMilliseconds(kPollMilliseconds);
  }
  return true;
}

/// A patch that is disabled and out of its transition is freed by a worker of the core, so its folder goes a little
/// later: until then it looks like a patch that stayed.
void WaitUntilFreed(const Root& root, Kernel& kernel, const std::string& patch) {
  const std::string enabled = absl::StrCat("sys/kernel/livepatch/", patch, "/enabled");
  const long long start = kernel.Milliseconds();
  while (root.Word(enabled) == "0" && !InTransition(root, patch) &&
         kernel.Milliseconds() - start < kFreeMilliseconds) {
    kernel.SleepMilliseconds(kPollMilliseconds);
  }
}

TransitionResult Force(const Root& root, Kernel& kernel, const WatchOrder& order, TransitionResult result) {
  result.blocking = BlockingTasks(root, ReadPatch(root, order.patch));
  absl::Status status = kernel.Write(absl::StrCat("sys/kernel/livepatch/", order.patch, "/force"), "1");
  if (!status.ok() && InTransition(root, order.patch)) {
    result.note = std::string(status.message());
    return result;
  }
  WaitFor(root, kernel, order.patch, kReverseMilliseconds);
  result.end = InTransition(root, order.patch) ? End::kHeld : status.ok() ? End::kForced : End::kComplete;
  return result;
}

/// Writing the opposite of `enabled` turns a transition round.
TransitionResult Reverse(const Root& root, Kernel& kernel, const WatchOrder& order, TransitionResult result) {
  const LoadedPatch patch = ReadPatch(root, order.patch);
  result.blocking = BlockingTasks(root, patch);
  if (!order.reversible) {
    result.note = "the verdict says no-reverse, so the transition is held";
    return result;
  }
  absl::Status status =
      kernel.Write(absl::StrCat("sys/kernel/livepatch/", order.patch, "/enabled"), patch.enabled ? "0" : "1");
  if (!status.ok()) result.note = std::string(status.message());
  if (!WaitFor(root, kernel, order.patch, kReverseMilliseconds)) {
    result.note = "the reversal was started and is itself in transition";
    return result;
  }
  WaitUntilFreed(root, kernel, order.patch);
  const bool turned = !Exists(root, order.patch) || ReadPatch(root, order.patch).enabled != patch.enabled;
  result.end = turned ? End::kReversed : End::kComplete;
  return result;
}

TransitionResult AtTheDeadline(const Root& root, Kernel& kernel, const WatchOrder& order,
                               const Policy& policy, TransitionResult result) {
  switch (policy.at_deadline) {
    case AtDeadline::kHold:
      result.blocking = BlockingTasks(root, ReadPatch(root, order.patch));
      result.note = "the policy says hold";
      return result;
    case AtDeadline::kForce:
      if (order.may.force) return Force(root, kernel, order, std::move(result));
      return Reverse(root, kernel, order, std::move(result));
    case AtDeadline::kReverse:
      return Reverse(root, kernel, order, std::move(result));
  }
  return result;
}

}  // namespace

WatchOrder OrderFor(const std::string& patch, Mechanism mechanism, const Stamp& stamp) {
  WatchOrder order;
  order.patch = patch;
  order.mechanism = mechanism;
  order.may = stamp.may;
  order.may.force = stamp.may.force && !Has(stamp, ConditionKind::kNoForce);
  order.reversible = stamp.may.reverse && !Has(stamp, ConditionKind::kNoReverse);
  return order;
}

TransitionResult Watch(const Root& root, Kernel& kernel, const WatchOrder& order, const Policy& policy,
                       const std::function<void(int, long long)>& progress) {
  const long long start = kernel.Milliseconds();
  long long reported = start;
  TransitionResult result;
  while (InTransition(root, order.patch)) {
    const long long now = kernel.Milliseconds();
    result.milliseconds = now - start;
    const bool forced = order.mechanism == Mechanism::kImmediate && order.may.force;
    if (forced && result.milliseconds >= policy.patience_seconds * 1000ll) {
      return Force(root, kernel, order, std::move(result));
    }
    if (result.milliseconds >= policy.deadline_seconds * 1000ll) {
      return AtTheDeadline(root, kernel, order, policy, std::move(result));
    }
    if (now - reported >= 1000) {
      progress(CountBlocking(root, ReadPatch(root, order.patch)), result.milliseconds);
      reported = now;
    }
    kernel.SleepMilliseconds(kPollMilliseconds);
  }
  WaitUntilFreed(root, kernel, order.patch);
  result.milliseconds = kernel.Milliseconds() - start;
  result.end = Exists(root, order.patch) ? End::kComplete : End::kGone;
  return result;
}

}  // namespace lpcheck::runtime
