// `lpcheck explain [RULE...] [--explain-all]`: prints the catalogue of rules.
#ifndef LPCHECK_ANALYZER_CLI_EXPLAIN_COMMAND_H_
#define LPCHECK_ANALYZER_CLI_EXPLAIN_COMMAND_H_

#include "analyzer/cli/command.h"

namespace lpcheck {

int RunExplain(const Arguments& arguments);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_EXPLAIN_COMMAND_H_
