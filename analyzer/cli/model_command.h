// `lpcheck model WORLD...`: explores worlds of the algorithm's model, checks properties, compares eras.
#ifndef LPCHECK_ANALYZER_CLI_MODEL_COMMAND_H_
#define LPCHECK_ANALYZER_CLI_MODEL_COMMAND_H_

#include "analyzer/cli/command.h"

namespace lpcheck {

int RunModel(const Arguments& arguments);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_MODEL_COMMAND_H_
