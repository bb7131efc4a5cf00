// `lpcheck prepare`: the command line of analyzer/prepare.
#ifndef LPCHECK_ANALYZER_CLI_PREPARE_COMMAND_H_
#define LPCHECK_ANALYZER_CLI_PREPARE_COMMAND_H_

#include "analyzer/cli/command.h"

namespace lpcheck {

int RunPrepare(const Arguments& arguments);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_PREPARE_COMMAND_H_
