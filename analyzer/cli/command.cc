// See command.h: dispatch, and what every command does with its options.
#include "analyzer/cli/command.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "analyzer/cli/exit_code.h"

namespace lpcheck {

namespace {

int Dispatch(const Arguments& arguments) {
  if (arguments.empty()) return RunCheck({});
  for (const Command& command : Commands()) {
    if (command.name == arguments[0]) return command.run(Arguments(arguments.begin() + 1, arguments.end()));
  }
  return RunCheck(arguments);
}

}  // namespace

int RunLpcheck(const Arguments& arguments) {
  int exit = Dispatch(arguments);
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit;
  return Fail(absl::ResourceExhaustedError("standard output: cannot be written (is the disk full?)"));
}

std::optional<int> ParseOptions(CLI::App& app, const Arguments& arguments) {
  try {
    Arguments reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return kExitDeliverable;
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "%s: %s; see `%s --help`\n", app.get_name().c_str(), error.what(), app.get_name().c_str());
    return kExitUsage;
  }
  return std::nullopt;
}

std::string FromEnvironment(const char* name, std::string_view otherwise) {
  const char* value = std::getenv(name);
  return std::string(value != nullptr && *value != '\0' ? std::string_view(value) : otherwise);
}

}  // namespace lpcheck
