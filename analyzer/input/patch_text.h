// Unified diffs as text: git, quilt and plain diff -u, alone, in a mail, or several one after the other. Whatever stands
// before, between and behind the hunks is skipped. A hunk is read by the counts in its header, so that a mail's
// signature or a "--- " line inside it cannot be mistaken; a hunk that is cut off is an error. Nothing is applied here.
#ifndef LPCHECK_ANALYZER_INPUT_PATCH_TEXT_H_
#define LPCHECK_ANALYZER_INPUT_PATCH_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck {

enum class LineKind { kContext, kRemoved, kAdded };

struct HunkLine {
  LineKind kind = LineKind::kContext;
  std::string text;         ///< without the mark and the line end
  bool has_newline = true;  ///< false before "\ No newline at end of file"
};

struct Hunk {
  int old_start = 0;  ///< as the header says, 1-based
  int new_start = 0;
  std::string header;  ///< the "@@ ... @@" part, for messages
  int patch_line = 0;  ///< where it stands in the patch
  std::vector<HunkLine> lines;
};

enum class PatchAction { kModify, kCreate, kDelete, kRename, kCopy };

/// What one section of the diff does to one file. Names are as written, unquoted, with their prefix (a/, b/).
struct FilePatch {
  PatchAction action = PatchAction::kModify;
  std::string old_name;
  std::string new_name;
  bool names_have_prefix = true;  ///< false for "rename from": git writes those without a/ and b/
  std::vector<Hunk> hunks;
  int patch_line = 0;
};

/// kInvalidArgument, with `name` and the line, for a hunk that is cut off or damaged, a binary change, a change to a
/// symbolic link or a submodule, a merge's combined diff, and when there is no diff at all.
absl::StatusOr<std::vector<FilePatch>> ParsePatch(std::string_view text, std::string_view name);

/// Whether `text` seems to hold a unified diff at all.
bool LooksLikePatch(std::string_view text);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_PATCH_TEXT_H_
