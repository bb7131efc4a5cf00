// See stamp_command.h.
#include "analyzer/cli/stamp_command.h"

#include <cstdio>

#include "analyzer/base/files.h"
#include "analyzer/base/text.h"
#include "analyzer/cli/exit_code.h"
#include "analyzer/report/json.h"
#include "analyzer/stamp/kernel_id.h"
#include "analyzer/stamp/stamp.h"

namespace lpcheck {
namespace {

struct StampOptions {
  std::string module;
  std::string verdict;
  std::string fix;
  std::string kernel_notes;
  std::string output;
  bool show = false;
};

absl::Status About(const std::string& file, const absl::Status& status) {
  return absl::Status(status.code(), Cat(file, ": ", std::string(status.message())));
}

/// The one report of the file, or the one for the fix that --fix names.
absl::StatusOr<Report> PickReport(const std::string& json, const StampOptions& options) {
  absl::StatusOr<std::vector<Report>> reports = ReadVerdictsJson(json);
  if (!reports.ok()) return reports.status();
  std::vector<Report> fitting;
  for (Report& report : *reports) {
    if (options.fix.empty() || report.fix == options.fix) fitting.push_back(std::move(report));
  }
  if (fitting.size() == 1) return fitting.front();
  return absl::InvalidArgumentError(
      Cat(fitting.size(), " verdicts fit; name one with --fix, as its key \"fix\" does"));
}

absl::StatusOr<std::string> NotesId(const std::string& path) {
  if (path.empty()) return std::string();
  absl::StatusOr<std::string> bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<std::string> id = KernelBuildId(*bytes);
  if (!id.ok()) return About(path, id.status());
  return id;
}

absl::Status Stamp(const StampOptions& options) {
  absl::StatusOr<std::string> module = ReadFile(options.module);
  if (!module.ok()) return module.status();
  absl::StatusOr<std::string> json = ReadFile(options.verdict);
  if (!json.ok()) return json.status();
  absl::StatusOr<Report> report = PickReport(*json, options);
  if (!report.ok()) return About(options.verdict, report.status());
  absl::StatusOr<std::string> id = NotesId(options.kernel_notes);
  if (!id.ok()) return id.status();
  absl::StatusOr<std::string> stamped = StampModule(*module, *report, WriteVerdictJson(*report), *id);
  if (!stamped.ok()) return About(options.module, stamped.status());
  if (report->verdict == Verdict::kRefused) {
    std::fprintf(stderr,
                 "lpcheck: %s: the verdict is refused; no machine with lpguard in enforce will load this\n",
                 options.module.c_str());
  }
  return WriteFile(options.output.empty() ? options.module : options.output, *stamped);
}

absl::Status Show(const StampOptions& options) {
  absl::StatusOr<std::string> module = ReadFile(options.module);
  if (!module.ok()) return module.status();
  absl::StatusOr<std::string> text = ShowStamp(*module);
  if (!text.ok()) return About(options.module, text.status());
  std::fputs(text->c_str(), stdout);
  return absl::OkStatus();
}

}  // namespace

int RunStamp(const Arguments& arguments) {
  StampOptions options;
  CLI::App app("Bind a verdict to a built livepatch module, before it is signed.", "lpcheck stamp");
  app.add_option("MODULE.ko", options.module, "the module")->required();
  CLI::Option* verdict =
      app.add_option("VERDICT.json", options.verdict, "what lpcheck --format json printed");
  app.add_option("--fix", options.fix, "which verdict of several, by its key \"fix\"");
  app.add_option("--kernel-notes", options.kernel_notes,
                 "/sys/kernel/notes or vmlinux of the kernel it is for; default: the verdict's own build id");
  app.add_option("-o,--output", options.output, "write here; default: change the module");
  CLI::Option* show = app.add_flag("--show", options.show, "print the module's stamp");
  show->excludes(verdict);
  app.footer(
      "Examples:\n  lpcheck --format json fix.patch > fix.json\n"
      "  lpcheck stamp fix.ko fix.json --kernel-notes /sys/kernel/notes\n  lpcheck stamp --show fix.ko");
  if (std::optional<int> exit = ParseOptions(app, arguments)) return *exit;
  if (!options.show && options.verdict.empty()) {
    std::fprintf(stderr,
                 "lpcheck stamp: VERDICT.json is missing (or say --show); see `lpcheck stamp --help`\n");
    return kExitUsage;
  }
  absl::Status status = options.show ? Show(options) : Stamp(options);
  return status.ok() ? kExitDeliverable : Fail(status);
}

}  // namespace lpcheck
