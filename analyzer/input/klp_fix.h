// A fix that comes as a livepatch module's source: what its struct klp_patch replaces is put into the tree's own files,
// so that the rest of the analyzer sees a before and an after like any other fix's. The module is parsed with the
// kernel's own flags as an out-of-tree module.
#ifndef LPCHECK_ANALYZER_INPUT_KLP_FIX_H_
#define LPCHECK_ANALYZER_INPUT_KLP_FIX_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/compile/database.h"
#include "analyzer/input/fix.h"
#include "analyzer/input/tree.h"

namespace lpcheck {

/// A file of the module, absolute.
struct ModuleSource {
  std::string path;
  std::string text;
};

/// Whether a C file's text may define a livepatch: it mentions struct klp_patch or struct klp_func, has functions by
/// the klpp_ convention, or includes another C file.
bool LooksLikeModule(std::string_view text);

/// `sources` are the module's C files; `functions_csv` the text of patched_funcs.csv, empty without one.
/// kInvalidArgument when there is no livepatch in them; what cannot be mapped to the tree is a gap of the fix.
absl::StatusOr<Fix> ReadModule(const std::string& fix_name, const std::vector<ModuleSource>& sources,
                               std::string_view functions_csv, const Tree& tree, const Database& database);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_KLP_FIX_H_
