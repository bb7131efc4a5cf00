// See fingerprint.h.
#include "analyzer/prepare/fingerprint.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <vector>

#include "analyzer/base/files.h"
#include "analyzer/base/process.h"
#include "analyzer/base/text.h"
#include "analyzer/prepare/config.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kVersionTextLimit = 1u << 16;
constexpr std::string_view kRecordingRevision = "1";  ///< counts up when the way of recording changes

std::string FileOf(const std::string& build) { return build + "/.lpcheck-prepared"; }

bool DecidesTheBuild(std::string_view name) {
  return name.starts_with("Makefile") || name.starts_with("Kconfig") || name.starts_with("Kbuild");
}

/// Name, size and time of every file of the build system, ascending by name.
std::vector<std::string> BuildFiles(const std::string& kernel) {
  std::vector<std::string> lines;
  std::error_code error;
  fs::recursive_directory_iterator it(kernel, fs::directory_options::skip_permission_denied, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::string name = it->path().filename().string();
    if (it.depth() == 0 && (name == "Documentation" || name == ".git")) it.disable_recursion_pending();
    if (!DecidesTheBuild(name)) continue;
    struct stat info;
    if (stat(it->path().c_str(), &info) != 0) continue;
    lines.push_back(Cat(it->path().string(), ' ', info.st_size, ' ', info.st_mtim.tv_sec, '.', info.st_mtim.tv_nsec));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

absl::StatusOr<std::string> FingerprintOf(const PrepareOptions& options, const std::string& kernel) {
  absl::StatusOr<std::string> config = options.config == "defconfig" ? std::string("defconfig")
                                                                     : ReadConfig(options.config);
  if (!config.ok()) return config.status();
  absl::StatusOr<std::string> compiler = OutputOf({options.cross_compile + "gcc", "--version"}, kVersionTextLimit);
  if (!compiler.ok()) return compiler.status();
  llvm::SHA256 hash;
  for (std::string_view part : {kRecordingRevision, std::string_view(*config), std::string_view(*compiler),
                                std::string_view(options.arch), std::string_view(options.cross_compile)}) {
    hash.update(Cat(part.size(), ':', part));
  }
  for (const std::string& line : BuildFiles(kernel)) hash.update(Cat(line, '\n'));
  return llvm::toHex(hash.final(), true);
}

std::optional<std::size_t> RecordedCommands(const std::string& build, const std::string& fingerprint) {
  absl::StatusOr<std::string> text = ReadFile(FileOf(build));
  if (!text.ok() || access((build + "/compile_commands.json").c_str(), R_OK) != 0) return std::nullopt;
  std::vector<std::string_view> fields = Split(Trim(*text), ' ');
  std::size_t commands = 0;
  if (fields.size() != 2 || fields[0] != fingerprint) return std::nullopt;
  auto [end, error] = std::from_chars(fields[1].data(), fields[1].data() + fields[1].size(), commands);
  if (error != std::errc()) return std::nullopt;
  return commands;
}

absl::Status KeepFingerprint(const std::string& build, const std::string& fingerprint, std::size_t commands) {
  return WriteFile(FileOf(build), Cat(fingerprint, ' ', commands, '\n'));
}

void ForgetFingerprint(const std::string& build) { unlink(FileOf(build).c_str()); }

}  // namespace lpcheck
