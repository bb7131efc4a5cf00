// The command line of `lpcheck FIX...` as plain values.
#ifndef LPCHECK_ANALYZER_CLI_CHECK_OPTIONS_H_
#define LPCHECK_ANALYZER_CLI_CHECK_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/cli/command.h"

namespace lpcheck {

struct CheckArguments {
  std::vector<std::string> fixes;
  std::string kernel;
  std::string build;
  std::string index;
  std::string target;
  std::string format = "text";
  std::string max_mechanism = "consistency";
  std::vector<std::string> base;
  std::string before;
  std::vector<std::string> clang_arguments;
  std::string waivers;
  std::string dump_smt;
  int jobs = 1;
  std::uint64_t solver_limit = 0;
  bool no_cache = false;
  bool exact = false;
  bool verbose = false;
  bool quiet = false;
};

/// Reads the arguments; the exit code to end with instead when there is nothing to check.
std::optional<int> ParseCheck(const Arguments& arguments, CheckArguments& out);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_CHECK_OPTIONS_H_
