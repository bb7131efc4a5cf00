// A relocatable object as a reader of its data sees it: what lies at a place, and what the relocation there
// points to. A thin layer over LLVM's object library; errors of that library stop here.
#ifndef LPCHECK_ANALYZER_STAMP_RELOCATED_OBJECT_H_
#define LPCHECK_ANALYZER_STAMP_RELOCATED_OBJECT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck {

/// A byte of a section.
struct Place {
  unsigned section = 0;
  uint64_t offset = 0;
  auto operator<=>(const Place&) const = default;
};

/// What a 64-bit relocation stands for: a place in this object, or a symbol of somebody else's.
struct Pointer {
  std::optional<Place> place;
  std::string symbol;  ///< the name, where the relocation uses a named symbol
};

class RelocatedObject {
 public:
  static absl::StatusOr<RelocatedObject> Parse(std::string_view bytes);

  /// All absolute 64-bit relocations of data, by where they are.
  const std::map<Place, Pointer>& pointers() const { return pointers_; }

  std::optional<Pointer> PointerAt(Place place) const;
  std::optional<std::string> StringAt(Place place) const;
  /// Little-endian, `size` is 1, 4 or 8 bytes.
  std::optional<uint64_t> NumberAt(Place place, unsigned size) const;
  bool IsCode(const Place& place) const;
  bool IsCode(const Pointer& pointer) const;
  /// Bytes from `place` to the end of the symbol that covers it; nullopt if no symbol does.
  std::optional<uint64_t> BytesToSymbolEnd(Place place) const;
  /// The value of KEY=VALUE in .modinfo.
  std::optional<std::string> ModuleInfo(std::string_view key) const;

 private:
  struct Section {
    std::string name;
    std::string bytes;
    bool executable = false;
  };
  struct Extent {
    Place start;
    uint64_t size = 0;
  };
  std::vector<Section> sections_;  ///< by section index
  std::map<Place, Pointer> pointers_;
  std::vector<Extent> extents_;
};

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_STAMP_RELOCATED_OBJECT_H_
