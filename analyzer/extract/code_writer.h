// The walk behind code_text.h: one visit function a kind of syntax. A kind that is not listed is written as
// clang prints it, so that nothing unknown can make two different bodies look equal.
#ifndef LPCHECK_ANALYZER_EXTRACT_CODE_WRITER_H_
#define LPCHECK_ANALYZER_EXTRACT_CODE_WRITER_H_

#include <map>
#include <string>

#include "analyzer/extract/code_text.h"
#include "clang/AST/StmtVisitor.h"

namespace lpcheck::extract {

class CodeWriter final : public clang::ConstStmtVisitor<CodeWriter> {
 public:
  CodeWriter(clang::ASTContext& context, FunctionFact& fact) : context_(context), fact_(fact) {}

  void AddParameters(const clang::FunctionDecl& function);
  void Write(const clang::Stmt* stmt);
  CodeText Take() { return std::move(text_); }

  // Statements.
  void VisitStmt(const clang::Stmt* stmt);
  void VisitCompoundStmt(const clang::CompoundStmt* stmt);
  void VisitNullStmt(const clang::NullStmt*) {}
  void VisitDeclStmt(const clang::DeclStmt* stmt);
  void VisitIfStmt(const clang::IfStmt* stmt);
  void VisitCaseStmt(const clang::CaseStmt* stmt);
  void VisitDefaultStmt(const clang::DefaultStmt* stmt);
  void VisitLabelStmt(const clang::LabelStmt* stmt);
  void VisitGotoStmt(const clang::GotoStmt* stmt);
  void VisitGCCAsmStmt(const clang::GCCAsmStmt* stmt);
  void VisitAttributedStmt(const clang::AttributedStmt* stmt) { Write(stmt->getSubStmt()); }

  // Expressions.
  void VisitParenExpr(const clang::ParenExpr* expr) { Write(expr->getSubExpr()); }
  void VisitConstantExpr(const clang::ConstantExpr* expr) { Write(expr->getSubExpr()); }
  void VisitChooseExpr(const clang::ChooseExpr* expr) { Write(expr->getChosenSubExpr()); }
  void VisitGenericSelectionExpr(const clang::GenericSelectionExpr* expr) { Write(expr->getResultExpr()); }
  void VisitOpaqueValueExpr(const clang::OpaqueValueExpr*) { Put("opaque"); }
  void VisitImplicitValueInitExpr(const clang::ImplicitValueInitExpr*) { Put("zero"); }
  void VisitCastExpr(const clang::CastExpr* expr);
  void VisitIntegerLiteral(const clang::IntegerLiteral* expr);
  void VisitCharacterLiteral(const clang::CharacterLiteral* expr);
  void VisitStringLiteral(const clang::StringLiteral* expr);
  void VisitPredefinedExpr(const clang::PredefinedExpr* expr);
  void VisitDeclRefExpr(const clang::DeclRefExpr* expr);
  void VisitMemberExpr(const clang::MemberExpr* expr);
  void VisitUnaryOperator(const clang::UnaryOperator* expr);
  void VisitBinaryOperator(const clang::BinaryOperator* expr);
  void VisitConditionalOperator(const clang::ConditionalOperator* expr);
  void VisitUnaryExprOrTypeTraitExpr(const clang::UnaryExprOrTypeTraitExpr* expr);
  void VisitOffsetOfExpr(const clang::OffsetOfExpr* expr);
  void VisitInitListExpr(const clang::InitListExpr* expr);
  void VisitCompoundLiteralExpr(const clang::CompoundLiteralExpr* expr);
  void VisitCallExpr(const clang::CallExpr* expr);
  void VisitAtomicExpr(const clang::AtomicExpr* expr);
  void VisitAddrLabelExpr(const clang::AddrLabelExpr* expr);
  void VisitVAArgExpr(const clang::VAArgExpr* expr);

 private:
  void Put(llvm::StringRef word);        // into both texts
  void PutSource(llvm::StringRef word);  // what the author wrote
  void Env(llvm::StringRef word);        // what the compiler makes of it
  void PutType(clang::QualType type);
  void EnvSize(clang::QualType type);
  void WriteChildren(const clang::Stmt* stmt);
  void WriteVariable(const clang::VarDecl& variable);
  void NameFunction(const clang::FunctionDecl& function);
  void NameVariable(const clang::VarDecl& variable);
  void NoteKnownCall(const clang::CallExpr& call, llvm::StringRef callee);
  std::string Local(const clang::Decl* decl);

  clang::ASTContext& context_;
  FunctionFact& fact_;
  CodeText text_;
  std::map<const clang::Decl*, std::size_t>
      locals_;  ///< in order of appearance; never written out as addresses
};

}  // namespace lpcheck::extract

#endif  // LPCHECK_ANALYZER_EXTRACT_CODE_WRITER_H_
