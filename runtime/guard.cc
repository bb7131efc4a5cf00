// See guard.h.
#include "runtime/guard.h"

#include <cstdlib>
#include <map>

namespace lpcheck::runtime {
namespace {

constexpr char kFolder[] = "sys/kernel/debug/lpguard/";

/// key=value words.
std::map<std::string, std::string> Fields(const std::vector<std::string>& words) {
  std::map<std::string, std::string> fields;
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    if (equals != std::string::npos) fields[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return fields;
}

GuardVersion VersionOf(const std::vector<std::string>& words) {
  std::map<std::string, std::string> fields = Fields(words);
  GuardVersion version;
  version.function = {words[1], words[2], static_cast<uint32_t>(std::atol(words[3].c_str()))};
  version.patch = words[4] == "-" ? "" : words[4];
  version.selectable = fields["selectable"] == "yes";
  version.left = fields["left"];
  version.direct = fields["direct"] == "yes";
  version.drained = fields["drained"] == "yes";
  version.frames = std::atoi(fields["frames"].c_str());
  version.holder = std::atoi(fields["holder"].c_str());
  return version;
}

void ReadHistory(const std::string& text, Guard& guard) {
  for (const std::string& line : Lines(text)) {
    const std::vector<std::string> words = Words(line);
    if (words.size() >= 5 && words[0] == "version") guard.versions.push_back(VersionOf(words));
    if (words.size() == 2 && words[0] == "tainted-before") guard.tainted_before = words[1] == "yes";
    if (words.size() == 2 && words[0] == "overflow") guard.overflow = words[1] == "yes";
  }
}

void ReadDrain(const std::string& text, Guard& guard) {
  for (const std::string& line : Lines(text)) {
    const std::vector<std::string> words = Words(line);
    if (words.size() != 2) continue;
    const long number = std::atol(words[1].c_str());
    if (words[0] == "scans") guard.scans = static_cast<int>(number);
    if (words[0] == "tasks") guard.tasks = static_cast<int>(number);
    if (words[0] == "unsettled") guard.unsettled = static_cast<int>(number);
    if (words[0] == "microseconds") guard.microseconds = number;
  }
}

}  // namespace

Guard ReadGuard(const Root& root) {
  Guard guard;
  absl::StatusOr<std::string> history = root.Read(std::string(kFolder) + "history");
  if (!history.ok() || history->rfind("lpguard-history 1\n", 0) != 0) return guard;
  guard.present = true;
  guard.mode = root.Word("sys/module/lpguard/parameters/mode", "unknown");
  ReadHistory(*history, guard);
  ReadDrain(root.Word(std::string(kFolder) + "drain"), guard);
  return guard;
}

}  // namespace lpcheck::runtime
