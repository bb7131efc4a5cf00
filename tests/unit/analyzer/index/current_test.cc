// Whether an index still speaks of the tree: what has changed since is named, and nothing stale is taken for current.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/index/sql.h"
#include "tests/unit/analyzer/index/small_kernel.h"

namespace lpcheck::index {
namespace {

using ::testing::HasSubstr;

absl::Status Current(const SmallKernel& kernel, const std::string& tree = "", const std::string& build = "") {
  absl::StatusOr<Reader> reader = Reader::Open(kernel.Index());
  if (!reader.ok()) return reader.status();
  const std::string root = kernel.Path("lib").substr(0, kernel.Path("lib").size() - 4);
  return reader->IsCurrent(tree.empty() ? root : tree, build.empty() ? root : build);
}

TEST(CurrentIndex, IsCurrentAfterARun) {
  SmallKernel kernel;
  ASSERT_TRUE(kernel.Build().ok());
  EXPECT_TRUE(Current(kernel).ok()) << Current(kernel);
}

TEST(CurrentIndex, HoweverTheBuildFolderIsSpelledItIsTheSame) {
  SmallKernel kernel;
  ASSERT_TRUE(kernel.Build().ok());
  const std::string lib = kernel.Path("lib");
  EXPECT_TRUE(Current(kernel, "", lib + "/../").ok()) << Current(kernel, "", lib + "/../");
  EXPECT_THAT(std::string(Current(kernel, "", lib).message()), HasSubstr("another build"));
}

TEST(CurrentIndex, NamesAChangedHeader) {
  SmallKernel kernel;
  ASSERT_TRUE(kernel.Build().ok());
  kernel.Write("include/linux/base.h", "struct mutex { int other; };\n");
  EXPECT_THAT(std::string(Current(kernel).message()), HasSubstr("include/linux/base.h changed since"));
}

TEST(CurrentIndex, FileWrittenAgainWithTheSameTextIsNoChange) {
  SmallKernel kernel;
  kernel.Write("lib/extra.c", "int extra(void) { return 1; }\n");
  ASSERT_TRUE(kernel.Build().ok());
  kernel.Write("lib/extra.c", "int extra(void) { return 1; }\n");
  EXPECT_TRUE(Current(kernel).ok()) << Current(kernel);
}

TEST(CurrentIndex, SameSizeOtherTextIsAChange) {
  SmallKernel kernel;
  kernel.Write("lib/extra.c", "int extra(void) { return 1; }\n");
  ASSERT_TRUE(kernel.Build().ok());
  kernel.Write("lib/extra.c", "int extra(void) { return 2; }\n");
  EXPECT_THAT(std::string(Current(kernel).message()), HasSubstr("lib/extra.c"));
}

TEST(CurrentIndex, OtherTreeAndOtherBuildAreNamed) {
  SmallKernel kernel;
  ASSERT_TRUE(kernel.Build().ok());
  EXPECT_THAT(std::string(Current(kernel, "/elsewhere").message()), HasSubstr("another tree"));
  EXPECT_THAT(std::string(Current(kernel, "", "/elsewhere").message()), HasSubstr("another build"));
}

TEST(CurrentIndex, RunThatWasCutShortIsNotTrusted) {
  SmallKernel kernel;
  ASSERT_TRUE(kernel.Build().ok());
  {
    absl::StatusOr<Connection> db = Connection::Open(kernel.Index(), Connection::Mode::kReadWrite);
    ASSERT_TRUE(db.ok());
    ASSERT_TRUE(db->Execute("DELETE FROM meta WHERE key='finished'").ok());
  }
  EXPECT_THAT(std::string(Current(kernel).message()), HasSubstr("not finished"));
  ASSERT_TRUE(kernel.Build().ok());
  EXPECT_TRUE(Current(kernel).ok());
}

TEST(CurrentIndex, PartialRunForgetsWhatAHeaderMadeStaleElsewhere) {
  SmallKernel kernel;
  kernel.Write("fs/alone.c", "int alone(void) { return 1; }\n");
  ASSERT_TRUE(kernel.Build().ok());
  kernel.Write("include/linux/thing.h",
               "#include <linux/base.h>\nstruct thing { int count; struct mutex lock; unsigned flag; };\n"
               "struct thing_ops { int (*open)(struct thing *t); void (*close)(struct thing *t); };\n"
               "static inline int thing_count(struct thing *t) { return 2 * t->count; }\n"
               "int thing_run(struct thing *t, const struct thing_ops *ops);\n");
  IndexOptions only;
  only.only = {"fs"};
  ASSERT_TRUE(kernel.Build(only).ok());
  absl::StatusOr<Reader> reader = Reader::Open(kernel.Index());
  ASSERT_TRUE(reader.ok());
  EXPECT_THAT(reader->Units(), testing::ElementsAre("fs/alone.c"));
  EXPECT_TRUE(reader->Functions("user_start").empty());
}

}  // namespace
}  // namespace lpcheck::index
