#include "analyzer/cli/check_again.h"

#include <cstdlib>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "analyzer/base/files.h"
#include "analyzer/base/process.h"
#include "analyzer/cli/exit_code.h"
#include "analyzer/stack/stack_json.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<std::string> Checked(const std::string& path, const CheckAgain& where,
                                    const std::vector<std::string>& base) {
  Process process{
      .arguments = {"/proc/self/exe", path, "--format", "json", "-q"}, .environment = {}, .on_line = {}};
  if (!where.kernel.empty()) process.arguments.insert(process.arguments.end(), {"--kernel", where.kernel});
  if (!where.build.empty()) process.arguments.insert(process.arguments.end(), {"--build", where.build});
  for (const std::string& below : base) process.arguments.insert(process.arguments.end(), {"--base", below});
  std::string output;
  process.on_line = [&output](const std::string& line) { absl::StrAppend(&output, line, "\n"); };
  absl::StatusOr<int> exit = Run(process);
  if (!exit.ok()) return exit.status();
  if (*exit <= kExitUndecided) return output;
  const std::string message = absl::StrCat(path, ": cannot be checked\n", output);
  if (*exit == kExitEnvironment) return absl::FailedPreconditionError(message);
  return absl::InvalidArgumentError(message);
}

/// A folder that is gone at the end.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "lpcheck-XXXXXX").string();
    if (!error && mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~ScratchFolder() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

bool IsVerdictFile(const std::string& path) { return absl::EndsWith(path, ".json"); }

bool IsDiff(const std::string& path) {
  return absl::EndsWith(path, ".patch") || absl::EndsWith(path, ".diff") || absl::EndsWith(path, ".mbox");
}

absl::StatusOr<std::vector<klp::StackPatch>> CheckAgain::Read(const std::string& path,
                                                              const std::vector<std::string>& base) const {
  absl::StatusOr<std::string> text = IsVerdictFile(path) ? ReadFile(path) : Checked(path, *this, base);
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<klp::StackPatch>> patches = ReadPatchesJson(*text, path);
  if (patches.ok()) return patches;
  return absl::Status(patches.status().code(), absl::StrCat(path, ": ", patches.status().message()));
}

absl::StatusOr<klp::StackPatch> CheckAgain::AsOne(const std::vector<std::string>& paths) const {
  ScratchFolder scratch;
  const fs::path all = fs::path(scratch.path()) / "fix";
  std::error_code error;
  if (scratch.path().empty() || !fs::create_directory(all, error))
    return absl::FailedPreconditionError("no temporary folder can be made; set TMPDIR");
  for (std::size_t i = 0; i < paths.size(); ++i) {
    fs::copy_file(paths[i], all / absl::StrCat(absl::Dec(i + 1, absl::kZeroPad4), ".patch"), error);
    if (error) return absl::InvalidArgumentError(absl::StrCat(paths[i], ": ", error.message()));
  }
  absl::StatusOr<std::vector<klp::StackPatch>> patches = Read(scratch.path(), {});
  if (!patches.ok()) return patches.status();
  if (patches->size() != 1) return absl::InternalError("several diffs were not read as one fix");
  return patches->front();
}

}  // namespace lpcheck
