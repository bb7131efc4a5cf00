// Bad input, one case a line of the table: how it is made, what lpcheck must answer (exit status and a part of its one
// message), run through the real program. `--table` prints the table instead, for the documents. Whatever the case,
// the program must not crash and must not write into the tree.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <functional>
#include <thread>

#include "analyzer/base/files.h"
#include "analyzer/base/process.h"
#include "analyzer/base/text.h"
#include "tests/unit/analyzer/input/fake_tree.h"

namespace lpcheck {
namespace {

constexpr const char* kGood = "--- a/net/foo.c\n+++ b/net/foo.c\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n";

/// A place to make bad input in: a small tree, a build folder with a database.
class Sandbox : public FakeTree {
 public:
  Sandbox() {
    Write("tree/net/foo.c", "one\ntwo\nthree\n");
    Write("tree/net/bar.c", "bar\n");
    Write("tree/kernel/livepatch/core.c", "int core;\n");
    Write("build/compile_commands.json",
          Cat("[\n{\"file\":\"", Path("tree"), "/kernel/livepatch/core.c\",\"output\":\"x.o\",\"directory\":\"",
              Path("tree"), "\",\"arguments\":[\"gcc\",\"-c\"]}\n]\n"));
    Write("good.patch", kGood);
  }
};

using Words = std::vector<std::string>;

/// The usual question: these fixes, this tree, this build folder.
Words Check(const Sandbox& box, Words rest) {
  Words words = {"--kernel", box.Path("tree"), "--build", box.Path("build")};
  words.insert(words.end(), rest.begin(), rest.end());
  return words;
}

Words CheckText(const Sandbox& box, const std::string& text) { return Check(box, {box.Write("fix.patch", text)}); }

/// A machine's stack with these patches loaded.
std::string Loaded(const std::string& era, const std::string& patches) {
  return Cat(R"({"schema":"lpcheck.stack/1","era":")", era, R"(","patches":[)", patches, "]}");
}

Words Stack(const Sandbox& box, const std::string& text) { return {"stack", "--on", box.Write("stack.json", text)}; }

Words Target(const Sandbox& box, const std::string& file) {
  return Check(box, {"--target", file, box.Path("good.patch")});
}

Words Prepare(const Sandbox& box, Words rest) {
  Words words = {"prepare", "--kernel", box.Path("tree"), "--build", box.Path("out")};
  words.insert(words.end(), rest.begin(), rest.end());
  return words;
}

struct Case {
  const char* what;
  int exit;
  const char* message;
  std::function<Words(const Sandbox&)> arrange;
};

#define BOX const Sandbox& box

const std::vector<Case>& Cases() {
  static const std::vector<Case> kCases = {
      // Wrong usage.
      {"NoFix", 64, "no fix given", [](BOX) { return Check(box, {}); }},
      {"UnknownOption", 64, "--frobnicate", [](BOX) { return Check(box, {"--frobnicate", box.Path("good.patch")}); }},
      {"UnknownFormat", 64, "xml not in", [](BOX) { return Check(box, {"--format", "xml", box.Path("good.patch")}); }},
      {"UnknownMechanism", 64, "force not in",
       [](BOX) { return Check(box, {"--max-mechanism", "force", box.Path("good.patch")}); }},
      {"NoJobs", 64, "-j: Value 0 not in range", [](BOX) { return Check(box, {"-j", "0", box.Path("good.patch")}); }},
      {"TwoNewVersions", 64, "exactly one new version", [](BOX) { return Words{"--before", "a.c", "b.c", "c.c"}; }},
      {"BaseWithoutKernel", 64, "--base needs a kernel",
       [](BOX) { return Words{"--before", "a.c", "--base", "b", "c.c"}; }},
      {"PrepareWithoutBuild", 64, "prepare needs --kernel DIR and --build DIR",
       [](BOX) { return Words{"prepare", "--kernel", box.Path("tree")}; }},
      // Stacks and machines.
      {"StackThatIsNone", 65, "the key 'schema' must be 'lpcheck.stack/1'",
       [](BOX) { return Stack(box, "{}"); }},
      {"StackThatIsNoJson", 65, "stack.json: not JSON", [](BOX) { return Stack(box, "{"); }},
      {"StackOfAnUnknownEra", 65, "unknown era '2.6'", [](BOX) { return Stack(box, Loaded("2.6", "")); }},
      {"StackThatCannotBeReached", 65, "the kernel would have refused it",
       [](BOX) {
         return Stack(box, Loaded("6.1", R"({"name":"p1","touches":{"states":[{"id":1,"version":2}]}},)"
                                         R"({"name":"p2","touches":{"states":[{"id":1,"version":1}]}})"));
       }},
      {"TransitionBelowAnEnabledPatch", 65, "is in transition below an enabled one",
       [](BOX) { return Stack(box, Loaded("4.12", R"({"name":"p1","transition":true},{"name":"p2"})")); }},
      {"StateThatTheKernelLacks", 65, "has no klp_state",
       [](BOX) { return Stack(box, Loaded("4.16", R"({"name":"p1","touches":{"states":[{"id":1}]}})")); }},
      {"ImmediateThatTheKernelLacks", 65, "has no such flag",
       [](BOX) { return Stack(box, Loaded("6.1", R"({"name":"p1","immediate":true})")); }},
      {"MisspeltTouches", 65, "touches: unknown key 'lock'",
       [](BOX) { return Stack(box, Loaded("6.1", R"({"name":"p1","touches":{"lock":[]}})")); }},
      {"StackWithoutAnything", 64, "give --on STACK, or patches, or both", [](BOX) { return Words{"stack"}; }},
      {"PatchesOfNoKernel", 65, "name its version with --era",
       [](BOX) { return Words{"stack", box.Write("p.json", R"({"name":"p"})")}; }},
      {"UpgradeThatReplacesNothing", 65, "does not replace older patches",
       [](BOX) {
         const std::string patch = box.Write("p.json", R"({"name":"p"})");
         return Words{"upgrade", "--era", "6.1", patch, patch};
       }},
      {"TargetWithoutKernel", 64, "--target needs a kernel",
       [](BOX) { return Words{"--before", "a.c", "--target", "t", "b.c"}; }},
      {"MissingTarget", 65, "none.json", [](BOX) { return Target(box, box.Path("none.json")); }},
      {"TargetThatIsNoJson", 65, "t.json: not JSON", [](BOX) { return Target(box, box.Write("t.json", "[")); }},
      {"TargetOfAnUnknownEra", 65, "t.json: unknown era 'moon'",
       [](BOX) { return Target(box, box.Write("t.json", Loaded("moon", ""))); }},
      {"TargetOfAnotherKernel", 65, "the tree is 6.1.187, the machine runs 5.5",
       [](BOX) { return Target(box, box.Write("t.json", Loaded("5.5", ""))); }},
      {"TargetWithAWrongType", 65, "key 'reliable_stacks' has the wrong type",
       [](BOX) {
         return Target(box, box.Write("t.json", R"({"schema":"lpcheck.stack/1","era":"6.1","reliable_stacks":"yes"})"));
       }},
      {"WorldThatIsNone", 65, "w.world", [](BOX) { return Words{"model", box.Write("w.world", "nonsense\n")}; }},
      {"WorldOfAnUnknownEra", 65, "unknown era 'moon'",
       [](BOX) { return Words{"model", box.Write("w.world", "world w\nera moon\n")}; }},
      {"WorldWithABadPointer", 65, "a pointer is written 0 or 1",
       [](BOX) {
         return Words{"model", box.Write("w.world", "world w\nera 6.1\nfunction f\npatch 1 changes f\n"
                                                    "datum p pointer f\neffect f@1 writes p 3\n")};
       }},
      {"LiveOfNoMachine", 69, "built without CONFIG_LIVEPATCH",
       [](BOX) { return Words{"stack", "--on", "live:" + box.Path("nowhere")}; }},
      // No fix in it.
      {"MissingFile", 65, "nowhere.patch: No such file or directory",
       [](BOX) { return Check(box, {box.Path("nowhere.patch")}); }},
      {"EmptyFile", 65, "fix.patch: is empty", [](BOX) { return CheckText(box, ""); }},
      {"PlainText", 65, "holds no unified diff", [](BOX) { return CheckText(box, "hello\n"); }},
      {"BinaryFile", 65, "is binary and holds no unified diff",
       [](BOX) { return CheckText(box, std::string("\x7f" "ELF\0\0\0\1", 8)); }},
      {"HundredMegabytesOfNoise", 65, "holds no unified diff",
       [](BOX) {
         std::string noise;
         noise.reserve(100u << 20);
         while (noise.size() < (100u << 20)) noise += "--- @@ noise +++ diff --git \n\n\r\n";
         return CheckText(box, noise);
       }},
      {"Fifo", 65, "is no regular file",
       [](BOX) {
         mkfifo(box.Path("fifo.patch").c_str(), 0600);
         return Check(box, {box.Path("fifo.patch")});
       }},
      {"FolderWithoutFix", 65, "the folder holds no fix",
       [](BOX) {
         box.Write("empty/README", "x");
         return Check(box, {box.Path("empty")});
       }},
      {"SourceWithoutLivepatch", 65, "is no livepatch module",
       [](BOX) { return Check(box, {box.Write("plain.c", "int a;\n")}); }},
      {"LivepatchThatDoesNotParse", 65, "no livepatch was found and the source does not parse",
       [](BOX) { return Check(box, {box.Write("klp.c", "struct klp_patch oops;\nint x = ;\n")}); }},
      {"DamagedFunctionList", 65, "patched_funcs.csv:1: too few words",
       [](BOX) {
         box.Write("suse/patched_funcs.csv", "vmlinux\n");
         box.Write("suse/a.c", "int klpp_f(void) { return 0; }\n");
         return Check(box, {box.Path("suse")});
       }},
      // A diff that is damaged.
      {"HalfADiff", 65, "the patch is cut off or damaged",
       [](BOX) { return CheckText(box, std::string(kGood).substr(0, std::strlen(kGood) - 12)); }},
      {"DamagedHunkHeader", 65, "fix.patch:3: a damaged hunk header",
       [](BOX) { return CheckText(box, "--- a/net/foo.c\n+++ b/net/foo.c\n@@ -one +two @@\n one\n"); }},
      {"HunkWithHugeCounts", 65, "the patch is cut off or damaged",
       [](BOX) { return CheckText(box, "--- a/net/foo.c\n+++ b/net/foo.c\n@@ -1,2000000000 +1,2000000000 @@\n one\n"); }},
      {"MergeDiff", 65, "a merge's combined diff", [](BOX) { return CheckText(box, "diff --cc net/foo.c\n"); }},
      {"BinaryChange", 65, "changes a binary file",
       [](BOX) { return CheckText(box, "diff --git a/x b/x\nGIT binary patch\nliteral 4\n"); }},
      {"SubmoduleChange", 65, "changes a submodule",
       [](BOX) { return CheckText(box, "diff --git a/x b/x\nindex 1..2 160000\nnew mode 160000\n"); }},
      // A diff that does not fit.
      {"HunkThatDoesNotApply", 65, "the nearest place is line 1, where 2 of 3 lines match",
       [](BOX) { return CheckText(box, "--- a/net/foo.c\n+++ b/net/foo.c\n@@ -1,3 +1,3 @@\n one\n-2\n+TWO\n three\n"); }},
      {"HunkOfAnotherKernel", 65, "is it for another version of the kernel?",
       [](BOX) { return CheckText(box, "--- a/net/foo.c\n+++ b/net/foo.c\n@@ -1 +1 @@\n-eins\n+1\n"); }},
      {"FixThatIsThereAlready", 65, "the tree seems to have this fix",
       [](BOX) {
         box.Write("tree/net/foo.c", "one\nTWO\nthree\n");
         return CheckText(box, kGood);
       }},
      {"FileThatTheTreeLacks", 65, "net/none.c: the tree has no such file",
       [](BOX) { return CheckText(box, "--- a/net/none.c\n+++ b/net/none.c\n@@ -1 +1 @@\n-a\n+b\n"); }},
      {"NewFileThatExists", 65, "net/foo.c: the fix makes this file, but the tree has it already",
       [](BOX) { return CheckText(box, "--- /dev/null\n+++ b/net/foo.c\n@@ -0,0 +1 @@\n+a\n"); }},
      {"RenameOntoAFile", 65, "net/bar.c: the fix makes this file",
       [](BOX) {
         return CheckText(box, "diff --git a/net/foo.c b/net/bar.c\nrename from net/foo.c\nrename to net/bar.c\n");
       }},
      {"DeletedFileWithMoreInIt", 65, "more is in it than the fix says",
       [](BOX) { return CheckText(box, "--- a/net/foo.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n"); }},
      {"BaseFixThatDoesNotApply", 65, "base fix ",
       [](BOX) {
         return Check(box, {"--base", box.Write("b.patch", "--- a/net/foo.c\n+++ b/net/foo.c\n@@ -1 +1 @@\n-x\n+y\n"),
                            box.Path("good.patch")});
       }},
      // A diff that leads elsewhere.
      {"PathUpwards", 65, "leads out of the kernel tree",
       [](BOX) { return CheckText(box, "--- a/../../etc/passwd\n+++ b/../../etc/passwd\n@@ -1 +1 @@\n-a\n+b\n"); }},
      {"AbsolutePath", 65, "an absolute path",
       [](BOX) { return CheckText(box, "--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n"); }},
      {"LinkOutOfTheTree", 65, "a symbolic link of the tree",
       [](BOX) {
         std::filesystem::create_symlink("/etc/passwd", box.Path("tree/net/link.c"));
         return CheckText(box, "--- a/net/link.c\n+++ b/net/link.c\n@@ -1 +1 @@\n-a\n+b\n");
       }},
      {"FolderLinkOutOfTheTree", 65, "a symbolic link of the tree",
       [](BOX) {
         std::filesystem::create_directory_symlink("/etc", box.Path("tree/net/etc"));
         return CheckText(box, "--- a/net/etc/passwd\n+++ b/net/etc/passwd\n@@ -1 +1 @@\n-a\n+b\n");
       }},
      {"FixThatMakesALink", 65, "changes a symbolic link",
       [](BOX) { return CheckText(box, "diff --git a/x b/x\nnew file mode 120000\n"); }},
      // Two versions of one file.
      {"MissingOldVersion", 65, "old.c: No such file or directory",
       [](BOX) { return Words{"--before", box.Path("old.c"), box.Write("new.c", "int a;\n")}; }},
      {"BinaryNewVersion", 65, "new.c: is binary",
       [](BOX) {
         return Words{"--before", box.Write("old.c", "int a;\n"), box.Write("new.c", std::string("\0\1", 2))};
       }},
      {"WaiversThatAreNoJson", 65, "waivers",
       [](BOX) { return Check(box, {"--waivers", box.Write("waivers", "hello"), box.Path("good.patch")}); }},
      // The environment.
      {"NoTreeAnywhere", 69, "no kernel tree: name it with --kernel", [](BOX) { return Words{box.Path("good.patch")}; }},
      {"TreeThatIsNone", 69, "is no kernel source tree",
       [](BOX) { return Words{"--kernel", box.Path("build"), box.Path("good.patch")}; }},
      {"TreeWithoutVersion", 69, "names no kernel version",
       [](BOX) {
         box.Write("tree/Makefile", "all:\n");
         return Check(box, {box.Path("good.patch")});
       }},
      {"NoDatabase", 69, "run `lpcheck prepare --kernel DIR --build DIR` first",
       [](BOX) { return Words{"--kernel", box.Path("tree"), "--build", box.Path("none"), box.Path("good.patch")}; }},
      {"DamagedDatabase", 69, "run `lpcheck prepare` again",
       [](BOX) {
         box.Write("build/compile_commands.json", "[{\"file\":");
         return Check(box, {box.Path("good.patch")});
       }},
      {"TreeConfiguredInPlace", 69, "run `make mrproper` in it",
       [](BOX) {
         box.Write("tree/.config", "");
         return Prepare(box, {});
       }},
      {"BuildFolderInTheTree", 65, "lies in the kernel tree",
       [](BOX) { return Words{"prepare", "--kernel", box.Path("tree"), "--build", box.Path("tree/out")}; }},
      {"ConfigurationThatIsNone", 65, "is no kernel configuration",
       [](BOX) { return Prepare(box, {"--config", box.Write("config", "hello\n")}); }},
      {"MissingConfiguration", 65, "config.xz: No such file",
       [](BOX) { return Prepare(box, {"--config", box.Path("config.xz")}); }},
      {"MissingCrossCompiler", 69, "no-such-gcc: not found in PATH",
       [](BOX) { return Prepare(box, {"--cross-compile", "no-such-"}); }},
      {"MakeThatFails", 69, "this goes wrong",
       [](BOX) {
         box.Write("tree/Makefile", "VERSION = 6\nPATCHLEVEL = 1\ndefconfig:\n\t@echo this goes wrong; exit 1\n");
         return Prepare(box, {});
       }},
  };
  return kCases;
}

#undef BOX

struct Answer {
  int exit = -1;
  std::string text;
};

Answer Ask(const Words& words) {
  Answer answer;
  Process process;
  process.arguments = words;
  process.environment = {{"LPCHECK_KERNEL", ""}, {"LPCHECK_BUILD", ""}};
  process.on_line = [&answer](const std::string& line) { answer.text += line + "\n"; };
  absl::StatusOr<int> exit = Run(process);
  if (exit.ok()) answer.exit = *exit;
  return answer;
}

Words Lpcheck(Words rest) {
  rest.insert(rest.begin(), LPCHECK_BINARY);
  return rest;
}

/// Names, sizes and times of everything in the tree.
std::string StateOf(const std::string& folder) {
  std::vector<std::string> lines;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    struct stat info;
    lstat(entry.path().c_str(), &info);
    lines.push_back(Cat(entry.path().string(), ' ', info.st_size, ' ', info.st_mtim.tv_sec, '.', info.st_mtim.tv_nsec));
  }
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

class BadInput : public ::testing::TestWithParam<std::size_t> {};

TEST_P(BadInput, IsAnsweredWithOneMessageAndTheRightStatus) {
  const Case& bad = Cases()[GetParam()];
  Sandbox box;
  Words words = Lpcheck(bad.arrange(box));
  std::string before = StateOf(box.Path("tree"));
  std::filesystem::current_path("/");
  Answer answer = Ask(words);
  EXPECT_EQ(answer.exit, bad.exit) << answer.text;
  EXPECT_NE(answer.text.find(bad.message), std::string::npos) << answer.text;
  EXPECT_TRUE(answer.text.starts_with("lpcheck")) << answer.text;
  EXPECT_EQ(StateOf(box.Path("tree")), before) << "the tree was written to";
}

INSTANTIATE_TEST_SUITE_P(Case, BadInput, ::testing::Range<std::size_t>(0, Cases().size()),
                         [](const auto& info) { return Cases()[info.param].what; });

/// A Makefile that plays the kernel's and takes its time while it is recorded.
constexpr const char* kSlowKernel =
    "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 1\n"
    "defconfig:\n\t@echo CONFIG_A=y > $(O)/.config\nolddefconfig prepare modules_prepare:\n\t@:\n"
    ".: ; touch $(O)/recording; sleep 30\n.PHONY: .\n";

TEST(Interrupt, LeavesNoDatabaseAndNoProcess) {
  Sandbox box;
  box.Write("tree/Makefile", kSlowKernel);
  pid_t pid = fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    execl(LPCHECK_BINARY, "lpcheck", "prepare", "--kernel", box.Path("tree").c_str(), "--build",
          box.Path("out").c_str(), nullptr);
    _exit(127);
  }
  for (int i = 0; i < 600 && !std::filesystem::exists(box.Path("out/recording")); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  kill(pid, SIGINT);
  int status = 0;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_FALSE(std::filesystem::exists(box.Path("out/compile_commands.json")));
}

TEST(TwoRuns, TheSecondOneIsToldOfTheFirst) {
  Sandbox box;
  std::filesystem::create_directory(box.Path("out"));
  int lock = open(box.Path("out/.lpcheck.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  ASSERT_EQ(flock(lock, LOCK_EX), 0);
  Answer answer = Ask(Lpcheck(Prepare(box, {})));
  close(lock);
  EXPECT_EQ(answer.exit, 69);
  EXPECT_NE(answer.text.find("another `lpcheck prepare` is at work here"), std::string::npos) << answer.text;
}

TEST(DiskFull, OnStandardOutputIsSaid) {
  Answer answer = Ask({"sh", "-c", Cat("exec ", LPCHECK_BINARY, " explain > /dev/full")});
  EXPECT_EQ(answer.exit, 69) << answer.text;
  EXPECT_NE(answer.text.find("standard output: cannot be written"), std::string::npos) << answer.text;
}

TEST(DiskFull, WhilePreparingLeavesNoHalfFile) {
  Sandbox box;
  box.Write("tree/Makefile",
            "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 1\ndefconfig:\n\t@echo CONFIG_A=y > $(O)/.config\n"
            "olddefconfig prepare modules_prepare:\n\t@:\n.: ; @:\n.PHONY: .\n");
  // No file may grow at all: what make writes through the shell fails, and so does every file of ours.
  Answer answer = Ask({"sh", "-c", Cat("ulimit -f 0; exec ", LPCHECK_BINARY, " prepare --kernel ", box.Path("tree"),
                                       " --build ", box.Path("out"))});
  EXPECT_EQ(answer.exit, 69) << answer.text;
  EXPECT_FALSE(std::filesystem::exists(box.Path("out/compile_commands.json")));
}

TEST(NoPermission, ToReadTheFixIsSaid) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  Sandbox box;
  chmod(box.Path("good.patch").c_str(), 0);
  Answer answer = Ask(Lpcheck(Check(box, {box.Path("good.patch")})));
  EXPECT_EQ(answer.exit, 65);
  EXPECT_NE(answer.text.find("Permission denied; check the permissions"), std::string::npos) << answer.text;
}

TEST(SeveralFixes, AnErrorNamesEachBadOne) {
  Sandbox box;
  Answer answer = Ask(Lpcheck(Check(box, {box.Path("a.patch"), box.Path("b.patch")})));
  EXPECT_EQ(answer.exit, 65);
  EXPECT_LT(answer.text.find("a.patch"), answer.text.find("b.patch")) << answer.text;
}

/// For the documents: the case, its status, and the message with the sandbox's path left out.
void PrintTable() {
  std::printf("| case | exit | message |\n|---|---|---|\n");
  for (const Case& bad : Cases()) {
    Sandbox box;
    std::string text = Ask(Lpcheck(bad.arrange(box))).text;
    text = text.substr(0, text.find('\n'));
    for (std::size_t at; (at = text.find(box.Path(""))) != std::string::npos;) text.erase(at, box.Path("").size());
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
    std::printf("| %s | %d | `%s` |\n", bad.what, bad.exit, text.c_str());
  }
}

}  // namespace
}  // namespace lpcheck

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (argc > 1 && std::string_view(argv[1]) == "--table") {
    lpcheck::PrintTable();
    return 0;
  }
  return RUN_ALL_TESTS();
}
