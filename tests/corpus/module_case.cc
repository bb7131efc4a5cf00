// See module_case.h.
#include "tests/corpus/module_case.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lpcheck::corpus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileMark = "// lpcheck: file ";

void WriteFile(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

/// The files that make lpcheck believe a tree; core.c lends its command to the module's source.
void WriteTree(const ModuleCase& which, const fs::path& include, const fs::path& tree) {
  WriteFile(tree / "Makefile", "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 1\nEXTRAVERSION =\n");
  WriteFile(tree / "Kconfig", "");
  fs::create_directories(tree / "arch");
  WriteFile(tree / "kernel/livepatch/core.c", "int core;\n");
  fs::create_directories(tree / "include");
  fs::copy(include, tree / "include", fs::copy_options::recursive);
  for (const TreeFile& file : which.files) WriteFile(tree / file.path, file.text);
}

nlohmann::json CommandFor(const TreeFile& file, const fs::path& tree) {
  std::vector<std::string> words = {"gcc", "-nostdinc", "-pg", "-mfentry", absl::StrCat("-I", (tree / "include").string())};
  if (file.object != "vmlinux") words.push_back("-DMODULE");
  words.push_back(absl::StrCat("-DKBUILD_MODNAME=\"", file.object == "vmlinux" ? "core" : file.object, "\""));
  for (const std::string& word : {std::string("-c"), std::string("-o"), absl::StrCat(file.path, ".o"), (tree / file.path).string()})
    words.push_back(word);
  return {{"directory", tree.string()}, {"file", (tree / file.path).string()}, {"output", absl::StrCat(file.path, ".o")}, {"arguments", words}};
}

}  // namespace

absl::StatusOr<ModuleCase> ReadModuleCase(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  ModuleCase result;
  std::string head;
  std::string* part = &head;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(text.str(), '\n'))) {
    if (line.rfind(kFileMark, 0) != 0) {
      absl::StrAppend(part, line, "\n");
      continue;
    }
    const std::vector<std::string> words = absl::StrSplit(line.substr(kFileMark.size()), ' ');
    if (words.size() != 1 && (words.size() != 3 || words[1] != "of"))
      return absl::InvalidArgumentError(absl::StrCat(file.string(), ": `", line, "`: file PATH, or file PATH of MODULE"));
    if (words[0] == "fix.c" || words[0] == "fix.patch") {
      result.source_name = words[0];
      part = &result.source;
      continue;
    }
    result.files.push_back({words[0], words.size() == 3 ? words[2] : "vmlinux", ""});
    part = &result.files.back().text;
  }
  if (result.source.empty() || result.files.empty())
    return absl::InvalidArgumentError(absl::StrCat(file.string(), ": needs `", std::string(kFileMark), "fix.c` and at least one file of the kernel"));
  absl::StatusOr<Case> expected = ParseCase(absl::StrCat(head, "#ifdef FIXED\nint fixed;\n#endif\n"));
  if (!expected.ok()) return absl::InvalidArgumentError(absl::StrCat(file.string(), ": ", std::string(expected.status().message())));
  result.expected = *std::move(expected);
  return result;
}

absl::StatusOr<Answer> AskAboutModule(const Checker& checker, const ModuleCase& which, const fs::path& scratch) {
  const fs::path tree = scratch / "tree", build = scratch / "build", source = scratch / which.source_name;
  WriteTree(which, checker.include, tree);
  nlohmann::json commands = {CommandFor({"kernel/livepatch/core.c", "vmlinux", ""}, tree)};
  for (const TreeFile& file : which.files) {
    if (fs::path(file.path).extension() == ".c") commands.push_back(CommandFor(file, tree));
  }
  WriteFile(build / "compile_commands.json", commands.dump(1));
  WriteFile(source, which.source);
  return Answered(absl::StrCat(" --kernel '", tree.string(), "' --build '", build.string(), "' --no-cache --format json '", source.string(), "'"), checker);
}

}  // namespace lpcheck::corpus
