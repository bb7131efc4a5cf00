// What may go wrong with the file itself: two writers, no space, a kernel of another build.
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/analyzer/index/small_kernel.h"

namespace lpcheck::index {
namespace {

using ::testing::HasSubstr;

TEST(BadIndex, SecondWriterIsTurnedAwayAndSaysWhy) {
  SmallKernel kernel;
  ASSERT_TRUE(kernel.Build().ok());
  const int other = ::open((kernel.Index() + ".lock").c_str(), O_RDWR);
  ASSERT_GE(other, 0);
  ASSERT_EQ(::flock(other, LOCK_EX | LOCK_NB), 0);
  absl::Status status = kernel.Build().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("another lpcheck index is writing it"));
  ::close(other);
  EXPECT_TRUE(kernel.Build().ok());
}

/// Exit status of a build whose files may not grow beyond `bytes`: 0 done, 1 refused for want of space, 2 anything else.
int BuildWithin(SmallKernel& kernel, rlim_t bytes) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const absl::Status status = kernel.Build().status();
    ::_exit(status.ok() ? 0 : status.code() == absl::StatusCode::kResourceExhausted ? 1 : 2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}

TEST(BadIndex, WithoutSpaceTheRunEndsWithAReasonAndTheNextOneContinues) {
  SmallKernel kernel;
  for (int i = 0; i < 200; ++i) {
    const std::string name = "f" + std::to_string(i);
    kernel.Write("fs/" + name + ".c", "#include <linux/thing.h>\nint " + name + "(struct thing *t) { return thing_count(t); }\n");
  }
  int refused = 0;
  for (rlim_t kilobytes : {120, 160, 240}) {
    std::filesystem::remove(kernel.Index());
    const int exit = BuildWithin(kernel, kilobytes * 1024);
    refused += exit == 1 ? 1 : 0;
    EXPECT_LE(exit, 1) << kilobytes;
    ASSERT_TRUE(kernel.Build().ok()) << kilobytes;
    EXPECT_EQ(SmallKernel::DumpOf(kernel.Index()), kernel.FreshDump()) << kilobytes;
  }
  EXPECT_GT(refused, 0) << "no limit was ever met: the test shows nothing";
}

TEST(BadIndex, KernelOfAnotherBuildIdIsRefused) {
  SmallKernel kernel;
  IndexOptions options;
  options.binaries = {{"vmlinux", "0123", {{"outer", "outer", 1, ""}, {"sleepy", "sleepy.isra.0", 1, "sleepy.c"}}, {{"sleepy", "outer"}}}};
  ASSERT_TRUE(kernel.Build(options).ok());
  {
    absl::StatusOr<Reader> reader = Reader::Open(kernel.Index());
    EXPECT_THAT(reader->InlinedInto("sleepy").value(), testing::ElementsAre("outer"));
    ASSERT_EQ(reader->Symbols("sleepy").size(), 1u);
    EXPECT_EQ(reader->Symbols("sleepy")[0].second.symbol, "sleepy.isra.0");
  }
  ASSERT_TRUE(kernel.Build(options).ok()) << "the same one may be read again";
  options.binaries[0].build_id = "4567";
  absl::Status status = kernel.Build(options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("has build id 4567, the index was made with 0123"));
}

}  // namespace
}  // namespace lpcheck::index
