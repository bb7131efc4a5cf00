#include "analyzer/exact/objects.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/ObjectFile.h"

namespace lpcheck::exact {
namespace {

using llvm::object::ELF64LEObjectFile;
using llvm::object::ELFSectionRef;
using llvm::object::ELFSymbolRef;
using llvm::object::RelocationRef;
using llvm::object::SectionRef;
using llvm::object::SymbolRef;

/// The value, or the given default: a symbol table with a hole in it is read as far as it goes.
template <typename T>
T Or(llvm::Expected<T> value, T otherwise) {
  if (value) return std::move(*value);
  llvm::consumeError(value.takeError());
  return otherwise;
}

std::string SectionName(const SectionRef& section) { return Or<llvm::StringRef>(section.getName(), "").str(); }

std::string BytesOf(const SectionRef& section) { return Or<llvm::StringRef>(section.getContents(), "").str(); }

struct Field {
  std::uint64_t offset;
  std::string target;
};

/// A string literal by its text, a place in a section by the symbol that covers it, anything else by name.
class Targets {
 public:
  explicit Targets(const ELF64LEObjectFile& file) {
    for (const ELFSymbolRef& symbol : file.symbols()) {
      auto section = Or<llvm::object::section_iterator>(symbol.getSection(), file.section_end());
      std::string name = Or<llvm::StringRef>(symbol.getName(), "").str();
      bool names = symbol.getELFType() != llvm::ELF::STT_SECTION && !name.starts_with(".L");
      if (section == file.section_end() || !names) continue;
      named_[section->getIndex()][Or<std::uint64_t>(symbol.getValue(), 0)] = std::move(name);
    }
    for (const SectionRef& section : file.sections()) bytes_[section.getIndex()] = {SectionName(section), BytesOf(section)};
  }

  std::string Of(const ELF64LEObjectFile& file, const RelocationRef& relocation) const {
    auto symbol = relocation.getSymbol();
    std::int64_t addend = Or<std::int64_t>(llvm::object::ELFRelocationRef(relocation).getAddend(), 0);
    if (symbol == file.symbol_end()) return "none";
    ELFSymbolRef elf(*symbol);
    std::string name = Or<llvm::StringRef>(symbol->getName(), "").str();
    // A compiler's label stands for a place, as a section's symbol does: its number means nothing.
    bool place_only = elf.getELFType() == llvm::ELF::STT_SECTION || name.starts_with(".L");
    if (!place_only) return name + "+" + std::to_string(addend);
    auto section = Or<llvm::object::section_iterator>(symbol->getSection(), file.section_end());
    if (section == file.section_end()) return name;
    // x86-64 counts from behind the field: the place meant lies 4 bytes further for the usual call and address.
    auto value = static_cast<std::int64_t>(Or<std::uint64_t>(symbol->getValue(), 0));
    std::int64_t place = value + addend + (relocation.getType() == llvm::ELF::R_X86_64_PC32 || relocation.getType() == llvm::ELF::R_X86_64_PLT32 ? 4 : 0);
    return InSection(section->getIndex(), place);
  }

 private:
  std::string InSection(std::uint64_t index, std::int64_t place) const {
    const auto& [name, bytes] = bytes_.at(index);
    if (name.find(".str") != std::string::npos && place >= 0 && static_cast<std::size_t>(place) < bytes.size()) {
      return "\"" + std::string(bytes.c_str() + place) + "\"";
    }
    if (auto symbols = named_.find(index); symbols != named_.end()) {
      auto after = symbols->second.upper_bound(static_cast<std::uint64_t>(std::max<std::int64_t>(place, 0)));
      if (after != symbols->second.begin()) {
        const auto& [begin, symbol] = *std::prev(after);
        return symbol + "+" + std::to_string(place - static_cast<std::int64_t>(begin));
      }
    }
    return name + "+" + std::to_string(place);
  }

  std::map<std::uint64_t, std::map<std::uint64_t, std::string>> named_;
  std::map<std::uint64_t, std::pair<std::string, std::string>> bytes_;
};

/// Bookkeeping that changes whenever a line moves.
bool IsBookkeeping(const std::string& section) {
  return section.starts_with(".debug") || section.starts_with("__bug_table") || section.starts_with(".orc_") ||
         section.starts_with("__mcount_loc") || section.starts_with("__patchable_function_entries");
}

std::map<std::uint64_t, std::vector<Field>> FieldsOf(const ELF64LEObjectFile& file) {
  const Targets targets(file);
  std::map<std::uint64_t, std::vector<Field>> fields;
  for (const SectionRef& section : file.sections()) {
    auto relocated = Or<llvm::object::section_iterator>(section.getRelocatedSection(), file.section_end());
    if (relocated == file.section_end()) continue;
    for (const RelocationRef& relocation : section.relocations()) {
      fields[relocated->getIndex()].push_back({relocation.getOffset(), targets.Of(file, relocation)});
    }
  }
  for (auto& [index, list] : fields) {
    std::sort(list.begin(), list.end(), [](const Field& a, const Field& b) { return a.offset < b.offset; });
  }
  return fields;
}

std::string Normalized(std::string bytes, std::uint64_t begin, const std::vector<Field>& fields) {
  std::string targets;
  auto first = std::lower_bound(fields.begin(), fields.end(), begin, [](const Field& field, std::uint64_t at) { return field.offset < at; });
  for (; first != fields.end() && first->offset < begin + bytes.size(); ++first) {
    std::uint64_t at = first->offset - begin;
    for (std::uint64_t i = at; i < std::min<std::uint64_t>(at + 4, bytes.size()); ++i) bytes[i] = '\0';
    targets += "\n" + std::to_string(at) + " " + first->target;
  }
  return bytes + targets;
}

void Insert(std::map<std::string, Symbol>& symbols, Symbol symbol) {
  std::string name = symbol.name;
  for (int i = 2; symbols.contains(name); ++i) name = symbol.name + "#" + std::to_string(i);
  symbols.emplace(name, std::move(symbol));
}

/// Labels that the kernel's macros and the compiler number by line or by order.
bool IsNumbered(const std::string& name) {
  return name.empty() || name.starts_with(".L") || name.starts_with("__UNIQUE_ID_") || name.starts_with("__func__.") ||
         name.starts_with("__already_done.") || name.starts_with("__warned.");
}

}  // namespace

absl::StatusOr<Object> ReadObject(const std::string& path) {
  auto opened = llvm::object::ObjectFile::createObjectFile(path);
  if (!opened) return absl::InvalidArgumentError(path + ": " + llvm::toString(opened.takeError()));
  const auto* file = llvm::dyn_cast<ELF64LEObjectFile>(opened->getBinary());
  if (file == nullptr || !file->isRelocatableObject()) {
    return absl::InvalidArgumentError(path + ": no relocatable 64-bit ELF object; give a .o of the kernel's build");
  }
  const auto fields = FieldsOf(*file);
  static const std::vector<Field> kNone;
  Object object;
  for (const ELFSymbolRef& symbol : file->symbols()) {
    bool function = symbol.getELFType() == llvm::ELF::STT_FUNC;
    if (!function && symbol.getELFType() != llvm::ELF::STT_OBJECT) continue;
    auto section = Or<llvm::object::section_iterator>(symbol.getSection(), file->section_end());
    if (section == file->section_end()) continue;
    Symbol made;
    made.name = Or<llvm::StringRef>(symbol.getName(), "").str();
    made.section = SectionName(*section);
    if (IsNumbered(made.name) || IsBookkeeping(made.section)) continue;
    made.size = symbol.getSize();
    made.local = symbol.getBinding() == llvm::ELF::STB_LOCAL;
    const std::uint64_t begin = Or<std::uint64_t>(symbol.getValue(), 0);
    const std::string bytes = section->isBSS() ? std::string() : BytesOf(*section);
    auto relocated = fields.find(section->getIndex());
    if (begin <= bytes.size()) {
      made.contents = Normalized(bytes.substr(begin, made.size), begin, relocated == fields.end() ? kNone : relocated->second);
    }
    Insert(function ? object.functions : object.data, std::move(made));
  }
  return object;
}

std::vector<ChangedSymbol> Compare(const Object& before, const Object& after) {
  std::vector<ChangedSymbol> changed;
  auto compare = [&changed](const std::map<std::string, Symbol>& old_symbols, const std::map<std::string, Symbol>& new_symbols, bool function) {
    for (const auto& [name, symbol] : old_symbols) {
      auto found = new_symbols.find(name);
      if (found == new_symbols.end()) {
        changed.push_back({name, Difference::kRemoved, function});
      } else if (found->second.contents != symbol.contents || found->second.size != symbol.size || found->second.section != symbol.section) {
        changed.push_back({name, Difference::kChanged, function});
      }
    }
    for (const auto& [name, symbol] : new_symbols) {
      if (!old_symbols.contains(name)) changed.push_back({name, Difference::kAdded, function});
    }
  };
  compare(before.functions, after.functions, true);
  compare(before.data, after.data, false);
  std::sort(changed.begin(), changed.end());
  return changed;
}

std::string_view SourceName(std::string_view symbol) {
  for (std::string_view mark : {".isra.", ".constprop.", ".part.", ".cold", ".llvm."}) {
    symbol = symbol.substr(0, symbol.find(mark));
  }
  return symbol;
}

}  // namespace lpcheck::exact
