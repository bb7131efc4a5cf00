// See config.h.
#include "analyzer/prepare/config.h"

#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/process.h"
#include "analyzer/base/text.h"

namespace lpcheck {
namespace {

constexpr std::size_t kConfigLimit = 16u << 20;

/// The symbol that a line sets or unsets; empty for comments and blank lines.
std::string_view SymbolOf(std::string_view line) {
  constexpr std::string_view kUnset = "# CONFIG_";
  if (line.starts_with(kUnset) && line.ends_with(" is not set")) {
    return line.substr(kUnset.size(), line.find(' ', kUnset.size()) - kUnset.size());
  }
  if (!line.starts_with("CONFIG_")) return {};
  return line.substr(7, line.find('=') - 7);
}

std::string LineFor(const ConfigEdit& edit) {
  if (edit.value == "n") return Cat("# CONFIG_", edit.name, " is not set\n");
  return Cat("CONFIG_", edit.name, '=', edit.value, '\n');
}

absl::StatusOr<std::string> Unpack(const char* program, const std::string& path) {
  absl::StatusOr<std::string> readable = ReadFile(path, kConfigLimit);
  if (!readable.ok()) return readable.status();
  absl::StatusOr<std::string> text = OutputOf({program, "-dc", "--", path}, kConfigLimit);
  if (text.ok()) return text;
  return absl::InvalidArgumentError(Cat(path, ": cannot be unpacked (", std::string(text.status().message()), ")"));
}

}  // namespace

absl::StatusOr<std::string> ReadConfig(const std::string& path) {
  absl::StatusOr<std::string> text = path.ends_with(".xz")   ? Unpack("xz", path)
                                     : path.ends_with(".gz") ? Unpack("gzip", path)
                                                             : ReadFile(path, kConfigLimit);
  if (!text.ok()) return text;
  for (std::string_view line : Split(*text, '\n')) {
    if (!SymbolOf(line).empty()) return text;
  }
  return absl::InvalidArgumentError(Cat(path, ": is no kernel configuration (no CONFIG_ line)"));
}

std::string EditConfig(std::string_view text, const std::vector<ConfigEdit>& edits) {
  std::string out;
  std::vector<char> made(edits.size(), 0);
  for (std::string_view line : Split(text, '\n')) {
    std::string_view symbol = SymbolOf(line);
    std::size_t at = 0;
    while (at < edits.size() && (symbol.empty() || edits[at].name != symbol)) ++at;
    if (at == edits.size()) {
      out.append(line).push_back('\n');
    } else if (!std::exchange(made[at], 1)) {
      out.append(LineFor(edits[at]));
    }
  }
  while (out.ends_with("\n\n")) out.pop_back();
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (!made[i]) out.append(LineFor(edits[i]));
  }
  return out;
}

const std::vector<ConfigEdit>& LivepatchEdits() {
  static const std::vector<ConfigEdit> kEdits = {
      {"LIVEPATCH", "y"},
      {"FTRACE", "y"},
      {"FUNCTION_TRACER", "y"},
      {"DYNAMIC_FTRACE", "y"},
      {"KALLSYMS", "y"},
      {"KALLSYMS_ALL", "y"},
      {"SYSFS", "y"},
      {"SYSTEM_TRUSTED_KEYS", "\"\""},
      {"SYSTEM_REVOCATION_KEYS", "\"\""},
      {"MODULE_SIG_KEY", "\"\""},
      {"WERROR", "n"},
  };
  return kEdits;
}

}  // namespace lpcheck
