// What prepare does before and beside make: configurations, the stand-in compiler, the refusals.
#include "analyzer/prepare/prepare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "analyzer/base/process.h"
#include "analyzer/prepare/config.h"
#include "analyzer/prepare/spool.h"
#include "tests/unit/analyzer/input/fake_tree.h"

namespace lpcheck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Contents(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

TEST(Config, EditsAreMadeInPlaceOrAtTheEnd) {
  EXPECT_EQ(EditConfig("CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=\"x\"\n# note\n",
                       {{"B", "y"}, {"C", "\"\""}, {"A", "n"}, {"D", "m"}}),
            "# CONFIG_A is not set\nCONFIG_B=y\nCONFIG_C=\"\"\n# note\nCONFIG_D=m\n");
}

TEST(Config, CompressedConfigurationsAreUnpacked) {
  FakeTree tree;
  std::string plain = tree.Write("config", "CONFIG_A=y\n");
  ASSERT_EQ(*lpcheck::Run({{"xz", plain}, {}, {}}), 0);
  EXPECT_EQ(*ReadConfig(plain + ".xz"), "CONFIG_A=y\n");
}

TEST(Config, WhatIsNoConfigurationIsSaid) {
  FakeTree tree;
  EXPECT_THAT(std::string(ReadConfig(tree.Write("x", "hello\n")).status().message()), HasSubstr("no CONFIG_ line"));
  EXPECT_THAT(std::string(ReadConfig(tree.Write("x.xz", "hello\n")).status().message()), HasSubstr("cannot be unpacked"));
  EXPECT_EQ(ReadConfig("/nowhere/config").status().code(), absl::StatusCode::kNotFound);
}

class StandIn : public ::testing::Test {
 protected:
  int Call(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), LPCHECK_CC);
    Process process;
    process.arguments = std::move(arguments);
    process.environment = {{"LPCHECK_CC_SPOOL", folder_.Path("spool")}, {"LPCHECK_CC_REAL", "false"}};
    return *lpcheck::Run(process);
  }
  FakeTree folder_;
};

TEST_F(StandIn, ACompilationIsRecordedAndAnEmptyObjectLeft) {
  std::string object = folder_.Path("x.o");
  EXPECT_EQ(Call({"-Wp,-MMD," + folder_.Path("x.d"), "-DA=b c", "-c", "-o", object, "/t/x.c"}), 0);
  std::vector<CompileCommand> commands = ReadSpool(Contents(folder_.Path("spool")), "gcc");
  ASSERT_EQ(commands.size(), 1u);
  EXPECT_EQ(commands[0].file, "/t/x.c");
  EXPECT_EQ(commands[0].arguments[1], "-DA=b c");
  EXPECT_EQ(Contents(object).substr(1, 3), "ELF");
  EXPECT_EQ(Contents(folder_.Path("x.d")), object + ": /t/x.c\n");
}

TEST_F(StandIn, AssemblyIsNotRecordedButDone) {
  EXPECT_EQ(Call({"-c", "-o", folder_.Path("x.o"), "/t/x.S"}), 0);
  EXPECT_EQ(Contents(folder_.Path("spool")), "");
  EXPECT_FALSE(Contents(folder_.Path("x.o")).empty());
}

TEST_F(StandIn, EverythingElseGoesToTheRealCompiler) {
  EXPECT_EQ(Call({"-S", "-o", folder_.Path("x.s"), "/t/x.c"}), 1);
  EXPECT_EQ(Call({"-E", "/t/x.c"}), 1);
  EXPECT_EQ(Call({"--version"}), 1);
  EXPECT_EQ(Call({"-c", "-x", "c", "/dev/null", "-o", folder_.Path("t.o")}), 1);
  EXPECT_EQ(Contents(folder_.Path("spool")), "");
}

TEST_F(StandIn, ObjectsThatAreReallyLinkedAreRecordedAndCompiled) {
  EXPECT_EQ(Call({"-c", "-o", "arch/x86/entry/vdso/vma.o", "/t/arch/x86/entry/vdso/vma.c"}), 1);
  EXPECT_EQ(ReadSpool(Contents(folder_.Path("spool")), "gcc").size(), 1u);
}

class Refusals : public ::testing::Test {
 protected:
  Refusals() {
    options_.kernel = tree_.Path("tree");
    options_.build = tree_.Path("build");
    options_.stand_in = LPCHECK_CC;
  }
  std::string Message() { return std::string(Prepare(options_).status().message()); }
  FakeTree tree_;
  PrepareOptions options_;
};

TEST_F(Refusals, ATreeThatWasConfiguredInPlace) {
  tree_.Write("tree/.config", "CONFIG_A=y\n");
  EXPECT_THAT(Message(), HasSubstr("run `make mrproper`"));
}

TEST_F(Refusals, ABuildFolderInsideTheTree) {
  options_.build = tree_.Path("tree/build");
  EXPECT_THAT(Message(), HasSubstr("lies in the kernel tree"));
  EXPECT_FALSE(std::filesystem::exists(tree_.Path("tree/build")));
}

TEST_F(Refusals, NoTree) {
  options_.kernel = tree_.Path("build");
  std::filesystem::create_directory(tree_.Path("build"));
  EXPECT_THAT(Message(), HasSubstr("is no kernel source tree"));
}

TEST_F(Refusals, ACrossCompilerThatIsMissing) {
  options_.cross_compile = "no-such-arch-";
  EXPECT_THAT(Message(), HasSubstr("no-such-arch-gcc: not found in PATH"));
}

TEST_F(Refusals, AFailingMakeIsQuoted) {
  tree_.Write("tree/Makefile", "VERSION = 6\nPATCHLEVEL = 1\ndefconfig:\n\t@echo something is wrong; exit 1\n");
  EXPECT_THAT(Message(), HasSubstr("something is wrong"));
}

/// A Makefile that plays the kernel's: it configures, prepares and compiles two files.
constexpr const char* kPlayedKernel =
    "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 1\n"
    "defconfig:\n\t@echo CONFIG_A=y > $(O)/.config\n"
    "olddefconfig prepare modules_prepare:\n\t@:\n"
    ".: ; cd $(O) && $(CC) -DA -c -o a.o $(CURDIR)/kernel/a.c && $(CC) -c -o b.o $(CURDIR)/kernel/b.c\n.PHONY: .\n";

TEST_F(Refusals, ADatabaseIsRecordedOnceAndFoundUpToDateThen) {
  tree_.Write("tree/Makefile", kPlayedKernel);
  absl::StatusOr<Prepared> first = Prepare(options_);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->commands, 2u);
  EXPECT_FALSE(first->up_to_date);
  EXPECT_FALSE(std::filesystem::exists(tree_.Path("build/a.o"))) << "empty objects must not stay";
  std::string database = Contents(tree_.Path("build/compile_commands.json"));
  EXPECT_TRUE(Prepare(options_)->up_to_date);
  options_.again = Again::kAlways;
  EXPECT_FALSE(Prepare(options_)->up_to_date);
  EXPECT_EQ(Contents(tree_.Path("build/compile_commands.json")), database);
}

}  // namespace
}  // namespace lpcheck
