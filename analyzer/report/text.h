// The report for people: verdict first, then what the operator may do, one line a finding with file:line, the
// witness as two short paths side by side, the remedy, and what was not understood and whether it mattered. It adds
// nothing to what the Report says; the source lines beside a witness come from the caller.
#ifndef LPCHECK_ANALYZER_REPORT_TEXT_H_
#define LPCHECK_ANALYZER_REPORT_TEXT_H_

#include <functional>
#include <string>

#include "absl/types/span.h"
#include "model/verdict.h"

namespace lpcheck {

enum class Color { kNever, kAlways };

/// Gives the source text of a line, without indentation or newline; empty when unknown.
using SourceLine = std::function<std::string(const Location&)>;

struct TextStyle {
  Color color = Color::kNever;
  SourceLine old_line;  ///< of the version before the fix; may be unset
  SourceLine new_line;  ///< of the version after the fix; may be unset
};

/// kAlways only if `file_descriptor` is a terminal and the environment has neither NO_COLOR nor TERM=dumb.
Color ColorFor(int file_descriptor);

/// The report of one fix, with a final newline.
std::string WriteText(const Report& report, const TextStyle& style);

/// The reports of several fixes in the order given, then one line of totals.
std::string WriteTexts(absl::Span<const Report> reports, const TextStyle& style);

/// Only "FIX: verdict" lines, for -q.
std::string WriteSummary(absl::Span<const Report> reports);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_REPORT_TEXT_H_
