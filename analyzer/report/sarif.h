// The report as SARIF 2.1.0 for code review tools: one run, the rules with their explanations, one result a finding
// or gap, waivers as external suppressions. A mismatch or an undeliverable change is an error, a note is
// informational, a gap that matters is a review; gaps that do not matter are left out. The verdict itself has no
// place in SARIF: it stands in the run's properties.
#ifndef LPCHECK_ANALYZER_REPORT_SARIF_H_
#define LPCHECK_ANALYZER_REPORT_SARIF_H_

#include <string>

#include "absl/types/span.h"
#include "model/verdict.h"

namespace lpcheck {

/// What the catalogue of rules says about one rule; help is Markdown.
struct SarifRule {
  std::string id;
  std::string title;
  std::string help;
};

/// A rule that fires but is not in `rules` is listed with its id alone. Deterministic to the byte.
std::string WriteSarif(absl::Span<const Report> reports, absl::Span<const SarifRule> rules,
                       std::string_view tool_version);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_REPORT_SARIF_H_
