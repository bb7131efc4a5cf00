#include "analyzer/exact/compile_version.h"

#include <stdlib.h>

#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "analyzer/base/files.h"
#include "analyzer/base/process.h"

namespace lpcheck::exact {
namespace {

namespace fs = std::filesystem;

/// A folder that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "lpcheck-exact-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The tree as it is, but for the folders that `files` lie in: those are real, their other entries links.
class View {
 public:
  View(std::string tree, std::string root) : tree_(std::move(tree)), root_(std::move(root)) {}

  absl::Status Lay(const std::map<std::string, std::optional<std::string>>& files) {
    if (absl::Status made = Open(""); !made.ok()) return made;
    for (const auto& [path, text] : files) {
      if (path.rfind(tree_ + "/", 0) != 0) continue;
      if (absl::Status laid = LayOne(path.substr(tree_.size() + 1), text); !laid.ok()) return laid;
    }
    return absl::OkStatus();
  }

 private:
  /// Makes the folder real. `folder` is relative, "" for the top.
  absl::Status Open(const std::string& folder) {
    if (!opened_.insert(folder).second) return absl::OkStatus();
    std::error_code error;
    const fs::path here = fs::path(root_) / folder;
    fs::remove(here, error);
    fs::create_directories(here, error);
    if (error) return absl::UnavailableError(here.string() + ": " + error.message());
    for (fs::directory_iterator entry(fs::path(tree_) / folder, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code link_error;
      fs::create_symlink(entry->path(), here / entry->path().filename(), link_error);
      if (link_error) return absl::UnavailableError(here.string() + ": " + link_error.message());
    }
    return absl::OkStatus();
  }

  absl::Status LayOne(const std::string& relative, const std::optional<std::string>& text) {
    std::string folder;
    for (const fs::path& part : fs::path(relative).parent_path()) {
      folder = folder.empty() ? part.string() : folder + "/" + part.string();
      if (absl::Status made = Open(folder); !made.ok()) return made;
    }
    const fs::path target = fs::path(root_) / relative;
    std::error_code error;
    fs::remove(target, error);
    return text ? WriteFile(target.string(), *text) : absl::OkStatus();
  }

  std::string tree_;
  std::string root_;
  std::set<std::string> opened_;
};

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    const std::size_t end = at + from.size();
    if (end == text.size() || text[end] == '/') text.replace(at, from.size(), to);
    else at = end - to.size();
  }
  return text;
}

/// The recorded command over the view, without what writes beside the build's own objects.
std::vector<std::string> Command(const Compilation& compilation, const std::string& view, const std::string& object) {
  std::vector<std::string> command;
  for (std::size_t i = 0; i < compilation.arguments.size(); ++i) {
    const std::string& argument = compilation.arguments[i];
    if (argument == "-o" || argument == "-MF" || argument == "-MT" || argument == "-MQ") {
      ++i;
    } else if (argument.rfind("-Wp,-M", 0) != 0 && argument.rfind("-M", 0) != 0 && argument.rfind("-g", 0) != 0) {
      command.push_back(Replaced(argument, compilation.tree, view));
    }
  }
  if (compilation.lines == Lines::kFixed) {
    command.push_back("-Wno-builtin-macro-redefined");
    command.push_back("-D__LINE__=1");
  }
  // A section for each symbol: a call into the same section has no relocation, and its bytes move with every edit.
  command.insert(command.end(), {"-ffunction-sections", "-fdata-sections", "-w", "-o", object});
  return command;
}

}  // namespace

absl::StatusOr<Object> CompileVersion(const Compilation& compilation) {
  const TemporaryFolder folder;
  if (folder.path().empty()) return absl::UnavailableError("no temporary folder can be made; set $TMPDIR to one with room");
  const std::string view = folder.path() + "/tree", object = folder.path() + "/version.o";
  if (absl::Status laid = View(compilation.tree, view).Lay(compilation.files); !laid.ok()) return laid;
  Process process;
  // The command runs in the build folder: a relative path of an include must find what is generated there.
  process.arguments = {"env", "-C", compilation.directory};
  for (std::string& argument : Command(compilation, view, object)) process.arguments.push_back(std::move(argument));
  std::string first_error;
  process.on_line = [&](const std::string& line) {
    if (first_error.empty() && line.find("error") != std::string::npos) first_error = Replaced(line, view, compilation.tree);
  };
  absl::StatusOr<int> status = Run(process);
  if (!status.ok()) return status.status();
  if (*status == 127) return absl::UnavailableError(compilation.arguments.front() + ": not found; install the compiler that the build was recorded with");
  if (*status != 0) return absl::FailedPreconditionError(first_error.empty() ? "the recorded command fails" : first_error);
  return ReadObject(object);
}

}  // namespace lpcheck::exact
