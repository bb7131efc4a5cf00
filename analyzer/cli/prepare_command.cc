// See prepare_command.h.
#include "analyzer/cli/prepare_command.h"

#include <cstdio>
#include <filesystem>
#include <thread>

#include "analyzer/base/process.h"
#include "analyzer/cli/exit_code.h"
#include "analyzer/cli/progress.h"
#include "analyzer/input/tree.h"
#include "analyzer/prepare/parse_share.h"
#include "analyzer/prepare/prepare.h"

namespace lpcheck {
namespace {

/// lpcheck-cc stands beside lpcheck: in the build tree and when installed.
std::string StandIn() {
  std::error_code error;
  std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  for (const char* place : {"lpcheck-cc", "prepare/lpcheck-cc"}) {
    std::filesystem::path candidate = self.parent_path() / place;
    if (std::filesystem::exists(candidate, error)) return candidate.string();
  }
  return (self.parent_path() / "lpcheck-cc").string();
}

/// What `--parse` prints: the share, and the files that fail.
void PrintShare(const ParseShare& share) {
  for (const std::string& failure : share.failures) std::printf("%s\n", failure.c_str());
  for (const std::string& warning : share.warnings) std::printf("warning: %s\n", warning.c_str());
  std::printf("%zu of %zu files parse\n", share.parsed, share.tried);
}

int Parse(const PrepareOptions& options, std::size_t sample, Progress& progress) {
  absl::StatusOr<Tree> tree = Tree::Open(options.kernel);
  if (!tree.ok()) return Fail(tree.status());
  absl::StatusOr<Database> database = Database::Load(options.build, tree->root());
  if (!database.ok()) return Fail(database.status());
  ParseShare share = MeasureParseShare(*database, sample, options.jobs, options.progress);
  progress.Clear();
  PrintShare(share);
  return Interrupted() ? Fail(absl::CancelledError("interrupted")) : kExitDeliverable;
}

int DefaultJobs() { return static_cast<int>(std::max(1u, std::thread::hardware_concurrency())); }

struct PrepareArguments {
  PrepareOptions options;
  bool again = false;
  bool quiet = false;
  std::size_t parse = 0;
};

void AddOptions(CLI::App& app, PrepareArguments& out) {
  PrepareOptions& options = out.options;
  app.add_option("--kernel", options.kernel, "the kernel's source tree (else $LPCHECK_KERNEL)")->type_name("DIR");
  app.add_option("-p,--build", options.build, "the build folder, made when missing (else $LPCHECK_BUILD)")
      ->type_name("DIR");
  app.add_option("--config", options.config, "defconfig, or a configuration file; .xz and .gz are unpacked")
      ->type_name("FILE");
  app.add_option("--arch", options.arch, "the kernel's name for another architecture, e.g. arm64");
  app.add_option("--cross-compile", options.cross_compile, "prefix of its compiler, e.g. aarch64-linux-gnu-");
  app.add_option("-j", options.jobs, "parallel jobs (default: all processors)")->check(CLI::Range(1, 1024));
  app.add_option("--parse", out.parse, "then parse so many files, evenly chosen, and say how many have no error")
      ->type_name("N");
  app.add_flag("--again", out.again, "record again although nothing has changed");
  app.add_flag("-q,--quiet", out.quiet, "no progress");
  app.footer(
      "Examples:\n"
      "  lpcheck prepare --kernel linux-source-6.1 --build build-def\n"
      "  lpcheck prepare --kernel linux-source-6.1 --build build-deb \\\n"
      "      --config /usr/src/linux-config-6.1/config.amd64_none_amd64.xz");
}

}  // namespace

int RunPrepare(const Arguments& argument_list) {
  PrepareArguments arguments;
  PrepareOptions& options = arguments.options;
  options.kernel = FromEnvironment("LPCHECK_KERNEL", "");
  options.build = FromEnvironment("LPCHECK_BUILD", "");
  options.jobs = DefaultJobs();
  CLI::App app(
      "Configure a kernel tree into a build folder and record how each file would be compiled, compiling nothing. "
      "The tree is never written to; the command can be interrupted and repeated.",
      "lpcheck prepare");
  AddOptions(app, arguments);
  if (std::optional<int> exit = ParseOptions(app, argument_list)) return *exit;
  if (options.kernel.empty() || options.build.empty()) {
    return Fail(absl::OutOfRangeError(
        "prepare needs --kernel DIR and --build DIR (or $LPCHECK_KERNEL and $LPCHECK_BUILD)"));
  }
  options.stand_in = StandIn();
  options.again = arguments.again ? Again::kAlways : Again::kWhenChanged;
  Progress progress(arguments.quiet ? Progress::Show::kNever : Progress::Show::kOnTerminals);
  options.progress = [&progress](const std::string& text) { progress.Say(text); };
  CatchInterrupts();
  absl::StatusOr<Prepared> prepared = Prepare(options);
  progress.Clear();
  if (!prepared.ok()) return Fail(prepared.status());
  if (!arguments.quiet) {
    std::printf("%s/compile_commands.json: %zu commands%s\n", options.build.c_str(), prepared->commands,
                prepared->up_to_date ? ", up to date" : "");
  }
  return arguments.parse == 0 ? kExitDeliverable : Parse(options, arguments.parse, progress);
}

}  // namespace lpcheck
