// What embed.cmake put into the binary: rule texts and corpus cases, as they stand in the tree.
#ifndef LPCHECK_ANALYZER_EXPLAIN_EMBEDDED_H_
#define LPCHECK_ANALYZER_EXPLAIN_EMBEDDED_H_

#include <string>
#include <vector>

namespace lpcheck {

struct EmbeddedRule {
  std::string id;
  std::string text;
};

struct EmbeddedCase {
  std::string rule;
  std::string path;    ///< below the project's folder
  std::string expect;  ///< the verdict in the file's `lpcheck: expect` directive
  std::string text;
};

/// In the order of the files' names.
const std::vector<EmbeddedRule>& EmbeddedRules();

/// Ordered by rule, then path; a rule without cases has none.
const std::vector<EmbeddedCase>& EmbeddedCases();

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_EXPLAIN_EMBEDDED_H_
