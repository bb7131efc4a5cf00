// Which locks an access is told with: those that the function's own text holds on every way to it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/analyzer/index/small_kernel.h"

namespace lpcheck::index {
namespace {

/// What is held where `body` writes t->count.
std::string HeldIn(const std::string& body) {
  SmallKernel kernel;
  kernel.Write("lib/held.c", "#include <linux/thing.h>\nint test(void);\nvoid held(struct thing *t, int n)\n{\n" + body + "\n}\n");
  EXPECT_TRUE(kernel.Build().ok());
  absl::StatusOr<Reader> reader = Reader::Open(kernel.Index());
  EXPECT_TRUE(reader.ok()) << reader.status();
  for (const Site& site : reader->FieldUses("thing", "count", kWrite)) {
    if (site.function.name == "held") return site.detail;
  }
  return "no access";
}

constexpr char kLock[] = "mutex_lock(&t->lock); ", kUnlock[] = "mutex_unlock(&t->lock); ", kWrites[] = "t->count = 1; ";

std::string Text(std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) text += part;
  return text;
}

TEST(HeldLocks, BetweenLockAndUnlock) {
  EXPECT_EQ(HeldIn(Text({kLock, kWrites, kUnlock})), "thing.lock");
  EXPECT_EQ(HeldIn(Text({kLock, kUnlock, kWrites})), "");
}

TEST(HeldLocks, OneUnlockedAccessIsEnough) { EXPECT_EQ(HeldIn(Text({kWrites, kLock, kWrites, kUnlock})), ""); }

TEST(HeldLocks, AnEarlyReturnTakesItsUnlockAway) {
  EXPECT_EQ(HeldIn(Text({kLock, "if (n) { ", kUnlock, "return; } ", kWrites, kUnlock})), "thing.lock");
  EXPECT_EQ(HeldIn(Text({kLock, "if (n) { ", kUnlock, "} ", kWrites})), "");
}

TEST(HeldLocks, ALockOfOneBranchIsNotHeldBehindIt) { EXPECT_EQ(HeldIn(Text({"if (n) ", kLock, kWrites})), ""); }

TEST(HeldLocks, ALoopThatGivesItUpDoesNotHoldItTheSecondTime) {
  EXPECT_EQ(HeldIn(Text({kLock, "while (test()) { ", kWrites, kUnlock, "} "})), "");
  EXPECT_EQ(HeldIn(Text({kLock, "while (test()) { ", kWrites, kUnlock, kLock, "} ", kUnlock})), "thing.lock");
  EXPECT_EQ(HeldIn(Text({kLock, "for (;;) { ", kWrites, "if (n) { ", kUnlock, "continue; } } "})), "");
  EXPECT_EQ(HeldIn(Text({kLock, "for (;;) { if (test()) { ", kUnlock, "break; } } ", kWrites})), "");
}

TEST(HeldLocks, LabelsJoinAllTheirJumps) {
  EXPECT_EQ(HeldIn(Text({kLock, "if (n) goto out; test(); out: ", kWrites, kUnlock})), "thing.lock");
  EXPECT_EQ(HeldIn(Text({"if (n) goto out; ", kLock, "out: ", kWrites})), "");
}

TEST(HeldLocks, AJumpBackWithoutTheLock) {
  EXPECT_EQ(HeldIn(Text({kLock, "again: ", kWrites, kUnlock, "if (test()) goto again; "})), "");
  EXPECT_EQ(HeldIn(Text({kLock, "again: ", kWrites, "if (test()) goto again; ", kUnlock})), "thing.lock");
}

TEST(HeldLocks, CasesBeginWithWhatTheSwitchHeld) {
  EXPECT_EQ(HeldIn(Text({kLock, "switch (n) { case 1: ", kUnlock, "return; case 2: ", kWrites, "} ", kUnlock})), "thing.lock");
  EXPECT_EQ(HeldIn(Text({kLock, "switch (n) { case 1: ", kUnlock, "case 2: ", kWrites, "} "})), "");
  EXPECT_EQ(HeldIn(Text({"switch (n) { case 1: ", kLock, "break; } ", kWrites})), "");
}

}  // namespace
}  // namespace lpcheck::index
