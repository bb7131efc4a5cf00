#include "analyzer/index/names.h"

#include "clang/AST/Type.h"

namespace lpcheck::index {

std::string RecordName(const clang::RecordDecl* record) {
  while (record != nullptr) {
    if (record->getIdentifier() != nullptr) return record->getName().str();
    if (const clang::TypedefNameDecl* name = record->getTypedefNameForAnonDecl()) return name->getName().str();
    record = llvm::dyn_cast<clang::RecordDecl>(record->getDeclContext());
  }
  return "";
}

std::string RecordOf(clang::QualType type) {
  if (type.isNull()) return "";
  const clang::Type* bare = type->getBaseElementTypeUnsafe();
  const auto* record = bare == nullptr ? nullptr : bare->getAs<clang::RecordType>();
  return record == nullptr ? "" : RecordName(record->getDecl());
}

std::string PointeeRecord(clang::QualType type) {
  if (type.isNull() || !type->isPointerType()) return "";
  return RecordOf(type->getPointeeType());
}

std::string Place(const clang::Expr* expression) {
  while (expression != nullptr) {
    expression = expression->IgnoreParenCasts();
    if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expression)) {
      expression = unary->getSubExpr();
    } else if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression)) {
      expression = subscript->getBase();
    } else if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expression)) {
      if (call->getNumArgs() != 1) return "";
      expression = call->getArg(0);
    } else if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expression)) {
      const auto* field = llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
      return field == nullptr ? "" : RecordName(field->getParent()) + "." + field->getName().str();
    } else if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression)) {
      return reference->getDecl()->getName().str();
    } else {
      return "";
    }
  }
  return "";
}

const clang::FunctionDecl* FunctionAddress(const clang::Expr* expression) {
  expression = expression->IgnoreParenCasts();
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expression)) {
    if (unary->getOpcode() != clang::UO_AddrOf) return nullptr;
    expression = unary->getSubExpr()->IgnoreParenCasts();
  }
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression);
  return reference == nullptr ? nullptr : llvm::dyn_cast<clang::FunctionDecl>(reference->getDecl());
}

int LineOf(const clang::SourceManager& sources, clang::SourceLocation location) {
  return location.isInvalid() ? 0 : static_cast<int>(sources.getExpansionLineNumber(location));
}

}  // namespace lpcheck::index
