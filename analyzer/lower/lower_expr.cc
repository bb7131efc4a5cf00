// Expressions of the Lowerer: values and places.
#include <utility>

#include "analyzer/lower/lowerer.h"
#include "clang/Lex/Lexer.h"

namespace lpcheck::lower {

using steps::ExprRef;
using steps::Op;
using steps::StepKind;
using steps::Type;

namespace {

// Constants keep the width of their type.
std::int64_t Truncate(std::int64_t value, const Type& type) {
  if (type.bits == 0 || type.bits >= 64) return value;
  const std::uint64_t mask = (std::uint64_t{1} << type.bits) - 1;
  const std::uint64_t low = static_cast<std::uint64_t>(value) & mask;
  if (type.is_signed && ((low >> (type.bits - 1)) & 1) != 0) return static_cast<std::int64_t>(low | ~mask);
  return static_cast<std::int64_t>(low);
}

bool IsConst(ExprRef expr) { return expr->op == Op::kConst; }

}  // namespace

ExprRef Lowerer::ConstantOf(const clang::Expr& expr, std::int64_t value) {
  std::string spelled;
  const clang::SourceLocation begin = expr.getBeginLoc();
  if (begin.isMacroID() || llvm::isa<clang::UnaryExprOrTypeTraitExpr>(expr)) {
    spelled = TokensOf(expr.getSourceRange(), sources_, context_.getLangOpts());
    // Only the name of a constant: a literal deep inside a macro would be named after the whole invocation.
    const bool is_name = spelled.find('(') == std::string::npos || llvm::isa<clang::UnaryExprOrTypeTraitExpr>(expr);
    if (!is_name || spelled.size() > 40) spelled.clear();
  }
  const Type type = TypeOf(expr.getType());
  return arena_.Const(Truncate(value, type), type, spelled);
}

ExprRef Lowerer::Value(const clang::Expr* expr) {
  if (depth_ > 400) return Opaque(*expr);
  ++depth_;
  struct Leave {
    int& depth;
    ~Leave() { --depth; }
  } leave{depth_};
  const Type type = TypeOf(expr->getType());
  if (std::optional<ExprRef> macro = MacroValue(*expr, type)) return *macro;
  switch (expr->getStmtClass()) {
    case clang::Stmt::ParenExprClass: return Value(llvm::cast<clang::ParenExpr>(expr)->getSubExpr());
    case clang::Stmt::ConstantExprClass: return Value(llvm::cast<clang::ConstantExpr>(expr)->getSubExpr());
    case clang::Stmt::ChooseExprClass: return Value(llvm::cast<clang::ChooseExpr>(expr)->getChosenSubExpr());
    case clang::Stmt::GenericSelectionExprClass:
      return Value(llvm::cast<clang::GenericSelectionExpr>(expr)->getResultExpr());
    case clang::Stmt::IntegerLiteralClass:
      if (expr->getBeginLoc().isMacroID() &&
          clang::Lexer::getImmediateMacroName(expr->getBeginLoc(), sources_, context_.getLangOpts()) == "__LINE__") {
        return arena_.Const(0, type, "__LINE__");  // moves with every edit above it
      }
      return ConstantOf(*expr, llvm::cast<clang::IntegerLiteral>(expr)->getValue().getLimitedValue());
    case clang::Stmt::CharacterLiteralClass:
      return ConstantOf(*expr, llvm::cast<clang::CharacterLiteral>(expr)->getValue());
    case clang::Stmt::StringLiteralClass:
      return arena_.Make(Op::kString, llvm::cast<clang::StringLiteral>(expr)->getBytes().str(), {}, type);
    case clang::Stmt::PredefinedExprClass: return arena_.Make(Op::kString, "__func__", {}, type);
    case clang::Stmt::ImplicitCastExprClass:
    case clang::Stmt::CStyleCastExprClass: return CastValue(*llvm::cast<clang::CastExpr>(expr));
    case clang::Stmt::DeclRefExprClass:
    case clang::Stmt::MemberExprClass:
    case clang::Stmt::ArraySubscriptExprClass: return Place(expr);
    case clang::Stmt::UnaryOperatorClass: return UnaryValue(*llvm::cast<clang::UnaryOperator>(expr));
    case clang::Stmt::BinaryOperatorClass:
    case clang::Stmt::CompoundAssignOperatorClass: return BinaryValue(*llvm::cast<clang::BinaryOperator>(expr));
    case clang::Stmt::ConditionalOperatorClass:
    case clang::Stmt::BinaryConditionalOperatorClass: return Joined(*expr);
    case clang::Stmt::CallExprClass: return CallValue(*llvm::cast<clang::CallExpr>(expr));
    case clang::Stmt::StmtExprClass: return StatementExpr(*llvm::cast<clang::StmtExpr>(expr));
    case clang::Stmt::OpaqueValueExprClass: {
      const auto* opaque = llvm::cast<clang::OpaqueValueExpr>(expr);
      auto known = opaque_values_.find(opaque);
      if (known != opaque_values_.end()) return known->second;
      return opaque->getSourceExpr() == nullptr ? Opaque(*expr) : Value(opaque->getSourceExpr());
    }
    case clang::Stmt::UnaryExprOrTypeTraitExprClass:
    case clang::Stmt::OffsetOfExprClass:
    case clang::Stmt::TypeTraitExprClass: {
      clang::Expr::EvalResult result;
      if (!expr->isValueDependent() && expr->EvaluateAsInt(result, context_)) {
        return ConstantOf(*expr, Low64(result.Val.getInt()));
      }
      return Opaque(*expr);
    }
    case clang::Stmt::ImplicitValueInitExprClass: return arena_.Const(0, type);
    case clang::Stmt::CompoundLiteralExprClass: {
      const auto* init = llvm::dyn_cast<clang::InitListExpr>(
          llvm::cast<clang::CompoundLiteralExpr>(expr)->getInitializer()->IgnoreParenImpCasts());
      if (init == nullptr || !expr->getType()->isRecordType()) return Opaque(*expr);
      const ExprRef temp = Local("(" + TokensOf(expr->getSourceRange(), sources_, context_.getLangOpts()) + ")", type);
      InitFields(temp, *init, *expr);
      return temp;
    }
    default: return Opaque(*expr);
  }
}

ExprRef Lowerer::Opaque(const clang::Stmt& stmt) {
  std::vector<ExprRef> kids;
  for (const clang::Stmt* child : stmt.children()) {
    if (const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(child)) kids.push_back(Value(expr));
  }
  const auto* expr = llvm::dyn_cast<clang::Expr>(&stmt);
  return arena_.Make(Op::kOpaque,
                     std::string(stmt.getStmtClassName()) + ": " +
                         TokensOf(stmt.getSourceRange(), sources_, context_.getLangOpts()),
                     std::move(kids), expr == nullptr ? Type{} : TypeOf(expr->getType()));
}

ExprRef Lowerer::Place(const clang::Expr* expr) {
  const Type type = TypeOf(expr->getType());
  if (llvm::isa<clang::ParenExpr>(expr) && MacrosCovering(*expr, sources_, context_.getLangOpts()).empty()) {
    return Place(llvm::cast<clang::ParenExpr>(expr)->getSubExpr());
  }
  if (std::optional<ExprRef> macro = MacroValue(*expr, type)) return *macro;
  switch (expr->getStmtClass()) {
    case clang::Stmt::ParenExprClass: return Place(llvm::cast<clang::ParenExpr>(expr)->getSubExpr());
    case clang::Stmt::DeclRefExprClass: return VariableOf(*llvm::cast<clang::DeclRefExpr>(expr));
    case clang::Stmt::MemberExprClass: return FieldOf(*llvm::cast<clang::MemberExpr>(expr));
    case clang::Stmt::ArraySubscriptExprClass: {
      const auto* index = llvm::cast<clang::ArraySubscriptExpr>(expr);
      ExprRef base = Value(index->getBase());
      if (base->op == Op::kAddrOf) base = base->kids[0];  // a decayed array: the array place itself
      const ExprRef at = Value(index->getIdx());
      return arena_.Make(Op::kIndex, "", {base, at}, type);
    }
    case clang::Stmt::UnaryOperatorClass: {
      const auto* unary = llvm::cast<clang::UnaryOperator>(expr);
      if (unary->getOpcode() == clang::UO_Deref) return Dereference(Value(unary->getSubExpr()), type);
      if (unary->getOpcode() == clang::UO_Extension) return Place(unary->getSubExpr());
      return Value(expr);
    }
    default: return Value(expr);
  }
}

ExprRef Lowerer::VariableOf(const clang::DeclRefExpr& expr) {
  const Type type = TypeOf(expr.getType());
  const clang::ValueDecl* decl = expr.getDecl();
  if (const auto* constant = llvm::dyn_cast<clang::EnumConstantDecl>(decl)) {
    return arena_.Const(Truncate(Low64(constant->getInitVal()), type), type, constant->getNameAsString());
  }
  if (llvm::isa<clang::FunctionDecl>(decl)) return arena_.Make(Op::kFunction, decl->getNameAsString(), {}, type);
  const auto* var = llvm::dyn_cast<clang::VarDecl>(decl);
  if (var == nullptr) return Opaque(expr);
  if (var->isStaticLocal()) {
    return arena_.Make(Op::kGlobal, function_.name + "." + var->getNameAsString(), {}, type);
  }
  if (!var->hasLocalStorage()) return arena_.Make(Op::kGlobal, var->getNameAsString(), {}, type);
  return Local(NameOfVariable(*var), type);
}

// Anonymous members are looked through: `a.(anonymous).b` is `a.b`, in the enclosing named record.
ExprRef Lowerer::FieldOf(const clang::MemberExpr& expr) {
  const clang::Expr* base = expr.getBase();
  bool arrow = expr.isArrow();
  const auto* record = llvm::dyn_cast<clang::RecordDecl>(expr.getMemberDecl()->getDeclContext());
  while (const auto* inner = llvm::dyn_cast<clang::MemberExpr>(base->IgnoreParens())) {
    if (arrow || !inner->getMemberDecl()->getName().empty()) break;
    record = llvm::dyn_cast<clang::RecordDecl>(inner->getMemberDecl()->getDeclContext());
    base = inner->getBase();
    arrow = inner->isArrow();
  }
  std::string owner = "struct ?";
  if (record != nullptr) {
    owner = context_.getRecordType(record).getUnqualifiedType().getAsString();
    if (record->getName().empty()) {
      const clang::Expr* bare = base->IgnoreParenImpCasts();
      const auto* member = llvm::dyn_cast<clang::MemberExpr>(bare);
      const auto* typedef_name = record->getTypedefNameForAnonDecl();
      owner = typedef_name != nullptr ? typedef_name->getNameAsString()
              : member != nullptr     ? FieldOf(*member)->text
                                      : "struct (anonymous)";
    }
  }
  ExprRef place = arrow ? Dereference(Value(base), TypeOf(base->getType()->getPointeeType())) : Place(base);
  return arena_.Make(Op::kField, owner + "." + expr.getMemberDecl()->getNameAsString(), {place}, TypeOf(expr.getType()));
}

ExprRef Lowerer::AddressOf(ExprRef place, const Type& type) {
  if (place->op == Op::kDeref) return place->kids[0];
  return arena_.Make(Op::kAddrOf, "", {place}, type);
}

ExprRef Lowerer::Dereference(ExprRef pointer, const Type& type) {
  if (pointer->op == Op::kAddrOf) return pointer->kids[0];
  return arena_.Make(Op::kDeref, "", {pointer}, type);
}

ExprRef Lowerer::CastValue(const clang::CastExpr& expr) {
  const clang::Expr* sub = expr.getSubExpr();
  const Type type = TypeOf(expr.getType());
  switch (expr.getCastKind()) {
    case clang::CK_LValueToRValue: return Place(sub);
    case clang::CK_ArrayToPointerDecay: {
      const ExprRef place = Place(sub);
      return place->op == Op::kString ? place : AddressOf(place, type);
    }
    case clang::CK_FunctionToPointerDecay: return Place(sub);
    case clang::CK_ToVoid:
      Effect(sub);
      return arena_.Const(0, {});
    case clang::CK_NullToPointer: return arena_.Const(0, type, "NULL");
    case clang::CK_IntegralCast:
    case clang::CK_IntegralToPointer:
    case clang::CK_PointerToIntegral:
    case clang::CK_BooleanToSignedIntegral: {
      const ExprRef value = Value(sub);
      if (IsConst(value)) return arena_.Const(Truncate(value->value, type), type, value->text);
      if (type.bits == value->type.bits && type.is_signed == value->type.is_signed) return value;
      return arena_.Make(Op::kCast, "", {value}, type);
    }
    case clang::CK_IntegralToBoolean:
    case clang::CK_PointerToBoolean: {
      const ExprRef value = Value(sub);
      if (IsConst(value)) return arena_.Const(value->value != 0, type);
      if (value->op == Op::kBinary && (value->text == "==" || value->text == "<" || value->text == "&&")) return value;
      return arena_.Make(Op::kUnary, "!", {arena_.Make(Op::kUnary, "!", {value}, type)}, type);
    }
    default: return Value(sub);  // pointer casts and qualification change nothing
  }
}

ExprRef Lowerer::UnaryValue(const clang::UnaryOperator& expr) {
  const Type type = TypeOf(expr.getType());
  switch (expr.getOpcode()) {
    case clang::UO_AddrOf: return AddressOf(Place(expr.getSubExpr()), type);
    case clang::UO_Deref: return Place(&expr);
    case clang::UO_PreInc:
    case clang::UO_PreDec:
    case clang::UO_PostInc:
    case clang::UO_PostDec: return Increment(expr);
    case clang::UO_Plus:
    case clang::UO_Extension: return Value(expr.getSubExpr());
    case clang::UO_LNot: {
      const ExprRef value = Value(expr.getSubExpr());
      if (IsConst(value)) return arena_.Const(value->value == 0, type);
      return arena_.Make(Op::kUnary, "!", {value}, type);
    }
    case clang::UO_Minus: {
      const ExprRef value = Value(expr.getSubExpr());
      if (IsConst(value)) {
        return arena_.Const(Truncate(-value->value, type), type, value->text.empty() ? "" : "-" + value->text);
      }
      return arena_.Make(Op::kUnary, "-", {value}, type);
    }
    case clang::UO_Not: {
      const ExprRef value = Value(expr.getSubExpr());
      if (IsConst(value)) return arena_.Const(Truncate(~value->value, type), type, value->text.empty() ? "" : "~" + value->text);
      return arena_.Make(Op::kUnary, "~", {value}, type);
    }
    default: return Opaque(expr);
  }
}

ExprRef Lowerer::Increment(const clang::UnaryOperator& expr) {
  const Type type = TypeOf(expr.getType());
  const ExprRef place = Place(expr.getSubExpr());
  const ExprRef one = arena_.Const(1, type);
  const char* op = expr.isIncrementOp() ? "+" : "-";
  const ExprRef next = arena_.Make(Op::kBinary, op, {place, one}, type);
  EmitAssign(place, next, expr.isIncrementOp() ? "++" : "--", expr);
  if (expr.isPrefix()) return place;
  // The value before is the value after, undone: no temporary is needed for a wrapping counter.
  return arena_.Make(Op::kBinary, expr.isIncrementOp() ? "-" : "+", {place, one}, type);
}

ExprRef Lowerer::Binary(clang::BinaryOperatorKind op, ExprRef lhs, ExprRef rhs, const Type& type) {
  auto make = [&](const char* text, ExprRef a, ExprRef b) { return arena_.Make(Op::kBinary, text, {a, b}, type); };
  auto negate = [&](ExprRef value) { return arena_.Make(Op::kUnary, "!", {value}, type); };
  switch (op) {
    case clang::BO_LT: return make("<", lhs, rhs);
    case clang::BO_GT: return make("<", rhs, lhs);
    case clang::BO_LE: return negate(make("<", rhs, lhs));
    case clang::BO_GE: return negate(make("<", lhs, rhs));
    case clang::BO_EQ: return IsConst(lhs) ? make("==", rhs, lhs) : make("==", lhs, rhs);
    case clang::BO_NE: return negate(IsConst(lhs) ? make("==", rhs, lhs) : make("==", lhs, rhs));
    default: return make(clang::BinaryOperator::getOpcodeStr(op).str().c_str(), lhs, rhs);
  }
}

ExprRef Lowerer::BinaryValue(const clang::BinaryOperator& expr) {
  if (expr.isAssignmentOp()) return Assign(expr);
  if (expr.getOpcode() == clang::BO_Comma) {
    Effect(expr.getLHS());
    return Value(expr.getRHS());
  }
  if (expr.isLogicalOp()) return Joined(expr);
  const Type type = TypeOf(expr.getType());
  const ExprRef lhs = Value(expr.getLHS());
  const ExprRef rhs = Value(expr.getRHS());
  if (IsConst(lhs) && IsConst(rhs)) {
    clang::Expr::EvalResult result;
    if (expr.EvaluateAsInt(result, context_)) return ConstantOf(expr, Low64(result.Val.getInt()));
  }
  return Binary(expr.getOpcode(), lhs, rhs, type);
}

ExprRef Lowerer::Assign(const clang::BinaryOperator& expr) {
  const ExprRef value = Value(expr.getRHS());
  const ExprRef place = Place(expr.getLHS());
  if (expr.getOpcode() == clang::BO_Assign) {
    EmitAssign(place, value, "", expr);
    return place;
  }
  const Type type = TypeOf(expr.getType());
  const auto op = clang::BinaryOperator::getOpForCompoundAssignment(expr.getOpcode());
  EmitAssign(place, Binary(op, place, value, type), expr.getOpcodeStr().str(), expr);
  return place;
}

// A value joined from two ways: a term where that is free of effects, else branches into a temporary.
ExprRef Lowerer::Joined(const clang::Expr& expr) {
  const Type type = TypeOf(expr.getType());
  if (const auto* binary = llvm::dyn_cast<clang::BinaryConditionalOperator>(&expr)) {
    const ExprRef common = Value(binary->getCommon());
    opaque_values_[binary->getOpaqueValue()] = common;
    const ExprRef other = Value(binary->getFalseExpr());
    return arena_.Make(Op::kSelect, "", {common, common, other}, type);
  }
  const auto* select = llvm::dyn_cast<clang::ConditionalOperator>(&expr);
  if (select != nullptr) {
    clang::Expr::EvalResult known;
    if (select->getCond()->EvaluateAsInt(known, context_)) {
      return Value(known.Val.getInt().getBoolValue() ? select->getTrueExpr() : select->getFalseExpr());
    }
    if (IsPure(expr)) {
      const ExprRef cond = Value(select->getCond());
      const ExprRef on_true = Value(select->getTrueExpr());
      return arena_.Make(Op::kSelect, "", {cond, on_true, Value(select->getFalseExpr())}, type);
    }
  } else if (IsPure(expr)) {
    const auto& logical = llvm::cast<clang::BinaryOperator>(expr);
    const ExprRef lhs = Value(logical.getLHS());
    return arena_.Make(Op::kBinary, logical.getOpcodeStr().str(), {lhs, Value(logical.getRHS())}, type);
  }
  const ExprRef temp = Local("?" + TokensOf(expr.getSourceRange(), sources_, context_.getLangOpts()), type);
  Edges on_true, on_false;
  Condition(select == nullptr ? &expr : select->getCond(), on_true, on_false);
  flow_.Open(on_true);
  EmitAssign(temp, select == nullptr ? arena_.Const(1, type) : Value(select->getTrueExpr()), "", expr);
  const Edges joined = flow_.TakeOpen();
  flow_.Open(on_false);
  EmitAssign(temp, select == nullptr ? arena_.Const(0, type) : Value(select->getFalseExpr()), "", expr);
  flow_.Open(joined);
  return temp;
}

ExprRef Lowerer::StatementExpr(const clang::StmtExpr& expr) {
  const auto* body = expr.getSubStmt();
  const std::size_t cleanups = cleanups_.size();
  const std::size_t scope = scope_.size();
  const clang::Stmt* const outer = std::exchange(block_, body);
  ExprRef value = arena_.Const(0, {});
  for (const clang::Stmt* stmt : body->body()) {
    const auto* last = stmt == body->body_back() ? llvm::dyn_cast<clang::Expr>(stmt) : nullptr;
    if (last != nullptr && !last->getType()->isVoidType()) {
      value = Value(last);
    } else {
      Statement(stmt);
    }
  }
  RunCleanups(cleanups);
  cleanups_.resize(cleanups);
  scope_.resize(scope);
  block_ = outer;
  return value;
}

}  // namespace lpcheck::lower
