// See klp_fix.h.
#include "analyzer/input/klp_fix.h"

#include "analyzer/base/text.h"

namespace lpcheck {

bool LooksLikeModule(std::string_view text) {
  return Contains(text, "struct klp_patch") || Contains(text, "struct klp_func");
}

absl::StatusOr<Fix> ReadModule(const std::string& fix_name, const std::vector<ModuleSource>& sources,
                               std::string_view functions_csv, const Tree& tree, const Database& database) {
  return absl::UnimplementedError(Cat(fix_name, ": livepatch modules are not read yet"));
}

}  // namespace lpcheck
