// Puts the functions of a livepatch module into the file of the tree that defines what they replace: the old body gives
// way to the new one, and what the new body needs of the module (helpers, constants, types, includes) is copied before
// it. Names are mapped back: new_func to old_name, pointers obtained through kallsyms (klpe_foo) to foo itself, copies
// that equal the tree's (klpr_foo) to the tree's. All of it is text; whether the outcome makes sense is for Clang to say.
#ifndef LPCHECK_ANALYZER_INPUT_GRAFT_H_
#define LPCHECK_ANALYZER_INPUT_GRAFT_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/verdict.h"

namespace lpcheck {

struct GraftFunction {
  std::string old_name;
  std::string new_name;
};

struct GraftRequest {
  std::string_view target;             ///< the tree's file as it is
  std::string_view source;             ///< the module's file
  const std::set<std::string>& target_names;  ///< what the target's translation unit declares, headers included
  const std::set<std::string>& source_names;  ///< the same of the module's
  std::vector<GraftFunction> functions;
  std::map<std::string, std::string> renames;  ///< new_func to old_name of the whole module
};

struct Grafted {
  std::string text;       ///< the target with what could be grafted
  std::vector<Gap> gaps;  ///< what could not, and what was assumed; `where` is left to the caller
};

Grafted Graft(const GraftRequest& request);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_GRAFT_H_
