#include "analyzer/extract/kernel_marks.h"

#include "analyzer/extract/canonical.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/CharInfo.h"

namespace lpcheck::extract {
namespace {

constexpr llvm::StringLiteral kStringTable = "__kstrtab_";
constexpr llvm::StringLiteral kMarks[] = {"__export_symbol_", "__ksymtab_"};

void AddExportsOfAssembly(llvm::StringRef text, std::set<std::string>& exported) {
  for (llvm::StringRef mark : kMarks) {
    const std::size_t at = text.find(mark);
    if (at == llvm::StringRef::npos) continue;
    const llvm::StringRef name =
        text.drop_front(at + mark.size()).take_while([](char c) { return clang::isAsciiIdentifierContinue(c); });
    if (!name.empty()) exported.insert(name.str());
  }
}

}  // namespace

void AddExports(const clang::Decl& decl, std::set<std::string>& exported) {
  if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(&decl)) {
    llvm::StringRef name = variable->getName();
    if (name.consume_front(kStringTable)) exported.insert(name.str());
  } else if (const auto* assembly = llvm::dyn_cast<clang::FileScopeAsmDecl>(&decl)) {
    if (assembly->getAsmString() != nullptr)
      AddExportsOfAssembly(assembly->getAsmString()->getString(), exported);
  }
}

bool IsBuildMetadata(const clang::VarDecl& variable) {
  const std::string section = SectionOf(variable);
  for (llvm::StringRef mark :
       {".modinfo", ".discard", "___ksymtab", "__ksymtab", ".export_symbol", "_ftrace_events", ".init.setup",
        "__bug_table", ".init.data", ".init.rodata", ".exit.data"}) {
    if (llvm::StringRef(section).starts_with(mark)) return true;
  }
  const llvm::StringRef name = variable.getName();
  return name.starts_with("__kstrtab") || name.starts_with("__ksymtab") ||
         name.starts_with("__UNIQUE_ID___addressable");
}

}  // namespace lpcheck::extract
