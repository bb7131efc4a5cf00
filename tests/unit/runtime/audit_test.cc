// The audit log: whole after a cut, one writer, and unfinished intents are found.
#include "runtime/audit.h"

#include <sys/resource.h>

#include <csignal>

#include "gtest/gtest.h"
#include "tests/unit/runtime/fake_machine.h"

namespace lpcheck::runtime {
namespace {

std::vector<std::string> LinesOf(const FakeTree& tree) { return Lines(tree.root().Word("log")); }

TEST(AuditLog, NumbersGoOnInTheNextRun) {
  FakeTree tree;
  for (int run = 0; run < 2; ++run) {
    absl::StatusOr<AuditLog> log = AuditLog::Open(tree.Path("log"));
    ASSERT_TRUE(log.ok()) << log.status();
    ASSERT_TRUE(log->Append("note", {{"run", run}}).ok());
  }
  const std::vector<std::string> lines = LinesOf(tree);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(nlohmann::json::parse(lines[1])["seq"], 2);
}

TEST(AuditLog, ASecondWriterIsTurnedAway) {
  FakeTree tree;
  absl::StatusOr<AuditLog> first = AuditLog::Open(tree.Path("log"));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(AuditLog::Open(tree.Path("log")).status().code(), absl::StatusCode::kUnavailable);
}

TEST(AuditLog, AnIntentWithoutAResultIsUnfinished) {
  FakeTree tree;
  {
    absl::StatusOr<AuditLog> log = AuditLog::Open(tree.Path("log"));
    ASSERT_TRUE(log.ok());
    ASSERT_TRUE(log->Append("intent", {{"patch", "fix"}}).ok());
  }
  {
    absl::StatusOr<AuditLog> log = AuditLog::Open(tree.Path("log"));
    ASSERT_TRUE(log.ok());
    ASSERT_TRUE(log->unfinished());
    EXPECT_EQ((*log->unfinished())["patch"], "fix");
    ASSERT_TRUE(log->Append("recovered", {}).ok());
  }
  absl::StatusOr<AuditLog> log = AuditLog::Open(tree.Path("log"));
  ASSERT_TRUE(log.ok());
  EXPECT_FALSE(log->unfinished());
}

TEST(AuditLog, ALineCutByACrashIsClosedAndKept) {
  FakeTree tree;
  tree.Put("log", "{\"seq\":1,\"event\":\"note\"}\n{\"seq\":2,\"ev");
  {
    absl::StatusOr<AuditLog> log = AuditLog::Open(tree.Path("log"));
    ASSERT_TRUE(log.ok()) << log.status();
  }
  const std::vector<std::string> lines = LinesOf(tree);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1], "{\"seq\":2,\"ev");
  EXPECT_EQ(nlohmann::json::parse(lines[2])["event"], "torn-line");
}

TEST(AuditLog, ADeviceIsNoLog) {
  EXPECT_EQ(AuditLog::Open("/dev/full").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(AuditLog, ALogThatCannotGrowIsAnError) {
  FakeTree tree;
  absl::StatusOr<AuditLog> log = AuditLog::Open(tree.Path("log"));
  ASSERT_TRUE(log.ok());
  rlimit before;
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit none = {0, before.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &none);
  const absl::Status status = log->Append("note", {});
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_FALSE(status.ok());
}

}  // namespace
}  // namespace lpcheck::runtime
