// The compile commands of a configured kernel: which files this configuration builds, and with which flags. Reads the
// compile_commands.json that `lpcheck prepare` (or the kernel's own script) left in the build folder. Its functions may be called from several threads.
#ifndef LPCHECK_ANALYZER_COMPILE_DATABASE_H_
#define LPCHECK_ANALYZER_COMPILE_DATABASE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck {

/// One recorded compilation. `arguments` do not hold argv[0].
struct CompileCommand {
  std::string compiler;   ///< argv[0] as recorded
  std::string file;       ///< relative to the tree when below it, else absolute (generated files: below the build)
  std::string directory;  ///< where the compiler ran, absolute
  std::string output;     ///< relative to `directory` as recorded; empty if unknown
  std::vector<std::string> arguments;
};

/// Whether its functions get entries that the kernel's function tracer can redirect.
bool HasTracerFlag(const CompileCommand& command);

class Database {
 public:
  /// Loads `build`/compile_commands.json. kFailedPrecondition without one (remedy: lpcheck prepare) and when it is
  /// damaged, with the byte where.
  static absl::StatusOr<Database> Load(const std::string& build, const std::string& tree);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  const std::string& build() const { return build_; }
  const std::string& tree() const { return tree_; }

  /// Every command, ascending by (file, output). Parses the whole file at the first call (half a second for a
  /// distribution's configuration); a check of one fix does not need it.
  const std::vector<CompileCommand>& commands() const;

  /// The files of all commands, ascending, without parsing them.
  std::vector<std::string> Files() const;

  /// The command that builds `path` (relative to the tree), the first by output where a file is built twice; null when
  /// this configuration does not build it. Valid as long as the database.
  const CompileCommand* CommandFor(std::string_view path) const;

  /// Every command that builds `path`: a file can go into several objects with different flags.
  std::vector<const CompileCommand*> CommandsFor(std::string_view path) const;

  /// The module that `path` is linked into by its KBUILD_MODNAME and -DMODULE, or "vmlinux"; empty when unknown.
  std::string ObjectOf(std::string_view path) const;

 private:
  struct Store;
  Database();
  const std::vector<CompileCommand>& Parsed(std::string_view path) const;

  std::string build_;
  std::string tree_;
  std::unique_ptr<Store> store_;
};

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_COMPILE_DATABASE_H_
