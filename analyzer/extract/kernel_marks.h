// What the kernel's macros leave behind for a symbol: exports, and the metadata variables that are no data of
// the running code (module information, symbol tables, discarded notes).
#ifndef LPCHECK_ANALYZER_EXTRACT_KERNEL_MARKS_H_
#define LPCHECK_ANALYZER_EXTRACT_KERNEL_MARKS_H_

#include <set>
#include <string>

#include "clang/AST/Decl.h"

namespace lpcheck::extract {

/// EXPORT_SYMBOL and its kin: 6.1 declares __kstrtab_NAME, later kernels write a file-scope asm that names
/// __export_symbol_NAME (include/linux/export.h).
void AddExports(const clang::Decl& decl, std::set<std::string>& exported);

/// Assembly outside functions as it is written, without the numbers that __COUNTER__ and __LINE__ put into
/// names; empty for exports, which AddExports reads.
std::string AssemblyOf(const clang::Decl& decl);

/// "NAME = TARGET" when `decl` declares another name for a function; empty otherwise.
std::string AliasOf(const clang::Decl& decl);

/// True for variables that only describe the module or the build.
bool IsBuildMetadata(const clang::VarDecl& variable);

}  // namespace lpcheck::extract

#endif  // LPCHECK_ANALYZER_EXTRACT_KERNEL_MARKS_H_
