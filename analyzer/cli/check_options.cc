// See check_options.h: names, help and checks of every option; nothing is opened here.
#include "analyzer/cli/check_options.h"

#include <algorithm>
#include <cstdio>

#include "analyzer/base/text.h"
#include "analyzer/cli/exit_code.h"
#include "analyzer/cli/version.h"

namespace lpcheck {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  lpcheck --kernel linux-source-6.1 --build build-deb 0001-net-fix-foo.patch\n"
    "  lpcheck --kernel linux-source-6.1 --build build-deb --format json livepatch-fix.c\n"
    "  lpcheck --kernel linux-source-6.1 --build build-deb --base fix-1.patch fix-2.patch\n"
    "  lpcheck --before old.c new.c -- -I include -DDEBUG\n"
    "\n"
    "Exit status: 0 every fix is deliverable within --max-mechanism; 1 one is refused or needs more; 2 none is\n"
    "refused, one is undecided; 64 wrong usage; 65 bad input; 69 environment; 70 a bug of lpcheck.";

std::string CommandList() {
  std::string text = "\n\nCommands (each has its own --help):\n";
  for (const Command& command : Commands()) {
    std::string name(command.name);
    name.resize(std::max<std::size_t>(name.size(), 10), ' ');
    text.append(Cat("  ", name, command.help, "\n"));
  }
  return text;
}

void AddPlaces(CLI::App& app, CheckArguments& out) {
  app.add_option("--kernel", out.kernel,
                 "source tree that the fix applies to (else $LPCHECK_KERNEL, else the nearest parent that is one)")
      ->type_name("DIR");
  app.add_option("-p,--build", out.build, "where compile_commands.json is (else $LPCHECK_BUILD, else the tree)")
      ->type_name("DIR");
  app.add_option("--index", out.index, "facts index (else the one in the build folder, if any)")->type_name("FILE");
  app.add_option("--target", out.target, "the machine: a stack file, live for this one, or live:DIR for recorded files of one")->type_name("FILE");
  app.add_option("--base", out.base, "a fix that the running kernel has already; may be repeated")
      ->type_name("FIX")
      ->allow_extra_args(false);
  app.add_option("--before", out.before, "old version of one self-contained file; FIX is the new one; no kernel")
      ->type_name("OLD.c");
  app.add_option("--waivers", out.waivers, "reviewed assumptions")->type_name("FILE");
}

void AddWays(CLI::App& app, CheckArguments& out) {
  app.add_option("--format", out.format, "text, json or sarif")
      ->check(CLI::IsMember({"text", "json", "sarif"}))
      ->type_name("FORMAT");
  app.add_option("--max-mechanism", out.max_mechanism, "strictest mechanism allowed: immediate or consistency")
      ->check(CLI::IsMember({"immediate", "consistency"}))
      ->type_name("NAME");
  app.add_option("-j", out.jobs, "fixes checked at the same time; the output does not depend on it")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  app.add_option("--solver-limit", out.solver_limit, "solver resource units a query")->type_name("N");
  app.add_option("--dump-smt", out.dump_smt, "write every query as SMT-LIB2 into this folder")->type_name("DIR");
  app.add_flag("--no-cache", out.no_cache, "neither read nor write cached preambles");
  app.add_flag("--exact", out.exact, "compile the touched files and take the changed functions from the objects");
  app.add_flag("-v,--verbose", out.verbose, "also print the changed functions as steps, what they owe, and each difference found (on standard error)");
  app.add_flag("-q,--quiet", out.quiet, "one line a fix, no progress");
}

int Usage(const std::string& message) { return Fail(absl::OutOfRangeError(message + "; see `lpcheck --help`")); }

}  // namespace

std::optional<int> ParseCheck(const Arguments& arguments, CheckArguments& out) {
  auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  Arguments ours(arguments.begin(), dashes);
  Arguments rest(dashes == arguments.end() ? dashes : dashes + 1, arguments.end());
  CLI::App app("Decide whether live patches are safe, and under which change-over mechanism." + CommandList(),
               "lpcheck");
  bool version = false;
  app.add_option("FIX", out.fixes, "a unified diff, a livepatch module's source, or a folder of them");
  AddPlaces(app, out);
  AddWays(app, out);
  app.add_flag("--version", version, "print the version");
  app.footer(kExamples);
  if (std::optional<int> exit = ParseOptions(app, ours)) return exit;
  if (version) {
    std::printf("lpcheck %s\n", std::string(kVersion).c_str());
    return kExitDeliverable;
  }
  (out.before.empty() ? out.fixes : out.clang_arguments).insert(
      (out.before.empty() ? out.fixes : out.clang_arguments).end(), rest.begin(), rest.end());
  if (out.fixes.empty()) return Usage("no fix given");
  if (!out.before.empty() && out.fixes.size() != 1) return Usage("--before OLD.c takes exactly one new version");
  if (!out.before.empty() && !out.base.empty()) return Usage("--base needs a kernel, --before has none");
  if (!out.before.empty() && !out.target.empty()) return Usage("--target needs a kernel, --before has none");
  return std::nullopt;
}

}  // namespace lpcheck
