// Which inputs a path stands for, and how base fixes change what "before" is.
#include "analyzer/input/read_fixes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/analyzer/input/fake_tree.h"

namespace lpcheck {
namespace {

using ::testing::HasSubstr;

constexpr const char* kFirst = "--- a/net/foo.c\n+++ b/net/foo.c\n@@ -1 +1 @@\n-one\n+two\n";
constexpr const char* kSecond = "--- a/net/foo.c\n+++ b/net/foo.c\n@@ -1 +1 @@\n-two\n+three\n";

class Fixes : public ::testing::Test {
 protected:
  Fixes() { tree_.Write("tree/net/foo.c", "one\n"); }
  FakeTree tree_;
};

TEST_F(Fixes, AFolderIsOneFixAFileInTheOrderOfNames) {
  tree_.Write("fixes/b.patch", kFirst);
  tree_.Write("fixes/a.patch", kFirst);
  tree_.Write("fixes/README", "no fix");
  auto inputs = ListFixes({tree_.Path("fixes")});
  ASSERT_EQ(inputs.size(), 2u);
  EXPECT_EQ(inputs[0]->name, "fixes/a.patch");
  EXPECT_EQ(inputs[1]->name, "fixes/b.patch");
}

TEST_F(Fixes, ASubFolderIsOneFixThatAppliesItsSeriesInOrder) {
  tree_.Write("fixes/one/z.patch", kFirst);
  tree_.Write("fixes/one/a.patch", kSecond);
  tree_.Write("fixes/one/series", "z.patch\n# comment\na.patch\n");
  auto fixes = ReadFixes({tree_.Path("fixes")}, tree_.Open(), nullptr);
  ASSERT_EQ(fixes.size(), 1u);
  ASSERT_TRUE(fixes[0].ok()) << fixes[0].status();
  EXPECT_EQ(fixes[0]->name, "fixes/one");
  EXPECT_EQ(fixes[0]->files[0].after, "three\n");
}

TEST_F(Fixes, OneBadFixDoesNotHideTheOthers) {
  auto fixes = ReadFixes({tree_.Write("bad.patch", "nothing"), tree_.Write("good.patch", kFirst)}, tree_.Open(), nullptr);
  ASSERT_EQ(fixes.size(), 2u);
  EXPECT_FALSE(fixes[0].ok());
  EXPECT_TRUE(fixes[1].ok());
}

TEST_F(Fixes, BaseFixesMakeTheBefore) {
  absl::StatusOr<Tree> base = TreeWithBase(tree_.Open(), {tree_.Write("base.patch", kFirst)}, nullptr);
  ASSERT_TRUE(base.ok());
  auto fixes = ReadFixes({tree_.Write("next.patch", kSecond)}, *base, nullptr);
  ASSERT_TRUE(fixes[0].ok()) << fixes[0].status();
  EXPECT_EQ(fixes[0]->files[0].before, "two\n");
  EXPECT_EQ(fixes[0]->files[0].after, "three\n");
}

TEST_F(Fixes, ABaseFixThatDoesNotApplyIsNamedAsOne) {
  absl::StatusOr<Tree> base = TreeWithBase(tree_.Open(), {tree_.Write("base.patch", kSecond)}, nullptr);
  EXPECT_THAT(std::string(base.status().message()), HasSubstr("base fix"));
}

TEST_F(Fixes, TwoVersionsOfOneFileNeedNoKernel) {
  absl::StatusOr<Fix> fix =
      ReadTwoVersions(tree_.Write("old.c", "int a;\n"), tree_.Write("new.c", "int b;\n"), {"-DX"});
  ASSERT_TRUE(fix.ok());
  EXPECT_EQ(fix->name, "new.c");
  EXPECT_EQ(fix->files[0].before, "int a;\n");
  EXPECT_EQ(fix->files[0].after, "int b;\n");
  EXPECT_EQ(fix->clang_arguments, std::vector<std::string>{"-DX"});
}

TEST_F(Fixes, ASourceWithoutALivepatchSaysWhatIsMissing) {
  auto fixes = ReadFixes({tree_.Write("plain.c", "int a;\n")}, tree_.Open(), nullptr);
  EXPECT_THAT(std::string(fixes[0].status().message()), HasSubstr("is no livepatch module"));
}

TEST(KindOf, NamesDecide) {
  EXPECT_EQ(KindOf("net/core/dev.c"), FileKind::kCSource);
  EXPECT_EQ(KindOf("include/linux/fs.h"), FileKind::kHeader);
  EXPECT_EQ(KindOf("arch/x86/entry/entry_64.S"), FileKind::kAssembly);
  EXPECT_EQ(KindOf("net/Makefile"), FileKind::kBuild);
  EXPECT_EQ(KindOf("arch/arm/boot/dts/x.dts"), FileKind::kBuild);
  EXPECT_EQ(KindOf("Documentation/livepatch/x.c"), FileKind::kDocumentation);
  EXPECT_EQ(KindOf("MAINTAINERS"), FileKind::kDocumentation);
  EXPECT_EQ(KindOf("rust/kernel/lib.rs"), FileKind::kOther);
}

TEST(SafeRelativePath, NormalFormOrError) {
  EXPECT_EQ(*SafeRelativePath("./net//foo.c"), "net/foo.c");
  EXPECT_FALSE(SafeRelativePath("net/../../x").ok());
  EXPECT_FALSE(SafeRelativePath("/etc/passwd").ok());
  EXPECT_FALSE(SafeRelativePath("").ok());
}

}  // namespace
}  // namespace lpcheck
