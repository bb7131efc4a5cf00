// What the heart is asked: the changed functions of a fix in both versions, and a way to look at unchanged code by need.
// And what it answers: findings, gaps, conditions, and what happened to each function.
#ifndef LPCHECK_MODEL_HEART_FIX_MODEL_H_
#define LPCHECK_MODEL_HEART_FIX_MODEL_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/api/api.h"
#include "model/steps/function.h"
#include "model/verdict.h"

namespace lpcheck::heart {

/// One function whose body differs, or that exists in one version only.
struct FunctionPair {
  std::string name;
  std::string object = "vmlinux";
  std::optional<steps::Function> before;
  std::optional<steps::Function> after;
  bool prototype_changed = false;
};

/// Unchanged code of the same translation units, asked by need. Each may be empty: then the answer is "not visible".
struct Surroundings {
  /// The body of a function that the fix does not change; nullptr if it is not visible. Stable while the model lives.
  std::function<const steps::Function*(const std::string& name)> body;
  /// The same, or the definition in a file that the fix does not touch: dear, so only for a callee that decides the answer.
  std::function<const steps::Function*(const std::string& name)> definition;
  /// Names of visible functions that call `name` directly, in either version.
  std::function<std::vector<std::string>(const std::string& name)> callers;
  /// `callers` leaves none out. False where code that is not looked at may call it.
  std::function<bool(const std::string& name)> shows_callers;
  /// All visible functions that mention the field "struct tag.field" or the global, changed ones excluded.
  std::function<std::vector<std::string>(const std::string& datum)> users;
};

struct FixModel {
  steps::Arena* arena = nullptr;  ///< the arena that all bodies were made in; not owned
  const api::Table* table = nullptr;
  std::vector<FunctionPair> changed;
  steps::UnitContext before;
  steps::UnitContext after;
  /// Records whose objects live only on stacks, as "struct tag": a mismatch in them travels on the stack channel.
  std::set<std::string> stack_only_records;
  Surroundings surroundings;
  std::uint64_t solver_limit = 500'000;  ///< resource units a query
  std::function<void(std::string_view)> on_query = {};
  bool wants_trace = false;  ///< fill Result::trace
};

struct Result {
  std::vector<Finding> findings;
  std::vector<Gap> gaps;
  std::vector<Condition> conditions;
  std::map<std::string, Change> changes;
  std::vector<std::string> bugs;   ///< of ours: witnesses that do not replay
  Touches touches;                 ///< what other patches can collide with
  std::vector<std::string> trace;  ///< step graphs, outcomes and deltas of each function, as text
  /// (function, pairing class) whose net effect a rule has judged, whatever it said.
  std::set<std::pair<std::string, std::string>> judged;
};

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_FIX_MODEL_H_
