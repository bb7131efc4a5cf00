#include "model/klp/era.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lpcheck::klp {
namespace {

// v4.0 (b700e7f03df5): the newest redirect serves everybody from the moment it is registered.
Era Era40() {
  Era era{.name = "4.0"};
  era.unit = SwitchUnit::kFunction;
  era.check = StackCheck::kNone;
  era.kernel_exit = false;
  era.order = era.reenable = true;
  era.unload = false;
  era.ftrace_permanent = false;
  return era;
}

// v4.12 (d83a7cb375ee): the per-task consistency model, with `immediate` as its way out.
Era Era412() {
  Era era{.name = "4.12"};
  era.immediate = true;
  era.order = era.reenable = true;
  era.unreliable_refused = true;
  era.ftrace_permanent = false;
  era.fork_atomic = false;
  era.idle_woken = false;
  return era;
}

// v4.16 (d0807da78e11, c99a2be790b0): `immediate` goes, `force` and `signal` come.
Era Era416() {
  Era era = Era412();
  era.name = "4.16";
  era.immediate = false;
  era.force = era.signals = true;
  era.force_pins = ForcePins::kEverything;
  return era;
}

// v5.1 (d67a53720966 and the series around it): atomic replace, no order, no second life of a disabled patch.
Era Era51() {
  Era era = Era416();
  era.name = "5.1";
  era.order = era.reenable = false;
  era.replace = ReplaceForm::kDynamicNops;
  era.force_pins = ForcePins::kListed;
  era.sympos_matched = false;
  era.unreliable_refused = false;  // 31adf2308f33 is v5.2; the difference of one release is not modelled
  era.post_patch_before_free = false;
  return era;
}

// v5.5: klp_state (klp_is_patch_compatible), FTRACE_OPS_FL_PERMANENT (7162431dcf72), e368cd728803.
Era Era55() {
  Era era = Era51();
  era.name = "5.5";
  era.states = true;
  era.ftrace_permanent = true;
  era.post_patch_before_free = true;
  return era;
}

// v5.12: TIF_NOTIFY_SIGNAL reaches guests. v5.16: wake_up_if_idle(). v5.18: fewer patches pinned by force.
Era Era518() {
  Era era = Era55();
  era.name = "5.18";
  era.guest_signals = era.idle_woken = true;
  era.force_pins = ForcePins::kRemoved;
  return era;
}

// v6.1: 747f7a290117 copies a child's flag together with its state.
Era Era61() {
  Era era = Era518();
  era.name = "6.1";
  era.fork_atomic = true;
  return era;
}

// v6.4 (e3ff7c609f39): CPU-bound kernel threads switch themselves.
Era Era64() {
  Era era = Era61();
  era.name = "6.4";
  era.running_switch = true;
  return era;
}

// v6.19: sympos 0 and 1 match.
Era Era619() {
  Era era = Era64();
  era.name = "6.19";
  era.sympos_matched = true;
  return era;
}

// Proposal of May 2026: `replace` becomes the number of a set, one active patch each.
Era EraReplaceSet() {
  Era era = Era619();
  era.name = "replace-set";
  era.replace_sets = true;
  return era;
}

// kGraft: tasks switch at the kernel's border only; kernel threads never do.
Era EraKGraft() {
  Era era{.name = "kgraft"};
  era.check = StackCheck::kNone;
  era.order = true;
  era.ftrace_permanent = false;
  return era;
}

// Ksplice: stop the machine, look at all stacks, change over at once or not at all.
Era EraKsplice() {
  Era era{.name = "ksplice"};
  era.unit = SwitchUnit::kKernel;
  era.kernel_exit = false;
  era.order = true;
  return era;
}

// The old kpatch core: the same, with a replace that removes functions after the machine runs again.
Era EraKpatch() {
  Era era = EraKsplice();
  era.name = "kpatch";
  era.replace = ReplaceForm::kAfterSwitch;
  return era;
}

// The hybrid of 2015: stack check where stacks are reliable, kernel exit as the fallback where they are not.
Era EraHybrid() {
  Era era = Era412();
  era.name = "hybrid-2015";
  era.immediate = false;
  era.unreliable_refused = false;
  return era;
}

/// A remedy sets one field of the era; the others stay empty.
struct NamedRemedy {
  Remedy remedy;
  std::string_view name;
  bool Era::* flag = nullptr;
  bool value = true;
  std::optional<StackCheck> check = std::nullopt;
  std::optional<ReplaceForm> replace = std::nullopt;
  std::optional<ForcePins> pins = std::nullopt;
};

constexpr NamedRemedy Checks(Remedy remedy, std::string_view name, StackCheck check) {
  NamedRemedy named{remedy, name};
  named.check = check;
  return named;
}
constexpr NamedRemedy Replaces(Remedy remedy, std::string_view name, ReplaceForm form) {
  NamedRemedy named{remedy, name};
  named.replace = form;
  return named;
}
constexpr NamedRemedy Pins(Remedy remedy, std::string_view name, ForcePins pins) {
  NamedRemedy named{remedy, name};
  named.pins = pins;
  return named;
}

constexpr std::array<NamedRemedy, 22> kRemedies = {
    Checks(Remedy::kCheckImmediateBelow, "check-immediate-below", StackCheck::kImmediateBelow),
    Checks(Remedy::kCheckPresent, "check-present", StackCheck::kPresent),
    Checks(Remedy::kCheckHistory, "check-history", StackCheck::kHistory),
    NamedRemedy{Remedy::kDropImmediate, "drop-immediate", &Era::immediate, false},
    NamedRemedy{Remedy::kComputedFlag, "computed-flag", &Era::computed_flag},
    NamedRemedy{Remedy::kListEnd, "list-end", &Era::list_end_checked},
    NamedRemedy{Remedy::kColdRange, "cold-range", &Era::cold_checked},
    NamedRemedy{Remedy::kMatchSympos, "match-sympos", &Era::sympos_matched},
    NamedRemedy{Remedy::kForkAtomic, "fork-atomic", &Era::fork_atomic},
    NamedRemedy{Remedy::kKlpAlive, "klp-alive", &Era::klp_alive},
    NamedRemedy{Remedy::kPostPatchFirst, "post-patch-first", &Era::post_patch_before_free},
    NamedRemedy{Remedy::kWakeIdle, "wake-idle", &Era::idle_woken},
    NamedRemedy{Remedy::kRunningSwitch, "running-switch", &Era::running_switch},
    NamedRemedy{Remedy::kWaitExiting, "wait-exiting", &Era::exiting_waited},
    NamedRemedy{Remedy::kFtracePermanent, "ftrace-permanent", &Era::ftrace_permanent},
    NamedRemedy{Remedy::kGuestSignals, "guest-signals", &Era::guest_signals},
    Pins(Remedy::kPinRemoved, "pin-removed", ForcePins::kRemoved),
    Replaces(Remedy::kDynamicNops, "dynamic-nops", ReplaceForm::kDynamicNops),
    Replaces(Remedy::kStaticNops, "static-nops", ReplaceForm::kStaticNops),
    Replaces(Remedy::kLookBackOne, "look-back-one", ReplaceForm::kLookBackOne),
    Pins(Remedy::kNoPins, "no-pins", ForcePins::kNothing),
    NamedRemedy{Remedy::kNoKlpAlive, "no-klp-alive", &Era::klp_alive, false},
};

// "6.1.187" -> {6, 1}; nullopt if it does not start with two numbers.
std::optional<std::pair<int, int>> ParseVersion(std::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(absl::string_view(text.data(), text.size()), '.');
  int major = 0;
  int minor = 0;
  if (parts.size() < 2) return std::nullopt;
  const std::size_t digits = std::min(parts[1].find_first_not_of("0123456789"), parts[1].size());
  const bool goes_on = digits < parts[1].size() && parts[1][digits] != '-' && parts[1][digits] != '+';
  if (goes_on) return std::nullopt;  // 6.1-rc2 is a version, 6.1x is none
  if (!absl::SimpleAtoi(parts[0], &major) || !absl::SimpleAtoi(parts[1].substr(0, digits), &minor))
    return std::nullopt;
  return std::pair(major, minor);
}

}  // namespace

const std::vector<Era>& AllEras() {
  static const auto* const eras = new std::vector<Era>{
      Era40(), Era412(), Era416(),        Era51(),     Era55(),      Era518(),    Era61(),
      Era64(), Era619(), EraReplaceSet(), EraKGraft(), EraKsplice(), EraKpatch(), EraHybrid()};
  return *eras;
}

absl::StatusOr<Era> EraFor(std::string_view name) {
  std::string known;
  const Era* newest = nullptr;
  const auto wanted = ParseVersion(name);
  for (const Era& era : AllEras()) {
    if (era.name == name) return era;
    absl::StrAppend(&known, known.empty() ? "" : ", ", era.name);
    const auto first = ParseVersion(era.name);
    if (wanted && first && *first <= *wanted) newest = &era;
  }
  if (newest != nullptr) return *newest;
  return absl::InvalidArgumentError(absl::StrCat("unknown era '", std::string(name), "'; known are ", known,
                                                 ", and kernel versions from 4.0 on"));
}

Era Apply(Remedy remedy, Era era) {
  for (const NamedRemedy& named : kRemedies) {
    if (named.remedy != remedy) continue;
    if (named.flag != nullptr) era.*named.flag = named.value;
    era.check = named.check.value_or(era.check);
    era.replace = named.replace.value_or(era.replace);
    era.force_pins = named.pins.value_or(era.force_pins);
  }
  return era;
}

std::string_view Name(Remedy remedy) {
  for (const NamedRemedy& named : kRemedies) {
    if (named.remedy == remedy) return named.name;
  }
  return "";
}

std::optional<Remedy> RemedyFromName(std::string_view name) {
  for (const NamedRemedy& named : kRemedies) {
    if (named.name == name) return named.remedy;
  }
  return std::nullopt;
}

}  // namespace lpcheck::klp
