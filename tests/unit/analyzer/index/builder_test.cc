// Building and continuing: what is parsed again after which change, and that no history shows in the contents.
#include "analyzer/index/builder.h"

#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/index/sql.h"
#include "tests/unit/analyzer/index/small_kernel.h"

namespace lpcheck::index {
namespace {

using ::testing::HasSubstr;

TEST(Index, SecondRunParsesNothing) {
  SmallKernel kernel;
  EXPECT_EQ(kernel.Build()->parsed, 3u);
  EXPECT_EQ(kernel.Build()->parsed, 0u);
}

TEST(Index, TouchedFileIsParsedAloneAndTheContentsAreThoseOfAFreshIndex) {
  SmallKernel kernel;
  ASSERT_TRUE(kernel.Build().ok());
  kernel.Write("lib/sleepy.c", "#include <linux/base.h>\nvoid sleepy(void) {}\n");
  EXPECT_EQ(kernel.Build()->parsed, 1u);
  EXPECT_EQ(SmallKernel::DumpOf(kernel.Index()), kernel.FreshDump());
}

TEST(Index, TouchedHeaderReachesItsIncluders) {
  SmallKernel kernel;
  kernel.Write("fs/alone.c", "int alone(void) { return 1; }\n");
  ASSERT_TRUE(kernel.Build().ok());
  kernel.Write("include/linux/thing.h",
               "#include <linux/base.h>\nstruct thing { int count; struct mutex lock; unsigned flag; };\n"
               "struct thing_ops { int (*open)(struct thing *t); void (*close)(struct thing *t); };\n"
               "static inline int thing_count(struct thing *t) { return 2 * t->count; }\n"
               "int thing_run(struct thing *t, const struct thing_ops *ops);\n");
  EXPECT_EQ(kernel.Build()->parsed, 3u);
  EXPECT_EQ(SmallKernel::DumpOf(kernel.Index()), kernel.FreshDump());
}

TEST(Index, RemovedFileLeavesNoFacts) {
  SmallKernel kernel;
  ASSERT_TRUE(kernel.Build().ok());
  kernel.Remove("lib/user.c");
  ASSERT_TRUE(kernel.Build().ok());
  EXPECT_TRUE(Reader::Open(kernel.Index())->Functions("user_start").empty());
  EXPECT_EQ(SmallKernel::DumpOf(kernel.Index()), kernel.FreshDump());
}

TEST(Index, SharedHeadersGiveTheFactsOfPlainParsing) {
  SmallKernel kernel;
  for (int i = 0; i < 12; ++i) {
    kernel.Write("fs/f" + std::to_string(i) + ".c",
                 "#include <linux/base.h>\n#include <linux/thing.h>\nint f" + std::to_string(i) +
                     "(struct thing *t) { return thing_count(t); }\n");
  }
  absl::StatusOr<IndexSummary> summary = kernel.Build();
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_GE(summary->blocks, 1u);
  EXPECT_EQ(summary->alone, 0u);
  EXPECT_EQ(SmallKernel::DumpOf(kernel.Index()), kernel.FreshDump(IndexOptions::Headers::kPlain));
}

TEST(Index, FileThatGivesAHeaderAnotherMeaningIsParsedAlone) {
  SmallKernel kernel;
  kernel.Write("lib/odd.c",
               "#define GFP_ATOMIC_DEFAULT 1\n#define thing_count odd_count\n#include <linux/thing.h>\n"
               "int odd(struct thing *t) { return odd_count(t); }\n");
  absl::StatusOr<IndexSummary> summary = kernel.Build();
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->alone, 1u);
  EXPECT_TRUE(summary->failed.empty());
  EXPECT_EQ(SmallKernel::DumpOf(kernel.Index()), kernel.FreshDump(IndexOptions::Headers::kPlain));
}

TEST(Index, FileThatDoesNotParseIsListedAndTheRestGoesOn) {
  SmallKernel kernel;
  kernel.Write("lib/broken.c", "int broken(void) { return nothing; }\n");
  absl::StatusOr<IndexSummary> summary = kernel.Build();
  ASSERT_TRUE(summary.ok());
  ASSERT_EQ(summary->failed.size(), 1u);
  EXPECT_EQ(summary->failed[0].first, "lib/broken.c");
  EXPECT_THAT(summary->failed[0].second, HasSubstr("nothing"));
  EXPECT_EQ(kernel.Build()->failed.size(), 1u) << "a second run still says so";
  EXPECT_EQ(Reader::Open(kernel.Index())->Missing().size(), 1u);
  EXPECT_FALSE(Reader::Open(kernel.Index())->Functions("user_start").empty());
}

/// Ends without a word when `at` files are done.
void KillAt(SmallKernel& kernel, std::size_t at) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    IndexOptions options;
    options.batch = 1;
    options.on_progress = [at](const IndexProgress& progress) {
      if (progress.done == at) _exit(9);
    };
    (void)kernel.Build(options);
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 9);
}

TEST(Index, KilledAtAnyFileTheNextRunEndsWithTheContentsOfAFreshIndex) {
  SmallKernel kernel;
  for (std::size_t at = 1; at <= 3; ++at) {
    KillAt(kernel, at);
    EXPECT_EQ(kernel.Build()->parsed, 3 - at) << "what was finished is kept";
    EXPECT_EQ(SmallKernel::DumpOf(kernel.Index()), kernel.FreshDump());
    std::filesystem::remove(kernel.Index());
  }
}

TEST(Index, ContinuedInTheMiddleOfAClusterTheRunAfterItParsesNothing) {
  SmallKernel kernel;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "f" + std::to_string(i);
    kernel.Write("fs/" + name + ".c", "#include <linux/thing.h>\nint " + name + "(struct thing *t) { return thing_count(t); }\n");
  }
  KillAt(kernel, 5);
  EXPECT_EQ(kernel.Build()->parsed, 10u) << "of 15";
  EXPECT_EQ(kernel.Build()->parsed, 0u) << "both runs precompiled the block; it is the same one";
  EXPECT_EQ(SmallKernel::DumpOf(kernel.Index()), kernel.FreshDump());
}

TEST(Index, OnlyNamedFoldersAreCovered) {
  SmallKernel kernel;
  kernel.Write("mm/other.c", "int other(void) { return 1; }\n");
  IndexOptions options;
  options.only = {"mm/"};
  EXPECT_EQ(kernel.Build(options)->parsed, 1u);
}

TEST(Index, ForeignDatabaseIsRefused) {
  SmallKernel kernel;
  ASSERT_TRUE(Connection::Open(kernel.Index(), Connection::Mode::kReadWrite)->Execute("CREATE TABLE t(x)").ok());
  absl::Status status = kernel.Build().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no lpcheck index"));
}

TEST(Index, DamagedFileIsNamedAndRebuiltOnRequest) {
  SmallKernel kernel;
  std::ofstream(kernel.Index()) << std::string(5000, 'x');
  absl::Status status = kernel.Build().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("--rebuild"));
  IndexOptions options;
  options.existing = Store::Existing::kRebuild;
  EXPECT_EQ(kernel.Build(options)->parsed, 3u);
}

TEST(Index, IndexOfAnotherSchemaOrTreeIsRefusedWithWhatDiffers) {
  SmallKernel kernel;
  ASSERT_TRUE(kernel.Build().ok());
  absl::StatusOr<Connection> db = Connection::Open(kernel.Index(), Connection::Mode::kReadWrite);
  ASSERT_TRUE(db->Execute("UPDATE meta SET value='/elsewhere' WHERE key='tree'").ok());
  EXPECT_THAT(std::string(kernel.Build().status().message()), HasSubstr("another tree (/elsewhere"));
  ASSERT_TRUE(db->Execute("PRAGMA user_version=99").ok());
  EXPECT_THAT(std::string(kernel.Build().status().message()), HasSubstr("schema 99"));
  EXPECT_FALSE(Reader::Open(kernel.Index()).ok());
}

}  // namespace
}  // namespace lpcheck::index
