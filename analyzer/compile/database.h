// The compile commands of a configured kernel: which files this configuration builds, and with which flags. Reads the
// compile_commands.json that `lpcheck prepare` (or the kernel's own script) left in the build folder.
#ifndef LPCHECK_ANALYZER_COMPILE_DATABASE_H_
#define LPCHECK_ANALYZER_COMPILE_DATABASE_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck {

/// One recorded compilation. `arguments` are the compiler's own, without argv[0].
struct CompileCommand {
  std::string file;       ///< relative to the tree when below it, else absolute (generated files: below the build)
  std::string directory;  ///< where the compiler ran, absolute
  std::string output;     ///< relative to `directory` as recorded; empty if unknown
  std::vector<std::string> arguments;
};

class Database {
 public:
  /// Loads `build`/compile_commands.json. kNotFound without one (remedy: lpcheck prepare), kInvalidArgument when it is
  /// damaged, with the byte where.
  static absl::StatusOr<Database> Load(const std::string& build, const std::string& tree);

  const std::string& build() const { return build_; }
  const std::string& tree() const { return tree_; }

  /// Every command, ascending by (file, output).
  const std::vector<CompileCommand>& commands() const { return commands_; }

  /// The command that builds `path` (relative to the tree), the first by output where a file is built twice; null when
  /// this configuration does not build it.
  const CompileCommand* CommandFor(std::string_view path) const;

  /// Every command that builds `path`: a file can go into several objects with different flags.
  std::vector<const CompileCommand*> CommandsFor(std::string_view path) const;

  /// The module that `path` is linked into by its KBUILD_MODNAME and -DMODULE, or "vmlinux"; empty when unknown.
  std::string ObjectOf(std::string_view path) const;

 private:
  std::string build_;
  std::string tree_;
  std::vector<CompileCommand> commands_;
  std::unordered_map<std::string, std::size_t> first_;  ///< file to its first command
};

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_COMPILE_DATABASE_H_
