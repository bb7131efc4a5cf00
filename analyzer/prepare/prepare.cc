// See prepare.h. A linear story: fit? locked? changed? configure, prepare, record, write.
#include "analyzer/prepare/prepare.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <utility>
#include <vector>

#include "analyzer/base/files.h"
#include "analyzer/base/process.h"
#include "analyzer/base/text.h"
#include "analyzer/input/tree.h"
#include "analyzer/prepare/config.h"
#include "analyzer/prepare/fingerprint.h"
#include "analyzer/prepare/spool.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSpoolLimit = 1u << 30;
constexpr std::size_t kLogTail = 12;
constexpr int kProgressEvery = 100;

/// Kbuild variables for the recording pass. What would read or combine the empty objects is switched off, and so are
/// the .cmd files: a later real make in the same folder then compiles everything, and so does the next recording.
constexpr const char* kRecordingVariables[] = {
    "KBUILD_MODULES=1",        "KBUILD_BUILTIN=1",        "cmd_and_fixdep=$(cmd)", "cmd_gen_ksymdeps=",
    "cmd_check_local_export=", "cmd_objtool=",            "cmd_gen_objtooldep=",   "cmd_gen_symversions_c=",
    "cmd_gen_symversions_S=",  "cmd_record_mcount=",      "cmd_ld_multi_m=:",      "cmd_ar_builtin=:",
    "cmd_checksrc=",           "cmd_checkdoc=",           "cmd_ld_single=",        "cmd_warn_shared_object=",
};

struct Workshop {
  PrepareOptions options;
  std::string kernel;  ///< absolute
  std::string build;   ///< absolute
  std::string compiler;
  std::string log;  ///< what make said, kept in the build folder
  std::string spool() const { return build + "/lpcheck.spool"; }
};

void Say(const Workshop& shop, const std::string& text) {
  if (shop.options.progress) shop.options.progress(text);
}

absl::Status CheckPrograms(const std::string& compiler) {
  const std::pair<const char*, const char*> kNeeded[] = {
      {"make", "make"}, {"flex", "flex"}, {"bison", "bison"}, {"bc", "bc"}, {"gcc", "gcc"}};
  for (auto [program, package] : kNeeded) {
    if (!FindProgram(program).empty()) continue;
    return absl::FailedPreconditionError(
        Cat(program, ": not found in PATH, the kernel's build needs it; install it (apt-get install ", package, ")"));
  }
  if (!FindProgram(compiler).empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      Cat(compiler, ": not found in PATH; install the cross compiler or correct --cross-compile"));
}

/// An in-tree configuration would be picked up by every O= build: Kbuild refuses it, and so do we, sooner.
absl::Status CheckClean(const std::string& kernel) {
  for (const char* left_over : {".config", "include/config", "arch/x86/include/generated"}) {
    if (!fs::exists(Cat(kernel, '/', left_over))) continue;
    return absl::FailedPreconditionError(
        Cat(kernel, ": the tree was configured in place (it has ", left_over,
            "); run `make mrproper` in it, or unpack a fresh copy, since lpcheck never writes into the tree"));
  }
  return absl::OkStatus();
}

absl::Status CheckPlaces(const std::string& kernel, const std::string& build) {
  if (build == kernel || build.starts_with(kernel + "/")) {
    return absl::InvalidArgumentError(
        Cat(build, ": the build folder lies in the kernel tree, which is never written to; choose one outside"));
  }
  std::error_code error;
  fs::create_directories(build, error);
  if (error) return absl::FailedPreconditionError(Cat(build, ": cannot be made: ", error.message()));
  if (access(build.c_str(), W_OK) != 0) {
    return absl::FailedPreconditionError(Cat(build, ": ", std::strerror(errno), "; choose a folder you may write to"));
  }
  for (char c : kernel + build) {
    if (c == ' ' || c == ':') {
      return absl::InvalidArgumentError(
          Cat(kernel, ", ", build, ": the kernel's build refuses a path with a space or a colon; rename it"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Workshop> Open(const PrepareOptions& options) {
  absl::StatusOr<Tree> tree = Tree::Open(options.kernel);
  if (!tree.ok()) return tree.status();
  Workshop shop;
  shop.options = options;
  shop.kernel = tree->root();
  shop.compiler = options.cross_compile + "gcc";
  shop.build = fs::weakly_canonical(fs::absolute(options.build)).string();
  if (absl::Status status = CheckPlaces(shop.kernel, shop.build); !status.ok()) return status;
  if (absl::Status status = CheckClean(shop.kernel); !status.ok()) return status;
  if (absl::Status status = CheckPrograms(shop.compiler); !status.ok()) return status;
  if (FindProgram(options.stand_in).empty()) {
    return absl::FailedPreconditionError(
        Cat(options.stand_in, ": the stand-in compiler is missing; install it beside lpcheck"));
  }
  shop.log = shop.build + "/lpcheck-prepare.log";
  return shop;
}

/// Holds the build folder as long as it lives; a second run is told so.
class FolderLock {
 public:
  explicit FolderLock(const std::string& build)
      : fd_(open((build + "/.lpcheck.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)),
        held_(fd_ >= 0 && flock(fd_, LOCK_EX | LOCK_NB) == 0) {}
  ~FolderLock() {
    if (fd_ >= 0) close(fd_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  bool held() const { return held_; }

 private:
  int fd_;
  bool held_;
};

std::vector<std::string> MakeArguments(const Workshop& shop) {
  std::vector<std::string> arguments = {"make", "-C", shop.kernel, Cat("O=", shop.build),
                                        Cat("-j", shop.options.jobs), Cat("CC=", shop.options.stand_in)};
  if (!shop.options.arch.empty()) arguments.push_back(Cat("ARCH=", shop.options.arch));
  if (!shop.options.cross_compile.empty()) arguments.push_back(Cat("CROSS_COMPILE=", shop.options.cross_compile));
  return arguments;
}

Process MakeProcess(const Workshop& shop) {
  Process process;
  process.arguments = MakeArguments(shop);
  process.environment = {{"LC_ALL", "C"},        {"LPCHECK_CC_REAL", shop.compiler},
                         {"MAKEFLAGS", ""},      {"MAKELEVEL", ""},
                         {"KBUILD_OUTPUT", ""},  {"KCONFIG_CONFIG", ".config"}};
  return process;
}

std::string Joined(const std::deque<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text.append("\n    ").append(line);
  return text;
}

/// Runs make for `targets`; its last lines are in the error.
absl::Status Make(const Workshop& shop, const std::vector<std::string>& targets) {
  Process process = MakeProcess(shop);
  process.arguments.insert(process.arguments.end(), targets.begin(), targets.end());
  std::deque<std::string> tail;
  process.on_line = [&tail](const std::string& line) {
    tail.push_back(line);
    if (tail.size() > kLogTail) tail.pop_front();
  };
  absl::StatusOr<int> status = Run(process);
  if (!status.ok()) return status.status();
  if (*status == 0) return absl::OkStatus();
  return absl::UnavailableError(Cat(shop.build, ": make ", targets.back(), " failed (", *status,
                                    "); put right what it says and run `lpcheck prepare` again:", Joined(tail)));
}

absl::Status Configure(const Workshop& shop) {
  std::string config = shop.build + "/.config";
  Say(shop, "configuring");
  absl::StatusOr<std::string> text;
  if (shop.options.config == "defconfig") {
    if (absl::Status made = Make(shop, {"defconfig"}); !made.ok()) return made;
    text = ReadConfig(config);
  } else {
    text = ReadConfig(shop.options.config);
  }
  if (!text.ok()) return text.status();
  absl::Status written = WriteFile(config, EditConfig(*text, LivepatchEdits()));
  if (!written.ok()) return written;
  return Make(shop, {"olddefconfig"});
}

/// The options that live patching rests on may be impossible for the architecture or the configuration: say so.
void WarnAboutConfig(const Workshop& shop) {
  absl::StatusOr<std::string> text = ReadConfig(shop.build + "/.config");
  if (!text.ok()) return;
  for (std::string_view name : {"LIVEPATCH", "FUNCTION_TRACER", "KALLSYMS_ALL"}) {
    if (Contains(*text, Cat("CONFIG_", name, "=y"))) continue;
    Say(shop, Cat("warning: CONFIG_", name, " cannot be enabled in this configuration"));
  }
}

/// Lets make walk the whole tree. Links of empty objects may fail: -k goes on, and what counts is the spool.
absl::Status RecordCommands(const Workshop& shop) {
  unlink(shop.spool().c_str());
  Process process = MakeProcess(shop);
  process.environment.emplace_back("LPCHECK_CC_SPOOL", shop.spool());
  process.arguments.push_back("-k");
  process.arguments.insert(process.arguments.end(), std::begin(kRecordingVariables), std::end(kRecordingVariables));
  process.arguments.push_back(".");
  std::string said;
  int compiled = 0;
  process.on_line = [&](const std::string& line) {
    bool step = line.starts_with("  ");
    if (!step) said.append(line).push_back('\n');
    if (line.starts_with("  CC ") && ++compiled % kProgressEvery == 0) Say(shop, Cat("recorded ", compiled, " files"));
  };
  absl::StatusOr<int> status = Run(process);
  if (!status.ok()) return status.status();
  return WriteFile(shop.log, said);
}

/// The empty objects must not be taken for real ones by anybody.
void RemoveEmptyObjects(const std::vector<CompileCommand>& commands) {
  for (const CompileCommand& command : commands) {
    std::error_code error;
    fs::path object = fs::path(command.directory) / command.output;
    fs::remove(object, error);
    fs::remove(object.parent_path() / Cat('.', object.filename().string(), ".d"), error);
  }
}

absl::StatusOr<std::size_t> WriteDatabase(const Workshop& shop) {
  absl::StatusOr<std::string> spool = ReadFile(shop.spool(), kSpoolLimit);
  if (!spool.ok()) {
    return absl::UnavailableError(Cat(shop.build, ": make compiled nothing; see ", shop.log, " for what it said"));
  }
  std::vector<CompileCommand> commands = ReadSpool(*spool, shop.compiler);
  absl::Status written = WriteFile(shop.build + "/compile_commands.json", DatabaseText(commands));
  if (!written.ok()) return written;
  RemoveEmptyObjects(commands);
  unlink(shop.spool().c_str());
  return commands.size();
}

absl::StatusOr<Prepared> PrepareLocked(const Workshop& shop) {
  absl::StatusOr<std::string> fingerprint = FingerprintOf(shop.options, shop.kernel);
  if (!fingerprint.ok()) return fingerprint.status();
  std::optional<std::size_t> known = RecordedCommands(shop.build, *fingerprint);
  if (known && shop.options.again == Again::kWhenChanged) return Prepared{*known, true};
  ForgetFingerprint(shop.build);
  if (absl::Status status = Configure(shop); !status.ok()) return status;
  WarnAboutConfig(shop);
  Say(shop, "generating headers");
  if (absl::Status status = Make(shop, {"prepare", "modules_prepare"}); !status.ok()) return status;
  Say(shop, "recording");
  if (absl::Status status = RecordCommands(shop); !status.ok()) return status;
  absl::StatusOr<std::size_t> commands = WriteDatabase(shop);
  if (!commands.ok()) return commands.status();
  absl::Status kept = KeepFingerprint(shop.build, *fingerprint, *commands);
  if (!kept.ok()) return kept;
  return Prepared{*commands, false};
}

}  // namespace

absl::StatusOr<Prepared> Prepare(const PrepareOptions& options) {
  absl::StatusOr<Workshop> shop = Open(options);
  if (!shop.ok()) return shop.status();
  FolderLock lock(shop->build);
  if (!lock.held()) {
    return absl::UnavailableError(
        Cat(shop->build, ": another `lpcheck prepare` is at work here; wait for it or choose another folder"));
  }
  return PrepareLocked(*shop);
}

}  // namespace lpcheck
