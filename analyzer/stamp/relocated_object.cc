// See relocated_object.h. Sections are copied: the reader outlives neither the file nor LLVM's view of it.
#include "analyzer/stamp/relocated_object.h"

#include <utility>

#include "absl/status/status.h"
#include "analyzer/base/text.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/Error.h"

namespace lpcheck {
namespace {

using Object = llvm::object::ELF64LEObjectFile;

absl::Status Malformed(llvm::Error error) {
  return absl::InvalidArgumentError(Cat("malformed object file: ", llvm::toString(std::move(error))));
}

/// The place or name that a symbol gives; symbols of no section keep their name only.
absl::StatusOr<Pointer> Resolve(const Object& object, const llvm::object::ELFSymbolRef& symbol,
                                int64_t addend) {
  Pointer pointer;
  llvm::Expected<llvm::StringRef> name = symbol.getName();
  if (!name) return Malformed(name.takeError());
  pointer.symbol = name->str();
  llvm::Expected<llvm::object::section_iterator> section = symbol.getSection();
  if (!section) return Malformed(section.takeError());
  if (*section == object.section_end()) return pointer;
  llvm::Expected<uint64_t> value = symbol.getValue();
  if (!value) return Malformed(value.takeError());
  pointer.place =
      Place{static_cast<unsigned>((*section)->getIndex()), *value + static_cast<uint64_t>(addend)};
  return pointer;
}

}  // namespace

absl::StatusOr<RelocatedObject> RelocatedObject::Parse(std::string_view bytes) {
  llvm::Expected<std::unique_ptr<llvm::object::ObjectFile>> file =
      llvm::object::ObjectFile::createELFObjectFile(
          llvm::MemoryBufferRef(llvm::StringRef(bytes.data(), bytes.size()), "module"));
  if (!file) return Malformed(file.takeError());
  const auto* object = llvm::dyn_cast<Object>(file->get());
  if (object == nullptr) return absl::InvalidArgumentError("not a 64-bit little-endian ELF file");

  RelocatedObject result;
  for (const llvm::object::ELFSectionRef section : object->sections()) {
    const unsigned index = static_cast<unsigned>(section.getIndex());
    if (result.sections_.size() <= index) result.sections_.resize(index + 1);
    llvm::Expected<llvm::StringRef> name = section.getName();
    if (!name) return Malformed(name.takeError());
    llvm::Expected<llvm::StringRef> contents = section.getContents();
    if (!contents) return Malformed(contents.takeError());
    result.sections_[index] = {name->str(), contents->str(), section.isText()};
  }
  for (const llvm::object::ELFSectionRef section : object->sections()) {
    llvm::Expected<llvm::object::section_iterator> target = section.getRelocatedSection();
    if (!target) return Malformed(target.takeError());
    if (*target == object->section_end()) continue;
    const unsigned index = static_cast<unsigned>((*target)->getIndex());
    for (const llvm::object::ELFRelocationRef relocation : section.relocations()) {
      if (relocation.getType() != llvm::ELF::R_X86_64_64 || relocation.getSymbol() == object->symbol_end())
        continue;
      llvm::Expected<int64_t> addend = relocation.getAddend();
      if (!addend) return Malformed(addend.takeError());
      absl::StatusOr<Pointer> pointer = Resolve(*object, *relocation.getSymbol(), *addend);
      if (!pointer.ok()) return pointer.status();
      result.pointers_[Place{index, relocation.getOffset()}] = *std::move(pointer);
    }
  }
  for (const llvm::object::ELFSymbolRef symbol : object->symbols()) {
    absl::StatusOr<Pointer> pointer = Resolve(*object, symbol, 0);
    if (pointer.ok() && pointer->place && symbol.getSize() > 0) {
      result.extents_.push_back({*pointer->place, symbol.getSize()});
    }
  }
  return result;
}

std::optional<Pointer> RelocatedObject::PointerAt(Place place) const {
  auto found = pointers_.find(place);
  if (found == pointers_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> RelocatedObject::StringAt(Place place) const {
  if (place.section >= sections_.size()) return std::nullopt;
  const std::string& bytes = sections_[place.section].bytes;
  if (place.offset >= bytes.size()) return std::nullopt;
  const size_t end = bytes.find('\0', place.offset);
  if (end == std::string::npos) return std::nullopt;
  return bytes.substr(place.offset, end - place.offset);
}

std::optional<uint64_t> RelocatedObject::NumberAt(Place place, unsigned size) const {
  if (place.section >= sections_.size()) return std::nullopt;
  const std::string& bytes = sections_[place.section].bytes;
  if (place.offset > bytes.size() || bytes.size() - place.offset < size) return std::nullopt;
  uint64_t number = 0;
  for (unsigned i = size; i-- > 0;)
    number = number << 8 | static_cast<unsigned char>(bytes[place.offset + i]);
  return number;
}

bool RelocatedObject::IsCode(const Place& place) const {
  return place.section < sections_.size() && sections_[place.section].executable;
}

bool RelocatedObject::IsCode(const Pointer& pointer) const { return pointer.place && IsCode(*pointer.place); }

std::optional<uint64_t> RelocatedObject::BytesToSymbolEnd(Place place) const {
  for (const Extent& extent : extents_) {
    if (extent.start.section != place.section || place.offset < extent.start.offset) continue;
    if (place.offset - extent.start.offset < extent.size)
      return extent.start.offset + extent.size - place.offset;
  }
  return std::nullopt;
}

std::optional<std::string> RelocatedObject::ModuleInfo(std::string_view key) const {
  for (const Section& section : sections_) {
    if (section.name != ".modinfo") continue;
    for (size_t at = 0; at < section.bytes.size();) {
      const size_t end = std::min(section.bytes.find('\0', at), section.bytes.size());
      const std::string_view entry(section.bytes.data() + at, end - at);
      if (entry.size() > key.size() && entry.substr(0, key.size()) == key && entry[key.size()] == '=') {
        return std::string(entry.substr(key.size() + 1));
      }
      at = end + 1;
    }
  }
  return std::nullopt;
}

}  // namespace lpcheck
