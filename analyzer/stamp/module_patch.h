// What a built livepatch module will ask of the kernel, read from its object file: the klp_patch with its
// objects, functions and states. The structures are found by their relocations, because their size differs
// from kernel to kernel while the fields that an author fills in have kept their offsets since 5.5. A module
// that builds its klp_patch at run time cannot be read this way and is an error.
#ifndef LPCHECK_ANALYZER_STAMP_MODULE_PATCH_H_
#define LPCHECK_ANALYZER_STAMP_MODULE_PATCH_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck {

struct PatchedFunction {
  std::string object;  ///< "vmlinux" or the name of a module
  std::string name;    ///< old_name
  uint32_t sympos = 0;
  auto operator<=>(const PatchedFunction&) const = default;
};

struct PatchState {
  uint64_t id = 0;
  uint32_t version = 0;
  bool operator==(const PatchState&) const = default;
};

struct ModulePatch {
  std::vector<PatchedFunction> functions;  ///< sorted
  std::vector<PatchState> states;          ///< in the order of the module
  bool replace = false;
  std::string release;  ///< first word of vermagic: the kernel release it was built for
};

/// `bytes` is a whole .ko file. InvalidArgument: no livepatch module, or none that can be read; says why.
absl::StatusOr<ModulePatch> ReadModulePatch(std::string_view bytes);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_STAMP_MODULE_PATCH_H_
