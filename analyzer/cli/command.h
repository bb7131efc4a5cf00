// The commands of lpcheck: a table of name, one line of help and a function. Checking fixes has no name: it is what
// lpcheck does when the first argument is none of these. To add a command, write its Run function in a file of its own
// (options with CLI11 through ParseOptions) and give it a line in commands.cc.
#ifndef LPCHECK_ANALYZER_CLI_COMMAND_H_
#define LPCHECK_ANALYZER_CLI_COMMAND_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/types/span.h"

namespace lpcheck {

/// The arguments after the command's name.
using Arguments = std::vector<std::string>;

struct Command {
  std::string_view name;
  std::string_view help;  ///< one line
  int (*run)(const Arguments& arguments);
};

absl::Span<const Command> Commands();

/// The exit code. `arguments` are those after the program's name.
int RunLpcheck(const Arguments& arguments);

/// Checks fixes; declared here since it is the command without a name.
int RunCheck(const Arguments& arguments);

/// Lets `app` read the arguments. nullopt: go on. Else the exit code to end with: --help was printed (0) or the
/// usage was wrong (64) and the message printed.
std::optional<int> ParseOptions(CLI::App& app, const Arguments& arguments);

/// The value of an environment variable, or `otherwise` when it is unset or empty.
std::string FromEnvironment(const char* name, std::string_view otherwise);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_COMMAND_H_
