// patched_funcs.csv, the list beside sources that leave their klp_func table to a template: one line a function,
//   object old_name[,sympos] new_name [preprocessor condition]
// separated by blanks. Blank lines and lines that start with # are skipped.
#ifndef LPCHECK_ANALYZER_INPUT_FUNCTION_LIST_H_
#define LPCHECK_ANALYZER_INPUT_FUNCTION_LIST_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/input/fix.h"

namespace lpcheck {

/// The objects in the order of their first line. `config` is the kernel's .config: a line whose condition is
/// IS_ENABLED(CONFIG_X) with CONFIG_X unset is left out. kInvalidArgument names the line.
absl::StatusOr<std::vector<KlpObject>> ParseFunctionList(std::string_view text, std::string_view name,
                                                         std::string_view config);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_FUNCTION_LIST_H_
