// The machine as it is: kernel, privileges, loaded patches, the guard's history. Read once, then plain
// values; tasks are read apart (tasks.h), because a decision does not need them.
#ifndef LPCHECK_RUNTIME_MACHINE_H_
#define LPCHECK_RUNTIME_MACHINE_H_

#include <optional>
#include <string>
#include <vector>

#include "runtime/guard.h"
#include "runtime/root.h"
#include "runtime/stamp.h"

namespace lpcheck::runtime {

struct LoadedPatch {
  std::string name;
  bool enabled = false;
  bool in_transition = false;
  std::vector<FunctionName> functions;  ///< sympos as the folder in sysfs names it
  std::optional<Stamp> stamp;
};

enum class Answer { kNo, kYes, kUnknown };

struct Machine {
  std::string release;
  std::string build_id;                       ///< hex, empty if unreadable
  Answer livepatch = Answer::kUnknown;        ///< CONFIG_LIVEPATCH
  Answer reliable_stacks = Answer::kUnknown;  ///< CONFIG_HAVE_RELIABLE_STACKTRACE and an unwinder for it
  bool may_load_modules = false;              ///< CAP_SYS_MODULE, and modules are not disabled
  bool in_container = false;
  bool livepatch_taint = false;  ///< a livepatch has been loaded since boot
  std::vector<LoadedPatch> patches;
  std::vector<std::string> modules;
  Guard guard;
};

Machine ReadMachine(const Root& root);

/// One patch alone; without functions if it is not there.
LoadedPatch ReadPatch(const Root& root, const std::string& name);

const LoadedPatch* FindPatch(const Machine& machine, const std::string& name);
/// The one in transition; at most one is.
const LoadedPatch* TransitionPatch(const Machine& machine);
bool Shares(const LoadedPatch& patch, const std::vector<FunctionName>& functions);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_MACHINE_H_
