// The shortest edit between two texts, line by line (Myers, "An O(ND) difference algorithm", 1986). Beyond kMaxEdits
// the whole middle counts as changed: the answer may then name too many lines, never too few.
#ifndef LPCHECK_ANALYZER_INPUT_LINE_DIFF_H_
#define LPCHECK_ANALYZER_INPUT_LINE_DIFF_H_

#include <string_view>
#include <vector>

#include "analyzer/input/fix.h"

namespace lpcheck {

/// Where the two texts differ: ranges that correspond, ascending; either side may be empty, never both.
struct LineDiff {
  std::vector<LineRange> old_ranges;
  std::vector<LineRange> new_ranges;
};

LineDiff DiffLines(std::string_view before, std::string_view after);

/// The lines of `text` without their ends; a last line without an end counts.
std::vector<std::string_view> SplitLines(std::string_view text);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_LINE_DIFF_H_
