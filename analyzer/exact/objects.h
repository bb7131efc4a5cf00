// Which functions an object file really has, and which of them differ between two builds of one source file: the set
// that a redirect must cover, inlined copies and compiler clones included. Functions are compared by their bytes and
// by what their relocations refer to; addresses of other functions, line numbers and the names of compiler-made
// labels do not count. Reads ELF through LLVM; compiles nothing.
#ifndef LPCHECK_ANALYZER_EXACT_OBJECTS_H_
#define LPCHECK_ANALYZER_EXACT_OBJECTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck::exact {

struct Symbol {
  std::string name;
  std::string section;
  std::uint64_t size = 0;
  bool local = false;
  std::string contents;  ///< bytes, each relocated field replaced by what it refers to
};

struct Object {
  std::map<std::string, Symbol> functions;  ///< a name that stands twice (static in two included files) gets #2, ...
  std::map<std::string, Symbol> data;       ///< variables of any storage
};

/// kInvalidArgument when the file is no relocatable 64-bit ELF object.
absl::StatusOr<Object> ReadObject(const std::string& path);

enum class Difference { kChanged, kAdded, kRemoved };

struct ChangedSymbol {
  std::string name;
  Difference difference;
  bool is_function = true;
  auto operator<=>(const ChangedSymbol&) const = default;
};

/// Sorted by name. A function that differs only in the literal that it refers to (a string in .rodata) counts as changed.
std::vector<ChangedSymbol> Compare(const Object& before, const Object& after);

/// foo for foo.isra.0, foo.constprop.2, foo.part.0, foo.cold and their combinations; the name itself else.
std::string_view SourceName(std::string_view symbol);

}  // namespace lpcheck::exact

#endif  // LPCHECK_ANALYZER_EXACT_OBJECTS_H_
