// See stack_command.h. Thin: files in, model/klp decides, analyzer/stack prints.
#include "analyzer/cli/stack_command.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "analyzer/base/files.h"
#include "analyzer/base/process.h"
#include "analyzer/cli/exit_code.h"
#include "analyzer/stack/live.h"
#include "analyzer/stack/stack_json.h"
#include "model/klp/together.h"

namespace lpcheck {
namespace {

struct StackArguments {
  std::string on;
  std::string era = "6.1";
  std::string kernel;
  std::string build;
  std::string format = "text";
  std::vector<std::string> patches;
};

absl::Status Named(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

// A fix is checked by this same program, as a process of its own, and its verdict read back.
absl::StatusOr<std::string> CheckedFix(const std::string& path, const StackArguments& arguments,
                                       const std::vector<std::string>& base) {
  Process process{
      .arguments = {"/proc/self/exe", path, "--format", "json", "-q"}, .environment = {}, .on_line = {}};
  if (!arguments.kernel.empty())
    process.arguments.insert(process.arguments.end(), {"--kernel", arguments.kernel});
  if (!arguments.build.empty())
    process.arguments.insert(process.arguments.end(), {"--build", arguments.build});
  for (const std::string& below : base) process.arguments.insert(process.arguments.end(), {"--base", below});
  std::string output;
  process.on_line = [&output](const std::string& line) { absl::StrAppend(&output, line, "\n"); };
  absl::StatusOr<int> exit = Run(process);
  if (!exit.ok()) return exit.status();
  if (*exit > kExitUndecided)
    return absl::InvalidArgumentError(absl::StrCat(path, ": cannot be checked\n", output));
  return output;
}

bool IsVerdict(const std::string& path) { return absl::EndsWith(path, ".json"); }

absl::StatusOr<std::vector<klp::StackPatch>> ReadPatches(const std::string& path,
                                                         const StackArguments& arguments,
                                                         const std::vector<std::string>& base = {}) {
  absl::StatusOr<std::string> text = IsVerdict(path) ? ReadFile(path) : CheckedFix(path, arguments, base);
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<klp::StackPatch>> patches = ReadPatchesJson(*text, path);
  if (!patches.ok()) return Named(path, patches.status());
  return patches;
}

// A folder of verdicts, oldest first by file name.
absl::StatusOr<klp::LoadedStack> ReadFolder(const StackArguments& arguments) {
  klp::LoadedStack stack;
  absl::StatusOr<klp::Era> era = klp::EraFor(arguments.era);
  if (!era.ok()) return era.status();
  stack.era = *era;
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(arguments.on, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  if (error) return absl::InvalidArgumentError(absl::StrCat(arguments.on, ": ", error.message()));
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    absl::StatusOr<std::vector<klp::StackPatch>> patches = ReadPatches(file, arguments);
    if (!patches.ok()) return patches.status();
    stack.patches.insert(stack.patches.end(), patches->begin(), patches->end());
  }
  if (absl::Status status = klp::CheckReachable(stack); !status.ok()) return Named(arguments.on, status);
  return stack;
}

absl::StatusOr<klp::LoadedStack> ReadStack(const StackArguments& arguments) {
  if (arguments.on == "live") return LiveStack("/");
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

std::optional<int> ParseStack(const Arguments& argument_list, StackArguments& arguments) {
  CLI::App app(
      "Conflicts of patches with those already loaded, or among a series; the order that works; what each\n"
      "disable would do. Exit 0: deliverable, 1: refused, 2: undecided.",
      "lpcheck stack");
  app.add_option("--on", arguments.on,
                 "the loaded stack: a stack file, a folder of verdicts, or `live`; default: nothing loaded");
  app.add_option("FIX|VERDICT", arguments.patches, "patches to enable: verdicts (.json) or fixes");
  AddKernelOptions(app, arguments);
  app.footer(
      "Examples:\n  lpcheck stack --on stack.json new.json\n  lpcheck stack --era 6.1 a.json b.json c.json");
  if (std::optional<int> exit = ParseOptions(app, argument_list)) return exit;
  if (!arguments.on.empty() || !arguments.patches.empty()) return std::nullopt;
  return Fail(absl::OutOfRangeError("stack: give --on STACK, or patches, or both"));
}

absl::StatusOr<klp::LoadedStack> StackToStartFrom(const StackArguments& arguments) {
  if (!arguments.on.empty()) return ReadStack(arguments);
  absl::StatusOr<klp::Era> era = klp::EraFor(arguments.era);
  if (!era.ok()) return era.status();
  return klp::LoadedStack{.era = *era};
}

// Fixes are checked a second time, each above those that come before it in the series: two that are fine
// alone need not be fine together. What the second check finds and the first did not is a conflict.
void CheckTogether(const StackArguments& arguments, const std::map<std::string, std::string>& path_of,
                   StackAnswer& answer) {
  std::vector<std::string> base;
  std::vector<std::string> names;
  for (const std::string& name : answer.order.order) {
    const auto path = path_of.find(name);
    if (path == path_of.end()) continue;
    const auto alone = std::find_if(answer.series.begin(), answer.series.end(),
                                    [&](const klp::StackPatch& patch) { return patch.name == name; });
    if (!base.empty()) {
      absl::StatusOr<std::vector<klp::StackPatch>> above = ReadPatches(path->second, arguments, base);
      const std::vector<klp::Conflict> found = above.ok()
                                                   ? klp::WorseTogether(*alone, above->front(), names)
                                                   : std::vector<klp::Conflict>{klp::DoesNotApplyOn(
                                                         name, names, std::string(above.status().message()))};
      answer.order.conflicts.insert(answer.order.conflicts.end(), found.begin(), found.end());
    }
    base.push_back(path->second);
    names.push_back(name);
  }
}

absl::StatusOr<StackAnswer> AnswerSeries(const StackArguments& arguments) {
  absl::StatusOr<klp::LoadedStack> stack = StackToStartFrom(arguments);
  if (!stack.ok()) return stack.status();
  StackAnswer answer;
  std::map<std::string, std::string> path_of;  // of fixes that are one patch each
  answer.stack = *std::move(stack);
  for (const std::string& path : arguments.patches) {
    absl::StatusOr<std::vector<klp::StackPatch>> patches = ReadPatches(path, arguments);
    if (!patches.ok()) return patches.status();
    answer.series.insert(answer.series.end(), patches->begin(), patches->end());
    if (!IsVerdict(path) && patches->size() == 1) path_of[patches->front().name] = path;
  }
  klp::LoadedStack all = answer.stack;
  all.patches.insert(all.patches.end(), answer.series.begin(), answer.series.end());
  if (absl::Status status = klp::CheckNames(all); !status.ok()) return status;
  answer.order = klp::OrderSeries(answer.stack, answer.series);
  CheckTogether(arguments, path_of, answer);
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
  app.footer("Example:\n  lpcheck upgrade livepatch-4.json livepatch-5.json");
  if (std::optional<int> exit = ParseOptions(app, argument_list)) return *exit;
  absl::StatusOr<klp::Era> era = klp::EraFor(arguments.era);
  if (!era.ok()) return Fail(era.status());
  std::vector<klp::StackPatch> ends;
  for (const std::string& path : arguments.patches) {
    absl::StatusOr<std::vector<klp::StackPatch>> patches = ReadPatches(path, arguments);
    if (!patches.ok()) return Fail(patches.status());
    if (patches->size() != 1)
      return Fail(absl::InvalidArgumentError(absl::StrCat(path, ": one patch is expected")));
    ends.push_back(patches->front());
  }
  absl::StatusOr<klp::Upgrade> upgrade = klp::DecideUpgrade(*era, ends[0], ends[1]);
  if (!upgrade.ok()) return Fail(upgrade.status());
  const std::string text =
      arguments.format == "json" ? WriteUpgradeJson(*upgrade) : WriteUpgradeText(*upgrade);
  return Print(text, ExitOf(upgrade->verdict));
}

}  // namespace lpcheck
