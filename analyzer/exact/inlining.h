// Which functions hold a copy of which others, from the DWARF of a vmlinux, a .ko or a .o: the exact closure that a
// live patch of an inlined function needs. Without DWARF there is no answer, never an empty one.
#ifndef LPCHECK_ANALYZER_EXACT_INLINING_H_
#define LPCHECK_ANALYZER_EXACT_INLINING_H_

#include <compare>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck::exact {

/// A function as it is linked.
struct Symbol {
  std::string name;    ///< without the suffix of a clone: .isra.0, .constprop.1, .part.2, .cold
  std::string symbol;  ///< as linked
  int position = 1;    ///< what a livepatch gives as old_sympos: among equal symbols, by address in vmlinux, by symbol table in a module
  std::string file;    ///< the source by the symbol table; "" for symbols with linkage
  auto operator<=>(const Symbol&) const = default;
};

struct Inlining {
  std::string build_id;  ///< lower-case hex, empty when the file has none
  /// (inlined function, function that holds the copy), by the names of the source; sorted, each once.
  std::vector<std::pair<std::string, std::string>> pairs;
  std::vector<Symbol> symbols;  ///< of functions, sorted
};

/// Lower-case hex out of the file's ELF notes; empty when it is no ELF file or has none.
std::string BuildIdOf(const std::string& path);

/// kInvalidArgument when the file is no ELF object, kFailedPrecondition when it has no DWARF.
absl::StatusOr<Inlining> ReadInlining(const std::string& path);

}  // namespace lpcheck::exact

#endif  // LPCHECK_ANALYZER_EXACT_INLINING_H_
