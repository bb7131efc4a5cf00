// lpcheck query: questions to an index, answered as text or JSON.
#ifndef LPCHECK_ANALYZER_CLI_QUERY_COMMAND_H_
#define LPCHECK_ANALYZER_CLI_QUERY_COMMAND_H_

#include "analyzer/cli/command.h"

namespace lpcheck {

int RunQuery(const Arguments& arguments);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_QUERY_COMMAND_H_
