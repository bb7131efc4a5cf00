// The report for people, as whole texts: what stands where is the point.
#include "analyzer/report/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/analyzer/report/sample_reports.h"

namespace lpcheck {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(WriteText, SaysTheWholeReportVerdictFirst) {
  EXPECT_EQ(WriteText(FullReport(), {}),
            R"(0001-foo.patch: consistency, harmless while each task changes over as a whole; let the transition finish, do not force
  the change needs: per-task
  you may: force no, reverse no, disable no
  on condition: add-caller foo_main, it calls both
  on condition: no-disable, data made by new code must not meet old code again
  on condition: no-reverse, data made by new code must not meet old code again
  net/foo.c:131: mismatch: foo_get and foo_use: new foo_get returns -ENOMEM, old foo_use takes it as a length [stack-mismatch; stack, rollback; new-to-old]
      with len = 0, ret = -12
      old                                            | new
      122                                            | 122
      125                                            | 129
                                                     | 131
      1. the task enters new foo_get
      2. it returns to old foo_use
      remedy: let foo_use check for errors first
  note: foo_init: only a note [order-of-phases]
  net/foo.c:140: not understood: foo_use: inline-asm [inline-asm, it does not matter]
  net/foo.c:141: not understood: foo_use: ->poll [unknown-callee, it matters]
  replaces:
    net/foo.c:120: foo_get (vmlinux, contract)
    net/foo.c:140: foo_use (foo, local), inlines foo_get
  waivers applied: 1
    gap:unknown-callee:foo_use: reviewed by hand (A. Reviewer, until 2030-01-01)
  decided for: 6.1, x86_64, source 6.1.192, loaded: lp1
)");
}

TEST(WriteText, PutsSourceLinesBesideTheWitness) {
  TextStyle style{.old_line = [](const Location& where) { return "old text " + std::to_string(where.line); },
                  .new_line = [](const Location&) { return std::string(200, 'x'); }};
  std::string text = WriteText(FullReport(), style);
  EXPECT_THAT(text, HasSubstr("122  old text 122"));
  EXPECT_THAT(text, HasSubstr("xxx...\n"));
}

TEST(WriteText, UsesColorOnlyWhenAsked) {
  EXPECT_THAT(WriteText(FullReport(), {}), Not(HasSubstr("\033")));
  EXPECT_THAT(WriteText(FullReport(), {.color = Color::kAlways}), HasSubstr("\033[1mconsistency\033[0m"));
}

TEST(WriteText, UndecidedGivesALowerBound) {
  Report report{.fix = "x.patch", .gaps = {{.kind = "inline-asm", .where = {"a.S", 0}}}};
  Decide(report);
  std::string text = WriteText(report, {});
  EXPECT_THAT(text, HasSubstr("the change needs: at least immediate"));
  EXPECT_THAT(text, HasSubstr("\n  a.S: not understood: inline-asm [inline-asm, it matters]\n"));
}

TEST(WriteTexts, EndsSeveralReportsWithTotals) {
  Report safe{.fix = "a.patch"};
  Decide(safe);
  std::string text = WriteTexts({safe, FullReport()}, {});
  EXPECT_THAT(text, StartsWith("a.patch: immediate"));
  EXPECT_THAT(text, HasSubstr("2 fixes: 1 immediate, 1 consistency, 0 undecided, 0 refused\n"));
  EXPECT_THAT(WriteTexts({safe}, {}), Not(HasSubstr("fixes:")));
}

TEST(WriteSummary, IsOneLineAFix) {
  EXPECT_EQ(WriteSummary({Report{.fix = "a"}, Report{.fix = "b"}}), "a: undecided\nb: undecided\n");
}

}  // namespace
}  // namespace lpcheck
