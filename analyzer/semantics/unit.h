// One unit of a fix as the heart's questions see it: lowered bodies, contexts, and who mentions what. Whole() answers from
// the syntax trees when it is asked, and keeps them. Digested() takes down at once all that can be asked and lets the trees
// go: a pair of trees holds a hundred megabytes and more, and a fix to a header has many.
#ifndef LPCHECK_ANALYZER_SEMANTICS_UNIT_H_
#define LPCHECK_ANALYZER_SEMANTICS_UNIT_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "analyzer/session/session.h"
#include "model/api/api.h"
#include "model/steps/function.h"

namespace lpcheck::semantics {

enum class Side { kBefore, kAfter };

/// Functions of the main file that mention a field or another name.
struct Mentions {
  std::map<std::string, std::set<std::string>> fields;
  std::map<std::string, std::set<std::string>> names;
};

class Unit {
 public:
  virtual ~Unit() = default;
  /// The function `name`, of the main file or of a header, if this version defines it.
  virtual std::optional<steps::Function> Lower(Side side, const std::string& name) = 0;
  /// Other units may name it; nullopt when this version does not define it.
  virtual std::optional<bool> IsVisible(Side side, const std::string& name) = 0;
  virtual const steps::UnitContext& Context(Side side) = 0;
  /// Of the version after the fix.
  virtual const Mentions& AfterMentions() = 0;
};

/// Terms are made in `arena`, one for all units of a fix; it and `table` must outlive the unit.
std::unique_ptr<Unit> Whole(session::UnitPair pair, const api::Table& table, steps::Arena& arena);

/// The same answers about `changed`, about every function of the main file after the fix, and about whatever these call,
/// directly or not, with a body in a header.
std::unique_ptr<Unit> Digested(session::UnitPair pair, const std::set<std::string>& changed, const api::Table& table, steps::Arena& arena);

}  // namespace lpcheck::semantics

#endif  // LPCHECK_ANALYZER_SEMANTICS_UNIT_H_
