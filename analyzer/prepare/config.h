// Kernel configuration files: read (also compressed, as distributions ship them) and edited as text, so that the
// result is independent of scripts in the tree. `make olddefconfig` settles what follows from the edits.
#ifndef LPCHECK_ANALYZER_PREPARE_CONFIG_H_
#define LPCHECK_ANALYZER_PREPARE_CONFIG_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck {

/// One assignment: CONFIG_`name`=`value`; value "n" means "is not set".
struct ConfigEdit {
  std::string_view name;
  std::string_view value;
};

/// Reads a configuration, unpacking .xz and .gz through their programs. kInvalidArgument when it holds no CONFIG_ line.
absl::StatusOr<std::string> ReadConfig(const std::string& path);

/// `text` with each edit made once: in place where the symbol occurs, else at the end.
std::string EditConfig(std::string_view text, const std::vector<ConfigEdit>& edits);

/// What lpcheck needs: live patching with its tracer and symbols, and no keys of the distribution's signing machine.
const std::vector<ConfigEdit>& LivepatchEdits();

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_PREPARE_CONFIG_H_
