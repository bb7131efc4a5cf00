// The running machine's stack, read from recorded trees. recorded/6.1-forced is what a stock kernel showed in
// the scenario record-live of tests/kernel; the others are made here.
#include "analyzer/stack/live.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "model/klp/stack_conflicts.h"

namespace lpcheck {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kForced = std::string(LPCHECK_RECORDED) + "/6.1-forced";

class MadeTree : public testing::Test {
 protected:
  MadeTree()
      : root_(testing::TempDir() + "live-" + testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(root_);
    Write("proc/sys/kernel/osrelease", "6.1.0-56-amd64");
    Write("proc/sys/kernel/arch", "x86_64");
    std::filesystem::create_directories(root_ + "/sys/kernel/livepatch");
  }
  ~MadeTree() override { std::filesystem::remove_all(root_); }

  void Write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(root_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text << "\n";
  }
  void Patch(const std::string& name, const std::string& function) {
    Write("sys/kernel/livepatch/" + name + "/enabled", "1");
    Write("sys/kernel/livepatch/" + name + "/transition", "0");
    std::filesystem::create_directories(root_ + "/sys/kernel/livepatch/" + name + "/vmlinux/" + function +
                                        ",1");
  }

  std::string root_;
};

std::vector<std::string> Names(const klp::LoadedStack& stack) {
  std::vector<std::string> names;
  for (const klp::StackPatch& patch : stack.patches) names.push_back(patch.name);
  return names;
}

TEST(LiveRoot, OnlyLiveIsAMachine) {
  EXPECT_EQ(LiveRoot("live"), "/");
  EXPECT_EQ(LiveRoot("live:/var/tmp/machine"), "/var/tmp/machine");
  EXPECT_EQ(LiveRoot("stack.json"), "");
}

TEST(Recorded, AForcedPatchUnderAnotherOne) {
  absl::StatusOr<klp::LoadedStack> stack = LiveStack(kForced);
  ASSERT_TRUE(stack.ok()) << stack.status().message();
  EXPECT_EQ(stack->era.name, "6.1");
  EXPECT_EQ(stack->arch, "x86_64");
  EXPECT_TRUE(stack->reliable_stacks);
  EXPECT_TRUE(stack->watched);
  EXPECT_THAT(Names(*stack), ElementsAre("lp_a1", "lp_b2"));
  ASSERT_EQ(stack->patches[0].functions.size(), 1u);
  EXPECT_EQ(stack->patches[0].functions[0].name, "lpt_a");
  EXPECT_EQ(stack->patches[0].functions[0].object, "lpt_target");
}

// The original of lpt_a still sleeps somewhere: the core's check of a patch on top would not see it.
TEST(Recorded, AConsistencyPatchOverTheUndrainedOriginalIsAConflict) {
  absl::StatusOr<klp::LoadedStack> stack = LiveStack(kForced);
  ASSERT_TRUE(stack.ok());
  klp::StackPatch patch{.name = "new",
                        .verdict = Verdict::kConsistency,
                        .functions = {{.name = "lpt_a", .object = "lpt_target"}}};
  std::vector<klp::Conflict> conflicts = klp::ConflictsOnTop(*stack, patch);
  EXPECT_THAT(conflicts,
              testing::Contains(testing::Field(&klp::Conflict::because, HasSubstr("not proved drained"))));
}

TEST_F(MadeTree, AKernelThatNeverLoadedALivePatchHasNoPastToFear) {
  Write("proc/sys/kernel/tainted", "4097");
  EXPECT_TRUE(LiveStack(root_)->watched);
  Write("proc/sys/kernel/tainted", "36864");  // K
  EXPECT_FALSE(LiveStack(root_)->watched);
}

TEST_F(MadeTree, WithoutTheTaintThePastIsUnknown) { EXPECT_FALSE(LiveStack(root_)->watched); }

TEST_F(MadeTree, PatchesAreInTheOrderInWhichTheirModulesWereLoaded) {
  Patch("alpha", "f");
  Patch("beta", "f");
  Write("proc/modules", "alpha 16384 1 - Live 0x0 (OEK)\nbeta 16384 1 - Live 0x0 (OEK)");
  EXPECT_THAT(Names(*LiveStack(root_)), ElementsAre("beta", "alpha"));
  Write("sys/kernel/livepatch/alpha/stack_order", "1");
  Write("sys/kernel/livepatch/beta/stack_order", "2");
  EXPECT_THAT(Names(*LiveStack(root_)), ElementsAre("alpha", "beta"));
}

TEST_F(MadeTree, AnOrderThatNobodyKnowsIsNoOrder) {
  Patch("alpha", "f");
  Patch("beta", "f");
  absl::StatusOr<klp::LoadedStack> stack = LiveStack(root_);
  EXPECT_EQ(stack.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(stack.status().message()), HasSubstr("alpha"));
}

TEST_F(MadeTree, WithoutTheKernelsConfigurationStacksAreUnreliable) {
  EXPECT_FALSE(LiveStack(root_)->reliable_stacks);
  Write("boot/config-6.1.0-56-amd64", "CONFIG_HAVE_RELIABLE_STACKTRACE=y");
  EXPECT_TRUE(LiveStack(root_)->reliable_stacks);
}

TEST_F(MadeTree, APastThatLpguardDidNotSeeIsUnwatched) {
  Patch("alpha", "f");
  Write("sys/kernel/debug/lpguard/history", "lpguard-history 1\noverflow no\ntainted-before no");
  EXPECT_TRUE(LiveStack(root_)->watched);
  Write("sys/kernel/debug/lpguard/history", "lpguard-history 1\noverflow no\ntainted-before yes");
  EXPECT_FALSE(LiveStack(root_)->watched);
  Write("sys/kernel/debug/lpguard/history", "lpguard-history 1\noverflow yes\ntainted-before no");
  EXPECT_FALSE(LiveStack(root_)->watched);
  Write("sys/kernel/debug/lpguard/history", "lpguard-history 2\noverflow no\ntainted-before no");
  EXPECT_FALSE(LiveStack(root_)->watched);
}

TEST_F(MadeTree, ADrainedVersionIsGoneADirectlyCalledOneIsNot) {
  Patch("alpha", "f");
  Write("sys/kernel/debug/lpguard/history",
        "lpguard-history 1\noverflow no\ntainted-before no\n"
        "version vmlinux f 0 - selectable=no left=checked direct=no drained=yes frames=0 holder=0\n"
        "version vmlinux g 0 old selectable=no left=checked direct=yes drained=yes frames=0 holder=0");
  absl::StatusOr<klp::LoadedStack> stack = LiveStack(root_);
  ASSERT_EQ(stack->dead.size(), 1u);
  EXPECT_EQ(stack->dead[0].function, "g");
  EXPECT_EQ(stack->dead[0].version, "old");
}

TEST_F(MadeTree, ADisabledPatchIsNotOnTheStackOneInTransitionIs) {
  Patch("alpha", "f");
  Write("sys/kernel/livepatch/alpha/enabled", "0");
  EXPECT_THAT(LiveStack(root_)->patches, IsEmpty());
  Write("sys/kernel/livepatch/alpha/transition", "1");
  ASSERT_THAT(Names(*LiveStack(root_)), ElementsAre("alpha"));
  EXPECT_TRUE(LiveStack(root_)->patches[0].in_transition);
}

TEST_F(MadeTree, AKernelWithoutLivepatchIsNamed) {
  std::filesystem::remove_all(root_ + "/sys");
  EXPECT_EQ(LiveStack(root_).status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace lpcheck
