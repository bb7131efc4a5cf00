// Which functions hold a copy of which others, from the DWARF of a vmlinux, a .ko or a .o: the exact closure that a
// live patch of an inlined function needs. Without DWARF there is no answer, never an empty one.
#ifndef LPCHECK_ANALYZER_EXACT_INLINING_H_
#define LPCHECK_ANALYZER_EXACT_INLINING_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck::exact {

struct Inlining {
  std::string build_id;  ///< lower-case hex, empty when the file has none
  /// (inlined function, function that holds the copy), by the names of the source; sorted, each once.
  std::vector<std::pair<std::string, std::string>> pairs;
};

/// kInvalidArgument when the file is no ELF object, kFailedPrecondition when it has no DWARF.
absl::StatusOr<Inlining> ReadInlining(const std::string& path);

}  // namespace lpcheck::exact

#endif  // LPCHECK_ANALYZER_EXACT_INLINING_H_
