// Unified diffs in all the forms they arrive in, and the ways in which they can be wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/input/patch_fix.h"
#include "analyzer/input/patch_text.h"
#include "tests/unit/analyzer/input/fake_tree.h"

namespace lpcheck {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kFoo = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";
constexpr const char* kHunk = "@@ -2,3 +2,4 @@ context\n two\n-three\n+THREE\n+more\n four\n";
constexpr const char* kPatched = "one\ntwo\nTHREE\nmore\nfour\nfive\nsix\nseven\n";

class Patch : public ::testing::Test {
 protected:
  Patch() { tree_.Write("tree/net/foo.c", kFoo); }

  absl::StatusOr<Fix> Read(const std::string& text) { return ReadPatches("fix", {{"fix.patch", text}}, tree_.Open()); }
  std::string After(const std::string& text) {
    absl::StatusOr<Fix> fix = Read(text);
    if (!fix.ok()) return std::string(fix.status().message());
    return fix->files.size() == 1 ? fix->files[0].after.value_or("(gone)") : "(not one file)";
  }
  std::string Message(const std::string& text) { return std::string(Read(text).status().message()); }

  FakeTree tree_;
};

std::string Plain(const std::string& hunks) { return "--- a/net/foo.c\n+++ b/net/foo.c\n" + hunks; }

TEST_F(Patch, PlainDiffIsApplied) { EXPECT_EQ(After(Plain(kHunk)), kPatched); }

TEST_F(Patch, GitHeaderIsSkipped) {
  EXPECT_EQ(After("diff --git a/net/foo.c b/net/foo.c\nindex 123..456 100644\n" + Plain(kHunk)), kPatched);
}

TEST_F(Patch, GitHeaderWithoutAnIndexLineIsSkipped) {
  EXPECT_EQ(After("diff --git a/net/foo.c b/net/foo.c\n" + Plain(kHunk)), kPatched);
}

TEST_F(Patch, QuiltHeaderIsSkipped) {
  std::string text = "Index: linux/net/foo.c\n=====\n--- linux.orig/net/foo.c\t2020-01-01\n+++ linux/net/foo.c\t2020\n";
  EXPECT_EQ(After(text + kHunk), kPatched);
}

TEST_F(Patch, MailHeaderAndSignatureAreSkipped) {
  std::string text = "From 0123 Mon Sep 17 00:00:00 2001\nFrom: A <a@b>\nSubject: [PATCH] x\n\nbody\n---\n net/foo.c | 3\n\n";
  EXPECT_EQ(After(text + Plain(kHunk) + "-- \n2.39.2\n"), kPatched);
}

TEST_F(Patch, NamesWithoutPrefixAreTakenAsTheyStand) {
  EXPECT_EQ(After("--- net/foo.c\n+++ net/foo.c\n" + std::string(kHunk)), kPatched);
}

TEST_F(Patch, CarriageReturnsOfTheMailAreNoPartOfTheText) {
  std::string text;
  for (char c : Plain(kHunk)) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_EQ(After(text), kPatched);
}

TEST_F(Patch, AFileWithCarriageReturnsKeepsThem) {
  tree_.Write("tree/net/foo.c", "one\r\ntwo\r\nthree\r\nfour\r\n");
  EXPECT_EQ(After(Plain(kHunk)), "one\r\ntwo\r\nTHREE\r\nmore\r\nfour\r\n");
}

TEST_F(Patch, ContextLinesWhoseBlankWasEatenStillCount) {
  tree_.Write("tree/net/foo.c", "one\n\nthree\n");
  EXPECT_EQ(After(Plain("@@ -1,3 +1,3 @@\n one\n\n-three\n+THREE\n")), "one\n\nTHREE\n");
}

TEST_F(Patch, NoNewlineAtTheEndIsKept) {
  tree_.Write("tree/net/foo.c", "one\ntwo");
  EXPECT_EQ(After(Plain("@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+TWO\n\\ No newline at end of file\n")),
            "one\nTWO");
}

TEST_F(Patch, AMissingNewlineCanBeAdded) {
  tree_.Write("tree/net/foo.c", "one\ntwo");
  EXPECT_EQ(After(Plain("@@ -1,2 +1,3 @@\n one\n two\n\\ No newline at end of file\n+three\n")), "one\ntwo\nthree\n");
}

TEST_F(Patch, AHunkMayHaveMoved) {
  tree_.Write("tree/net/foo.c", "new\nlines\n" + std::string(kFoo));
  EXPECT_EQ(After(Plain(kHunk)), "new\nlines\n" + std::string(kPatched));
}

TEST_F(Patch, NewFileHasNoBefore) {
  absl::StatusOr<Fix> fix = Read("--- /dev/null\n+++ b/net/new.c\n@@ -0,0 +1,2 @@\n+a\n+b\n");
  ASSERT_TRUE(fix.ok());
  EXPECT_EQ(fix->files[0].before, std::nullopt);
  EXPECT_EQ(fix->files[0].after, "a\nb\n");
  EXPECT_EQ(fix->files[0].kind, FileKind::kCSource);
}

TEST_F(Patch, DeletedFileHasNoAfter) {
  tree_.Write("tree/net/gone.c", "a\n");
  absl::StatusOr<Fix> fix = Read("--- a/net/gone.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
  ASSERT_TRUE(fix.ok());
  EXPECT_EQ(fix->files[0].path, "net/gone.c");
  EXPECT_EQ(fix->files[0].after, std::nullopt);
}

TEST_F(Patch, RenameKeepsBothNames) {
  absl::StatusOr<Fix> fix = Read(
      "diff --git a/net/foo.c b/net/bar.c\nsimilarity index 90%\nrename from net/foo.c\nrename to net/bar.c\n"
      "--- a/net/foo.c\n+++ b/net/bar.c\n" +
      std::string(kHunk));
  ASSERT_TRUE(fix.ok()) << fix.status();
  ASSERT_EQ(fix->files.size(), 1u);
  EXPECT_EQ(fix->files[0].old_path, "net/foo.c");
  EXPECT_EQ(fix->files[0].path, "net/bar.c");
  EXPECT_EQ(fix->files[0].before, kFoo);
  EXPECT_EQ(fix->files[0].after, kPatched);
}

TEST_F(Patch, ASeriesInOneFileBuildsOnItself) {
  std::string second = "@@ -3,1 +3,1 @@\n-THREE\n+3\n";
  EXPECT_EQ(After(Plain(kHunk) + Plain(second)), "one\ntwo\n3\nmore\nfour\nfive\nsix\nseven\n");
}

TEST_F(Patch, TouchedLinesAreThoseOfTheChange) {
  absl::StatusOr<Fix> fix = Read(Plain(kHunk));
  ASSERT_TRUE(fix.ok());
  EXPECT_EQ(fix->files[0].touched_old, (std::vector<LineRange>{{3, 3}}));
  EXPECT_EQ(fix->files[0].touched_new, (std::vector<LineRange>{{3, 4}}));
}

TEST_F(Patch, TheSourceHashDependsOnTheContents) {
  EXPECT_NE(Read(Plain(kHunk))->source_hash, Read(Plain("@@ -1 +1 @@\n-one\n+ONE\n"))->source_hash);
}

TEST_F(Patch, AQuotedNameIsUnquoted) {
  tree_.Write("tree/net/f\xc3\xbc.c", "a\n");
  EXPECT_EQ(After("--- \"a/net/f\\303\\274.c\"\n+++ \"b/net/f\\303\\274.c\"\n@@ -1 +1 @@\n-a\n+b\n"), "b\n");
}

TEST_F(Patch, AHunkThatFitsNowhereNamesTheNearestPlace) {
  EXPECT_THAT(Message(Plain("@@ -2,3 +2,3 @@\n two\n-drei\n+THREE\n four\n")),
              AllOf(HasSubstr("fix.patch:1: net/foo.c: hunk 1 of 1 (@@ -2,3 +2,3 @@, line 3 of the patch)"),
                    HasSubstr("nearest place is line 2, where 2 of 3 lines match"),
                    HasSubstr("line 3 has 'three' where the hunk has 'drei'")));
}

TEST_F(Patch, AnAppliedFixIsRecognised) {
  tree_.Write("tree/net/foo.c", kPatched);
  EXPECT_THAT(Message(Plain(kHunk)), HasSubstr("the tree seems to have this fix"));
}

TEST_F(Patch, HalfADiffIsCutOff) {
  EXPECT_THAT(Message(Plain("@@ -2,3 +2,4 @@\n two\n-three\n")),
              HasSubstr("fix.patch:6: hunk @@ -2,3 +2,4 @@ of line 3 lacks 1 old and 3 new lines here"));
}

TEST_F(Patch, PathsThatLeaveTheTreeAreRefused) {
  EXPECT_THAT(Message("--- a/../../etc/passwd\n+++ b/../../etc/passwd\n@@ -1 +1 @@\n-a\n+b\n"),
              HasSubstr("leads out of the kernel tree"));
  EXPECT_THAT(Message("--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n"), HasSubstr("an absolute path"));
}

TEST_F(Patch, SymbolicLinksOfTheTreeAreRefused) {
  std::filesystem::create_symlink("/etc/passwd", tree_.Path("tree/net/link.c"));
  EXPECT_THAT(Message("--- a/net/link.c\n+++ b/net/link.c\n@@ -1 +1 @@\n-a\n+b\n"), HasSubstr("symbolic link"));
}

TEST_F(Patch, ChangesOfSymbolicLinksAreRefused) {
  EXPECT_THAT(Message("diff --git a/x b/x\nnew file mode 120000\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+/etc\n"),
              HasSubstr("symbolic link"));
}

TEST_F(Patch, BinaryChangesAreRefused) {
  EXPECT_THAT(Message("diff --git a/x b/x\nindex 1..2\nGIT binary patch\nliteral 3\n"), HasSubstr("binary"));
  EXPECT_THAT(Message("Binary files a/x and b/x differ\n"), HasSubstr("binary"));
}

TEST_F(Patch, MergesAreRefused) {
  EXPECT_THAT(Message("diff --cc net/foo.c\nindex 1,2..3\n"), HasSubstr("combined diff"));
}

TEST_F(Patch, TextWithoutADiffIsNoFix) { EXPECT_THAT(Message("hello\n"), HasSubstr("holds no unified diff")); }

TEST_F(Patch, AMissingFileNamesTheVersionAsTheLikelyReason) {
  EXPECT_THAT(Message("--- a/net/bar.c\n+++ b/net/bar.c\n@@ -1 +1 @@\n-a\n+b\n"),
              HasSubstr("net/bar.c: the tree has no such file"));
}

TEST_F(Patch, ANewFileMustNotExist) {
  EXPECT_THAT(Message("--- /dev/null\n+++ b/net/foo.c\n@@ -0,0 +1 @@\n+a\n"), HasSubstr("has it already"));
}

TEST_F(Patch, ADamagedHunkHeaderIsNamed) {
  EXPECT_THAT(Message(Plain("@@ -x,3 +2,4 @@\n two\n")), HasSubstr("damaged hunk header"));
  EXPECT_THAT(Message(Plain("@@ -99999999999999999999,3 +2,4 @@\n two\n")), HasSubstr("damaged hunk header"));
}

}  // namespace
}  // namespace lpcheck
