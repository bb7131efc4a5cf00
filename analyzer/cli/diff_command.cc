// See diff_command.h.
#include "analyzer/cli/diff_command.h"

#include <algorithm>
#include <cstdio>

#include "analyzer/base/text.h"
#include "analyzer/cli/exit_code.h"
#include "analyzer/input/read_fixes.h"
#include "analyzer/input/unified.h"

namespace lpcheck {
namespace {

constexpr const char* kShadowCalls[] = {"get", "alloc", "get_or_alloc", "free", "free_all"};

std::string Describe(const KlpModule& module) {
  std::string out = Cat("# livepatch", module.replace ? ", replace" : "", module.immediate ? ", immediate" : "", "\n");
  for (const KlpObject& object : module.objects) {
    out.append(Cat("# object ", object.name, "\n"));
    for (const KlpFunc& func : object.funcs) {
      out.append(Cat("#   ", func.old_name, ",", func.sympos, " -> ", func.new_name, " (", func.file, ")\n"));
    }
    const KlpCallbacks& calls = object.callbacks;
    for (const auto& [kind, name] : {std::pair("pre_patch", calls.pre_patch), std::pair("post_patch", calls.post_patch),
                                     std::pair("pre_unpatch", calls.pre_unpatch),
                                     std::pair("post_unpatch", calls.post_unpatch)}) {
      if (!name.empty()) out.append(Cat("#   ", kind, " ", name, "\n"));
    }
  }
  for (const KlpState& state : module.states) out.append(Cat("# state ", state.id, " version ", state.version, "\n"));
  for (const KlpShadowUse& use : module.shadow_uses) {
    out.append(Cat("# shadow ", kShadowCalls[static_cast<int>(use.call)], " id ",
                   use.id ? std::to_string(*use.id) : "?", " in ", use.function, "\n"));
  }
  return out;
}

std::string Describe(const Fix& fix) {
  std::string out = Cat("# ", fix.name, "\n");
  if (fix.module) out.append(Describe(*fix.module));
  for (const Finding& finding : fix.findings) out.append(Cat("# finding ", finding.rule, ": ", finding.message, "\n"));
  for (const Gap& gap : fix.gaps) out.append(Cat("# gap ", gap.kind, " ", gap.function, ": ", gap.message, "\n"));
  return out.append(WriteUnified(fix));
}

struct Places {
  std::string kernel = FromEnvironment("LPCHECK_KERNEL", ".");
  std::string build = FromEnvironment("LPCHECK_BUILD", "");
};

int Print(const std::vector<std::string>& fixes, const std::vector<std::string>& base, const Places& places) {
  absl::StatusOr<Tree> tree = Tree::Open(places.kernel);
  if (!tree.ok()) return Fail(tree.status());
  absl::StatusOr<Database> database = Database::Load(places.build.empty() ? tree->root() : places.build, tree->root());
  const Database* commands = database.ok() ? &*database : nullptr;
  absl::StatusOr<Tree> based = TreeWithBase(*tree, base, commands);
  if (!based.ok()) return Fail(based.status());
  int exit = kExitDeliverable;
  for (const absl::StatusOr<Fix>& fix : ReadFixes(fixes, *based, commands)) {
    if (fix.ok()) {
      std::fputs(Describe(*fix).c_str(), stdout);
    } else {
      exit = std::max(exit, Fail(fix.status()));
    }
  }
  return exit;
}

}  // namespace

int RunDiff(const Arguments& arguments) {
  Places places;
  std::vector<std::string> fixes;
  std::vector<std::string> base;
  CLI::App app("Print a fix as lpcheck understands it: a unified diff of the tree, after what its tables say.",
               "lpcheck diff");
  app.add_option("FIX", fixes, "a unified diff, a livepatch module's source, or a folder of them")->required();
  app.add_option("--kernel", places.kernel, "the kernel's source tree (else $LPCHECK_KERNEL)")->type_name("DIR");
  app.add_option("-p,--build", places.build, "the build folder (else $LPCHECK_BUILD)")->type_name("DIR");
  app.add_option("--base", base, "a fix that the kernel has already; may be repeated")->allow_extra_args(false);
  app.footer("Example:\n  lpcheck diff --kernel linux-source-6.1 --build build-deb livepatch-sample.c");
  if (std::optional<int> exit = ParseOptions(app, arguments)) return *exit;
  return Print(fixes, base, places);
}

}  // namespace lpcheck
