// What several commands begin with: the policy, the module, the decision as a reply.
#ifndef LPCHECK_RUNTIME_COMMAND_PARTS_H_
#define LPCHECK_RUNTIME_COMMAND_PARTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "runtime/commands.h"
#include "runtime/decide.h"
#include "runtime/policy.h"
#include "runtime/stamp.h"

namespace lpcheck::runtime {

struct Candidate {
  std::string bytes;
  ModuleFile module;
};

std::string Today();
absl::StatusOr<Policy> ReadPolicy(const Context& context);
absl::StatusOr<Candidate> ReadCandidate(const std::string& path);
Reply ReplyFor(const Candidate& candidate, const Decision& decision);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_COMMAND_PARTS_H_
