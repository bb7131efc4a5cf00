// Reading a machine and its tasks from recorded trees, and a decision's cost on a large one.
#include "runtime/machine.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/tasks.h"
#include "tests/unit/runtime/fake_machine.h"

namespace lpcheck::runtime {
namespace {

using ::testing::SizeIs;

TEST(Machine, AnEmptyTreeKnowsNothingAndAllowsNothing) {
  FakeTree tree;
  const Machine machine = ReadMachine(tree.root());
  EXPECT_EQ(machine.livepatch, Answer::kUnknown);
  EXPECT_FALSE(machine.may_load_modules);
  EXPECT_FALSE(machine.guard.present);
}

TEST(Machine, ReliableStacksAreReadFromTheConfiguration) {
  FakeTree tree;
  tree.Put("proc/sys/kernel/osrelease", "6.1.0-56-amd64\n");
  tree.Put("boot/config-6.1.0-56-amd64",
           "CONFIG_X86_64=y\nCONFIG_HAVE_RELIABLE_STACKTRACE=y\nCONFIG_UNWINDER_ORC=y\n");
  EXPECT_EQ(ReadMachine(tree.root()).reliable_stacks, Answer::kYes);
  tree.Put("boot/config-6.1.0-56-amd64", "CONFIG_X86_64=y\nCONFIG_HAVE_RELIABLE_STACKTRACE=y\n");
  EXPECT_EQ(ReadMachine(tree.root()).reliable_stacks, Answer::kNo);
}

TEST(Machine, PrivilegeIsCapSysModuleAndAnOpenDoor) {
  FakeTree tree;
  tree.Put("proc/self/status", "Name:\tx\nCapEff:\t0000000000010000\n");
  EXPECT_TRUE(ReadMachine(tree.root()).may_load_modules);
  tree.Put("proc/sys/kernel/modules_disabled", "1\n");
  EXPECT_FALSE(ReadMachine(tree.root()).may_load_modules);
}

TEST(Machine, PatchesAndTheirFunctionsComeFromSysfs) {
  FakeTree tree;
  tree.PutPatch("fix", "vfs_read", "1", "1");
  const Machine machine = ReadMachine(tree.root());
  ASSERT_THAT(machine.patches, SizeIs(1));
  EXPECT_TRUE(machine.patches[0].in_transition);
  ASSERT_THAT(machine.patches[0].functions, SizeIs(1));
  EXPECT_EQ(machine.patches[0].functions[0], (FunctionName{"vmlinux", "vfs_read", 1}));
}

TEST(Machine, TheGuardsHistoryIsRead) {
  FakeTree tree;
  tree.Put("sys/kernel/debug/lpguard/history",
           "lpguard-history 1\nevents 3\noverflow no\ntainted-before yes\nfunc vmlinux f 0 watched=no\n"
           "version vmlinux f 0 - selectable=no left=forced direct=no drained=no frames=2 holder=17\nfuture "
           "line\n");
  const Guard guard = ReadGuard(tree.root());
  ASSERT_TRUE(guard.present);
  EXPECT_TRUE(guard.tainted_before);
  ASSERT_THAT(guard.versions, SizeIs(1));
  EXPECT_EQ(guard.versions[0].left, "forced");
  EXPECT_EQ(guard.versions[0].frames, 2);
  EXPECT_EQ(guard.versions[0].holder, 17);
}

TEST(Machine, AGuardOfAnotherFormatCountsAsAbsent) {
  FakeTree tree;
  tree.Put("sys/kernel/debug/lpguard/history", "lpguard-history 2\n");
  EXPECT_FALSE(ReadGuard(tree.root()).present);
}

TEST(BlockingTasks, AreThoseWhoseStateIsNotTheTarget) {
  FakeTree tree;
  tree.PutPatch("fix", "vfs_read", "1", "1");
  tree.PutTask(10, "switched", "1", "");
  tree.PutTask(11, "sleeper", "0",
               "[<0>] wait+0x1/0x2\n[<0>] vfs_read.cold+0x1/0x2\n[<0>] ksys_read+0x1/0x2\n");
  tree.Put("proc/12/task/12/comm", "vanished\n");
  const std::vector<BlockingTask> tasks = BlockingTasks(tree.root(), ReadPatch(tree.root(), "fix"));
  ASSERT_THAT(tasks, SizeIs(1));
  EXPECT_EQ(tasks[0].tid, 11);
  EXPECT_EQ(tasks[0].function, "vfs_read.cold");
  EXPECT_EQ(tasks[0].why, "sleeps in vfs_read.cold");
}

TEST(BlockingTasks, WithoutATransitionThereAreNone) {
  FakeTree tree;
  tree.PutPatch("fix", "vfs_read", "1", "0");
  tree.PutTask(11, "t", "-1", "");
  EXPECT_THAT(BlockingTasks(tree.root(), ReadPatch(tree.root(), "fix")), SizeIs(0));
}

}  // namespace
}  // namespace lpcheck::runtime
