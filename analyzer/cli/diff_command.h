// `lpcheck diff FIX...`: prints a fix as lpcheck understood it, above all what a livepatch module does to the tree.
#ifndef LPCHECK_ANALYZER_CLI_DIFF_COMMAND_H_
#define LPCHECK_ANALYZER_CLI_DIFF_COMMAND_H_

#include "analyzer/cli/command.h"

namespace lpcheck {

int RunDiff(const Arguments& arguments);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_DIFF_COMMAND_H_
