// See history.h.
#include "runtime/history.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace lpcheck::runtime {
namespace {

bool Touches(const std::vector<FunctionName>& functions, const GuardVersion& version) {
  return std::any_of(functions.begin(), functions.end(), [&](const FunctionName& function) {
    return function.object == version.function.object && function.name == version.function.name;
  });
}

std::string NameOf(const GuardVersion& version) {
  return version.patch.empty() ? absl::StrCat("the original ", version.function.name)
                               : absl::StrCat(version.function.name, " of patch ", version.patch);
}

std::string Objection(const GuardVersion& version) {
  if (version.direct) {
    return absl::StrCat(NameOf(version),
                        " can still be called directly by live functions of the same module");
  }
  if (version.frames > 0) return absl::StrCat(NameOf(version), " is on the stack of task ", version.holder);
  return absl::StrCat(NameOf(version), " left by ", version.left,
                      " and is not proved drained; run lpadmit drain");
}

/// Without lpguard: nothing is known of functions that a loaded patch has touched, or of any once one was
/// forced.
std::vector<std::string> Unwatched(const std::vector<FunctionName>& functions, const Machine& machine) {
  std::vector<std::string> objections;
  for (const LoadedPatch& patch : machine.patches) {
    if (Shares(patch, functions)) {
      objections.push_back(
          absl::StrCat("patch ", patch.name, " has patched the same functions and nobody watched"));
    }
  }
  if (machine.patches.empty() && machine.livepatch_taint && !machine.guard.present) {
    objections.push_back("a livepatch was loaded earlier and nobody watched what it left behind");
  }
  return objections;
}

}  // namespace

std::vector<std::string> HistoryObjections(const std::vector<FunctionName>& functions, const Machine& machine,
                                           const Policy& policy) {
  std::vector<std::string> objections;
  const bool watched = machine.guard.present && !machine.guard.overflow;
  if (!watched && policy.unwatched_history == Unknown::kRefuse) objections = Unwatched(functions, machine);
  for (const GuardVersion& version : machine.guard.versions) {
    if (version.selectable || !Touches(functions, version)) continue;
    if (version.direct || !version.drained) objections.push_back(Objection(version));
  }
  return objections;
}

}  // namespace lpcheck::runtime
