#include "analyzer/exact/inlining.h"

#include <algorithm>
#include <set>

#include "absl/status/status.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/DebugInfo/DWARF/DWARFDie.h"
#include "llvm/DebugInfo/DWARF/DWARFUnit.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/ObjectFile.h"

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

std::string BuildId(const llvm::object::ObjectFile& file) {
  for (const llvm::object::SectionRef& section : file.sections()) {
    llvm::Expected<llvm::StringRef> name = section.getName();
    llvm::Expected<llvm::StringRef> bytes = section.getContents();
    constexpr std::size_t kHeader = 16;  // name size, description size, type, "GNU\0"
    bool found = name && bytes && *name == ".note.gnu.build-id" && bytes->size() > kHeader;
    std::string id = found ? llvm::toHex(bytes->drop_front(kHeader), /*LowerCase=*/true) : "";
    if (!name) llvm::consumeError(name.takeError());
    if (!bytes) llvm::consumeError(bytes.takeError());
    if (found) return id;
  }
  return "";
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
  return Inlining{BuildId(file), {pairs.begin(), pairs.end()}};
}

}  // namespace lpcheck::exact
