// Which kernel a verdict is for: the GNU build id that the linker gave it.
#ifndef LPCHECK_ANALYZER_STAMP_KERNEL_ID_H_
#define LPCHECK_ANALYZER_STAMP_KERNEL_ID_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lpcheck {

/// The build id in lower-case hex, of the notes of a running kernel (/sys/kernel/notes) or of an ELF file
/// (vmlinux). InvalidArgument if there is none.
absl::StatusOr<std::string> KernelBuildId(std::string_view bytes);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_STAMP_KERNEL_ID_H_
