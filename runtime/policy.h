// What the operator allows: /etc/lpcheck/policy.yaml. Every key has a safe default; an unknown key or a wrong
// type is an error, because a misspelt safety rule would be none.
#ifndef LPCHECK_RUNTIME_POLICY_H_
#define LPCHECK_RUNTIME_POLICY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck::runtime {

enum class AtDeadline { kReverse, kHold, kForce };
enum class Unknown { kRefuse, kAllow };

struct PolicyWaiver {
  std::string fix;  ///< the verdict's key "fix"
  std::string reason;
  std::string who;
  std::string until;  ///< ISO date, inclusive
};

struct Policy {
  bool allow_immediate = true;
  bool allow_consistency = true;
  int patience_seconds = 10;   ///< how long an immediate fix may switch task by task before it is forced
  int deadline_seconds = 120;  ///< how long a transition may last
  AtDeadline at_deadline = AtDeadline::kReverse;
  bool signed_only = false;
  bool require_guard = false;
  Unknown unwatched_history = Unknown::kRefuse;  ///< patched functions whose past nobody watched
  Unknown unstamped_unload = Unknown::kRefuse;
  std::vector<PolicyWaiver>
      waivers;  ///< for undecided fixes: the consistency model under a recorded assumption
};

inline constexpr char kPolicyFile[] = "etc/lpcheck/policy.yaml";

/// InvalidArgument names the line, the key and what was expected. An empty text is the default policy.
absl::StatusOr<Policy> ParsePolicy(const std::string& text);

/// What a policy means, in sentences, one a line.
std::string DescribePolicy(const Policy& policy);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_POLICY_H_
