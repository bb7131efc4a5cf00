// Decide(): the table of channels against verdicts, and the monotony law on generated reports.
#include "model/decide.h"

#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lpcheck {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Finding Mismatch(std::vector<Channel> channels) {
  return {.rule = "stack-mismatch", .severity = Severity::kMismatch, .channels = std::move(channels), .function = "f"};
}

Report Decided(std::vector<Finding> findings, std::vector<Gap> gaps = {}) {
  Report report{.findings = std::move(findings), .gaps = std::move(gaps)};
  Decide(report);
  return report;
}

TEST(Decide, NothingFoundIsImmediateAndMayDoEverything) {
  Report report = Decided({});
  EXPECT_EQ(report.verdict, Verdict::kImmediate);
  EXPECT_THAT(report.mechanisms, ElementsAre(Mechanism::kImmediate));
  EXPECT_TRUE(report.may.force && report.may.reverse && report.may.disable);
}

TEST(Decide, StackMismatchNeedsConsistencyAndForbidsForce) {
  Report report = Decided({Mismatch({Channel::kStack})});
  EXPECT_EQ(report.verdict, Verdict::kConsistency);
  EXPECT_THAT(report.mechanisms, ElementsAre(Mechanism::kPerTask));
  EXPECT_FALSE(report.may.force);
  EXPECT_TRUE(report.may.reverse && report.may.disable);
}

TEST(Decide, SequenceIsClosedByKernelExitWhichThisKernelDoesNotOffer) {
  Report report = Decided({Mismatch({Channel::kSequence})});
  EXPECT_EQ(report.verdict, Verdict::kRefused);
  EXPECT_THAT(report.mechanisms, ElementsAre(Mechanism::kKernelExit));
}

TEST(Decide, ConcurrentNeedsStopMachine) {
  Report report = Decided({Mismatch({Channel::kStack, Channel::kConcurrent})});
  EXPECT_EQ(report.verdict, Verdict::kRefused);
  EXPECT_THAT(report.mechanisms, ElementsAre(Mechanism::kStopMachine));
}

TEST(Decide, SequenceAndConcurrentTogetherNeedMoreThanEither) {
  EXPECT_THAT(Decided({Mismatch({Channel::kSequence}), Mismatch({Channel::kConcurrent})}).mechanisms,
              ElementsAre(Mechanism::kMigration));
}

TEST(Decide, PersistentNeedsMigration) {
  EXPECT_THAT(Decided({Mismatch({Channel::kPersistent})}).mechanisms, ElementsAre(Mechanism::kMigration));
}

TEST(Decide, RollbackAloneStaysImmediateUnderConditions) {
  Report report = Decided({Mismatch({Channel::kRollback})});
  EXPECT_EQ(report.verdict, Verdict::kImmediate);
  ASSERT_EQ(report.conditions.size(), 2u);
  EXPECT_EQ(report.conditions[0].kind, ConditionKind::kNoDisable);
  EXPECT_EQ(report.conditions[1].kind, ConditionKind::kNoReverse);
  EXPECT_TRUE(report.may.force);
  EXPECT_FALSE(report.may.reverse || report.may.disable);
}

TEST(Decide, UndeliverableIsRefusedAndNoMechanismHelps) {
  Report report = Decided({{.rule = "not-patchable-init", .severity = Severity::kUndeliverable}});
  EXPECT_EQ(report.verdict, Verdict::kRefused);
  EXPECT_THAT(report.mechanisms, ElementsAre(Mechanism::kNone));
}

TEST(Decide, GapThatMattersIsUndecidedAndMayNothing) {
  Report report = Decided({}, {{.kind = "inline-asm"}});
  EXPECT_EQ(report.verdict, Verdict::kUndecided);
  EXPECT_FALSE(report.may.force || report.may.reverse || report.may.disable);
}

TEST(Decide, GapThatDoesNotMatterChangesNothing) {
  EXPECT_EQ(Decided({}, {{.kind = "inline-asm", .matters = false}}).verdict, Verdict::kImmediate);
}

TEST(Decide, RefusedOutranksUndecided) {
  EXPECT_EQ(Decided({Mismatch({Channel::kPersistent})}, {{.kind = "inline-asm"}}).verdict, Verdict::kRefused);
}

TEST(Decide, MismatchWithoutChannelIsUndecided) {
  EXPECT_EQ(Decided({Mismatch({})}).verdict, Verdict::kUndecided);
}

TEST(Decide, NoteWithChannelsTellsWhatTheBareChangeNeeds) {
  Report report = Decided({{.rule = "shadow-incomplete", .channels = {Channel::kPersistent}}});
  EXPECT_EQ(report.verdict, Verdict::kImmediate);
  EXPECT_THAT(report.mechanisms, ElementsAre(Mechanism::kMigration));
}

TEST(Decide, ConditionNoForceForbidsForceUnderImmediate) {
  Report report{.conditions = {{ConditionKind::kNoForce, "", "post_patch must run"}}};
  Decide(report);
  EXPECT_EQ(report.verdict, Verdict::kImmediate);
  EXPECT_FALSE(report.may.force);
}

TEST(Decide, WaivedRefusalIsConsistencyNeverImmediate) {
  Report report{.findings = {Mismatch({Channel::kPersistent})}, .waivers = {{.finding = "stack-mismatch:f"}}};
  Decide(report);
  EXPECT_EQ(report.verdict, Verdict::kConsistency);
  EXPECT_THAT(report.mechanisms, ElementsAre(Mechanism::kMigration));
  EXPECT_FALSE(report.may.force);
}

TEST(Decide, WaivedGapIsConsistencyNeverImmediate) {
  Report report{.gaps = {{.kind = "inline-asm", .function = "f"}}, .waivers = {{.finding = "gap:inline-asm:f"}}};
  Decide(report);
  EXPECT_EQ(report.verdict, Verdict::kConsistency);
}

TEST(Decide, UndeliverableCannotBeWaived) {
  Report report{.findings = {{.rule = "does-not-compile", .severity = Severity::kUndeliverable}},
                .waivers = {{.finding = "does-not-compile:"}}};
  Decide(report);
  EXPECT_EQ(report.verdict, Verdict::kRefused);
}

TEST(Decide, IsIdempotent) {
  Report once = Decided({Mismatch({Channel::kRollback, Channel::kStack})});
  Report twice = once;
  Decide(twice);
  EXPECT_EQ(twice.verdict, once.verdict);
  EXPECT_EQ(twice.conditions.size(), once.conditions.size());
}

TEST(MinimalMechanisms, KernelExitAndStopMachineAreIncomparable) {
  std::vector<Channel> exits = ClosedBy(Mechanism::kKernelExit), stops = ClosedBy(Mechanism::kStopMachine);
  EXPECT_THAT(exits, ElementsAre(Channel::kStack, Channel::kSequence));
  EXPECT_THAT(stops, ElementsAre(Channel::kStack, Channel::kConcurrent));
  EXPECT_THAT(ClosedBy(Mechanism::kNone), IsEmpty());
}

TEST(MinimalMechanisms, CloseEveryChannelAndLoseOneWhenWeakened) {
  for (unsigned bits = 0; bits < 16; ++bits) {
    std::vector<Channel> open;
    for (unsigned i = 0; i < 4; ++i) {
      if (bits >> i & 1) open.push_back(static_cast<Channel>(i));
    }
    std::vector<Mechanism> minimal = MinimalMechanisms(open);
    ASSERT_FALSE(minimal.empty()) << bits;
    for (Mechanism mechanism : minimal) {
      std::vector<Channel> closed = ClosedBy(mechanism);
      EXPECT_TRUE(std::includes(closed.begin(), closed.end(), open.begin(), open.end())) << bits;
    }
  }
}

// ---- monotony on generated reports -----------------------------------------------------------------------------

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Report Some() {
    Report report;
    for (int i = Below(3); i > 0; --i) report.findings.push_back(SomeFinding());
    for (int i = Below(3); i > 0; --i) report.gaps.push_back(SomeGap());
    if (Below(4) == 0) report.conditions.push_back({static_cast<ConditionKind>(Below(6)), "", ""});
    if (Below(4) == 0) report.waivers.push_back({.finding = "rule-0:f"});
    return report;
  }

  Finding SomeFinding() {
    Finding finding{.rule = "rule-" + std::to_string(Below(3)), .severity = Severity::kMismatch, .function = "f"};
    if (Below(8) == 0) finding.severity = Severity::kUndeliverable;
    for (int i = Below(3); i > 0; --i) finding.channels.push_back(SomeChannel());
    return finding;
  }

  Gap SomeGap() { return {.kind = "kind", .function = "f", .matters = Below(2) == 0}; }
  Channel SomeChannel() { return static_cast<Channel>(Below(5)); }
  int Below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

 private:
  std::mt19937 random_;
};

std::set<Channel> Closed(const Report& report) {
  std::set<Channel> closed;
  for (Mechanism mechanism : report.mechanisms) {
    for (Channel channel : ClosedBy(mechanism)) closed.insert(channel);
  }
  return closed;
}

/// `after` has everything `before` has and one thing more.
void ExpectNotWeaker(const Report& before, const Report& after) {
  EXPECT_GE(after.verdict, before.verdict);
  EXPECT_LE(after.may.force, before.may.force);
  EXPECT_LE(after.may.reverse, before.may.reverse);
  EXPECT_LE(after.may.disable, before.may.disable);
  if (after.mechanisms != std::vector<Mechanism>{Mechanism::kNone}) {
    std::set<Channel> fewer = Closed(before), more = Closed(after);
    EXPECT_TRUE(std::includes(more.begin(), more.end(), fewer.begin(), fewer.end()));
  }
}

TEST(Monotony, OneMoreFindingGapOrChannelNeverWeakensTheVerdict) {
  Generator generator(20240611);
  for (int round = 0; round < 20000; ++round) {
    Report bare = generator.Some();
    Report before = bare, with_finding = bare, with_gap = bare, with_channel = bare;
    Decide(before);
    with_finding.findings.push_back(generator.SomeFinding());
    Decide(with_finding);
    ExpectNotWeaker(before, with_finding);
    with_gap.gaps.push_back(generator.SomeGap());
    Decide(with_gap);
    ExpectNotWeaker(before, with_gap);
    // A mismatch without channels is undecided because nobody knows them; naming the first one is more knowledge,
    // not one more channel.
    if (!with_channel.findings.empty() && !with_channel.findings[0].channels.empty()) {
      with_channel.findings[0].channels.push_back(generator.SomeChannel());
      Decide(with_channel);
      ExpectNotWeaker(before, with_channel);
    }
    ASSERT_FALSE(HasFailure()) << "round " << round;
  }
}

TEST(Monotony, FewerWaiversNeverWeakenTheVerdict) {
  Generator generator(7);
  for (int round = 0; round < 5000; ++round) {
    Report with = generator.Some();
    Report without = with;
    without.waivers.clear();
    Decide(with);
    Decide(without);
    if (without.verdict != Verdict::kImmediate) EXPECT_NE(with.verdict, Verdict::kImmediate) << round;
    EXPECT_GE(without.verdict, with.verdict) << round;
  }
}

}  // namespace
}  // namespace lpcheck
