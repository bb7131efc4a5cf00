// Compile commands: read in both layouts, translated for clang, and found for headers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/base/text.h"
#include "analyzer/compile/arguments.h"
#include "analyzer/compile/database.h"
#include "analyzer/compile/includers.h"
#include "analyzer/prepare/spool.h"
#include "tests/unit/analyzer/input/fake_tree.h"

namespace lpcheck {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

CompileCommand CommandWith(std::vector<std::string> arguments) {
  CompileCommand command;
  command.compiler = "gcc";
  command.file = "net/foo.c";
  command.directory = "/build";
  command.arguments = std::move(arguments);
  return command;
}

TEST(ToClang, DropsWhatClangDoesNotKnowAndKeepsTheMeaning) {
  ClangCommand out = ToClang(
      CommandWith({"-Wp,-MMD,x.d", "-nostdinc", "-Iinclude", "-include", "a.h", "-Wall", "-mindirect-branch=thunk-extern",
                   "-mpreferred-stack-boundary=3", "-fshort-wchar", "-DX=1", "-c", "-o", "x.o", "net/foo.c"}),
      "/tree");
  EXPECT_THAT(out.arguments, ElementsAre("-w", "-nostdinc", "-Iinclude", "-include", "a.h", "-fshort-wchar", "-DX=1"));
  EXPECT_EQ(out.file, "/tree/net/foo.c");
  EXPECT_TRUE(out.warnings.empty());
}

TEST(ToClang, AFlagThatIsUnknownToBothIsLeftOutWithAWarning) {
  ClangCommand out = ToClang(CommandWith({"-fsome-new-gcc-flag", "-O2"}), "/tree");
  EXPECT_THAT(out.arguments, ElementsAre("-w", "-O2"));
  ASSERT_EQ(out.warnings.size(), 1u);
  EXPECT_THAT(out.warnings[0], HasSubstr("net/foo.c: flag -fsome-new-gcc-flag is unknown to clang"));
}

TEST(ToClang, WrappingOverflowIsKeptUnderClangsName) {
  EXPECT_THAT(ToClang(CommandWith({"-fno-strict-overflow"}), "/tree").arguments, Contains("-fwrapv"));
}

TEST(ToClang, ACrossCompilersNameBecomesTheTarget) {
  CompileCommand command = CommandWith({"-mabi=lp64"});
  command.compiler = "/usr/bin/aarch64-linux-gnu-gcc-12";
  EXPECT_THAT(ToClang(command, "/tree").arguments, ElementsAre("--target=aarch64-linux-gnu", "-w"));
}

TEST(ToClangFor, TheNamesOfTheBuildFollowTheFile) {
  ClangCommand out =
      ToClangFor(CommandWith({"-DKBUILD_MODNAME=\"foo\"", "-D__KBUILD_MODNAME=kmod_foo", "net/foo.c"}), "/tree",
                 "/fix/live-patch.c");
  EXPECT_THAT(out.arguments, ElementsAre("-w", "-DKBUILD_MODNAME=\"live_patch\"", "-D__KBUILD_MODNAME=kmod_live_patch"));
  EXPECT_EQ(out.file, "/fix/live-patch.c");
}

TEST(DropRejected, TakesOutWhatTheMessageNames) {
  ClangCommand out = ToClang(CommandWith({"-mrecord-x", "-O2"}), "/tree");
  out.arguments = {"-mrecord-x", "-O2"};
  EXPECT_EQ(DropRejected(out, "unsupported option '-mrecord-x' for target 'x86_64'"), 1);
  EXPECT_THAT(out.arguments, ElementsAre("-O2"));
  EXPECT_EQ(DropRejected(out, "no such thing"), 0);
}

class Databases : public ::testing::Test {
 protected:
  absl::StatusOr<Database> Load(const std::string& text) {
    tree_.Write("build/compile_commands.json", text);
    return Database::Load(tree_.Path("build"), tree_.Open().root());
  }
  CompileCommand Command(const std::string& file, std::vector<std::string> arguments) {
    CompileCommand command = CommandWith(std::move(arguments));
    command.file = tree_.Open().root() + "/" + file;
    command.output = "x.o";
    return command;
  }
  FakeTree tree_;
};

TEST_F(Databases, WhatPrepareWritesIsReadBack) {
  auto database = Load(DatabaseText({Command("net/b.c", {"-DA=\"x\\\"y\"", "-c"}), Command("net/a.c", {"-c"})}));
  ASSERT_TRUE(database.ok()) << database.status();
  ASSERT_NE(database->CommandFor("net/b.c"), nullptr);
  EXPECT_THAT(database->CommandFor("net/b.c")->arguments, ElementsAre("-DA=\"x\\\"y\"", "-c"));
  EXPECT_EQ(database->CommandFor("net/b.c")->compiler, "gcc");
  EXPECT_EQ(database->CommandFor("net/c.c"), nullptr);
  EXPECT_THAT(database->Files(), ElementsAre("net/a.c", "net/b.c"));
  EXPECT_EQ(database->commands().size(), 2u);
}

TEST_F(Databases, TheLayoutOfTheKernelsScriptIsReadToo) {
  std::string root = tree_.Open().root();
  auto database = Load("[\n {\n  \"command\": \"gcc -DX='\\\"y\\\"' -c -o a.o " + root + "/net/a.c\",\n" +
                       "  \"directory\": \"" + root + "\",\n  \"file\": \"" + root + "/net/a.c\"\n }\n]\n");
  ASSERT_TRUE(database.ok()) << database.status();
  ASSERT_NE(database->CommandFor("net/a.c"), nullptr);
  EXPECT_EQ(database->CommandFor("net/a.c")->arguments[0], "-DX=\"y\"");
  EXPECT_EQ(database->CommandFor("net/a.c")->output, "a.o");
}

TEST_F(Databases, ADamagedFileIsNoDatabase) {
  for (const char* text : {"", "{", "[1]", "[{\"file\":1}]", "[{}]", "[\n{\"file\":\"x", "nonsense"}) {
    absl::StatusOr<Database> database = Load(text);
    EXPECT_FALSE(database.ok()) << text;
    EXPECT_THAT(std::string(database.status().message()), HasSubstr("run `lpcheck prepare` again")) << text;
  }
}

TEST_F(Databases, TheObjectOfAFileIsItsModule) {
  auto database = Load(DatabaseText({Command("net/a.c", {"-DMODULE", "-DKBUILD_MODNAME=\"foo\""}), Command("net/b.c", {})}));
  ASSERT_TRUE(database.ok());
  EXPECT_EQ(database->ObjectOf("net/a.c"), "foo");
  EXPECT_EQ(database->ObjectOf("net/b.c"), "vmlinux");
  EXPECT_EQ(database->ObjectOf("net/c.c"), "");
}

TEST_F(Databases, IncludersAreFoundThroughOtherHeadersNearestFirst) {
  tree_.Write("tree/include/linux/deep.h", "");
  tree_.Write("tree/include/linux/outer.h", "#include <linux/deep.h>\n");
  tree_.Write("tree/net/a.c", "#include <linux/outer.h>\n");
  tree_.Write("tree/net/b.c", "# include <linux/deep.h>\n");
  tree_.Write("tree/net/c.c", "#include <linux/other_deep.h>\n");
  auto database = Load(DatabaseText({Command("net/a.c", {}), Command("net/b.c", {}), Command("net/c.c", {})}));
  ASSERT_TRUE(database.ok());
  for (int round = 0; round < 2; ++round) {  // the second one reads the cache
    IncludeGraph graph = IncludeGraph::Load(*database);
    auto all = graph.Includers("include/linux/deep.h", *database, 10);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0]->file, "net/b.c");
    EXPECT_EQ(all[1]->file, "net/a.c");
    EXPECT_EQ(graph.Includers("include/linux/deep.h", *database, 1).size(), 1u);
  }
}

TEST_F(Databases, UsersAreFilesThatNameItOrReachAHeaderWhichDoes) {
  tree_.Write("tree/include/linux/deep.h", "int deep_one(void);\n");
  tree_.Write("tree/include/linux/outer.h", "#include <linux/deep.h>\n#define OUTER() deep_one()\n");
  tree_.Write("tree/net/direct.c", "#include <linux/deep.h>\nint a(void) { return deep_one(); }\n");
  tree_.Write("tree/net/through.c", "#include <linux/outer.h>\nint b(void) { return OUTER(); }\n");
  tree_.Write("tree/net/longer.c", "#include <linux/deep.h>\nint deep_one_more(void) { return 0; }\n");
  tree_.Write("tree/net/stranger.c", "int deep_one;\n");
  auto database = Load(DatabaseText({Command("net/direct.c", {}), Command("net/longer.c", {}), Command("net/stranger.c", {}),
                                     Command("net/through.c", {})}));
  ASSERT_TRUE(database.ok());
  IncludeGraph graph = IncludeGraph::Load(*database);
  auto users = graph.Users("include/linux/deep.h", {"deep_one"}, *database);
  ASSERT_EQ(users.size(), 2u);
  EXPECT_EQ(users[0]->file, "net/direct.c");
  EXPECT_EQ(users[1]->file, "net/through.c");
}

std::string Record(const std::string& source, const std::string& output) {
  std::string fields = "/b" + std::string(1, '\0') + output + std::string(1, '\0') + source + std::string(1, '\0') + "-c" +
                       std::string(1, '\0');
  return Cat(fields.size(), '\n', fields);
}

TEST(Spool, RecordsAreSortedAndTheLastOfEqualsCounts) {
  auto commands = ReadSpool(Record("/t/b.c", "b.o") + Record("a.c", "a.o") + Record("/t/b.c", "b.o"), "gcc");
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_EQ(commands[0].file, "/b/a.c");
  EXPECT_EQ(commands[1].file, "/t/b.c");
  EXPECT_THAT(commands[1].arguments, ElementsAre("-c"));
}

TEST(Spool, ARecordThatIsCutOffIsLeftOut) {
  std::string whole = Record("/t/a.c", "a.o") + Record("/t/b.c", "b.o");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_LE(ReadSpool(std::string_view(whole).substr(0, size), "gcc").size(), 1u);
  }
}

}  // namespace
}  // namespace lpcheck
