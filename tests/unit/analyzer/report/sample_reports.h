// Reports that the writers' tests share.
#ifndef LPCHECK_TESTS_UNIT_ANALYZER_REPORT_SAMPLE_REPORTS_H_
#define LPCHECK_TESTS_UNIT_ANALYZER_REPORT_SAMPLE_REPORTS_H_

#include "model/decide.h"
#include "model/verdict.h"

namespace lpcheck {

/// A report that uses every field.
inline Report FullReport() {
  Report report{.fix = "0001-foo.patch"};
  report.conditions = {{ConditionKind::kAddCaller, "foo_main", "it calls both"}};
  report.functions = {{.name = "foo_get", .where = {"net/foo.c", 120}, .change = Change::kContract},
                      {.name = "foo_use",
                       .object = "foo",
                       .where = {"net/foo.c", 140},
                       .change = Change::kLocal,
                       .because = "inlines foo_get"}};
  report.findings = {{.rule = "stack-mismatch",
                      .severity = Severity::kMismatch,
                      .channels = {Channel::kStack, Channel::kRollback},
                      .direction = Direction::kNewToOld,
                      .function = "foo_get",
                      .peer = "foo_use",
                      .where = {"net/foo.c", 131},
                      .message = "new foo_get returns -ENOMEM, old foo_use takes it as a length",
                      .witness = Witness{.values = {{"ret", "-12"}, {"len", "0"}},
                                         .old_path = {122, 125, 125},
                                         .new_path = {122, 129, 131},
                                         .steps = {"the task enters new foo_get", "it returns to old foo_use"}},
                      .remedy = "let foo_use check for errors first"},
                     {.rule = "order-of-phases", .function = "foo_init", .message = "only a note"}};
  report.gaps = {{.kind = "inline-asm", .function = "foo_use", .where = {"net/foo.c", 140}, .matters = false},
                 {.kind = "unknown-callee", .function = "foo_use", .where = {"net/foo.c", 141}, .message = "->poll"}};
  report.waivers = {{"gap:unknown-callee:foo_use", "reviewed by hand", "A. Reviewer", "2030-01-01"}};
  report.target = {.era = "6.1", .stack = {"lp1"}};
  report.bound_to = {"6.1.192", "c0", "gcc 12.2.0", "b1", "50", "f0"};
  report.touches = Touches{.direct_calls = {{"foo_use", "foo_get"}},
                           .data = {{"struct foo.len", {"original"}, "changed-in-foo_get"}},
                           .locks = {{"rtnl", "struct foo.lock"}},
                           .states = {{"7", 2}},
                           .shadows = {{"1", "foo_ctor"}},
                           .callbacks = {{"limit", CallbackEffect::kSets}}};
  report.checked_on = {"lp1"};
  report.replace = true;
  Decide(report);
  return report;
}

}  // namespace lpcheck

#endif  // LPCHECK_TESTS_UNIT_ANALYZER_REPORT_SAMPLE_REPORTS_H_
