// See stack_command.h. Thin: files in, model/klp decides, analyzer/stack prints.
#include "analyzer/cli/stack_command.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "absl/strings/str_cat.h"
#include "analyzer/base/files.h"
#include "analyzer/cli/check_again.h"
#include "analyzer/cli/exit_code.h"
#include "analyzer/stack/live.h"
#include "analyzer/stack/stack_json.h"
#include "model/klp/together.h"

namespace lpcheck {
namespace {

struct StackArguments {
  std::string on;
  std::string era;
  std::string kernel;
  std::string build;
  std::string format = "text";
  std::vector<std::string> patches;
  bool sequence = false;  ///< each fix was written on those before it
};

absl::Status Named(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

CheckAgain CheckerOf(const StackArguments& arguments) {
  return {.kernel = arguments.kernel, .build = arguments.build};
}

// Without a stack file the era is the one that the patches were checked for.
absl::StatusOr<klp::Era> EraOf(const StackArguments& arguments, const std::vector<klp::StackPatch>& patches) {
  if (!arguments.era.empty()) return klp::EraFor(arguments.era);
  for (const klp::StackPatch& patch : patches) {
    if (!patch.era.empty()) return klp::EraFor(patch.era);
  }
  return absl::InvalidArgumentError("nothing says which kernel this is for; name its version with --era");
}

// A folder of verdicts, oldest first by file name.
absl::StatusOr<klp::LoadedStack> ReadFolder(const StackArguments& arguments) {
  klp::LoadedStack stack;
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(arguments.on, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  if (error) return absl::InvalidArgumentError(absl::StrCat(arguments.on, ": ", error.message()));
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    absl::StatusOr<std::vector<klp::StackPatch>> patches = CheckerOf(arguments).Read(file, {});
    if (!patches.ok()) return patches.status();
    stack.patches.insert(stack.patches.end(), patches->begin(), patches->end());
  }
  absl::StatusOr<klp::Era> era = EraOf(arguments, stack.patches);
  if (!era.ok()) return era.status();
  stack.era = *era;
  ResolveBases(stack, stack.patches);
  if (absl::Status status = CheckSameMachine(stack, stack.patches); !status.ok()) return Named(arguments.on, status);
  if (absl::Status status = klp::CheckReachable(stack); !status.ok()) return Named(arguments.on, status);
  return stack;
}

absl::StatusOr<klp::LoadedStack> ReadStack(const StackArguments& arguments) {
  if (const std::string root = LiveRoot(arguments.on); !root.empty()) return LiveStack(root);
  if (std::filesystem::is_directory(arguments.on)) return ReadFolder(arguments);
  absl::StatusOr<std::string> text = ReadFile(arguments.on);
  if (!text.ok()) return text.status();
  absl::StatusOr<klp::LoadedStack> stack = ReadStackJson(*text);
  if (!stack.ok()) return Named(arguments.on, stack.status());
  return stack;
}

int ExitOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kImmediate:
    case Verdict::kConsistency:
      return kExitDeliverable;
    case Verdict::kUndecided:
      return kExitUndecided;
    case Verdict::kRefused:
      return kExitRefused;
  }
  return kExitBug;
}

void AddKernelOptions(CLI::App& app, StackArguments& arguments) {
  app.add_option("--kernel", arguments.kernel, "source tree, for fixes that are not verdicts yet");
  app.add_option("-p,--build", arguments.build, "build folder, for fixes that are not verdicts yet");
  app.add_option("--era", arguments.era, "the kernel's era, where no stack file says it");
  app.add_option("--format", arguments.format, "text or json")->check(CLI::IsMember({"text", "json"}));
}

int Print(const std::string& text, int exit) {
  std::fputs(text.c_str(), stdout);
  return exit;
}

constexpr const char* kStackFooter = R"(A verdict is what `lpcheck --format json FIX` writes; several may stand in one file as an array. A stack file says what
is loaded, oldest first, as verdicts or by name alone (then little is known, and the answer says so):

  { "schema": "lpcheck.stack/1", "era": "6.1", "arch": "x86_64", "reliable_stacks": true, "watched": true,
    "patches": [ { "name": "p1", "functions": [ { "name": "foo_get" } ], "forced": true } ] }

Fixes that are given themselves are checked once more, above and together with each other.

Examples:
  lpcheck --kernel linux-source-6.1 --build build-deb --format json fix-1.patch > a.json
  lpcheck stack a.json b.json
  lpcheck stack --on stack.json a.json
  lpcheck stack --on verdicts/ a.json
  lpcheck stack --on stack.json
  lpcheck stack --kernel linux-source-6.1 --build build-deb fix-1.patch fix-2.patch
  lpcheck stack --kernel linux-source-6.1 --build build-deb --sequence part-1.patch part-2.patch
  lpcheck stack --on live --kernel linux-source-6.1 --build build-deb fix.patch)";

constexpr const char* kUpgradeFooter = R"(NEW must replace: a livepatch module's source with .replace = true, or a verdict with "replace": true beside its other
keys (add it to the verdict of a diff that will be built so).

Examples:
  lpcheck upgrade livepatch-4.json livepatch-5.json
  lpcheck upgrade --kernel linux-source-6.1 --build build-deb livepatch-4.c livepatch-5.c)";

std::optional<int> ParseStack(const Arguments& argument_list, StackArguments& arguments) {
  CLI::App app(
      "Conflicts of patches with those already loaded, or among a series; the order that works; what each\n"
      "disable would do. Exit 0: deliverable, 1: refused, 2: undecided.",
      "lpcheck stack");
  app.add_option("--on", arguments.on,
                 "the loaded stack: a stack file, a folder of verdicts, `live`, or live:DIR (recorded /sys, /proc, /boot); "
                 "default: nothing loaded");
  app.add_option("FIX|VERDICT", arguments.patches, "patches to enable: verdicts (.json) or fixes");
  app.add_flag("--sequence", arguments.sequence, "each fix was written on top of those given before it");
  AddKernelOptions(app, arguments);
  app.footer(kStackFooter);
  if (std::optional<int> exit = ParseOptions(app, argument_list)) return exit;
  if (!arguments.on.empty() || !arguments.patches.empty()) return std::nullopt;
  return Fail(absl::OutOfRangeError("stack: give --on STACK, or patches, or both"));
}

absl::StatusOr<klp::LoadedStack> StackToStartFrom(const StackArguments& arguments,
                                                  const std::vector<klp::StackPatch>& series) {
  if (!arguments.on.empty()) return ReadStack(arguments);
  absl::StatusOr<klp::Era> era = EraOf(arguments, series);
  if (!era.ok()) return era.status();
  klp::LoadedStack stack{.era = *era};
  for (const klp::StackPatch& patch : series) {
    if (!patch.arch.empty()) stack.arch = patch.arch;
  }
  return stack;
}

using PathOf = std::map<std::string, std::string>;  // patch name to the fix it was read from

const klp::StackPatch* FindPatch(const StackAnswer& answer, const std::string& name) {
  for (const klp::StackPatch& patch : answer.series) {
    if (patch.name == name) return &patch;
  }
  return nullptr;
}

void Append(std::vector<klp::Conflict> found, StackAnswer& answer) {
  answer.order.conflicts.insert(answer.order.conflicts.end(), found.begin(), found.end());
}

// Fixes are checked a second time, each above those that come before it in the series: two that are fine
// alone need not be fine together. What the second check finds and the first did not is a conflict.
void CheckAbove(const StackArguments& arguments, const PathOf& path_of, StackAnswer& answer) {
  std::vector<std::string> base;
  std::vector<std::string> names;
  for (const std::string& name : answer.order.order) {
    const auto path = path_of.find(name);
    if (path == path_of.end()) continue;
    if (!base.empty()) {
      absl::StatusOr<std::vector<klp::StackPatch>> above = CheckerOf(arguments).Read(path->second, base);
      Append(above.ok() ? klp::WorseTogether(*FindPatch(answer, name), above->front(), names)
                        : std::vector<klp::Conflict>{klp::DoesNotApplyOn(name, names,
                                                                         std::string(above.status().message()))},
             answer);
    }
    base.push_back(path->second);
    names.push_back(name);
  }
}

// Two patches that the summaries say to look at are checked as one fix; what that check says replaces the doubts. A
// check that cannot decide about the two anyway, and finds nothing new, leaves them open.
std::vector<klp::Conflict> JudgePair(const StackArguments& arguments, const PathOf& path_of, const klp::StackPatch& older,
                                     const klp::StackPatch& newer, const std::vector<klp::Conflict>& doubts) {
  absl::StatusOr<klp::StackPatch> both =
      CheckerOf(arguments).AsOne({path_of.at(older.name), path_of.at(newer.name)});
  if (!both.ok()) return {klp::DoesNotApplyOn(newer.name, {older.name}, std::string(both.status().message()))};
  klp::StackPatch apart = newer;
  apart.verdict = std::max(older.verdict, newer.verdict);
  apart.findings.insert(apart.findings.end(), older.findings.begin(), older.findings.end());
  std::vector<klp::Conflict> found = klp::WorseTogether(apart, *both, {older.name}, klp::Matched::kBoth);
  if (!found.empty() || both->verdict < Verdict::kUndecided) return found;
  for (const klp::Conflict& doubt : doubts) {
    if (doubt.other != older.name || doubt.patch != newer.name) continue;
    found.push_back(doubt);
    found.back().remedy = "look at both: checked as one fix they are not decided either";
  }
  return found;
}

void SettleDoubts(const StackArguments& arguments, const PathOf& path_of, StackAnswer& answer) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const auto can_settle = [&](const klp::Conflict& conflict) {
    const auto is_given = [&](const std::string& name) {
      const auto path = path_of.find(name);
      return path != path_of.end() && IsDiff(path->second) && FindPatch(answer, name)->checked_on.empty();
    };
    return klp::IsDoubt(conflict) && is_given(conflict.patch) && is_given(conflict.other);
  };
  std::vector<klp::Conflict> kept;
  std::vector<klp::Conflict> doubts;
  for (klp::Conflict& conflict : answer.order.conflicts) {
    if (!can_settle(conflict)) {
      kept.push_back(std::move(conflict));
      continue;
    }
    const std::pair<std::string, std::string> pair(conflict.other, conflict.patch);
    doubts.push_back(conflict);
    if (std::find(pairs.begin(), pairs.end(), pair) == pairs.end()) pairs.push_back(pair);
  }
  answer.order.conflicts = std::move(kept);
  for (const auto& [older, newer] : pairs)
    Append(JudgePair(arguments, path_of, *FindPatch(answer, older), *FindPatch(answer, newer), doubts), answer);
}

absl::Status ReadSeries(const StackArguments& arguments, PathOf& path_of, StackAnswer& answer) {
  std::vector<std::string> base;
  for (const std::string& path : arguments.patches) {
    absl::StatusOr<std::vector<klp::StackPatch>> patches = CheckerOf(arguments).Read(path, base);
    if (!patches.ok()) return patches.status();
    answer.series.insert(answer.series.end(), patches->begin(), patches->end());
    if (IsVerdictFile(path)) continue;
    if (patches->size() == 1) path_of[patches->front().name] = path;
    if (arguments.sequence) base.push_back(path);
  }
  return absl::OkStatus();
}

absl::StatusOr<StackAnswer> AnswerSeries(const StackArguments& arguments) {
  StackAnswer answer;
  PathOf path_of;  // of fixes that are one patch each
  if (absl::Status status = ReadSeries(arguments, path_of, answer); !status.ok()) return status;
  absl::StatusOr<klp::LoadedStack> stack = StackToStartFrom(arguments, answer.series);
  if (!stack.ok()) return stack.status();
  answer.stack = *std::move(stack);
  ResolveBases(answer.stack, answer.series);
  if (absl::Status status = CheckSameMachine(answer.stack, answer.series); !status.ok()) return status;
  klp::LoadedStack all = answer.stack;
  all.patches.insert(all.patches.end(), answer.series.begin(), answer.series.end());
  if (absl::Status status = klp::CheckNames(all); !status.ok()) return status;
  answer.order = klp::OrderSeries(answer.stack, answer.series);
  if (!arguments.sequence) CheckAbove(arguments, path_of, answer);
  SettleDoubts(arguments, path_of, answer);
  if (answer.order.order.size() == answer.series.size())
    answer.order.conflicting = klp::SmallestConflictingSet(answer.series, answer.order.conflicts);
  answer.disable = klp::DisableEffects(answer.stack);
  return answer;
}

}  // namespace

int RunStack(const Arguments& argument_list) {
  StackArguments arguments;
  if (std::optional<int> exit = ParseStack(argument_list, arguments)) return *exit;
  absl::StatusOr<StackAnswer> answer = AnswerSeries(arguments);
  if (!answer.ok()) return Fail(answer.status());
  const std::string text = arguments.format == "json" ? WriteStackJson(*answer) : WriteStackText(*answer);
  return Print(text, ExitOf(VerdictOf(*answer)));
}

int RunUpgrade(const Arguments& argument_list) {
  StackArguments arguments;
  CLI::App app(
      "A cumulative patch replaced by the next one: which functions revert, which data, states and shadow\n"
      "variables stay, whether it is a downgrade. Exit 0: deliverable, 1: refused, 2: undecided.",
      "lpcheck upgrade");
  app.add_option("OLD NEW", arguments.patches, "two verdicts (.json) or fixes")->required()->expected(2);
  AddKernelOptions(app, arguments);
  app.footer(kUpgradeFooter);
  if (std::optional<int> exit = ParseOptions(app, argument_list)) return *exit;
  std::vector<klp::StackPatch> ends;
  for (const std::string& path : arguments.patches) {
    absl::StatusOr<std::vector<klp::StackPatch>> patches = CheckerOf(arguments).Read(path, {});
    if (!patches.ok()) return Fail(patches.status());
    if (patches->size() != 1)
      return Fail(absl::InvalidArgumentError(absl::StrCat(path, ": one patch is expected")));
    ends.push_back(patches->front());
  }
  absl::StatusOr<klp::Era> era = EraOf(arguments, ends);
  if (!era.ok()) return Fail(era.status());
  absl::StatusOr<klp::Upgrade> upgrade = klp::DecideUpgrade(*era, ends[0], ends[1]);
  if (!upgrade.ok()) return Fail(upgrade.status());
  const std::string text =
      arguments.format == "json" ? WriteUpgradeJson(*upgrade) : WriteUpgradeText(*upgrade);
  return Print(text, ExitOf(upgrade->verdict));
}

}  // namespace lpcheck
