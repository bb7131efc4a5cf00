// See explain_command.h.
#include "analyzer/cli/explain_command.h"

#include <cstdio>

#include "analyzer/cli/exit_code.h"
#include "analyzer/explain/explain.h"

namespace lpcheck {

int RunExplain(const Arguments& arguments) {
  CLI::App app("Say what a rule means: the formula, the harm, the remedy, and where the line to safe runs.",
               "lpcheck explain");
  std::vector<std::string> rules;
  bool all = false;
  app.add_option("RULE", rules, "the id of a rule, as reports name it; without one, all rules are listed");
  app.add_flag("--explain-all", all, "print every explanation");
  app.footer("Example:\n  lpcheck explain stack-mismatch");
  if (std::optional<int> exit = ParseOptions(app, arguments)) return *exit;
  std::string text = all ? ExplainAll() : rules.empty() ? ListRules() : "";
  for (const std::string& rule : rules) {
    absl::StatusOr<std::string> explanation = ExplainRule(rule);
    if (!explanation.ok()) return Fail(explanation.status());
    text.append(*explanation);
  }
  std::fputs(text.c_str(), stdout);
  return kExitDeliverable;
}

}  // namespace lpcheck
