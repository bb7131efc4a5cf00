// The cached table of channels is what exploration gives, row by row; and the mechanisms close what the
// verdict's composition says they close.
#include "model/klp/channels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "model/decide.h"

namespace lpcheck::klp {
namespace {

std::vector<ChannelRow> Recomputed() {
  std::vector<ChannelRow> rows;
  for (const Era& era : AllEras()) {
    for (int m = 0; m <= static_cast<int>(Mechanism::kNone); ++m) {
      for (Stacks stacks : {Stacks::kReliable, Stacks::kUnreliable}) {
        absl::StatusOr<ChannelRow> row = ComputeChannels(era, static_cast<Mechanism>(m), stacks);
        if (row.ok()) rows.push_back(*row);
      }
    }
  }
  return rows;
}

constexpr const char* kNames[] = {"kImmediate",   "kPerTask",   "kKernelExit",
                                  "kStopMachine", "kMigration", "kNone"};

// The line of channel_rows.inc that this row should be.
std::string CachedLine(const ChannelRow& row) {
  unsigned open = 0;
  for (Channel channel : row.open) open |= 1u << static_cast<int>(channel);
  const auto flag = [](bool value) { return std::string(value ? "true" : "false"); };
  return "{\"" + row.era + "\", Mechanism::" + kNames[static_cast<int>(row.mechanism)] +
         ", Stacks::" + (row.stacks == Stacks::kReliable ? "kReliable" : "kUnreliable") + ", " +
         std::to_string(open) + ", " + flag(row.ends_for_user) + ", " + flag(row.ends_for_kthread) + "},\n";
}

TEST(Channels, TheCachedTableIsWhatExplorationGives) {
  const std::vector<ChannelRow> rows = Recomputed();
  if (rows == ChannelTable()) return;
  std::string lines;
  for (const ChannelRow& row : rows) lines += CachedLine(row);
  FAIL() << "model/klp/channel_rows.inc should be\n" << lines;
}

TEST(Channels, EachMechanismOfASixOneKernelClosesWhatTheVerdictSaysItCloses) {
  const Era era = *EraFor("6.1");
  for (Mechanism mechanism : {Mechanism::kImmediate, Mechanism::kPerTask}) {
    const std::optional<ChannelRow> row = ChannelsOf(era, mechanism, Stacks::kReliable);
    ASSERT_TRUE(row.has_value());
    for (Channel closed : ClosedBy(mechanism)) {
      EXPECT_EQ(std::count(row->open.begin(), row->open.end(), closed), 0)
          << Name(mechanism) << " " << Name(closed);
    }
    for (Channel channel :
         {Channel::kStack, Channel::kSequence, Channel::kConcurrent, Channel::kPersistent}) {
      const std::vector<Channel> closed = ClosedBy(mechanism);
      const bool says_closed = std::count(closed.begin(), closed.end(), channel) > 0;
      EXPECT_NE(std::count(row->open.begin(), row->open.end(), channel) > 0, says_closed)
          << Name(mechanism) << " " << Name(channel);
    }
  }
}

TEST(Channels, StopMachineAndKernelExitCloseWhatTheVerdictSaysTheyClose) {
  for (const auto& [era, mechanism] :
       {std::pair("ksplice", Mechanism::kStopMachine), std::pair("kgraft", Mechanism::kKernelExit)}) {
    const std::optional<ChannelRow> row = ChannelsOf(*EraFor(era), mechanism, Stacks::kReliable);
    ASSERT_TRUE(row.has_value());
    for (Channel closed : ClosedBy(mechanism)) {
      EXPECT_EQ(std::count(row->open.begin(), row->open.end(), closed), 0) << era << " " << Name(closed);
    }
  }
}

TEST(Channels, WithoutReliableStacksConsistencyIsKernelExitAndKernelThreadsNeverSwitch) {
  const Era era = *EraFor("6.1");
  EXPECT_FALSE(ChannelsOf(era, Mechanism::kPerTask, Stacks::kUnreliable).has_value());
  const std::optional<ChannelRow> row = ChannelsOf(era, Mechanism::kKernelExit, Stacks::kUnreliable);
  ASSERT_TRUE(row.has_value());
  EXPECT_TRUE(row->ends_for_user);
  EXPECT_FALSE(row->ends_for_kthread);
}

TEST(Channels, FourTwelveRefusesAConsistencyPatchWithoutReliableStacks) {
  const absl::StatusOr<ChannelRow> row =
      ComputeChannels(*EraFor("4.12"), Mechanism::kKernelExit, Stacks::kUnreliable);
  EXPECT_EQ(row.status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace lpcheck::klp
