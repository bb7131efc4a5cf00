// See database.h. A distribution's configuration has 13,000 commands in 40 megabytes, and a check needs one of them.
// So the file that `lpcheck prepare` writes (an entry a line, "file" first) is only cut into lines here and an entry
// parsed when it is asked for; any other layout is read whole.
#include "analyzer/compile/database.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "analyzer/base/text.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/StringSaver.h"
#include "nlohmann/json.hpp"

namespace lpcheck {
namespace {

constexpr std::string_view kOurStart = "[\n{\"file\":\"";
constexpr std::string_view kEntryStart = "{\"file\":\"";

/// Fills commands from the event stream; anything that is no array of flat objects is an error.
class Reader : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::vector<CompileCommand> commands;
  std::string error;

  bool null() override { return Unexpected("null"); }
  bool boolean(bool) override { return Unexpected("a truth value"); }
  bool number_integer(number_integer_t) override { return Unexpected("a number"); }
  bool number_unsigned(number_unsigned_t) override { return Unexpected("a number"); }
  bool number_float(number_float_t, const string_t&) override { return Unexpected("a number"); }
  bool binary(binary_t&) override { return Unexpected("binary data"); }
  bool string(string_t& text) override { return Take(std::move(text)); }
  bool key(string_t& text) override {
    key_ = std::move(text);
    return true;
  }
  bool start_object(std::size_t) override {
    if (depth_ != 1) return Unexpected("an object");
    ++depth_;
    commands.emplace_back();
    return true;
  }
  bool end_object() override {
    --depth_;
    return !commands.back().file.empty() || Unexpected("an entry without \"file\"");
  }
  bool start_array(std::size_t) override {
    bool in_arguments = depth_ == 2 && key_ == "arguments";
    if (depth_ != 0 && !in_arguments) return Unexpected("an array");
    ++depth_;
    return true;
  }
  bool end_array() override {
    if (--depth_ == 2) TakeCompilerName(commands.back());
    return true;
  }
  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception&) override {
    error = Cat("byte ", byte, ": not JSON");
    return false;
  }

 private:
  static void TakeCompilerName(CompileCommand& command) {
    if (command.arguments.empty()) return;
    command.compiler = std::move(command.arguments.front());
    command.arguments.erase(command.arguments.begin());
  }
  bool Unexpected(std::string_view what) {
    error = Cat("entry ", commands.size(), ": unexpected ", what);
    return false;
  }
  bool Take(std::string text) {
    if (depth_ < 2) return Unexpected("a string");
    CompileCommand& command = commands.back();
    if (depth_ == 3) {
      command.arguments.push_back(std::move(text));
    } else if (key_ == "file") {
      command.file = std::move(text);
    } else if (key_ == "directory") {
      command.directory = std::move(text);
    } else if (key_ == "output") {
      command.output = std::move(text);
    } else if (key_ == "command") {
      SplitCommand(text, command);
    }
    return true;
  }
  static void SplitCommand(const std::string& text, CompileCommand& command) {
    llvm::BumpPtrAllocator memory;
    llvm::StringSaver saver(memory);
    llvm::SmallVector<const char*, 128> parts;
    llvm::cl::TokenizeGNUCommandLine(text, saver, parts);
    command.arguments.assign(parts.begin(), parts.end());
    TakeCompilerName(command);
  }

  int depth_ = 0;
  std::string key_;
};

std::string OutputOf(const CompileCommand& command) {
  auto found = std::find(command.arguments.begin(), command.arguments.end(), "-o");
  if (found == command.arguments.end() || found + 1 == command.arguments.end()) return "";
  return *(found + 1);
}

/// Relative to the tree when below it, in normal form.
std::string TreePath(std::string_view file, std::string_view directory, const std::string& tree) {
  std::filesystem::path path(file);
  if (path.is_relative()) path = std::filesystem::path(directory) / path;
  std::string normal = path.lexically_normal().string();
  return normal.starts_with(tree + "/") ? normal.substr(tree.size() + 1) : normal;
}

absl::StatusOr<std::vector<CompileCommand>> Parse(std::string_view text, const std::string& tree) {
  Reader reader;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &reader)) {
    return absl::InvalidArgumentError(reader.error);
  }
  for (CompileCommand& command : reader.commands) {
    command.file = TreePath(command.file, command.directory, tree);
    if (command.output.empty()) command.output = OutputOf(command);
  }
  return std::move(reader.commands);
}

/// The text of a JSON string that starts at text[0], when it has no escapes and ends; else nullopt.
std::optional<std::string_view> PlainString(std::string_view text) {
  std::size_t end = text.find_first_of("\"\\");
  if (end == std::string_view::npos || text[end] == '\\') return std::nullopt;
  return text.substr(0, end);
}

bool Before(const CompileCommand& a, const CompileCommand& b) {
  return std::tie(a.file, a.output) < std::tie(b.file, b.output);
}

}  // namespace

/// Lines of the file that are not parsed yet, and the entries that are. Entries live in a map of stable addresses.
struct Database::Store {
  std::unique_ptr<llvm::MemoryBuffer> text;
  std::vector<std::pair<std::string, std::string_view>> lines;  ///< file and its entry, ascending by file
  std::mutex mutex;
  std::map<std::string, std::vector<CompileCommand>, std::less<>> parsed;
  std::vector<CompileCommand> all;
  bool have_all = false;
};

namespace {

/// Cuts our own layout into entries. False when a line is not as we write it.
bool CutLines(std::string_view text, const std::string& tree,
              std::vector<std::pair<std::string, std::string_view>>& lines) {
  for (std::string_view rest = text.substr(2); !rest.starts_with("]");) {
    std::size_t end = rest.find('\n');
    if (end == std::string_view::npos || !rest.starts_with(kEntryStart)) return false;
    std::string_view entry = rest.substr(0, end);
    if (entry.ends_with(',')) entry.remove_suffix(1);
    std::optional<std::string_view> file = PlainString(entry.substr(kEntryStart.size()));
    if (!file || !entry.ends_with("]}")) return false;
    bool below = file->starts_with(tree) && file->substr(tree.size()).starts_with("/");
    lines.emplace_back(below ? file->substr(tree.size() + 1) : *file, entry);
    rest.remove_prefix(end + 1);
    if (rest.empty()) return false;
  }
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return true;
}

}  // namespace

bool HasTracerFlag(const CompileCommand& command) {
  return std::any_of(command.arguments.begin(), command.arguments.end(), [](const std::string& argument) {
    // -mfentry alone only says how: without -pg no entry is made.
    return argument == "-pg" || argument.starts_with("-fpatchable-function-entry");
  });
}

Database::Database() : store_(std::make_unique<Store>()) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

absl::StatusOr<Database> Database::Load(const std::string& build, const std::string& tree) {
  std::string path = build + "/compile_commands.json";
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer) {
    return absl::FailedPreconditionError(Cat(path, ": ", buffer.getError().message(),
                                   "; run `lpcheck prepare --kernel DIR --build DIR` first, or name the build "
                                   "folder with --build"));
  }
  Database database;
  database.build_ = build;
  database.tree_ = tree;
  Store& store = *database.store_;
  store.text = std::move(*buffer);
  std::string_view text(store.text->getBufferStart(), store.text->getBufferSize());
  if (text.starts_with(kOurStart) && CutLines(text, tree, store.lines)) return database;
  store.lines.clear();
  absl::StatusOr<std::vector<CompileCommand>> all = Parse(text, tree);
  if (!all.ok()) {
    return absl::FailedPreconditionError(Cat(path, ": ", std::string(all.status().message()),
                                          "; run `lpcheck prepare` again"));
  }
  std::stable_sort(all->begin(), all->end(), Before);
  for (const CompileCommand& command : *all) store.parsed[command.file].push_back(command);
  store.all = std::move(*all);
  store.have_all = true;
  return database;
}

const std::vector<CompileCommand>& Database::Parsed(std::string_view path) const {
  static const std::vector<CompileCommand> kNone;
  std::lock_guard lock(store_->mutex);
  auto known = store_->parsed.find(path);
  if (known != store_->parsed.end()) return known->second;
  auto less = [](const auto& line, std::string_view file) { return line.first < file; };
  auto line = std::lower_bound(store_->lines.begin(), store_->lines.end(), path, less);
  std::vector<CompileCommand> found;
  for (; line != store_->lines.end() && line->first == path; ++line) {
    absl::StatusOr<std::vector<CompileCommand>> one = Parse(Cat('[', line->second, ']'), tree_);
    if (one.ok() && one->size() == 1) found.push_back(std::move(one->front()));
  }
  if (found.empty()) return kNone;
  std::stable_sort(found.begin(), found.end(), Before);
  return store_->parsed.emplace(path, std::move(found)).first->second;
}

const std::vector<CompileCommand>& Database::commands() const {
  std::lock_guard lock(store_->mutex);
  if (store_->have_all) return store_->all;
  std::string_view text(store_->text->getBufferStart(), store_->text->getBufferSize());
  absl::StatusOr<std::vector<CompileCommand>> all = Parse(text, tree_);
  if (all.ok()) store_->all = std::move(*all);
  std::stable_sort(store_->all.begin(), store_->all.end(), Before);
  store_->have_all = true;
  return store_->all;
}

std::vector<std::string> Database::Files() const {
  std::vector<std::string> files;
  if (store_->lines.empty()) {
    for (const auto& [file, commands] : store_->parsed) files.push_back(file);
  } else {
    for (const auto& [file, entry] : store_->lines) files.push_back(file);
  }
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

const CompileCommand* Database::CommandFor(std::string_view path) const {
  const std::vector<CompileCommand>& found = Parsed(path);
  return found.empty() ? nullptr : &found.front();
}

std::vector<const CompileCommand*> Database::CommandsFor(std::string_view path) const {
  std::vector<const CompileCommand*> found;
  for (const CompileCommand& command : Parsed(path)) found.push_back(&command);
  return found;
}

std::string Database::ObjectOf(std::string_view path) const {
  const CompileCommand* command = CommandFor(path);
  if (command == nullptr) return "";
  std::string name;
  bool module = false;
  for (const std::string& argument : command->arguments) {
    if (argument == "-DMODULE") module = true;
    if (argument.starts_with("-DKBUILD_MODNAME=")) name = argument.substr(argument.find('=') + 1);
  }
  std::erase(name, '"');
  return module ? name : "vmlinux";
}

}  // namespace lpcheck
