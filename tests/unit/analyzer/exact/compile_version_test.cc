// A small tree compiled by the system's compiler through an overlay.
#include "analyzer/exact/compile_version.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lpcheck::exact {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace fs = std::filesystem;

class CompileVersionTest : public testing::Test {
 protected:
  void SetUp() override {
    tree_ = testing::TempDir() + "exact-tree-" + testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(tree_);
    fs::create_directories(tree_ + "/include/linux");
    fs::create_directories(tree_ + "/net");
    Put("include/linux/a.h", "static inline int bound(int x) { return x > 8 ? 8 : x; }\n");
    Put("include/linux/b.h", "#include \"a.h\"\n");
    Put("net/f.c", kSource);
  }
  void TearDown() override { fs::remove_all(tree_); }

  void Put(const std::string& path, const std::string& text) { std::ofstream(tree_ + "/" + path) << text; }

  Compilation With(std::map<std::string, std::optional<std::string>> files) const {
    Compilation compilation;
    compilation.tree = tree_;
    compilation.directory = testing::TempDir();
    compilation.arguments = {"cc", "-O2", "-I" + tree_ + "/include", "-Wp,-MMD,nowhere/f.d", "-c", "-o", "f.o",
                             tree_ + "/net/f.c"};
    for (auto& [path, text] : files) compilation.files[tree_ + "/" + path] = text;
    return compilation;
  }

  static constexpr const char* kSource =
      "#include <linux/b.h>\nint note(int);\nint uses(int x) { return note(bound(x)); }\n"
      "int other(int x) { return note(__LINE__) + x; }\n";
  std::string tree_;
};

TEST_F(CompileVersionTest, AHeaderFoundBesideAnUntouchedOneIsTheOverlaidOne) {
  const absl::StatusOr<Object> before = CompileVersion(With({}));
  const absl::StatusOr<Object> after = CompileVersion(
      With({{"include/linux/a.h", "static inline int bound(int x) { return x > 16 ? 16 : x; }\n"}}));
  ASSERT_TRUE(before.ok()) << before.status();
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_THAT(Compare(*before, *after), ElementsAre(ChangedSymbol{"uses", Difference::kChanged, true}));
}

TEST_F(CompileVersionTest, AMovedLineIsNoDifference) {
  const std::string moved = std::string("\n\n\n") + kSource;
  Compilation before = With({}), after = With({{"net/f.c", moved}});
  EXPECT_TRUE(Compare(*CompileVersion(before), *CompileVersion(after)).empty());
  before.lines = after.lines = Lines::kAsWritten;
  EXPECT_THAT(Compare(*CompileVersion(before), *CompileVersion(after)),
              Contains(ChangedSymbol{"other", Difference::kChanged, true}));
}

TEST_F(CompileVersionTest, ACallOverAFunctionThatGrewIsNoDifference) {
  const char* before =
      "int note(int);\n__attribute__((noinline)) static int low(int x) { return note(x) + 1; }\n"
      "int grows(int x) { return note(x); }\nint calls(int x) { return low(x) * 3; }\n";
  const char* after =
      "int note(int);\n__attribute__((noinline)) static int low(int x) { return note(x) + 1; }\n"
      "int grows(int x) { return note(x) + note(x + 7) + note(x * 9); }\nint calls(int x) { return low(x) * 3; }\n";
  EXPECT_THAT(Compare(*CompileVersion(With({{"net/f.c", before}})), *CompileVersion(With({{"net/f.c", after}}))),
              ElementsAre(ChangedSymbol{"grows", Difference::kChanged, true}));
}

TEST_F(CompileVersionTest, WhatDoesNotCompileSaysWhereInTheTree) {
  const absl::StatusOr<Object> made = CompileVersion(With({{"net/f.c", "int f(void) { return nothing; }\n"}}));
  EXPECT_EQ(made.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(made.status().message()), HasSubstr(tree_ + "/net/f.c:1"));
}

TEST_F(CompileVersionTest, AFileThatIsNotThereIsNotFoundInTheTree) {
  EXPECT_FALSE(CompileVersion(With({{"include/linux/a.h", std::nullopt}})).ok());
  EXPECT_TRUE(fs::exists(tree_ + "/include/linux/a.h"));
}

TEST_F(CompileVersionTest, NothingIsWrittenIntoTheTree) {
  const auto before = fs::last_write_time(tree_ + "/net");
  ASSERT_TRUE(CompileVersion(With({{"net/f.c", "int f(void) { return 1; }\n"}})).ok());
  EXPECT_EQ(fs::last_write_time(tree_ + "/net"), before);
  EXPECT_FALSE(fs::is_symlink(tree_ + "/net/f.c"));
}

TEST_F(CompileVersionTest, AMissingCompilerIsNamed) {
  Compilation compilation = With({});
  compilation.arguments.front() = "no-such-cc";
  EXPECT_THAT(std::string(CompileVersion(compilation).status().message()), HasSubstr("no-such-cc"));
}

}  // namespace
}  // namespace lpcheck::exact
