#include "analyzer/exact/inlining.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "absl/status/status.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/DebugInfo/DWARF/DWARFDie.h"
#include "llvm/DebugInfo/DWARF/DWARFUnit.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Endian.h"

namespace lpcheck::exact {
namespace {

/// The name of a function, also of one that only refers to its declaration.
std::string NameOf(const llvm::DWARFDie& die) {
  const char* name = die.getName(llvm::DINameKind::ShortName);
  return name == nullptr ? std::string() : std::string(name);
}

using Pairs = std::set<std::pair<std::string, std::string>>;

/// `holder` is the function around: a copy inside a copy lies in the outermost one, which is what is patched.
void Walk(const llvm::DWARFDie& die, const std::string& holder, Pairs& pairs) {
  for (const llvm::DWARFDie& child : die.children()) {
    if (child.getTag() == llvm::dwarf::DW_TAG_subprogram) {
      Walk(child, NameOf(child), pairs);
      continue;
    }
    if (child.getTag() == llvm::dwarf::DW_TAG_inlined_subroutine && !holder.empty()) {
      std::string name = NameOf(child);
      if (!name.empty() && name != holder) pairs.emplace(std::move(name), holder);
    }
    Walk(child, holder, pairs);
  }
}

std::uint32_t Word(llvm::StringRef bytes, std::size_t at) { return llvm::support::endian::read32le(bytes.data() + at); }

/// A build id among the notes of one section: a module has it in a section of its own, a kernel among others in .notes.
std::string BuildIdIn(llvm::StringRef notes) {
  constexpr std::size_t kHeader = 12;  // sizes of name and description, type
  constexpr std::uint32_t kBuildId = 3;
  const auto padded = [](std::uint32_t size) { return (static_cast<std::size_t>(size) + 3) & ~std::size_t{3}; };
  for (std::size_t at = 0; at + kHeader <= notes.size();) {
    const std::uint32_t name_size = Word(notes, at), size = Word(notes, at + 4), type = Word(notes, at + 8);
    const std::size_t name = at + kHeader, description = name + padded(name_size);
    if (description > notes.size() || size > notes.size() - description) return "";
    const bool gnu = name_size == 4 && notes.substr(name, 3) == "GNU";
    if (gnu && type == kBuildId) return llvm::toHex(notes.substr(description, size), /*LowerCase=*/true);
    at = description + padded(size);
  }
  return "";
}

std::string BuildId(const llvm::object::ObjectFile& file) {
  for (const llvm::object::SectionRef& section : file.sections()) {
    llvm::Expected<llvm::StringRef> name = section.getName();
    llvm::Expected<llvm::StringRef> bytes = section.getContents();
    std::string id;
    if (name && bytes && (*name == ".notes" || name->starts_with(".note"))) id = BuildIdIn(*bytes);
    if (!name) llvm::consumeError(name.takeError());
    if (!bytes) llvm::consumeError(bytes.takeError());
    if (!id.empty()) return id;
  }
  return "";
}

/// The function that gcc made a clone of: everything before the first suffix that it appends.
std::string WithoutClone(llvm::StringRef symbol) {
  std::size_t end = symbol.size();
  for (llvm::StringRef suffix : {".isra.", ".constprop.", ".part.", ".cold", ".llvm."}) end = std::min(end, symbol.find(suffix));
  return symbol.substr(0, end).str();
}

struct Found {
  std::uint64_t address;
  Symbol symbol;
};

/// In the order of the symbol table. Local symbols follow the file symbol that they belong to.
std::vector<Found> FunctionSymbols(const llvm::object::ObjectFile& file) {
  std::vector<Found> found;
  std::string source;
  for (const llvm::object::SymbolRef& symbol : file.symbols()) {
    llvm::Expected<llvm::object::SymbolRef::Type> type = symbol.getType();
    llvm::Expected<llvm::StringRef> name = symbol.getName();
    llvm::Expected<std::uint64_t> address = symbol.getAddress();
    llvm::Expected<std::uint32_t> flags = symbol.getFlags();
    if (type && name && address && flags && (*flags & llvm::object::SymbolRef::SF_Undefined) == 0) {
      const bool local = (*flags & llvm::object::SymbolRef::SF_Global) == 0;
      if (*type == llvm::object::SymbolRef::ST_File) source = name->str();
      if (*type == llvm::object::SymbolRef::ST_Function) found.push_back({*address, {WithoutClone(*name), name->str(), 1, local ? source : ""}});
    }
    llvm::handleAllErrors(llvm::joinErrors(llvm::joinErrors(type.takeError(), name.takeError()), llvm::joinErrors(address.takeError(), flags.takeError())),
                          [](const llvm::ErrorInfoBase&) {});
  }
  return found;
}

std::vector<Symbol> SymbolsOf(const llvm::object::ObjectFile& file) {
  std::vector<Found> found = FunctionSymbols(file);
  // The kernel lists its own symbols by address, those of a module as its symbol table has them.
  if (!file.isRelocatableObject()) {
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.address < b.address; });
  }
  std::map<std::string, int> seen;
  std::vector<Symbol> symbols;
  for (Found& one : found) {
    one.symbol.position = ++seen[one.symbol.symbol];
    symbols.push_back(std::move(one.symbol));
  }
  std::sort(symbols.begin(), symbols.end());
  return symbols;
}

}  // namespace

absl::StatusOr<Inlining> ReadInlining(const std::string& path) {
  auto opened = llvm::object::ObjectFile::createObjectFile(path);
  if (!opened) return absl::InvalidArgumentError(path + ": " + llvm::toString(opened.takeError()));
  const llvm::object::ObjectFile& file = *opened->getBinary();
  std::unique_ptr<llvm::DWARFContext> dwarf = llvm::DWARFContext::create(file);
  if (dwarf->getNumCompileUnits() == 0) {
    return absl::FailedPreconditionError(path + ": no DWARF; take the file of the distribution's debug package");
  }
  Pairs pairs;
  for (const std::unique_ptr<llvm::DWARFUnit>& unit : dwarf->compile_units()) {
    Walk(unit->getUnitDIE(/*ExtractUnitDIEOnly=*/false), "", pairs);
    unit->clear();
  }
  return Inlining{BuildId(file), {pairs.begin(), pairs.end()}, SymbolsOf(file)};
}

std::string BuildIdOf(const std::string& path) {
  auto opened = llvm::object::ObjectFile::createObjectFile(path);
  if (opened) return BuildId(*opened->getBinary());
  llvm::consumeError(opened.takeError());
  return "";
}

}  // namespace lpcheck::exact
