#include "model/decide.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace lpcheck {
namespace {

/// A set of channels as bits; the channel's enumerator is its bit number.
using ChannelSet = std::uint32_t;

constexpr ChannelSet Bit(Channel channel) { return ChannelSet{1} << static_cast<unsigned>(channel); }

constexpr ChannelSet kStackOnly = Bit(Channel::kStack);

/// Every mechanism that delivers something, with the channels that it closes.
struct Closure {
  Mechanism mechanism;
  ChannelSet closes;
};

constexpr std::array<Closure, 5> kClosures = {{
    {Mechanism::kImmediate, 0},
    {Mechanism::kPerTask, kStackOnly},
    {Mechanism::kKernelExit, kStackOnly | Bit(Channel::kSequence)},
    {Mechanism::kStopMachine, kStackOnly | Bit(Channel::kConcurrent)},
    {Mechanism::kMigration,
     kStackOnly | Bit(Channel::kSequence) | Bit(Channel::kConcurrent) | Bit(Channel::kPersistent)},
}};

constexpr bool Within(ChannelSet part, ChannelSet whole) { return (part & ~whole) == 0; }

ChannelSet SetOf(const std::vector<Channel>& channels) {
  ChannelSet set = 0;
  for (Channel channel : channels) set |= Bit(channel);
  return set;
}

std::vector<Mechanism> MinimalFor(ChannelSet open) {
  std::vector<Mechanism> minimal;
  for (const Closure& candidate : kClosures) {
    if (!Within(open, candidate.closes)) continue;
    bool beaten = std::any_of(kClosures.begin(), kClosures.end(), [&](const Closure& other) {
      return Within(open, other.closes) && other.closes != candidate.closes &&
             Within(other.closes, candidate.closes);
    });
    if (!beaten) minimal.push_back(candidate.mechanism);
  }
  return minimal;
}

/// What all findings and gaps say together.
struct Evidence {
  ChannelSet bare = 0;      ///< carried by the change alone: waived mismatches and notes with channels included
  ChannelSet open = 0;      ///< carried after evidence and waivers; rollback left out
  bool rollback = false;    ///< some mismatch flows through data that new code made
  bool undeliverable = false;
  bool unknown = false;     ///< a gap matters, or a mismatch does not say what carries it
  bool waiver_used = false;
};

void AddMismatch(const Report& report, const Finding& finding, Evidence& evidence) {
  ChannelSet carried = SetOf(finding.channels);
  evidence.bare |= carried;
  if (carried & Bit(Channel::kRollback)) evidence.rollback = true;
  ChannelSet open = carried & ~Bit(Channel::kRollback);
  bool weakens = carried == 0 || open != 0;  // rollback alone only adds conditions, which no waiver lifts
  if (IsWaived(report, finding)) {
    evidence.waiver_used |= weakens;
    return;
  }
  evidence.unknown |= carried == 0;
  evidence.open |= open;
}

Evidence Collect(const Report& report) {
  Evidence evidence;
  for (const Finding& finding : report.findings) {
    switch (finding.severity) {
      case Severity::kNote:
        evidence.bare |= SetOf(finding.channels);
        break;
      case Severity::kMismatch:
        AddMismatch(report, finding, evidence);
        break;
      case Severity::kUndeliverable:
        evidence.undeliverable = true;
        break;
    }
  }
  for (const Gap& gap : report.gaps) {
    if (!gap.matters) continue;
    (IsWaived(report, gap) ? evidence.waiver_used : evidence.unknown) = true;
  }
  return evidence;
}

Verdict VerdictOf(const Evidence& evidence) {
  if (evidence.undeliverable || !Within(evidence.open, kStackOnly)) return Verdict::kRefused;
  if (evidence.unknown) return Verdict::kUndecided;
  if (evidence.open != 0 || evidence.waiver_used) return Verdict::kConsistency;
  return Verdict::kImmediate;
}

bool HasCondition(const Report& report, ConditionKind kind) {
  return std::any_of(report.conditions.begin(), report.conditions.end(),
                     [kind](const Condition& condition) { return condition.kind == kind; });
}

void AddCondition(Report& report, ConditionKind kind, std::string_view because) {
  if (!HasCondition(report, kind)) report.conditions.push_back({kind, "", std::string(because)});
}

May MayOf(const Report& report) {
  switch (report.verdict) {
    case Verdict::kRefused:
    case Verdict::kUndecided:
      return {};
    case Verdict::kConsistency:
    case Verdict::kImmediate:
      break;
  }
  return {.force = report.verdict == Verdict::kImmediate && !HasCondition(report, ConditionKind::kNoForce),
          .reverse = !HasCondition(report, ConditionKind::kNoReverse),
          .disable = !HasCondition(report, ConditionKind::kNoDisable)};
}

bool HasWaiver(const Report& report, const std::string& key) {
  return std::any_of(report.waivers.begin(), report.waivers.end(),
                     [&](const AppliedWaiver& waiver) { return waiver.finding == key; });
}

}  // namespace

std::vector<Mechanism> MinimalMechanisms(const std::vector<Channel>& open) {
  return MinimalFor(SetOf(open) & ~Bit(Channel::kRollback));
}

std::vector<Channel> ClosedBy(Mechanism mechanism) {
  std::vector<Channel> channels;
  for (const Closure& closure : kClosures) {
    if (closure.mechanism != mechanism) continue;
    for (Channel channel : {Channel::kStack, Channel::kSequence, Channel::kConcurrent, Channel::kPersistent}) {
      if (closure.closes & Bit(channel)) channels.push_back(channel);
    }
  }
  return channels;
}

std::string WaiverKey(const Finding& finding) { return absl::StrCat(finding.rule, ":", finding.function); }

std::string WaiverKey(const Gap& gap) { return absl::StrCat("gap:", gap.kind, ":", gap.function); }

bool IsWaived(const Report& report, const Finding& finding) {
  return finding.severity == Severity::kMismatch && HasWaiver(report, WaiverKey(finding));
}

bool IsWaived(const Report& report, const Gap& gap) { return HasWaiver(report, WaiverKey(gap)); }

void Decide(Report& report) {
  Evidence evidence = Collect(report);
  if (evidence.rollback) {
    constexpr std::string_view kBecause = "data made by new code must not meet old code again";
    AddCondition(report, ConditionKind::kNoDisable, kBecause);
    AddCondition(report, ConditionKind::kNoReverse, kBecause);
  }
  report.verdict = VerdictOf(evidence);
  report.mechanisms = evidence.undeliverable ? std::vector<Mechanism>{Mechanism::kNone}
                                             : MinimalFor(evidence.bare & ~Bit(Channel::kRollback));
  report.may = MayOf(report);
}

}  // namespace lpcheck
