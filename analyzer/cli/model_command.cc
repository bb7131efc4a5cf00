// See model_command.h.
#include "analyzer/cli/model_command.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "analyzer/base/files.h"
#include "analyzer/cli/exit_code.h"
#include "model/klp/channels.h"
#include "model/klp/world_report.h"

namespace lpcheck {
namespace {

struct ModelArguments {
  std::vector<std::string> worlds;
  std::vector<std::string> eras;
  std::vector<std::string> properties;
  std::size_t max_states = klp::Limits{}.max_states;
  bool all_eras = false;
  bool states = false;
  bool quiet = false;
  bool replay = false;
  bool channels = false;
  int solver = 0;
};

constexpr const char* kFooter = R"(A world is a text file: which kernel, functions, patches and tasks there are, and what to check. Any order of events
that the kernel allows is tried.

  world two-patches-of-one-function
  era 6.1
  with force
  function f
  patch 1 changes f
  patch 2 changes f
  task t user
  check S1 S2

S1 a task switches only with selected versions on its stack    S6  locks are balanced
S2 no stack holds an unselected version at the end             S7  references are balanced
S3 no frame lies in a freed module                             S8  every entered version is the newest enabled one
S4 one system call runs versions of one universe               S9  a started transition can always end
S5 no version reads data that it does not understand           S10 the core reads and leaves sane state
Eras: a kernel version, or replace-set, kgraft, ksplice, kpatch, hybrid-2015. The whole grammar stands at the top of
model/klp/world_text.h, the bugs that the files show in docs/evaluation-model.md.

Examples:
  lpcheck model corpus/worlds/B01-stacked-immediate.world
  lpcheck model --era 4.12,6.1 --check S1,S2 my.world
  lpcheck model --era 4.12+check-history corpus/worlds/B01-stacked-immediate.world
  lpcheck model --all-eras --check S1 -q corpus/worlds/B02-force-then-normal.world
  lpcheck model --replay --states corpus/worlds/B10-list-head.world
  lpcheck model --solver 8 corpus/worlds/B01a-one-immediate.world
  lpcheck model --channels)";

std::optional<int> Parse(const Arguments& arguments, ModelArguments& out) {
  CLI::App app(
      "Explore worlds of the kernel's livepatch algorithm: every reachable state, the shortest trace to each "
      "broken\n"
      "property, in one era or several. Exit 0: as the file expects (or nothing is broken), 1: not, 2: cut "
      "by the limit.",
      "lpcheck model");
  app.add_option("WORLD", out.worlds, "world files; examples are in corpus/worlds");
  app.add_option("--era", out.eras, "eras to compare, with remedies as in 4.12+check-history; repeat it, or separate by commas")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_flag("--all-eras", out.all_eras, "compare every era");
  app.add_option("--check", out.properties,
                 "properties S1 to S10, repeated or separated by commas; default: those that the file names")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--max-states", out.max_states, "give up beyond this many states");
  app.add_flag("--states", out.states, "print the state after each step of a trace");
  app.add_flag("--replay", out.replay, "replay the traces stored in the file instead of exploring");
  app.add_option("--solver", out.solver,
                 "ask the solver instead: runs of at most N events, and a proof by induction")
      ->check(CLI::Range(1, 20));
  app.add_flag("--channels", out.channels, "print which channels each mechanism leaves open, era by era");
  app.add_flag("-q,--quiet", out.quiet, "print no traces");
  app.footer(kFooter);
  if (std::optional<int> exit = ParseOptions(app, arguments)) return exit;
  if (!out.worlds.empty() || out.channels) return std::nullopt;
  return Fail(absl::OutOfRangeError("model: name a world, or ask for --channels"));
}

absl::StatusOr<klp::ReportOptions> OptionsOf(const ModelArguments& arguments) {
  klp::ReportOptions options;
  options.limits.max_states = arguments.max_states;
  options.detail = arguments.quiet    ? klp::TraceDetail::kNone
                   : arguments.states ? klp::TraceDetail::kStates
                                      : klp::TraceDetail::kSteps;
  std::vector<std::string> eras = arguments.eras;
  if (arguments.all_eras) {
    for (const klp::Era& era : klp::AllEras()) eras.push_back(era.name);
  }
  for (const std::string& era : eras) {
    absl::StatusOr<klp::EraChoice> choice = klp::ParseEraChoice(era);
    if (!choice.ok()) return choice.status();
    options.eras.push_back(*choice);
  }
  for (const std::string& name : arguments.properties) {
    const std::optional<klp::Property> property = klp::PropertyFromName(name);
    if (!property)
      return absl::InvalidArgumentError(absl::StrCat("unknown property '", name, "'; known are S1 to S10"));
    options.properties.insert(*property);
  }
  return options;
}

absl::Status Named(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

absl::StatusOr<klp::WorldReport> RunWorld(const std::string& path, const ModelArguments& arguments,
                                          const klp::ReportOptions& options) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  absl::StatusOr<klp::WorldFile> file = klp::ParseWorld(*text);
  if (!file.ok()) return Named(path, file.status());
  if (arguments.replay) {
    absl::StatusOr<std::string> replayed = klp::ReplayStored(*file, options.detail);
    if (!replayed.ok()) return Named(path, absl::InvalidArgumentError(replayed.status().message()));
    return klp::WorldReport{.text = *replayed};
  }
  absl::StatusOr<klp::WorldReport> report = arguments.solver > 0
                                                ? klp::ReportSymbolic(*file, options, arguments.solver)
                                                : klp::ReportWorld(*file, options);
  if (!report.ok()) return Named(path, report.status());
  if (arguments.solver > 0) return report;
  // Without an expectation, a broken property is the negative answer.
  if (file->expectations.empty()) report->unexpected = report->broken;
  return report;
}

}  // namespace

int RunModel(const Arguments& arguments) {
  ModelArguments parsed;
  if (std::optional<int> exit = Parse(arguments, parsed)) return *exit;
  absl::StatusOr<klp::ReportOptions> options = OptionsOf(parsed);
  if (!options.ok()) return Fail(options.status());
  if (parsed.channels) std::fputs(klp::PrintChannelTable(klp::ChannelTable()).c_str(), stdout);
  int exit = kExitDeliverable;
  for (const std::string& path : parsed.worlds) {
    absl::StatusOr<klp::WorldReport> report = RunWorld(path, parsed, *options);
    if (!report.ok()) {
      exit = std::max(exit, Fail(report.status()));
      continue;
    }
    std::fputs(report->text.c_str(), stdout);
    if (report->unexpected > 0 && exit < kExitUsage) exit = kExitRefused;
    if (report->incomplete > 0 && exit == kExitDeliverable) exit = kExitUndecided;
  }
  return exit;
}

}  // namespace lpcheck
