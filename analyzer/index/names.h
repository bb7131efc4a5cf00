// How declarations are called in the index, and where they stand.
#ifndef LPCHECK_ANALYZER_INDEX_NAMES_H_
#define LPCHECK_ANALYZER_INDEX_NAMES_H_

#include <string>

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/SourceManager.h"

namespace lpcheck::index {

/// The tag; for an untagged record the typedef's name; for an anonymous member the record around it; "" else.
std::string RecordName(const clang::RecordDecl* record);

/// The record that `type` is, or points to; "" when it is none.
std::string RecordOf(clang::QualType type);
std::string PointeeRecord(clang::QualType type);

/// What an expression is about, casts and address-of removed: RECORD.FIELD, a variable's name, or "".
std::string Place(const clang::Expr* expression);

/// The function whose address `expression` is; null when it is none.
const clang::FunctionDecl* FunctionAddress(const clang::Expr* expression);

/// The line of the place where the author wrote it, macros expanded.
int LineOf(const clang::SourceManager& sources, clang::SourceLocation location);

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_NAMES_H_
