// lpcheck: checks live patches. The command line is analyzer/cli; this is the last border for what must never happen:
// an exception is our bug and ends with 70.
#include <cstdio>
#include <exception>

#include "analyzer/cli/command.h"
#include "analyzer/cli/exit_code.h"

int main(int argc, char** argv) {
  try {
    return lpcheck::RunLpcheck(lpcheck::Arguments(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lpcheck: internal error: %s; please report it with the input\n", error.what());
    return lpcheck::kExitBug;
  }
}
