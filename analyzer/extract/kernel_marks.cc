#include "analyzer/extract/kernel_marks.h"

#include "analyzer/extract/canonical.h"
#include "clang/AST/Attr.h"
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

bool IsNameCharacter(char c) { return clang::isAsciiIdentifierContinue(c, /*AllowDollar=*/true) || c == '.'; }

/// Names that __UNIQUE_ID, initcalls, fixups and BTF_ID make hold a line and a counter, which any edit above moves.
bool IsGenerated(llvm::StringRef name) {
  return name.contains("__UNIQUE_ID_") || name.contains("__initcall__") || name.contains("__pci_fixup_") ||
         name.contains("__BTF_ID__");
}

std::string WithoutGeneratedNumbers(llvm::StringRef text) {
  std::string stable;
  while (!text.empty()) {
    const llvm::StringRef name = text.take_while(IsNameCharacter);
    for (char c : name) {
      if (!IsGenerated(name) || !clang::isDigit(c)) stable += c;
    }
    text = text.drop_front(name.size());
    const llvm::StringRef rest = text.take_until(IsNameCharacter);
    stable += rest;
    text = text.drop_front(rest.size());
  }
  return stable;
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

std::string AssemblyOf(const clang::Decl& decl) {
  const auto* assembly = llvm::dyn_cast<clang::FileScopeAsmDecl>(&decl);
  if (assembly == nullptr || assembly->getAsmString() == nullptr) return "";
  const llvm::StringRef text = assembly->getAsmString()->getString();
  std::set<std::string> exported;
  AddExportsOfAssembly(text, exported);
  return exported.empty() ? WithoutGeneratedNumbers(text) : "";
}

std::string AliasOf(const clang::Decl& decl) {
  const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&decl);
  const auto* alias = decl.getAttr<clang::AliasAttr>();
  if (function == nullptr || alias == nullptr) return "";
  return function->getName().str() + " = " + alias->getAliasee().str();
}

bool IsBuildMetadata(const clang::VarDecl& variable) {
  const std::string section = SectionOf(variable);
  for (llvm::StringRef mark :
       {".modinfo", ".discard", "___ksymtab", "__ksymtab", ".export_symbol", "_ftrace_events", ".init.setup",
        "__bug_table"}) {
    if (llvm::StringRef(section).starts_with(mark)) return true;
  }
  const llvm::StringRef name = variable.getName();
  return name.starts_with("__kstrtab") || name.starts_with("__ksymtab") ||
         name.starts_with("__UNIQUE_ID___addressable");
}

}  // namespace lpcheck::extract
