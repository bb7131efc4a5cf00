// The visitor behind Lower(): one object lowers one function. Statements are in lower_stmt.cc, expressions in
// lower_expr.cc and lower_condition.cc, calls and kernel macros in lower_call.cc.
#ifndef LPCHECK_ANALYZER_LOWER_LOWERER_H_
#define LPCHECK_ANALYZER_LOWER_LOWERER_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lower/flow.h"
#include "analyzer/lower/macro.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include "model/api/api.h"
#include "model/steps/function.h"

namespace lpcheck::lower {

/// The value modulo 2^64; an unsigned 64-bit constant keeps its bits.
inline std::int64_t Low64(const llvm::APSInt& value) {
  return static_cast<std::int64_t>(value.extOrTrunc(64).getRawData()[0]);
}

class Lowerer {
 public:
  Lowerer(clang::ASTContext& context, const api::Table& table, steps::Arena& arena)
      : context_(context), sources_(context.getSourceManager()), table_(table), arena_(arena) {}

  steps::Function Run(const clang::FunctionDecl& decl);

 private:
  struct Cleanup {
    steps::ExprRef call;
    int line;
    const clang::Stmt* scope;         // the statement whose end runs it
    clang::SourceLocation declared;
  };
  struct Loop {
    Label* on_break;
    Label* on_continue;
    std::size_t cleanups;
  };

  // Statements.
  void Statement(const clang::Stmt* stmt);
  void Compound(const clang::CompoundStmt& block);
  void Goto(const clang::LabelDecl& label);
  void If(const clang::IfStmt& stmt);
  void While(const clang::WhileStmt& stmt);
  void Do(const clang::DoStmt& stmt);
  void For(const clang::ForStmt& stmt);
  void Switch(const clang::SwitchStmt& stmt);
  void Case(const clang::SwitchCase& stmt);
  void Return(const clang::ReturnStmt& stmt);
  void Declare(const clang::VarDecl& var);
  void InitFields(steps::ExprRef place, const clang::InitListExpr& list, const clang::Stmt& at);
  void Assembly(const clang::AsmStmt& stmt);
  void RunCleanups(std::size_t down_to);

  // Expressions. Value and Place emit the side effects in order; Effect drops the value.
  steps::ExprRef Value(const clang::Expr* expr);
  steps::ExprRef Place(const clang::Expr* expr);
  void Effect(const clang::Expr* expr);
  void Condition(const clang::Expr* expr, Edges& on_true, Edges& on_false);
  void BranchOn(steps::ExprRef value, const clang::Stmt& at, Edges& on_true, Edges& on_false);
  steps::ExprRef UnaryValue(const clang::UnaryOperator& expr);
  steps::ExprRef BinaryValue(const clang::BinaryOperator& expr);
  steps::ExprRef Binary(clang::BinaryOperatorKind op, steps::ExprRef lhs, steps::ExprRef rhs, const steps::Type& type);
  steps::ExprRef CastValue(const clang::CastExpr& expr);
  steps::ExprRef ConstantOf(const clang::Expr& expr, std::int64_t value);
  steps::ExprRef Assign(const clang::BinaryOperator& expr);
  steps::ExprRef Increment(const clang::UnaryOperator& expr);
  steps::ExprRef FieldOf(const clang::MemberExpr& expr);
  steps::ExprRef VariableOf(const clang::DeclRefExpr& expr);
  steps::ExprRef Joined(const clang::Expr& expr);
  steps::ExprRef StatementExpr(const clang::StmtExpr& expr);
  steps::ExprRef Opaque(const clang::Stmt& stmt);

  // Calls and macros.
  steps::ExprRef CallValue(const clang::CallExpr& call);
  steps::ExprRef ApiCall(const api::Entry* entry, const std::string& name, std::vector<steps::ExprRef> args,
                         const steps::Type& type, const clang::Stmt& at);
  /// The value of a table macro that `stmt` is the expansion of; nullopt if it is none.
  std::optional<steps::ExprRef> MacroValue(const clang::Stmt& stmt, const steps::Type& type);

  void EmitAssign(steps::ExprRef place, steps::ExprRef value, std::string how, const clang::Stmt& at);
  void EmitAt(steps::Step step, clang::SourceLocation loc);
  steps::Type TypeOf(clang::QualType type) const;
  steps::ExprRef Local(const std::string& name, const steps::Type& type);
  steps::ExprRef AddressOf(steps::ExprRef place, const steps::Type& type);
  steps::ExprRef Dereference(steps::ExprRef pointer, const steps::Type& type);
  std::string NameOfVariable(const clang::VarDecl& var);
  /// True if evaluating it changes nothing and calls nothing that is not pure.
  bool IsPure(const clang::Stmt& stmt) const;
  /// The outermost macro that `stmt` is the whole expansion of and that the table names literally.
  const api::Entry* TableMacro(const clang::Stmt& stmt, MacroUse& use) const;
  Label& LabelOf(const clang::LabelDecl* decl);

  clang::ASTContext& context_;
  const clang::SourceManager& sources_;
  const api::Table& table_;
  steps::Arena& arena_;
  steps::Function function_;
  Flow flow_;
  const clang::FunctionDecl* decl_ = nullptr;
  std::map<const clang::LabelDecl*, std::unique_ptr<Label>> labels_;
  std::map<const clang::OpaqueValueExpr*, steps::ExprRef> opaque_values_;
  std::map<const clang::VarDecl*, std::string> variable_names_;
  std::vector<std::string> scope_;  // names declared in the open scopes, innermost last
  mutable std::map<const void*, steps::Type> types_;
  std::vector<Loop> loops_;
  std::vector<int> switches_;
  std::vector<Cleanup> cleanups_;
  const clang::Stmt* block_ = nullptr;  // the innermost open scope
  int depth_ = 0;
};

}  // namespace lpcheck::lower

#endif  // LPCHECK_ANALYZER_LOWER_LOWERER_H_
