// See unified.h.
#include "analyzer/input/unified.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "analyzer/base/text.h"
#include "analyzer/input/line_diff.h"

namespace lpcheck {
namespace {

constexpr int kContext = 3;

using Lines = std::vector<std::string_view>;

/// Changes that share context lines, [first, last] of the file's ranges.
struct Group {
  std::size_t first = 0;
  std::size_t last = 0;
};

std::vector<Group> Groups(const std::vector<LineRange>& old_ranges) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < old_ranges.size(); ++i) {
    bool joins = i > 0 && old_ranges[i].first - old_ranges[i - 1].last - 1 <= 2 * kContext;
    if (!joins) groups.push_back({i, i});
    groups.back().last = i;
  }
  return groups;
}

void Append(std::string& out, char mark, std::string_view line) { out.append(Cat(mark, line, '\n')); }

void WriteGroup(const FileChange& file, const Group& group, const Lines& before, const Lines& after,
                std::string& out) {
  const LineRange& first = file.touched_old[group.first];
  const LineRange& last = file.touched_old[group.last];
  int lead = std::min(kContext, first.first - 1);
  int tail = std::min(kContext, static_cast<int>(before.size()) - last.last);
  int old_begin = first.first - lead;
  int new_begin = file.touched_new[group.first].first - lead;
  int old_count = last.last + tail - old_begin + 1;
  int new_count = file.touched_new[group.last].last + tail - new_begin + 1;
  out.append(Cat("@@ -", old_count == 0 ? old_begin - 1 : old_begin, ',', old_count, " +",
                 new_count == 0 ? new_begin - 1 : new_begin, ',', new_count, " @@\n"));
  int at = old_begin;
  for (std::size_t i = group.first; i <= group.last; ++i) {
    const LineRange& gone = file.touched_old[i];
    const LineRange& come = file.touched_new[i];
    for (; at < gone.first; ++at) Append(out, ' ', before[at - 1]);
    for (; at <= gone.last; ++at) Append(out, '-', before[at - 1]);
    for (int line = come.first; line <= come.last; ++line) Append(out, '+', after[line - 1]);
  }
  for (int i = 0; i < tail; ++i, ++at) Append(out, ' ', before[at - 1]);
}

}  // namespace

std::string WriteUnified(const Fix& fix) {
  std::string out;
  for (const FileChange& file : fix.files) {
    std::string before_text = file.before.value_or("");
    std::string after_text = file.after.value_or("");
    out.append(file.before ? Cat("--- a/", file.old_path, '\n') : std::string("--- /dev/null\n"));
    out.append(file.after ? Cat("+++ b/", file.path, '\n') : std::string("+++ /dev/null\n"));
    Lines before = SplitLines(before_text);
    Lines after = SplitLines(after_text);
    for (const Group& group : Groups(file.touched_old)) WriteGroup(file, group, before, after, out);
  }
  return out;
}

}  // namespace lpcheck
