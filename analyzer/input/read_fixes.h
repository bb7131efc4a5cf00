// The door for fixes: decides which form each path has and calls its reader. One bad input does not hide the others,
// so that every path yields its own Fix or its own error, in the order given.
#ifndef LPCHECK_ANALYZER_INPUT_READ_FIXES_H_
#define LPCHECK_ANALYZER_INPUT_READ_FIXES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/compile/database.h"
#include "analyzer/input/fix.h"
#include "analyzer/input/tree.h"

namespace lpcheck {

/// A path of the command line that stands for one fix: a file, or a folder that holds a module's sources.
struct FixInput {
  std::string path;
  std::string name;  ///< as Fix::name
};

/// Folders are opened here: one input per file or sub-folder, ascending by name. An error stands for a path that does
/// not exist or a folder without any fix.
std::vector<absl::StatusOr<FixInput>> ListFixes(const std::vector<std::string>& paths);

/// Reads one fix against `tree` (with its overlay as the "before"). `database` gives a livepatch module's source the
/// kernel's flags; it may be null for unified diffs.
absl::StatusOr<Fix> ReadFix(const FixInput& input, const Tree& tree, const Database* database);

/// ListFixes and ReadFix for all of them.
std::vector<absl::StatusOr<Fix>> ReadFixes(const std::vector<std::string>& paths, const Tree& tree,
                                           const Database* database);

/// Applies the fixes at `paths` one after the other, each above the one before: the tree as the running kernel has it.
absl::StatusOr<Tree> TreeWithBase(const Tree& tree, const std::vector<std::string>& paths, const Database* database);

/// Two versions of one self-contained file, with the clang arguments that it needs; no kernel.
absl::StatusOr<Fix> ReadTwoVersions(const std::string& old_path, const std::string& new_path,
                                    const std::vector<std::string>& clang_arguments);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_READ_FIXES_H_
