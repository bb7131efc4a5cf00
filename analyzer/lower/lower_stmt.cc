// Statements, declarations and scopes of the Lowerer.
#include <algorithm>
#include <utility>

#include "analyzer/lower/lowerer.h"
#include "clang/AST/Attr.h"

namespace lpcheck::lower {

using steps::ExprRef;
using steps::Step;
using steps::StepKind;

namespace {

bool HoldsLabel(const clang::Stmt* scope, const clang::LabelDecl& label) {
  if (scope == nullptr) return false;
  const auto* stmt = llvm::dyn_cast<clang::LabelStmt>(scope);
  if (stmt != nullptr && stmt->getDecl() == &label) return true;
  return std::any_of(scope->child_begin(), scope->child_end(), [&](const clang::Stmt* child) { return HoldsLabel(child, label); });
}

}  // namespace

void Lowerer::Statement(const clang::Stmt* stmt) {
  if (stmt == nullptr) return;
  if (const auto* expr = llvm::dyn_cast<clang::Expr>(stmt)) return Effect(expr);
  if (MacroValue(*stmt, {}).has_value()) return;
  switch (stmt->getStmtClass()) {
    case clang::Stmt::CompoundStmtClass: return Compound(*llvm::cast<clang::CompoundStmt>(stmt));
    case clang::Stmt::IfStmtClass: return If(*llvm::cast<clang::IfStmt>(stmt));
    case clang::Stmt::WhileStmtClass: return While(*llvm::cast<clang::WhileStmt>(stmt));
    case clang::Stmt::DoStmtClass: return Do(*llvm::cast<clang::DoStmt>(stmt));
    case clang::Stmt::ForStmtClass: return For(*llvm::cast<clang::ForStmt>(stmt));
    case clang::Stmt::SwitchStmtClass: return Switch(*llvm::cast<clang::SwitchStmt>(stmt));
    case clang::Stmt::CaseStmtClass:
    case clang::Stmt::DefaultStmtClass: return Case(*llvm::cast<clang::SwitchCase>(stmt));
    case clang::Stmt::ReturnStmtClass: return Return(*llvm::cast<clang::ReturnStmt>(stmt));
    case clang::Stmt::NullStmtClass: return;
    case clang::Stmt::AttributedStmtClass: return Statement(llvm::cast<clang::AttributedStmt>(stmt)->getSubStmt());
    case clang::Stmt::GCCAsmStmtClass: return Assembly(*llvm::cast<clang::AsmStmt>(stmt));
    case clang::Stmt::LabelStmtClass: {
      const auto* label = llvm::cast<clang::LabelStmt>(stmt);
      flow_.Place(LabelOf(label->getDecl()));
      return Statement(label->getSubStmt());
    }
    case clang::Stmt::GotoStmtClass: return Goto(*llvm::cast<clang::GotoStmt>(stmt)->getLabel());
    case clang::Stmt::BreakStmtClass:
      if (loops_.empty()) return;
      RunCleanups(loops_.back().cleanups);
      return flow_.Jump(*loops_.back().on_break);
    case clang::Stmt::ContinueStmtClass:
      for (std::size_t i = loops_.size(); i-- > 0;) {
        if (loops_[i].on_continue == nullptr) continue;
        RunCleanups(loops_[i].cleanups);
        return flow_.Jump(*loops_[i].on_continue);
      }
      return;
    case clang::Stmt::DeclStmtClass:
      for (const clang::Decl* decl : llvm::cast<clang::DeclStmt>(stmt)->decls()) {
        if (const auto* var = llvm::dyn_cast<clang::VarDecl>(decl)) Declare(*var);
      }
      return;
    default: EmitAt({.kind = StepKind::kGap, .value = Opaque(*stmt)}, stmt->getBeginLoc());
  }
}

void Lowerer::Compound(const clang::CompoundStmt& block) {
  const std::size_t cleanups = cleanups_.size();
  const std::size_t scope = scope_.size();
  const clang::Stmt* const outer = std::exchange(block_, &block);
  for (const clang::Stmt* stmt : block.body()) Statement(stmt);
  RunCleanups(cleanups);
  cleanups_.resize(cleanups);
  scope_.resize(scope);
  block_ = outer;
}

// A jump runs the cleanups of the scopes that it leaves: of those that the label is not in, and of variables that are
// declared behind it. Into the scope of a cleanup no jump is allowed.
void Lowerer::Goto(const clang::LabelDecl& label) {
  std::size_t kept = cleanups_.size();
  while (kept > 0) {
    const Cleanup& cleanup = cleanups_[kept - 1];
    const bool stays = HoldsLabel(cleanup.scope, label) &&
                       !sources_.isBeforeInTranslationUnit(sources_.getExpansionLoc(label.getLocation()), sources_.getExpansionLoc(cleanup.declared));
    if (stays) break;
    --kept;
  }
  RunCleanups(kept);
  flow_.Jump(LabelOf(&label));
}

// Emits the cleanups of the scopes that are left, without forgetting them: another path may leave them too.
void Lowerer::RunCleanups(std::size_t down_to) {
  if (!flow_.IsOpen()) return;
  for (std::size_t i = cleanups_.size(); i-- > down_to;) {
    flow_.Emit({.kind = StepKind::kCall, .value = cleanups_[i].call, .line = cleanups_[i].line});
  }
}

void Lowerer::If(const clang::IfStmt& stmt) {
  if (stmt.getInit() != nullptr) Statement(stmt.getInit());
  Edges on_true, on_false;
  Condition(stmt.getCond(), on_true, on_false);
  flow_.Open(on_true);
  Statement(stmt.getThen());
  Edges after = flow_.TakeOpen();
  flow_.Open(on_false);
  if (stmt.getElse() != nullptr) Statement(stmt.getElse());
  flow_.Open(after);
}

void Lowerer::While(const clang::WhileStmt& stmt) {
  Label head, exit;
  flow_.Place(head);
  Edges on_true, on_false;
  Condition(stmt.getCond(), on_true, on_false);
  flow_.Open(on_true);
  loops_.push_back({&exit, &head, cleanups_.size()});
  Statement(stmt.getBody());
  loops_.pop_back();
  flow_.Jump(head);
  flow_.Open(on_false);
  flow_.Open(exit.refs);
}

void Lowerer::Do(const clang::DoStmt& stmt) {
  Label head, test, exit;
  flow_.Place(head);
  loops_.push_back({&exit, &test, cleanups_.size()});
  Statement(stmt.getBody());
  loops_.pop_back();
  flow_.Open(test.refs);
  test.refs.clear();
  Edges on_true, on_false;
  Condition(stmt.getCond(), on_true, on_false);
  flow_.Open(on_true);
  flow_.Jump(head);
  flow_.Open(on_false);
  flow_.Open(exit.refs);
}

void Lowerer::For(const clang::ForStmt& stmt) {
  const std::size_t cleanups = cleanups_.size();
  const std::size_t scope = scope_.size();
  const clang::Stmt* const outer = std::exchange(block_, &stmt);
  if (stmt.getInit() != nullptr) Statement(stmt.getInit());
  Label head, next, exit;
  flow_.Place(head);
  Edges on_true, on_false;
  if (stmt.getCond() != nullptr) {
    Condition(stmt.getCond(), on_true, on_false);
    flow_.Open(on_true);
  }
  loops_.push_back({&exit, &next, cleanups_.size()});
  Statement(stmt.getBody());
  loops_.pop_back();
  flow_.Open(next.refs);
  next.refs.clear();
  if (stmt.getInc() != nullptr) Effect(stmt.getInc());
  flow_.Jump(head);
  flow_.Open(on_false);
  flow_.Open(exit.refs);
  RunCleanups(cleanups);  // scoped_guard(): the lock is a variable of the loop
  cleanups_.resize(cleanups);
  scope_.resize(scope);
  block_ = outer;
}

void Lowerer::Switch(const clang::SwitchStmt& stmt) {
  if (stmt.getInit() != nullptr) Statement(stmt.getInit());
  const ExprRef value = Value(stmt.getCond());
  Step step{.kind = StepKind::kSwitch, .value = value};
  step.line = static_cast<int>(sources_.getExpansionLineNumber(stmt.getBeginLoc()));
  const int index = flow_.Emit(std::move(step));
  flow_.TakeOpen();
  Label exit;
  switches_.push_back(index);
  loops_.push_back({&exit, nullptr, cleanups_.size()});
  Statement(stmt.getBody());
  loops_.pop_back();
  switches_.pop_back();
  flow_.Open(exit.refs);
  bool has_default = false;
  for (const clang::SwitchCase* at = stmt.getSwitchCaseList(); at != nullptr; at = at->getNextSwitchCase()) {
    has_default |= llvm::isa<clang::DefaultStmt>(at);
  }
  if (!has_default) flow_.Open({{index, Flow::kDefaultSlot}});
}

void Lowerer::Case(const clang::SwitchCase& stmt) {
  if (switches_.empty()) return Statement(stmt.getSubStmt());
  if (const auto* value = llvm::dyn_cast<clang::CaseStmt>(&stmt)) {
    const std::int64_t low = Low64(value->getLHS()->EvaluateKnownConstInt(context_));
    const std::int64_t high =
        value->getRHS() == nullptr ? low : Low64(value->getRHS()->EvaluateKnownConstInt(context_));
    flow_.Open({flow_.AddCase(switches_.back(), {low, high})});
  } else {
    flow_.Open({{switches_.back(), Flow::kDefaultSlot}});
  }
  Statement(stmt.getSubStmt());
}

void Lowerer::Return(const clang::ReturnStmt& stmt) {
  ExprRef value = stmt.getRetValue() == nullptr ? nullptr : Value(stmt.getRetValue());
  if (function_.result.bits == 0 && !function_.result.is_pointer && function_.result.name == "void") value = nullptr;
  RunCleanups(0);
  Step step{.kind = StepKind::kReturn, .value = value};
  step.line = static_cast<int>(sources_.getExpansionLineNumber(stmt.getBeginLoc()));
  flow_.EmitLast(std::move(step));
}

void Lowerer::Declare(const clang::VarDecl& var) {
  if (var.isStaticLocal() || var.hasExternalStorage()) return;
  const ExprRef place = Local(NameOfVariable(var), TypeOf(var.getType()));
  function_.locals[place->text] = place->type.name;
  const clang::Expr* init = var.getInit();
  if (init == nullptr) return;
  const clang::Expr* bare = init->IgnoreParenImpCasts();
  if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(bare); list != nullptr && var.getType()->isRecordType()) {
    InitFields(place, *list, *init);
  } else {
    const ExprRef value = Value(init);
    EmitAssign(place, value, "", *init);
  }
  const auto* cleanup = var.getAttr<clang::CleanupAttr>();
  if (cleanup == nullptr) return;
  // guard(mutex)(&lock): the destructor is named with the constructor's arguments, so that lock and unlock pair up.
  std::vector<ExprRef> args = {AddressOf(place, {})};
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(bare)) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (callee != nullptr && callee->getName().ends_with("_constructor") && call->getNumArgs() > 0) {
      args = {Value(call->getArg(0))};
    }
  }
  const std::string name = cleanup->getFunctionDecl()->getNameAsString();
  cleanups_.push_back({arena_.Make(steps::Op::kCall, name, std::move(args), {}),
                       static_cast<int>(sources_.getExpansionLineNumber(var.getLocation())), block_, var.getLocation()});
}

void Lowerer::InitFields(ExprRef place, const clang::InitListExpr& list, const clang::Stmt& at) {
  EmitAssign(place, arena_.Const(0, place->type), "init", at);
  const auto* record = list.getType()->getAsRecordDecl();
  if (record == nullptr) return;
  unsigned index = 0;
  for (const clang::FieldDecl* field : record->fields()) {
    if (record->isUnion()) field = list.getInitializedFieldInUnion();
    if (field == nullptr || index >= list.getNumInits()) return;
    const clang::Expr* value = list.getInit(index++);
    if (value == nullptr || llvm::isa<clang::ImplicitValueInitExpr>(value)) continue;
    const steps::Type type = TypeOf(field->getType());
    const ExprRef part = field->getName().empty()
                             ? place
                             : arena_.Make(steps::Op::kField, place->type.name + "." + field->getNameAsString(), {place}, type);
    const auto* nested = llvm::dyn_cast<clang::InitListExpr>(value->IgnoreParenImpCasts());
    if (nested != nullptr && field->getType()->isRecordType()) {
      InitFields(part, *nested, *value);
    } else {
      EmitAssign(part, Value(value), "init", *value);
    }
    if (record->isUnion()) return;
  }
}

void Lowerer::Assembly(const clang::AsmStmt& stmt) {
  std::vector<ExprRef> operands;
  for (unsigned i = 0; i < stmt.getNumOutputs(); ++i) {
    operands.push_back(Place(llvm::cast<clang::GCCAsmStmt>(stmt).getOutputExpr(i)));
  }
  for (unsigned i = 0; i < stmt.getNumInputs(); ++i) {
    operands.push_back(Value(llvm::cast<clang::GCCAsmStmt>(stmt).getInputExpr(i)));
  }
  const std::string text = stmt.generateAsmString(context_);
  EmitAt({.kind = StepKind::kAsm, .value = arena_.Make(steps::Op::kOpaque, "asm " + text, std::move(operands), {})},
         stmt.getBeginLoc());
}

Label& Lowerer::LabelOf(const clang::LabelDecl* decl) {
  std::unique_ptr<Label>& label = labels_[decl];
  if (label == nullptr) label = std::make_unique<Label>();
  return *label;
}

}  // namespace lpcheck::lower
