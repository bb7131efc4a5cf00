// lpcheck index: facts of a whole configured kernel, in one SQLite file.
#ifndef LPCHECK_ANALYZER_CLI_INDEX_COMMAND_H_
#define LPCHECK_ANALYZER_CLI_INDEX_COMMAND_H_

#include "analyzer/cli/command.h"

namespace lpcheck {

int RunIndex(const Arguments& arguments);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_INDEX_COMMAND_H_
