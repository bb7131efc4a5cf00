// One name for what two spellings hold: `dev = c->dev; put(dev)` gives back what `put(c->dev)` gives back.
//
//   same(l, p) ⇔ l is a local that is assigned once, from the place p; every local in p is assigned at most once, no parameter in p
//                is assigned, and neither version stores anything but NULL in p
//
// A place that only NULL is stored in holds what it held, or nothing to give back.
#ifndef LPCHECK_MODEL_RULES_SEMANTIC_BALANCE_NAMES_H_
#define LPCHECK_MODEL_RULES_SEMANTIC_BALANCE_NAMES_H_

#include <map>
#include <string>

#include "model/heart/obligations.h"
#include "model/steps/function.h"

namespace lpcheck::rules {

class BalanceNames {
 public:
  BalanceNames(const steps::Function& before, const steps::Function& after);

  /// An object as a version spells it, by its place instead of a local.
  std::string Name(std::string object, bool is_after) const;
  /// A net effect by places instead of locals; entries are never 0.
  std::map<heart::Resource, int> Unify(const std::map<heart::Resource, int>& net, bool is_after) const;
  /// The resource as a version spells it, for what Unify() has named.
  heart::Resource Spelled(const heart::Resource& unified, const heart::Outcome& before, const heart::Outcome& after) const;

 private:
  using Places = std::map<std::string, std::string>;  // local -> the place it was read from
  heart::Resource Rename(heart::Resource resource, bool is_after) const;

  Places before_;
  Places after_;
};

}  // namespace lpcheck::rules

#endif  // LPCHECK_MODEL_RULES_SEMANTIC_BALANCE_NAMES_H_
