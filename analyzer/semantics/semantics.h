// From parsed units to the heart: lowers the functions that the fix changes, and unchanged ones by need.
#ifndef LPCHECK_ANALYZER_SEMANTICS_SEMANTICS_H_
#define LPCHECK_ANALYZER_SEMANTICS_SEMANTICS_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/semantics/elsewhere.h"
#include "analyzer/semantics/unit.h"
#include "model/heart/fix_model.h"

namespace lpcheck::semantics {

struct Question {
  std::vector<Unit*> units;      ///< all units of the fix; none may have parse errors
  steps::Arena* arena = nullptr;  ///< that of the units
  /// Functions that the fix changes, the closure over inlining included. Names that no unit defines are ignored.
  std::set<std::string> changed;
  std::set<std::string> prototype_changed;
  std::set<std::string> stack_only_records;     ///< "struct tag"
  std::string tree;                             ///< absolute; file names in the answer are relative to it
  IndexSource index;                            ///< what is known of other files
  std::uint64_t solver_limit = 500'000;
  std::function<void(std::string_view)> on_query = {};
  bool wants_trace = false;                     ///< see heart::FixModel
};

heart::Result Judge(const Question& question);

}  // namespace lpcheck::semantics

#endif  // LPCHECK_ANALYZER_SEMANTICS_SEMANTICS_H_
