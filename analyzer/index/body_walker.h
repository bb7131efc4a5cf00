// The facts of one piece of code: a function's body or a global's initialiser. One pass over the syntax; code under a
// condition that the compiler knows to be false is not there (IS_ENABLED, compile-time assertions). What is inside a
// macro of the API table counts as that macro, besides the plain calls it expands to. Accesses are told with the locks that
// the function's own text holds there (held_locks.h).
#ifndef LPCHECK_ANALYZER_INDEX_BODY_WALKER_H_
#define LPCHECK_ANALYZER_INDEX_BODY_WALKER_H_

#include <set>
#include <string>
#include <vector>

#include "analyzer/index/facts.h"
#include "analyzer/index/held_locks.h"
#include "analyzer/index/macro_trail.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

namespace lpcheck::index {

class BodyWalker {
 public:
  BodyWalker(clang::ASTContext& ast, MacroTrail& trail) : ast_(ast), trail_(trail) {}

  /// A function's body, or a piece of code outside of any.
  void Walk(const clang::Stmt* body);
  /// `place` is where the value goes: RECORD.FIELD, a variable, or "".
  void Initializer(const clang::Expr* expression, const std::string& place);

  /// Sorted, repetitions merged (modes of accesses united, the first line kept).
  std::vector<Fact> TakeFacts();
  std::uint32_t effects() const { return effects_; }

 private:
  void Body(const clang::Stmt* statement);
  bool Flow(const clang::Stmt* statement);
  void Loop(const clang::Stmt* loop, const clang::Stmt* body, bool runs_once);
  void Switch(const clang::SwitchStmt* statement);
  void Expression(const clang::Expr* expression, int access);
  void Children(const clang::Stmt* statement);
  void Condition(const clang::IfStmt* statement);
  void Call(const clang::CallExpr* call);
  void Arguments(const clang::CallExpr* call, const std::string& callee);
  void ApiCall(const clang::CallExpr* call, const api::Entry& entry, const std::string& name);
  void CounterFact(const clang::CallExpr* call, const api::Entry& entry);
  void LockFact(const clang::CallExpr* call, const api::Entry& entry);
  void Member(const clang::MemberExpr* member, int access);
  void Variable(const clang::DeclRefExpr* reference, int access);
  void Constant(const clang::BinaryOperator* assignment);
  void Comparison(const clang::Expr* constant);
  void Assignment(const clang::BinaryOperator* assignment);
  void Cast(const clang::CastExpr* cast, int access);
  void Asm(const clang::GCCAsmStmt* statement);
  void Value(const clang::Expr* value, const std::string& place);
  void List(const clang::InitListExpr* list, const std::string& place);
  void Macro(const clang::Expr* expression);
  void Add(FactKind kind, std::string a, std::string b, clang::SourceLocation where, int mode, std::string detail = "");
  std::string SizeOf(const clang::CallExpr* call, const api::Entry& entry) const;

  clang::ASTContext& ast_;
  MacroTrail& trail_;
  std::vector<Fact> facts_;
  std::uint32_t effects_ = 0;
  HeldLocks held_;
  std::vector<HeldLocks::State> switches_;  ///< what was held where the switches around began
  std::set<unsigned> macros_seen_;
  const clang::Expr* allocation_ = nullptr;  ///< an allocation whose record the cast around it named already
};

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_BODY_WALKER_H_
