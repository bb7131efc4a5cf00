// `lpcheck stack --on STACK FIX|VERDICT...` and `lpcheck upgrade OLD NEW`: conflicts of patches with a loaded
// stack or among a series, and the step from one cumulative patch to the next. A FIX is checked first, by
// this same program.
#ifndef LPCHECK_ANALYZER_CLI_STACK_COMMAND_H_
#define LPCHECK_ANALYZER_CLI_STACK_COMMAND_H_

#include "analyzer/cli/command.h"

namespace lpcheck {

int RunStack(const Arguments& arguments);
int RunUpgrade(const Arguments& arguments);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_STACK_COMMAND_H_
