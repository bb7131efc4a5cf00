// `lpcheck stamp`: writes a verdict into a built module, or prints the one that is there.
#ifndef LPCHECK_ANALYZER_CLI_STAMP_COMMAND_H_
#define LPCHECK_ANALYZER_CLI_STAMP_COMMAND_H_

#include "analyzer/cli/command.h"

namespace lpcheck {

int RunStamp(const Arguments& arguments);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_STAMP_COMMAND_H_
