#include "analyzer/stack/on_target.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "analyzer/base/files.h"
#include "analyzer/report/json.h"
#include "analyzer/stack/live.h"
#include "analyzer/stack/stack_json.h"
#include "model/decide.h"
#include "model/klp/channels.h"

namespace lpcheck {
namespace {

// Strongest first in what they leave alone.
constexpr std::array<Mechanism, 4> kMechanisms = {Mechanism::kImmediate, Mechanism::kPerTask, Mechanism::kKernelExit,
                                                  Mechanism::kStopMachine};

std::vector<klp::ChannelRow> OfferedBy(const klp::LoadedStack& machine) {
  const klp::Stacks stacks = machine.reliable_stacks ? klp::Stacks::kReliable : klp::Stacks::kUnreliable;
  std::vector<klp::ChannelRow> rows;
  for (Mechanism mechanism : kMechanisms) {
    if (auto row = klp::ChannelsOf(machine.era, mechanism, stacks)) rows.push_back(*std::move(row));
  }
  return rows;
}

bool ClosesStack(const klp::ChannelRow& row) {
  return std::find(row.open.begin(), row.open.end(), Channel::kStack) == row.open.end();
}

std::string Describe(const klp::LoadedStack& machine) {
  return absl::StrCat("kernel ", machine.era.name, machine.reliable_stacks ? "" : " without reliable stacks");
}

void AddNotOffered(const klp::LoadedStack& machine, Report& report) {
  Finding finding;
  finding.rule = "mechanism-not-offered";
  finding.severity = Severity::kUndeliverable;
  finding.message = absl::StrCat("the fix needs ", std::string(Name(report.verdict)), ", and no mechanism of ",
                                 Describe(machine), " gives it");
  finding.remedy = "reboot into a fixed kernel, or write the fix so that it is immediate";
  report.findings.push_back(std::move(finding));
}

void AddEndless(const klp::LoadedStack& machine, const klp::ChannelRow& row, Report& report) {
  report.gaps.push_back({.kind = "transition-may-not-end",
                         .function = "",
                         .where = {},
                         .matters = false,
                         .message = absl::StrCat("by ", std::string(Name(row.mechanism)), " on ", Describe(machine),
                                                 " the transition does not end while ",
                                                 row.ends_for_user ? "a kernel thread is" : "tasks are",
                                                 " concerned; that delays the fix and breaks nothing")});
}

void ApplyMechanisms(const klp::LoadedStack& machine, Report& report) {
  if (report.verdict != Verdict::kImmediate && report.verdict != Verdict::kConsistency) return;
  std::vector<klp::ChannelRow> fit = OfferedBy(machine);
  if (report.verdict == Verdict::kConsistency) std::erase_if(fit, [](const auto& row) { return !ClosesStack(row); });
  if (fit.empty()) {
    AddNotOffered(machine, report);
    return Decide(report);
  }
  const auto is_per_task = [](const klp::ChannelRow& row) { return row.mechanism == Mechanism::kPerTask; };
  if (report.verdict == Verdict::kImmediate || std::any_of(fit.begin(), fit.end(), is_per_task)) return;
  report.mechanisms.clear();
  for (const klp::ChannelRow& row : fit) {
    report.mechanisms.push_back(row.mechanism);
    if (!row.ends_for_user || !row.ends_for_kthread) AddEndless(machine, row, report);
  }
}

// Refused becomes a finding that no mechanism lifts, undecided a gap.
void AddConflict(const klp::Conflict& conflict, Report& report) {
  const std::string message =
      absl::StrCat(std::string(klp::Name(conflict.kind)), " conflict",
                   conflict.other.empty() ? "" : absl::StrCat(" with the loaded ", conflict.other), " over ",
                   conflict.subject, ": ", conflict.because);
  if (conflict.weight != Verdict::kRefused) {
    report.gaps.push_back(
        {.kind = "stack-conflict", .function = "", .where = {}, .matters = true, .message = message});
    return;
  }
  Finding finding;
  finding.rule = "stack-conflict";
  finding.severity = Severity::kUndeliverable;
  finding.peer = conflict.other;
  finding.message = message;
  finding.remedy = conflict.remedy;
  if (!conflict.trace.empty()) finding.witness = Witness{.steps = conflict.trace};
  report.findings.push_back(std::move(finding));
}

void AddConflicts(const klp::LoadedStack& machine, Report& report) {
  absl::StatusOr<std::vector<klp::StackPatch>> patches = ReadPatchesJson(WriteVerdictJson(report), report.fix);
  if (!patches.ok()) {
    report.gaps.push_back({.kind = "stack-conflict",
                           .function = "",
                           .where = {},
                           .matters = true,
                           .message = absl::StrCat("not compared with the loaded patches: ", patches.status().message())});
    return;
  }
  ResolveBases(machine, *patches);
  for (const klp::Conflict& conflict : klp::ConflictsOnTop(machine, patches->front())) AddConflict(conflict, report);
}

bool IsSameArch(std::string_view kernel, std::string_view machine) {
  constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"x86", "x86_64"},    {"x86", "i686"},      {"arm64", "aarch64"},     {"s390", "s390x"},
      {"powerpc", "ppc64"}, {"powerpc", "ppc64le"}, {"loongarch", "loongarch64"}, {"riscv", "riscv64"}};
  return kernel == machine || std::find(std::begin(kPairs), std::end(kPairs), std::pair(kernel, machine)) != std::end(kPairs);
}

}  // namespace

absl::StatusOr<klp::LoadedStack> ReadTarget(const std::string& file_or_live) {
  if (const std::string root = LiveRoot(file_or_live); !root.empty()) return LiveStack(root);
  absl::StatusOr<std::string> text = ReadFile(file_or_live);
  if (!text.ok()) return text.status();
  absl::StatusOr<klp::LoadedStack> machine = ReadStackJson(*text);
  if (machine.ok()) return machine;
  return absl::Status(machine.status().code(), absl::StrCat(file_or_live, ": ", machine.status().message()));
}

absl::Status CheckTargetRuns(const klp::LoadedStack& machine, std::string_view version, std::string_view kernel_arch) {
  absl::StatusOr<klp::Era> era = klp::EraFor(version);
  if (!era.ok()) return era.status();
  // Mechanisms outside mainline have eras of their own that no version number names.
  const bool is_mainline = klp::EraFor(machine.era.name).ok() && machine.era.name.find_first_of("0123456789") == 0;
  if (is_mainline && era->name != machine.era.name) {
    return absl::InvalidArgumentError(absl::StrCat("the tree is ", std::string(version), ", the machine runs ",
                                                   machine.era.name, "; give the tree of the machine's kernel"));
  }
  if (!kernel_arch.empty() && !IsSameArch(kernel_arch, machine.arch)) {
    return absl::InvalidArgumentError(absl::StrCat("the build is for ", std::string(kernel_arch), ", the machine is ",
                                                   machine.arch, "; prepare a build for that machine"));
  }
  return absl::OkStatus();
}

void DecideOnTarget(const klp::LoadedStack& machine, Report& report) {
  AddConflicts(machine, report);
  report.target = {.era = machine.era.name,
                   .arch = machine.arch,
                   .reliable_stacks = machine.reliable_stacks,
                   .stack = {}};
  for (const klp::StackPatch& patch : machine.patches) report.target.stack.push_back(patch.name);
  Decide(report);
  ApplyMechanisms(machine, report);
}

}  // namespace lpcheck
