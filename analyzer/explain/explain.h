// The catalogue of rules: what each means, the formula first, why a violation does harm, what to do, and the corpus
// twins that show the line between safe and unsafe. The texts stand in rules/<rule-id>.md:
//
//   # title
//   ## Formula / ## Meaning / ## Harm / ## Remedy      each once, in this order, none empty
//
// A formula says what is violated, or, for the classes of changes that need no partner (guard, leak-fix, ...), what makes
// them harmless. The catalogue explains; the rules themselves are model/'s and know nothing of it.
#ifndef LPCHECK_ANALYZER_EXPLAIN_EXPLAIN_H_
#define LPCHECK_ANALYZER_EXPLAIN_EXPLAIN_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/report/sarif.h"

namespace lpcheck {

struct RuleText {
  std::string id;
  std::string title;
  std::string formula;
  std::string meaning;
  std::string harm;
  std::string remedy;
};

/// InvalidArgument names the section that is missing, empty, unknown or out of order.
absl::StatusOr<RuleText> ParseRuleText(std::string_view id, std::string_view text);

/// All rules by id. A rule text that does not parse is a bug of ours and ends the program.
std::vector<RuleText> Catalogue();

/// What `lpcheck explain RULE` prints. NotFound names the rules that look similar.
absl::StatusOr<std::string> ExplainRule(std::string_view id);

/// What `lpcheck explain` without a rule prints: one line a rule.
std::string ListRules();

/// What `lpcheck explain --explain-all` prints: every explanation, one after the other.
std::string ExplainAll();

/// The catalogue as SARIF metadata.
std::vector<SarifRule> SarifRules();

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_EXPLAIN_EXPLAIN_H_
