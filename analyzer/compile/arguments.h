// From gcc to clang: rewrites a recorded command so that libclang-cpp's front end accepts it, by the table in
// flags.inc (drop, map or keep, each with its reason). What the table does not know is passed on; what clang itself
// does not know is left out with a warning, so that a new gcc flag is no failure.
#ifndef LPCHECK_ANALYZER_COMPILE_ARGUMENTS_H_
#define LPCHECK_ANALYZER_COMPILE_ARGUMENTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/compile/database.h"

namespace lpcheck {

/// Arguments for clang, without argv[0] and without the source file: relative paths count from `directory`.
struct ClangCommand {
  std::string directory;
  std::string file;  ///< absolute
  std::vector<std::string> arguments;
  std::vector<std::string> warnings;  ///< one for every flag that was left out unknown to table and clang
};

/// `tree` makes a relative `command.file` absolute.
ClangCommand ToClang(const CompileCommand& command, std::string_view tree);

/// The command to parse `file` (absolute) with, as if it stood where `like` stands: used for headers, for files that
/// the configuration does not build, and for a livepatch module's source. KBUILD_BASENAME and KBUILD_MODNAME follow
/// the name of `file`.
ClangCommand ToClangFor(const CompileCommand& like, std::string_view tree, std::string file);

/// Leaves out the flags that clang's driver rejected, as its message names them ("unsupported option '-mfoo' for
/// target ..."), one warning each. The number of flags left out: 0 means that trying again is pointless.
int DropRejected(ClangCommand& command, std::string_view message);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_COMPILE_ARGUMENTS_H_
