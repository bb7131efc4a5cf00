// See database.h. The file is JSON of our own making or of the kernel's script, tens of megabytes for a
// distribution's configuration: it is read with a streaming (SAX) parser straight into commands.
#include "analyzer/compile/database.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "analyzer/base/text.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/StringSaver.h"
#include "nlohmann/json.hpp"

namespace lpcheck {
namespace {

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
    if (--depth_ == 2) DropCompilerName(commands.back());
    return true;
  }
  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception&) override {
    error = Cat("byte ", byte, ": not JSON");
    return false;
  }

 private:
  static void DropCompilerName(CompileCommand& command) {
    if (!command.arguments.empty()) command.arguments.erase(command.arguments.begin());
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
    for (std::size_t i = 1; i < parts.size(); ++i) command.arguments.emplace_back(parts[i]);
  }

  int depth_ = 0;
  std::string key_;
};

std::string OutputOf(const CompileCommand& command) {
  auto found = std::find(command.arguments.begin(), command.arguments.end(), "-o");
  if (found == command.arguments.end() || found + 1 == command.arguments.end()) return "";
  return *(found + 1);
}

/// Paths in normal form: relative to the tree when below it.
void Normalise(CompileCommand& command, const std::string& tree) {
  std::filesystem::path file(command.file);
  if (file.is_relative()) file = std::filesystem::path(command.directory) / file;
  command.file = file.lexically_normal().string();
  if (command.file.starts_with(tree + "/")) command.file.erase(0, tree.size() + 1);
  if (command.output.empty()) command.output = OutputOf(command);
}

}  // namespace

absl::StatusOr<Database> Database::Load(const std::string& build, const std::string& tree) {
  std::string path = build + "/compile_commands.json";
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer) {
    return absl::NotFoundError(Cat(path, ": ", buffer.getError().message(),
                                            "; run `lpcheck prepare --kernel DIR --build DIR` first, or name the "
                                            "build folder with --build"));
  }
  Reader reader;
  const char* begin = (*buffer)->getBufferStart();
  if (!nlohmann::json::sax_parse(begin, (*buffer)->getBufferEnd(), &reader)) {
    return absl::InvalidArgumentError(Cat(path, ": ", reader.error, "; run `lpcheck prepare` again"));
  }
  Database database;
  database.build_ = build;
  database.tree_ = tree;
  database.commands_ = std::move(reader.commands);
  for (CompileCommand& command : database.commands_) Normalise(command, tree);
  std::stable_sort(database.commands_.begin(), database.commands_.end(), [](const auto& a, const auto& b) {
    return std::tie(a.file, a.output) < std::tie(b.file, b.output);
  });
  database.first_.reserve(database.commands_.size());
  for (std::size_t i = 0; i < database.commands_.size(); ++i) database.first_.emplace(database.commands_[i].file, i);
  return database;
}

const CompileCommand* Database::CommandFor(std::string_view path) const {
  auto found = first_.find(std::string(path));
  return found == first_.end() ? nullptr : &commands_[found->second];
}

std::vector<const CompileCommand*> Database::CommandsFor(std::string_view path) const {
  std::vector<const CompileCommand*> found;
  const CompileCommand* command = CommandFor(path);
  for (; command != nullptr && command < commands_.data() + commands_.size() && command->file == path; ++command) {
    found.push_back(command);
  }
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
