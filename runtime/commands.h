// The commands of lpadmit, each from its inputs to a reply; printing is the caller's. Every command reads the
// machine anew. Those that change it hold the audit log's lock from before the decision until after the
// result.
#ifndef LPCHECK_RUNTIME_COMMANDS_H_
#define LPCHECK_RUNTIME_COMMANDS_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "runtime/kernel.h"
#include "runtime/root.h"

namespace lpcheck::runtime {

inline constexpr int kExitDone = 0;
inline constexpr int kExitRefused = 1;
inline constexpr int kExitUndecided = 2;
inline constexpr int kExitReversed = 3;
inline constexpr int kExitInTransition = 4;
inline constexpr int kExitUsage = 64;
inline constexpr int kExitBadInput = 65;
inline constexpr int kExitEnvironment = 69;
inline constexpr int kExitBug = 70;

/// What a command has to say. `text` is for people and ends with a newline; `json` holds the same facts.
struct Reply {
  int exit = kExitDone;
  nlohmann::ordered_json json;
  std::string text;
};

struct Context {
  Root root;
  Kernel& kernel;
  std::string
      policy_file;  ///< empty: etc/lpcheck/policy.yaml under the root, or the defaults if there is none
  std::string audit_file;
  std::function<void(const std::string&)> progress;  ///< a line for people, while a command waits
};

absl::StatusOr<Reply> RunLoad(const Context& context, const std::string& module_path);
absl::StatusOr<Reply> RunDecide(const Context& context, const std::string& module_path);
absl::StatusOr<Reply> RunStatus(const Context& context);
absl::StatusOr<Reply> RunWatch(const Context& context);
absl::StatusOr<Reply> RunBlocking(const Context& context);
absl::StatusOr<Reply> RunDrain(const Context& context, const std::string& function);
absl::StatusOr<Reply> RunUnload(const Context& context, const std::string& patch);
absl::StatusOr<Reply> RunPolicyCheck(const Context& context, const std::string& path);

/// The exit code of a status: bad input 65, environment 69.
int ExitFor(const absl::Status& status);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_COMMANDS_H_
