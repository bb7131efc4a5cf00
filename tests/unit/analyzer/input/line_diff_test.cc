// The line diff against its definition: what is outside the ranges is equal on both sides.
#include "analyzer/input/line_diff.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "analyzer/base/text.h"

namespace lpcheck {
namespace {

TEST(LineDiff, EqualTextsHaveNoRange) { EXPECT_TRUE(DiffLines("a\nb\n", "a\nb\n").old_ranges.empty()); }

TEST(LineDiff, AnInsertionHasAnEmptyOldRangeAtItsPlace) {
  LineDiff diff = DiffLines("a\nb\n", "a\nx\ny\nb\n");
  EXPECT_EQ(diff.old_ranges, (std::vector<LineRange>{{2, 1}}));
  EXPECT_EQ(diff.new_ranges, (std::vector<LineRange>{{2, 3}}));
}

TEST(LineDiff, TwoChangesFarApartAreTwoRanges) {
  LineDiff diff = DiffLines("a\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n");
  EXPECT_EQ(diff.old_ranges, (std::vector<LineRange>{{1, 1}, {5, 5}}));
  EXPECT_EQ(diff.new_ranges, (std::vector<LineRange>{{1, 1}, {5, 5}}));
}

TEST(LineDiff, NothingBecomesEverything) {
  LineDiff diff = DiffLines("", "a\nb");
  EXPECT_EQ(diff.old_ranges, (std::vector<LineRange>{{1, 0}}));
  EXPECT_EQ(diff.new_ranges, (std::vector<LineRange>{{1, 2}}));
}

/// Copies the lines of `text` that are in no range.
std::string Outside(const std::string& text, const std::vector<LineRange>& ranges) {
  std::string out;
  int number = 0;
  for (std::string_view line : SplitLines(text)) {
    ++number;
    bool inside = false;
    for (const LineRange& range : ranges) inside = inside || (range.first <= number && number <= range.last);
    if (!inside) out.append(line).push_back('\n');
  }
  return out;
}

TEST(LineDiff, WhatIsOutsideTheRangesIsEqualOnBothSides) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    std::string before, after;
    for (int i = 0; i < 30; ++i) before += Cat("line ", static_cast<int>(random() % 6), "\n");
    for (std::string_view line : SplitLines(before)) {
      if (random() % 5 == 0) continue;
      after += std::string(line) + "\n";
      if (random() % 5 == 0) after += "new\n";
    }
    LineDiff diff = DiffLines(before, after);
    EXPECT_EQ(Outside(before, diff.old_ranges), Outside(after, diff.new_ranges));
  }
}

}  // namespace
}  // namespace lpcheck
