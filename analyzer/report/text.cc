// See text.h. Each section of the report is one function that appends lines; an empty section prints nothing.
#include "analyzer/report/text.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace lpcheck {
namespace {

constexpr absl::string_view kBold = "1";
constexpr absl::string_view kRed = "1;31";
constexpr absl::string_view kGreen = "1;32";
constexpr absl::string_view kYellow = "1;33";

/// The wire name as a string: absl's formatting does not take std::string_view everywhere.
template <typename Enum>
std::string Id(Enum value) {
  return std::string(Name(value));
}

std::string Paint(const TextStyle& style, absl::string_view code, absl::string_view text) {
  switch (style.color) {
    case Color::kNever:
      return std::string(text);
    case Color::kAlways:
      return absl::StrCat("\033[", code, "m", text, "\033[0m");
  }
  return std::string(text);
}

absl::string_view ColorOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kImmediate:
      return kGreen;
    case Verdict::kConsistency:
      return kBold;
    case Verdict::kUndecided:
      return kYellow;
    case Verdict::kRefused:
      return kRed;
  }
  return kBold;
}

absl::string_view Meaning(Verdict verdict) {
  switch (verdict) {
    case Verdict::kImmediate:
      return "harmless in any mix of old and new code";
    case Verdict::kConsistency:
      return "harmless while each task changes over as a whole; let the transition finish, do not force";
    case Verdict::kUndecided:
      return "something that matters was not understood; not proved safe";
    case Verdict::kRefused:
      return "not safe, or not deliverable, with the mechanisms of this kernel";
  }
  return "";
}

template <typename Enum>
std::string Ids(const std::vector<Enum>& values) {
  return absl::StrJoin(values, ", ", [](std::string* out, Enum value) { absl::StrAppend(out, Id(value)); });
}

std::string At(const Location& where) {
  if (where.file.empty()) return "";
  if (where.line == 0) return absl::StrCat(where.file, ": ");
  return absl::StrCat(where.file, ":", where.line, ": ");
}

absl::string_view YesNo(bool yes) { return yes ? "yes" : "no"; }

void AppendHead(const Report& report, const TextStyle& style, std::string& out) {
  absl::StrAppend(&out, report.fix, ": ", Paint(style, ColorOf(report.verdict), Id(report.verdict)), ", ",
                  Meaning(report.verdict), "\n");
  absl::string_view bound = report.verdict == Verdict::kUndecided ? "at least " : "";
  absl::StrAppend(&out, "  the change needs: ", bound, Ids(report.mechanisms), "\n");
  absl::StrAppend(&out, "  you may: force ", YesNo(report.may.force), ", reverse ", YesNo(report.may.reverse),
                  ", disable ", YesNo(report.may.disable), "\n");
}

void AppendConditions(const Report& report, std::string& out) {
  for (const Condition& condition : report.conditions) {
    absl::StrAppend(&out, "  on condition: ", Id(condition.kind), condition.name.empty() ? "" : " ",
                    condition.name, condition.because.empty() ? "" : ", ", condition.because, "\n");
  }
}

void AppendFunctions(const Report& report, std::string& out) {
  if (report.functions.empty()) return;
  absl::StrAppend(&out, "  replaces:\n");
  for (const FixFunction& function : report.functions) {
    absl::StrAppend(&out, "    ", At(function.where), function.name, " (", function.object, ", ",
                    Id(function.change), ")", function.because.empty() ? "" : ", ", function.because, "\n");
  }
}

/// One step of a witness path: "131  return -EINVAL;", cut to `width`.
std::string Step(const Location& where, const SourceLine& source, std::size_t width) {
  std::string text = absl::StrCat(where.line);
  if (source) absl::StrAppend(&text, "  ", source(where));
  if (text.size() > width) text = absl::StrCat(text.substr(0, width - 3), "...");
  return text;
}

/// Several steps of one line are one line to a reader.
std::vector<int> WithoutRepeats(std::vector<int> path) {
  path.erase(std::unique(path.begin(), path.end()), path.end());
  return path;
}

void AppendPaths(const Finding& finding, const Witness& witness, const TextStyle& style, std::string& out) {
  constexpr int kColumn = 46;
  const std::vector<int> old_path = WithoutRepeats(witness.old_path), new_path = WithoutRepeats(witness.new_path);
  std::size_t rows = std::max(old_path.size(), new_path.size());
  if (rows == 0) return;
  absl::StrAppend(&out, absl::StrFormat("      %-*s | %s\n", kColumn, "old", "new"));
  for (std::size_t i = 0; i < rows; ++i) {
    std::string left, right;
    if (i < old_path.size()) left = Step({finding.where.file, old_path[i]}, style.old_line, kColumn);
    if (i < new_path.size()) right = Step({finding.where.file, new_path[i]}, style.new_line, kColumn);
    std::string line = absl::StrFormat("      %-*s | %s", kColumn, left, right);
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&out, line, "\n");
  }
}

void AppendWitness(const Finding& finding, const Witness& witness, const TextStyle& style, std::string& out) {
  if (!witness.values.empty()) {
    absl::StrAppend(&out, "      with ", absl::StrJoin(witness.values, ", ", absl::PairFormatter(" = ")), "\n");
  }
  AppendPaths(finding, witness, style, out);
  for (std::size_t i = 0; i < witness.steps.size(); ++i) absl::StrAppend(&out, "      ", i + 1, ". ", witness.steps[i], "\n");
}

/// "[stack-mismatch, stack, new-to-old]"; the direction is told only where there is a channel to flow through.
std::string Tag(const Finding& finding) {
  std::string tag = absl::StrCat("[", finding.rule);
  if (!finding.channels.empty()) {
    absl::StrAppend(&tag, "; ", Ids(finding.channels), "; ", Id(finding.direction));
  }
  return absl::StrCat(tag, "]");
}

void AppendFinding(const Finding& finding, const TextStyle& style, std::string& out) {
  absl::string_view color = finding.severity == Severity::kNote ? kBold : kRed;
  std::string who = finding.function;
  if (!finding.peer.empty()) absl::StrAppend(&who, " and ", finding.peer);
  absl::StrAppend(&out, "  ", At(finding.where), Paint(style, color, Id(finding.severity)), ": ", who,
                  who.empty() ? "" : ": ", finding.message, " ", Tag(finding), "\n");
  if (finding.witness) AppendWitness(finding, *finding.witness, style, out);
  if (!finding.remedy.empty()) absl::StrAppend(&out, "      remedy: ", finding.remedy, "\n");
}

void AppendGaps(const Report& report, const TextStyle& style, std::string& out) {
  for (const Gap& gap : report.gaps) {
    absl::StrAppend(&out, "  ", At(gap.where), Paint(style, gap.matters ? kYellow : kBold, "not understood"), ": ",
                    gap.function, gap.function.empty() ? "" : ": ", gap.message.empty() ? gap.kind : gap.message,
                    " [", gap.kind, gap.matters ? ", it matters]" : ", it does not matter]", "\n");
  }
}

void AppendWaivers(const Report& report, std::string& out) {
  if (report.waivers.empty()) return;
  absl::StrAppend(&out, "  waivers applied: ", report.waivers.size(), "\n");
  for (const AppliedWaiver& waiver : report.waivers) {
    absl::StrAppend(&out, "    ", waiver.finding, ": ", waiver.reason, " (", waiver.who, ", until ", waiver.until,
                    ")\n");
  }
}

void AppendTarget(const Report& report, std::string& out) {
  const Target& target = report.target;
  if (target.era.empty()) return;
  absl::StrAppend(&out, "  decided for: ", target.era, ", ", target.arch,
                  target.reliable_stacks ? "" : ", no reliable stacks");
  if (!report.bound_to.kernel.empty()) absl::StrAppend(&out, ", source ", report.bound_to.kernel);
  absl::StrAppend(&out, ", ", target.stack.empty() ? "nothing loaded" : "loaded: ",
                  absl::StrJoin(target.stack, ", "), "\n");
}

}  // namespace

Color ColorFor(int file_descriptor) {
  const char* term = std::getenv("TERM");
  if (std::getenv("NO_COLOR") != nullptr || term == nullptr || std::string_view(term) == "dumb") return Color::kNever;
  return isatty(file_descriptor) ? Color::kAlways : Color::kNever;
}

std::string WriteText(const Report& report, const TextStyle& style) {
  std::string out;
  AppendHead(report, style, out);
  AppendConditions(report, out);
  for (const Finding& finding : report.findings) AppendFinding(finding, style, out);
  AppendGaps(report, style, out);
  AppendFunctions(report, out);
  AppendWaivers(report, out);
  AppendTarget(report, out);
  return out;
}

std::string WriteTexts(absl::Span<const Report> reports, const TextStyle& style) {
  std::string out;
  std::array<int, 4> count{};
  for (const Report& report : reports) {
    absl::StrAppend(&out, WriteText(report, style), reports.size() > 1 ? "\n" : "");
    ++count[static_cast<std::size_t>(report.verdict)];
  }
  if (reports.size() <= 1) return out;
  absl::StrAppend(&out, reports.size(), " fixes:");
  for (Verdict verdict : {Verdict::kImmediate, Verdict::kConsistency, Verdict::kUndecided, Verdict::kRefused}) {
    absl::StrAppend(&out, verdict == Verdict::kImmediate ? " " : ", ", count[static_cast<std::size_t>(verdict)], " ",
                    Id(verdict));
  }
  return absl::StrCat(out, "\n");
}

std::string WriteSummary(absl::Span<const Report> reports) {
  std::string out;
  for (const Report& report : reports) absl::StrAppend(&out, report.fix, ": ", Id(report.verdict), "\n");
  return out;
}

}  // namespace lpcheck
