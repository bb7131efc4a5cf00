#include "analyzer/index/body_walker.h"

#include <algorithm>
#include <utility>

#include "analyzer/index/api_effects.h"
#include "analyzer/index/names.h"

namespace lpcheck::index {
namespace {

bool HasLabel(const clang::Stmt* statement) {
  if (statement == nullptr) return false;
  if (llvm::isa<clang::LabelStmt, clang::SwitchCase>(statement)) return true;
  return std::any_of(statement->child_begin(), statement->child_end(), HasLabel);
}

/// true, false, or unknown; a condition with side effects is unknown.
std::optional<bool> Known(const clang::Expr* condition, const clang::ASTContext& ast) {
  bool result = false;
  if (condition->isValueDependent() || !condition->EvaluateAsBooleanCondition(result, ast)) return std::nullopt;
  return result;
}

/// The value when it is a constant that fits an int and computing it has no side effects.
std::optional<int> ConstantOf(const clang::Expr* expression, const clang::ASTContext& ast) {
  clang::Expr::EvalResult result;
  if (expression == nullptr || expression->isValueDependent() || !expression->EvaluateAsRValue(result, ast)) return std::nullopt;
  if (result.HasSideEffects || !result.Val.isInt()) return std::nullopt;
  const llvm::APSInt& value = result.Val.getInt();
  if (value.getSignificantBits() > 32 || (value.isUnsigned() && value.getActiveBits() > 31)) return std::nullopt;
  return static_cast<int>(value.getExtValue());
}

/// Which way a step of this much moves what it is added to.
int Moves(bool adds, const clang::Expr* amount, const clang::ASTContext& ast) {
  const std::optional<int> value = amount == nullptr ? std::nullopt : ConstantOf(amount, ast);
  return adds == (value.value_or(1) >= 0) ? kGrows : kShrinks;
}

/// Whether a place that Place() names without a record outlives the call.
bool IsGlobal(const clang::Expr* expression) {
  expression = expression->IgnoreParenCasts();
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expression)) return IsGlobal(unary->getSubExpr());
  if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression)) return IsGlobal(subscript->getBase());
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression);
  const auto* variable = reference == nullptr ? nullptr : llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
  return variable != nullptr && variable->hasGlobalStorage();
}

int AccessOf(const clang::UnaryOperator* unary) {
  if (unary->isIncrementOp()) return kRead | kWrite | kGrows;
  if (unary->isDecrementOp()) return kRead | kWrite | kShrinks;
  return unary->getOpcode() == clang::UO_AddrOf ? kAddress : kRead;
}

/// x of *(T *)&x, which is x: what READ_ONCE and WRITE_ONCE expand to. Null for anything else.
const clang::Expr* Disguised(const clang::UnaryOperator* unary) {
  if (unary->getOpcode() != clang::UO_Deref) return nullptr;
  const auto* inner = llvm::dyn_cast<clang::UnaryOperator>(unary->getSubExpr()->IgnoreParenCasts());
  return inner != nullptr && inner->getOpcode() == clang::UO_AddrOf ? inner->getSubExpr() : nullptr;
}

/// The call that an expression is, behind casts and statement expressions; null when it is none.
const clang::Expr* InnerCall(const clang::Expr* expression) {
  expression = expression->IgnoreParenCasts();
  if (const auto* block = llvm::dyn_cast<clang::StmtExpr>(expression)) {
    const clang::CompoundStmt* body = block->getSubStmt();
    const auto* last = body->body_empty() ? nullptr : llvm::dyn_cast<clang::Expr>(body->body_back());
    return last == nullptr ? nullptr : expression;
  }
  return llvm::isa<clang::CallExpr>(expression) ? expression : nullptr;
}

}  // namespace

void BodyWalker::Body(const clang::Stmt* statement) {
  if (statement == nullptr) return;
  if (const auto* expression = llvm::dyn_cast<clang::Expr>(statement)) return Expression(expression, kRead);
  if (Flow(statement)) return;
  if (const auto* assembly = llvm::dyn_cast<clang::GCCAsmStmt>(statement)) return Asm(assembly);
  if (const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(statement)) {
    for (const clang::Decl* decl : declaration->decls()) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
      if (variable != nullptr && variable->hasInit()) Initializer(variable->getInit(), variable->getName().str());
    }
    return;
  }
  Children(statement);
}

void BodyWalker::Comparison(const clang::Expr* constant) {
  const std::optional<int> value = ConstantOf(constant, ast_);
  if (value.value_or(0) < 0) Add(FactKind::kCompares, "", "", constant->getBeginLoc(), *value);
}

void BodyWalker::Children(const clang::Stmt* statement) {
  for (const clang::Stmt* child : statement->children()) Body(child);
}

void BodyWalker::Condition(const clang::IfStmt* statement) {
  Body(statement->getCond());
  std::optional<bool> known = Known(statement->getCond(), ast_);
  const HeldLocks::State before = held_.Now();
  if (known == false) held_.Stop();
  if (known != false || HasLabel(statement->getThen())) Body(statement->getThen());
  const HeldLocks::State after = held_.Now();
  held_.Become(known == true ? std::nullopt : before);
  if (known != true || HasLabel(statement->getElse())) Body(statement->getElse());
  held_.Join(after);
}

void BodyWalker::Initializer(const clang::Expr* expression, const std::string& place) {
  if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(expression->IgnoreParens())) return List(list, place);
  if (const auto* literal = llvm::dyn_cast<clang::CompoundLiteralExpr>(expression->IgnoreParenCasts())) {
    return Initializer(literal->getInitializer(), place);
  }
  Value(expression, place);
}

void BodyWalker::List(const clang::InitListExpr* list, const std::string& place) {
  if (const clang::InitListExpr* semantic = list->getSemanticForm()) list = semantic;
  const auto* record = list->getType()->getAs<clang::RecordType>();
  if (record == nullptr) {
    for (const clang::Expr* element : list->inits()) Initializer(element, place);
    return;
  }
  const std::string name = RecordName(record->getDecl());
  unsigned i = 0;
  for (const clang::FieldDecl* field : record->getDecl()->fields()) {
    if (field->isUnnamedBitField()) continue;
    if (record->getDecl()->isUnion() && field != list->getInitializedFieldInUnion()) continue;
    if (i >= list->getNumInits()) return;
    const clang::Expr* element = list->getInit(i++);
    if (llvm::isa<clang::ImplicitValueInitExpr>(element)) continue;
    Initializer(element, name + "." + field->getName().str());
  }
}

void BodyWalker::Value(const clang::Expr* value, const std::string& place) {
  if (const clang::FunctionDecl* function = FunctionAddress(value)) {
    bool field = place.find('.') != std::string::npos;
    Add(field ? FactKind::kPointerInField : FactKind::kPointerElse, function->getName().str(), place,
        value->getBeginLoc(), 0);
    return;
  }
  Expression(value, kRead);
}

void BodyWalker::Macro(const clang::Expr* expression) {
  if (!expression->getBeginLoc().isMacroID()) return;
  const ApiMacro& macro = trail_.Around(expression->getBeginLoc());
  if (macro.entry == nullptr || !macros_seen_.insert(macro.expansion.getHashValue()).second) return;
  effects_ |= EffectsOf(*macro.entry);
  Add(FactKind::kApi, macro.name, "", expression->getBeginLoc(), 0);
}

void BodyWalker::Expression(const clang::Expr* expression, int access) {
  expression = expression->IgnoreParens();
  Macro(expression);
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expression)) return Call(call);
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expression)) return Member(member, access);
  if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression)) return Variable(reference, access);
  if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(expression)) return Cast(cast, access);
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expression)) {
    if (binary->isAssignmentOp()) return Assignment(binary);
    if (binary->isLogicalOp()) {
      Expression(binary->getLHS(), kRead);
      const std::optional<bool> known = Known(binary->getLHS(), ast_);
      const bool decided = known == (binary->getOpcode() == clang::BO_LOr);
      if (!decided || HasLabel(binary->getRHS())) Expression(binary->getRHS(), kRead);
      return;
    }
    if (binary->isEqualityOp()) {
      Comparison(binary->getRHS());
      Comparison(binary->getLHS());
    }
  }
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expression)) {
    if (const clang::Expr* object = Disguised(unary)) return Expression(object, access);
    return Expression(unary->getSubExpr(), AccessOf(unary));
  }
  if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression)) {
    const clang::Expr* base = subscript->getBase()->IgnoreParens();
    const auto* decay = llvm::dyn_cast<clang::ImplicitCastExpr>(base);
    bool array = decay != nullptr && decay->getCastKind() == clang::CK_ArrayToPointerDecay;
    Expression(array ? decay->getSubExpr() : base, array ? access : kRead);
    return Expression(subscript->getIdx(), kRead);
  }
  if (const auto* conditional = llvm::dyn_cast<clang::ConditionalOperator>(expression)) {
    Expression(conditional->getCond(), kRead);
    std::optional<bool> known = Known(conditional->getCond(), ast_);
    if (known != false) Expression(conditional->getTrueExpr(), access);
    if (known != true) Expression(conditional->getFalseExpr(), access);
    return;
  }
  if (const auto* choice = llvm::dyn_cast<clang::ChooseExpr>(expression)) {
    return Expression(choice->getChosenSubExpr(), access);
  }
  if (const auto* generic = llvm::dyn_cast<clang::GenericSelectionExpr>(expression)) {
    if (!generic->isResultDependent()) Expression(generic->getResultExpr(), access);
    return;
  }
  if (const auto* literal = llvm::dyn_cast<clang::CompoundLiteralExpr>(expression)) {
    return Initializer(literal->getInitializer(), "");
  }
  if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(expression)) return List(list, "");
  if (llvm::isa<clang::UnaryExprOrTypeTraitExpr, clang::OffsetOfExpr>(expression)) return;
  Children(expression);
}

void BodyWalker::Member(const clang::MemberExpr* member, int access) {
  const auto* field = llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
  if (field != nullptr && field->getIdentifier() != nullptr) {
    Add(FactKind::kField, RecordName(field->getParent()), field->getName().str(), member->getMemberLoc(), access);
    if (member->isArrow()) effects_ |= (access & kWrite) != 0 ? kWritesShared : kReadsShared;
  }
  Expression(member->getBase(), member->isArrow() ? static_cast<int>(kRead) : access);
}

void BodyWalker::Variable(const clang::DeclRefExpr* reference, int access) {
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(reference->getDecl())) {
    Add(FactKind::kPointerElse, function->getName().str(), "", reference->getBeginLoc(), 0);
    return;
  }
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
  if (variable == nullptr || !variable->hasGlobalStorage()) return;
  Add(FactKind::kGlobal, variable->getName().str(), "", reference->getBeginLoc(), access);
  effects_ |= (access & kWrite) != 0 ? kWritesShared : kReadsShared;
}

void BodyWalker::Assignment(const clang::BinaryOperator* assignment) {
  int access = assignment->isCompoundAssignmentOp() ? kRead | kWrite : kWrite;
  const clang::BinaryOperatorKind op = assignment->getOpcode();
  if (op == clang::BO_AddAssign || op == clang::BO_SubAssign) access |= Moves(op == clang::BO_AddAssign, assignment->getRHS(), ast_);
  Expression(assignment->getLHS(), access);
  if (op == clang::BO_Assign) Constant(assignment);
  Value(assignment->getRHS(), Place(assignment->getLHS()));
}

void BodyWalker::Constant(const clang::BinaryOperator* assignment) {
  const std::optional<int> value = ConstantOf(assignment->getRHS(), ast_);
  if (!value) return;
  const std::string place = Place(assignment->getLHS());
  const std::size_t dot = place.find('.');
  const bool field = dot != std::string::npos;
  if (!field && !IsGlobal(assignment->getLHS())) return;
  Add(FactKind::kStoreConstant, field ? place.substr(0, dot) : "", field ? place.substr(dot + 1) : place, assignment->getBeginLoc(), *value);
}

void BodyWalker::Cast(const clang::CastExpr* cast, int access) {
  if (cast->getCastKind() == clang::CK_ArrayToPointerDecay) return Expression(cast->getSubExpr(), kAddress);
  if (cast->getCastKind() == clang::CK_LValueToRValue) return Expression(cast->getSubExpr(), kRead);
  const std::string record = PointeeRecord(cast->getType());
  const clang::Expr* inner = record.empty() ? nullptr : InnerCall(cast);
  if (inner != nullptr && allocation_ != inner) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(inner);
    const clang::FunctionDecl* callee = call == nullptr ? nullptr : call->getDirectCallee();
    const ApiMacro& macro = trail_.Around(inner->getBeginLoc());
    const api::Entry* entry = macro.entry != nullptr ? macro.entry : callee == nullptr ? nullptr : trail_.Find(callee->getName());
    if (entry != nullptr && !entry->guess && entry->kind == api::Kind::kAlloc && entry->obj == api::kResult) {
      Add(FactKind::kAllocate, record, macro.entry != nullptr ? macro.name : callee->getName().str(), cast->getBeginLoc(), 0,
          call == nullptr ? "" : SizeOf(call, *entry));
      allocation_ = inner;
    }
  }
  Expression(cast->getSubExpr(), access);
}

void BodyWalker::Asm(const clang::GCCAsmStmt* statement) {
  effects_ |= kHasAsm;
  for (unsigned i = 0; i < statement->getNumLabels(); ++i) {
    const HeldLocks::State here = held_.Now();
    held_.Jump(statement->getLabelExpr(i)->getLabel());
    held_.Become(here);
  }
  for (unsigned i = 0; i < statement->getNumOutputs(); ++i) {
    int access = statement->isOutputPlusConstraint(i) ? kRead | kWrite : kWrite;
    const api::Entry* entry = trail_.Around(statement->getBeginLoc()).entry;
    if (entry != nullptr && entry->kind == api::Kind::kAdd) access |= kGrows;
    if (entry != nullptr && entry->kind == api::Kind::kSub) access |= kShrinks;
    Expression(statement->getOutputExpr(i), access);
  }
  for (unsigned i = 0; i < statement->getNumInputs(); ++i) Expression(statement->getInputExpr(i), kRead);
}

void BodyWalker::Call(const clang::CallExpr* call) {
  const clang::FunctionDecl* callee = call->getDirectCallee();
  if (callee == nullptr) {
    const clang::Expr* target = call->getCallee();
    std::string place = Place(target);
    std::size_t dot = place.find('.');
    bool field = dot != std::string::npos;
    Add(FactKind::kCallPointer, field ? place.substr(0, dot) : "", field ? place.substr(dot + 1) : place,
        call->getBeginLoc(), 0);
    effects_ |= kCallsPointer;
    Expression(target, kRead);
    return Arguments(call, "");
  }
  const std::string name = callee->getName().str();
  // memcpy() and the like are builtins to the compiler, functions to the kernel.
  const bool real = callee->getBuiltinID() == 0 || !callee->getName().starts_with("__");
  if (real && !callee->getName().starts_with("__compiletime_assert")) Add(FactKind::kCall, name, "", call->getBeginLoc(), 0);
  const ApiMacro& macro = trail_.Around(call->getBeginLoc());
  const api::Entry* entry = macro.entry != nullptr ? macro.entry : trail_.Find(name);
  if (entry != nullptr && !entry->guess) {
    ApiCall(call, *entry, macro.entry != nullptr ? macro.name : name);
    if (macro.entry == nullptr) CounterFact(call, *entry);
  } else if (macro.entry == nullptr && callee->getBuiltinID() == 0) {
    effects_ |= kUnknownCall;
  }
  if (llvm::StringRef(name) != "__builtin_constant_p") Arguments(call, name);
}

void BodyWalker::Arguments(const clang::CallExpr* call, const std::string& callee) {
  for (unsigned i = 0; i < call->getNumArgs(); ++i) {
    if (const clang::FunctionDecl* function = FunctionAddress(call->getArg(i))) {
      Add(FactKind::kPointerToCall, function->getName().str(), callee, call->getArg(i)->getBeginLoc(), static_cast<int>(i));
    } else {
      Expression(call->getArg(i), kRead);
    }
  }
}

void BodyWalker::ApiCall(const clang::CallExpr* call, const api::Entry& entry, const std::string& name) {
  effects_ |= EffectsOf(entry);
  if (entry.gfp >= 0 && static_cast<unsigned>(entry.gfp) < call->getNumArgs()) {
    std::string flags = trail_.NameAt(call->getArg(static_cast<unsigned>(entry.gfp))->getBeginLoc());
    effects_ |= flags == "GFP_ATOMIC" || flags == "GFP_NOWAIT" ? kAllocatesAtomic : kSleeps;
  }
  bool lock = entry.kind == api::Kind::kLock || entry.kind == api::Kind::kUnlock || entry.kind == api::Kind::kTryLock;
  if (lock) return LockFact(call, entry);
  if (entry.kind == api::Kind::kFree && entry.obj >= 0 && static_cast<unsigned>(entry.obj) < call->getNumArgs()) {
    const clang::Expr* object = call->getArg(static_cast<unsigned>(entry.obj))->IgnoreParenCasts();
    Add(FactKind::kFree, PointeeRecord(object->getType()), name, call->getBeginLoc(), 0);
  }
  if (entry.kind == api::Kind::kAlloc && entry.obj == api::kResult && allocation_ == nullptr) {
    Add(FactKind::kAllocate, "", name, call->getBeginLoc(), 0, SizeOf(call, entry));
  }
  if (allocation_ == call) allocation_ = nullptr;
}

void BodyWalker::CounterFact(const clang::CallExpr* call, const api::Entry& entry) {
  if (entry.kind != api::Kind::kAdd && entry.kind != api::Kind::kSub) return;
  if (entry.obj < 0 || static_cast<unsigned>(entry.obj) >= call->getNumArgs()) return;
  const clang::Expr* object = call->getArg(static_cast<unsigned>(entry.obj));
  const std::string place = Place(object);
  const bool amount = entry.value >= 0 && static_cast<unsigned>(entry.value) < call->getNumArgs();
  const int access = kRead | kWrite | Moves(entry.kind == api::Kind::kAdd, amount ? call->getArg(static_cast<unsigned>(entry.value)) : nullptr, ast_);
  const std::size_t dot = place.find('.');
  const bool field = dot != std::string::npos;
  if (!field && !IsGlobal(object)) return;
  Add(field ? FactKind::kField : FactKind::kGlobal, place.substr(0, dot), field ? place.substr(dot + 1) : "", call->getBeginLoc(), access);
}

void BodyWalker::LockFact(const clang::CallExpr* call, const api::Entry& entry) {
  std::string object;
  if (entry.obj >= 0 && call->getNumArgs() > 0) {
    unsigned index = std::min(static_cast<unsigned>(entry.obj), call->getNumArgs() - 1);
    object = Place(call->getArg(index));
  }
  Add(FactKind::kLock, entry.cls, object, call->getBeginLoc(), LockModeOf(entry));
  const std::string& name = object.empty() ? entry.cls : object;
  if (entry.kind == api::Kind::kLock) held_.Take(name);
  if (entry.kind == api::Kind::kUnlock) held_.Release(name);
}

}  // namespace lpcheck::index
