// `lpcheck FIX...`: opens what the options name, reads and checks each fix, prints the reports in the order given.
// A fix that is bad input is reported and does not stop the others; its exit code wins over the verdicts'.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <ctime>
#include <memory>
#include <thread>
#include <utility>

#include "analyzer/base/process.h"
#include "analyzer/base/text.h"
#include "analyzer/check/check.h"
#include "analyzer/cli/check_options.h"
#include "analyzer/cli/exit_code.h"
#include "analyzer/cli/progress.h"
#include "analyzer/cli/version.h"
#include "analyzer/explain/explain.h"
#include "analyzer/input/read_fixes.h"
#include "analyzer/report/json.h"
#include "analyzer/report/sarif.h"
#include "analyzer/report/text.h"
#include "analyzer/stack/on_target.h"
#include "analyzer/stack/stack_json.h"
#include "analyzer/waivers/waivers.h"

namespace lpcheck {
namespace {

/// Everything that all fixes of one run share.
struct Bench {
  std::optional<Tree> tree;
  std::optional<Database> database;
  std::vector<Waiver> waivers;
  std::optional<klp::LoadedStack> machine;  ///< --target
  CheckOptions options;
};

absl::StatusOr<Tree> OpenTree(const CheckArguments& arguments) {
  std::string root = arguments.kernel.empty() ? FromEnvironment("LPCHECK_KERNEL", "") : arguments.kernel;
  if (!root.empty()) return Tree::Open(root);
  std::optional<std::string> above = Tree::RootAbove(".");
  if (!above) above = Tree::RootAbove(arguments.fixes[0]);
  if (above) return Tree::Open(*above);
  return absl::FailedPreconditionError("no kernel tree: name it with --kernel DIR or $LPCHECK_KERNEL");
}

absl::StatusOr<Database> OpenDatabase(const CheckArguments& arguments, const Tree& tree) {
  std::string build = arguments.build.empty() ? FromEnvironment("LPCHECK_BUILD", tree.root()) : arguments.build;
  return Database::Load(build, tree.root());
}

/// A file is cut into functions per version; the build's own index is taken when there is one.
std::string IndexFile(const CheckArguments& arguments, const std::string& build) {
  if (!arguments.index.empty()) return arguments.index;
  std::string found = build + "/lpcheck.index";
  return access(found.c_str(), R_OK) == 0 ? found : "";
}

/// "6.1" of "6.1.187-2".
std::string EraOf(const std::string& version) {
  std::size_t first = version.find('.');
  return version.substr(0, version.find_first_not_of("0123456789", first + 1));
}

absl::Status OpenKernel(const CheckArguments& arguments, Bench& bench) {
  absl::StatusOr<Tree> tree = OpenTree(arguments);
  if (!tree.ok()) return tree.status();
  absl::StatusOr<Database> database = OpenDatabase(arguments, *tree);
  if (!database.ok()) return database.status();
  absl::StatusOr<Tree> based = TreeWithBase(*tree, arguments.base, &*database);
  if (!based.ok()) return based.status();
  bench.tree.emplace(*std::move(based));
  bench.database.emplace(*std::move(database));
  bench.options.tree = &*bench.tree;
  bench.options.database = &*bench.database;
  bench.options.index = IndexFile(arguments, bench.database->build());
  bench.options.target.era = EraOf(bench.tree->version());
  for (const std::string& base : arguments.base) bench.options.checked_on.push_back(PatchNameOf(base));
  return absl::OkStatus();
}

/// The folder below arch/ that the build's headers come from; empty if no command says it.
std::string ArchOf(const Database& database) {
  const std::vector<std::string> files = database.Files();
  const CompileCommand* command = files.empty() ? nullptr : database.CommandFor(files.front());
  if (command == nullptr) return "";
  for (const std::string& argument : command->arguments) {
    const std::size_t arch = argument.find("arch/");
    if (!argument.starts_with("-I") || arch == std::string::npos) continue;
    const std::size_t end = argument.find("/include", arch);
    if (end != std::string::npos) return argument.substr(arch + 5, end - arch - 5);
  }
  return "";
}

absl::Status OpenTarget(const CheckArguments& arguments, Bench& bench) {
  absl::StatusOr<klp::LoadedStack> machine = ReadTarget(arguments.target);
  if (!machine.ok()) return machine.status();
  absl::Status runs = CheckTargetRuns(*machine, bench.tree->version(), ArchOf(*bench.database));
  if (!runs.ok()) return absl::Status(runs.code(), Cat(arguments.target, ": ", std::string(runs.message())));
  bench.machine = *std::move(machine);
  return absl::OkStatus();
}

absl::Status OpenBench(const CheckArguments& arguments, Bench& bench) {
  bench.options.max_mechanism =
      arguments.max_mechanism == "immediate" ? Mechanism::kImmediate : Mechanism::kPerTask;
  bench.options.cache = arguments.no_cache ? Cache::kNone : Cache::kUse;
  bench.options.objects = arguments.exact ? Objects::kCompile : Objects::kIgnore;
  bench.options.solver_limit = arguments.solver_limit;
  bench.options.dump_smt = arguments.dump_smt;
  bench.options.wants_trace = arguments.verbose;
  bench.options.self_test = !FromEnvironment("LPCHECK_SELF_TEST", "").empty();  // as our tests set it
  if (!arguments.waivers.empty()) {
    absl::StatusOr<std::vector<Waiver>> waivers = ReadWaivers(arguments.waivers);
    if (!waivers.ok()) return waivers.status();
    bench.waivers = *std::move(waivers);
  }
  if (!arguments.before.empty()) return absl::OkStatus();
  if (absl::Status status = OpenKernel(arguments, bench); !status.ok()) return status;
  return arguments.target.empty() ? absl::OkStatus() : OpenTarget(arguments, bench);
}

/// One question, before it is read.
struct Job {
  absl::StatusOr<FixInput> input = absl::UnknownError("");
  absl::StatusOr<Report> report = absl::UnknownError("");
};

std::string Today() {
  std::time_t now = std::time(nullptr);
  std::tm day = {};
  gmtime_r(&now, &day);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &day);
  return text;
}

absl::StatusOr<Report> Answer(const FixInput& input, const CheckArguments& arguments, const Bench& bench) {
  absl::StatusOr<Fix> fix = arguments.before.empty()
                                ? ReadFix(input, *bench.tree, &*bench.database)
                                : ReadTwoVersions(arguments.before, input.path, arguments.clang_arguments);
  if (!fix.ok()) return fix.status();
  absl::StatusOr<Report> report = CheckFix(*fix, bench.options);
  if (report.ok()) ApplyWaivers(bench.waivers, Today(), *report);
  if (report.ok() && bench.machine) DecideOnTarget(*bench.machine, *report);
  return report;
}

/// The threads take the next job each; the results stay at their places.
void Work(std::vector<Job>& jobs, const CheckArguments& arguments, const Bench& bench, Progress& progress) {
  std::atomic<std::size_t> next = 0;
  auto work = [&] {
    for (std::size_t i; (i = next++) < jobs.size() && !Interrupted();) {
      if (!jobs[i].input.ok()) continue;
      progress.Say(Cat("[", i + 1, "/", jobs.size(), "] ", jobs[i].input->name));
      jobs[i].report = Answer(*jobs[i].input, arguments, bench);
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < arguments.jobs && static_cast<std::size_t>(i) < jobs.size(); ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

void Print(const std::vector<Report>& reports, const CheckArguments& arguments) {
  std::string text;
  if (arguments.format == "json") {
    text = WriteVerdictsJson(reports);
  } else if (arguments.format == "sarif") {
    text = WriteSarif(reports, SarifRules(), kVersion);
  } else if (reports.empty()) {
    return;
  } else if (arguments.quiet) {
    text = WriteSummary(reports);
  } else {
    TextStyle style;
    style.color = ColorFor(STDOUT_FILENO);
    text = reports.size() == 1 ? WriteText(reports[0], style) : WriteTexts(reports, style);
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
}

/// Bad input outweighs every verdict; a bug outweighs bad input.
int Conclude(const std::vector<Job>& jobs, const CheckArguments& arguments, const Bench& bench) {
  std::vector<Report> reports;
  int failed = kExitDeliverable;
  for (const Job& job : jobs) {
    const absl::Status status = job.input.ok() ? job.report.status() : job.input.status();
    if (status.ok()) {
      reports.push_back(*job.report);
      for (const std::string& line : job.report->trace) std::fprintf(stderr, "%s\n", line.c_str());
    } else {
      failed = std::max(failed, Fail(status));
    }
  }
  Print(reports, arguments);
  return failed != kExitDeliverable ? failed : ExitFor(reports, bench.options.max_mechanism);
}

}  // namespace

int RunCheck(const Arguments& argument_list) {
  CheckArguments arguments;
  if (std::optional<int> exit = ParseCheck(argument_list, arguments)) return *exit;
  CatchInterrupts();
  Bench bench;
  if (absl::Status status = OpenBench(arguments, bench); !status.ok()) return Fail(status);
  std::vector<Job> jobs;
  for (absl::StatusOr<FixInput>& input : ListFixes(arguments.fixes)) jobs.push_back({std::move(input)});
  Progress progress(arguments.quiet ? Progress::Show::kNever : Progress::Show::kOnTerminals);
  Work(jobs, arguments, bench, progress);
  progress.Clear();
  if (Interrupted()) return Fail(absl::CancelledError("interrupted; nothing was written"));
  return Conclude(jobs, arguments, bench);
}

}  // namespace lpcheck
