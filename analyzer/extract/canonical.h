// Spellings that mean the same in two separate ASTs: canonical types without qualifiers, names of records,
// and the text of expressions and bodies after preprocessing. Pointers and locations never enter. Two
// spellings are equal when the compiler sees the same program, but for line numbers.
#ifndef LPCHECK_ANALYZER_EXTRACT_CANONICAL_H_
#define LPCHECK_ANALYZER_EXTRACT_CANONICAL_H_

#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Type.h"
#include "model/facts.h"

namespace lpcheck::extract {

/// Canonical; const and restrict dropped at every level, since no code depends on them; enums by name.
std::string TypeName(clang::QualType type, const clang::ASTContext& context);

/// "struct foo"; the typedef's name for an anonymous one; empty when it has neither.
std::string RecordName(const clang::RecordDecl& record);

Prototype PrototypeOf(const clang::FunctionDecl& function);

Fingerprint FingerprintOf(llvm::StringRef text);

/// A name without what __COUNTER__ put into it: "__UNIQUE_ID_foo12" is "__UNIQUE_ID_foo".
std::string StableName(llvm::StringRef name);

/// "vmlinux" spelling of the section attribute, empty when there is none.
std::string SectionOf(const clang::Decl& decl);

}  // namespace lpcheck::extract

#endif  // LPCHECK_ANALYZER_EXTRACT_CANONICAL_H_
