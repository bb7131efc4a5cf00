// A fix that comes as unified diffs: applied to the tree in memory, one section after the other, so that a series in one
// file (or a folder) sees its own earlier changes.
#ifndef LPCHECK_ANALYZER_INPUT_PATCH_FIX_H_
#define LPCHECK_ANALYZER_INPUT_PATCH_FIX_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/input/fix.h"
#include "analyzer/input/tree.h"

namespace lpcheck {

struct PatchFile {
  std::string name;  ///< for messages
  std::string text;
};

/// kInvalidArgument when a patch is damaged, leaves the tree, or does not apply: says which file and hunk.
absl::StatusOr<Fix> ReadPatches(const std::string& fix_name, const std::vector<PatchFile>& patches, const Tree& tree);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_PATCH_FIX_H_
