// See line_diff.h. The common head and tail are cut off first, so that the search runs over the change alone.
#include "analyzer/input/line_diff.h"

#include <algorithm>
#include <utility>

namespace lpcheck {
namespace {

constexpr int kMaxEdits = 2000;

using Lines = std::vector<std::string_view>;

/// The middle parts that are left when head and tail are equal.
struct Middle {
  int head = 0;
  int old_count = 0;
  int new_count = 0;
};

Middle Trim(const Lines& a, const Lines& b) {
  Middle middle;
  int shorter = static_cast<int>(std::min(a.size(), b.size()));
  while (middle.head < shorter && a[middle.head] == b[middle.head]) ++middle.head;
  int tail = 0;
  while (tail < shorter - middle.head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  middle.old_count = static_cast<int>(a.size()) - middle.head - tail;
  middle.new_count = static_cast<int>(b.size()) - middle.head - tail;
  return middle;
}

/// Myers' forward search: trace[d][k + d] is the furthest x on diagonal k after d edits. Empty beyond kMaxEdits.
std::vector<std::vector<int>> Search(const Lines& a, const Lines& b, const Middle& m) {
  std::vector<std::vector<int>> trace;
  std::vector<int> reach(2 * kMaxEdits + 3, 0);
  const int zero = kMaxEdits + 1;
  for (int d = 0; d <= kMaxEdits; ++d) {
    for (int k = -d; k <= d; k += 2) {
      bool down = k == -d || (k != d && reach[zero + k - 1] < reach[zero + k + 1]);
      int x = down ? reach[zero + k + 1] : reach[zero + k - 1] + 1;
      while (x < m.old_count && x - k < m.new_count && a[m.head + x] == b[m.head + x - k]) ++x;
      reach[zero + k] = x;
      if (x >= m.old_count && x - k >= m.new_count) {
        trace.emplace_back(reach.begin() + zero - d, reach.begin() + zero + d + 1);
        return trace;
      }
    }
    trace.emplace_back(reach.begin() + zero - d, reach.begin() + zero + d + 1);
  }
  return {};
}

/// Marks the lines that the shortest edit deletes (of a) and inserts (of b), walking the trace backwards.
void Mark(const std::vector<std::vector<int>>& trace, const Middle& m, std::vector<char>& gone,
          std::vector<char>& come) {
  int x = m.old_count;
  int y = m.new_count;
  for (int d = static_cast<int>(trace.size()) - 1; d > 0; --d) {
    const std::vector<int>& row = trace[d - 1];
    auto at = [&row, d](int k) { return std::abs(k) > d - 1 ? -1 : row[k + d - 1]; };
    int k = x - y;
    bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
    int from = down ? k + 1 : k - 1;
    int from_x = at(from);
    if (down) {
      come[from_x - from] = 1;
    } else {
      gone[from_x] = 1;
    }
    x = from_x;
    y = from_x - from;
  }
}

}  // namespace

Lines SplitLines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

LineDiff DiffLines(std::string_view before, std::string_view after) {
  Lines a = SplitLines(before);
  Lines b = SplitLines(after);
  Middle m = Trim(a, b);
  LineDiff diff;
  if (m.old_count == 0 && m.new_count == 0) return diff;
  std::vector<char> gone(m.old_count, 0);
  std::vector<char> come(m.new_count, 0);
  std::vector<std::vector<int>> trace = Search(a, b, m);
  if (trace.empty()) {
    std::fill(gone.begin(), gone.end(), 1);
    std::fill(come.begin(), come.end(), 1);
  } else {
    Mark(trace, m, gone, come);
  }
  for (int x = 0, y = 0; x < m.old_count || y < m.new_count;) {
    int x0 = x;
    int y0 = y;
    while (x < m.old_count && gone[x]) ++x;
    while (y < m.new_count && come[y]) ++y;
    if (x == x0 && y == y0) {
      ++x, ++y;
      continue;
    }
    diff.old_ranges.push_back({m.head + x0 + 1, m.head + x});
    diff.new_ranges.push_back({m.head + y0 + 1, m.head + y});
  }
  return diff;
}

}  // namespace lpcheck
