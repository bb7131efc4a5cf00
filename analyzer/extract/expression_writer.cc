// The expressions of code_writer.h.
#include <optional>

#include "analyzer/extract/canonical.h"
#include "analyzer/extract/code_writer.h"
#include "analyzer/extract/pruning.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace lpcheck::extract {
namespace {

using clang::QualType;

/// "__LINE__" or "__COUNTER__" when the literal comes from one of them.
llvm::StringRef UnstableMacro(clang::SourceLocation where, const clang::ASTContext& context) {
  const clang::SourceManager& sources = context.getSourceManager();
  if (!where.isMacroID() || !sources.isWrittenInScratchSpace(sources.getSpellingLoc(where))) return "";
  const llvm::StringRef name = clang::Lexer::getImmediateMacroName(where, sources, context.getLangOpts());
  return name == "__LINE__" || name == "__COUNTER__" ? name : "";
}

/// The line number that `__FILE__ ":" __stringify(__LINE__)` put into a literal: fortified string functions carry one, and
/// any earlier edit of the file moves it. "" if there is none.
std::string StringifiedLine(const clang::StringLiteral& literal, const clang::ASTContext& context) {
  const clang::SourceManager& sources = context.getSourceManager();
  for (unsigned i = 0; i < literal.getNumConcatenated(); ++i) {
    const clang::SourceLocation where = literal.getStrTokenLoc(i);
    if (!where.isMacroID() || !sources.isWrittenInScratchSpace(sources.getSpellingLoc(where))) continue;
    llvm::SmallString<16> buffer;
    const llvm::StringRef digits = clang::Lexer::getSpelling(sources.getSpellingLoc(where), buffer, sources, context.getLangOpts()).trim('"');
    const clang::CharSourceRange range = sources.getExpansionRange(where);
    for (const clang::SourceLocation end : {range.getBegin(), range.getEnd()}) {
      if (digits == std::to_string(sources.getPresumedLineNumber(end))) return digits.str();
    }
  }
  return "";
}

/// Frees by type: the first argument is the object.
bool IsFree(llvm::StringRef callee) {
  return llvm::StringSwitch<bool>(callee)
      .Cases("kfree", "kvfree", "kfree_sensitive", "vfree", "kfree_rcu_mightsleep", true)
      .Cases("kvfree_call_rcu", "devm_kfree", "free_percpu", "mempool_free", true)
      .Default(false);
}

bool StartsThread(llvm::StringRef callee) {
  return llvm::StringSwitch<bool>(callee)
      .Cases("kthread_create_on_node", "kthread_create_on_cpu", "kthread_run", "kthread_create", true)
      .Cases("kernel_thread", "user_mode_thread", "kthread_run_on_cpu", "create_io_thread", true)
      .Default(false);
}

const clang::FunctionDecl* FunctionNamedBy(const clang::Expr* expr) {
  expr = expr->IgnoreParenCasts();
  if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(expr))
    expr = address->getSubExpr()->IgnoreParenCasts();
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expr);
  return reference == nullptr ? nullptr : llvm::dyn_cast<clang::FunctionDecl>(reference->getDecl());
}

const clang::RecordDecl* RecordOf(QualType type) {
  if (type.isNull()) return nullptr;
  const auto* record = type->getBaseElementTypeUnsafe()->getAs<clang::RecordType>();
  return record == nullptr ? nullptr : record->getDecl();
}

}  // namespace

void CodeWriter::VisitCastExpr(const clang::CastExpr* expr) {
  const clang::Expr* inner = expr->getSubExpr();
  const bool only_qualifies = expr->getCastKind() == clang::CK_NoOp &&
                              TypeName(expr->getType(), context_) == TypeName(inner->getType(), context_);
  if (!only_qualifies) {
    Put(expr->getCastKindName());
    PutType(expr->getType());
  }
  Write(inner);
}

void CodeWriter::VisitIntegerLiteral(const clang::IntegerLiteral* expr) {
  if (const llvm::StringRef macro = UnstableMacro(expr->getLocation(), context_); !macro.empty()) {
    Put(macro);
    return;
  }
  Put(llvm::toString(expr->getValue(), 10, /*Signed=*/false));
  PutType(expr->getType());
}

void CodeWriter::VisitCharacterLiteral(const clang::CharacterLiteral* expr) {
  Put("char");
  Put(std::to_string(expr->getValue()));
}

void CodeWriter::VisitStringLiteral(const clang::StringLiteral* expr) {
  std::string bytes = expr->getBytes().str();
  const std::string line = StringifiedLine(*expr, context_);
  if (!line.empty()) bytes.replace(bytes.rfind(line), line.size(), "__LINE__");
  Put(expr->isWide() ? "wide" : "string");
  Put(std::to_string(bytes.size()));
  Put(bytes);
}

void CodeWriter::VisitPredefinedExpr(const clang::PredefinedExpr* expr) {
  Put("predefined");
  if (expr->getFunctionName() != nullptr) Write(expr->getFunctionName());
}

void CodeWriter::VisitDeclRefExpr(const clang::DeclRefExpr* expr) {
  const clang::ValueDecl* decl = expr->getDecl();
  if (const auto* constant = llvm::dyn_cast<clang::EnumConstantDecl>(decl)) {
    Put(llvm::toString(constant->getInitVal(), 10));
    PutType(expr->getType());
  } else if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) {
    NameFunction(*function);
    if (function->getBuiltinID() == 0) fact_.addresses_taken.insert(function->getName().str());
  } else if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl); variable != nullptr) {
    NameVariable(*variable);
  } else {
    Put(decl->getName());
  }
}

void CodeWriter::NameFunction(const clang::FunctionDecl& function) {
  const std::string prototype = ToString(PrototypeOf(function));
  Put("@" + StableName(function.getName()));
  Env(prototype);
  if (function.getBuiltinID() == 0) fact_.declared.emplace(StableName(function.getName()), prototype);
}

void CodeWriter::NameVariable(const clang::VarDecl& variable) {
  if (variable.hasLocalStorage()) {
    Put(Local(&variable));
    return;
  }
  const std::string name = StableName(variable.getName());
  const std::string type = TypeName(variable.getType(), context_);
  Put("$" + name);
  Env(type);
  if (!variable.isStaticLocal()) {
    fact_.globals.insert(name);
    fact_.declared.emplace(name, type);
    if (llvm::StringRef(type).starts_with("struct static_key")) fact_.static_keys.insert(name);
    return;
  }
  for (const StaticLocalFact& known : fact_.static_locals) {
    if (known.name == name) return;
  }
  StaticLocalFact local{name, type, variable.getType().isConstant(context_), false, {}};
  const clang::SourceManager& sources = context_.getSourceManager();
  local.from_macro = sources.isMacroBodyExpansion(variable.getLocation()) ||
                     sources.isWrittenInScratchSpace(sources.getSpellingLoc(variable.getLocation()));
  fact_.static_locals.push_back(std::move(local));
  if (!variable.hasInit()) return;
  const std::size_t index = fact_.static_locals.size() - 1;
  FunctionFact known;  // an initializer may name its own variable, as that of a list head does
  known.static_locals = fact_.static_locals;
  fact_.static_locals[index].initializer = FingerprintOf(TextOf(*variable.getInit(), context_, known).source);
}

/// Members of anonymous members are written as if they stood in the outer record.
void CodeWriter::VisitMemberExpr(const clang::MemberExpr* expr) {
  const auto* field = llvm::dyn_cast<clang::FieldDecl>(expr->getMemberDecl());
  if (field == nullptr || field->getParent()->isInvalidDecl()) {
    Put("bad-member");
    Write(expr->getBase());
    return;
  }
  std::uint64_t offset = context_.getFieldOffset(field);
  const clang::Expr* base = expr->getBase();
  const clang::RecordDecl* record = field->getParent();
  bool arrow = expr->isArrow();
  while (const auto* outer = llvm::dyn_cast<clang::MemberExpr>(base->IgnoreParens())) {
    const auto* anonymous = llvm::dyn_cast<clang::FieldDecl>(outer->getMemberDecl());
    if (anonymous == nullptr || !anonymous->getName().empty() || anonymous->getParent()->isInvalidDecl())
      break;
    offset += context_.getFieldOffset(anonymous);
    record = anonymous->getParent();
    base = outer->getBase();
    arrow = outer->isArrow();
  }
  Put(arrow ? "->" : ".");
  PutSource(field->getName());
  Env(std::to_string(offset));
  Env(TypeName(field->getType(), context_));
  if (field->isBitField()) Env(std::to_string(field->getBitWidthValue(context_)));
  fact_.used_records.insert(RecordName(*record));
  Write(base);
}

void CodeWriter::VisitUnaryOperator(const clang::UnaryOperator* expr) {
  Put(clang::UnaryOperator::getOpcodeStr(expr->getOpcode()));
  if (expr->isPostfix()) Put("post");
  if (expr->isIncrementDecrementOp() && expr->getType()->isPointerType())
    EnvSize(expr->getType()->getPointeeType());
  Write(expr->getSubExpr());
}

void CodeWriter::VisitBinaryOperator(const clang::BinaryOperator* expr) {
  if (expr->getOpcode() == clang::BO_LAnd || expr->getOpcode() == clang::BO_LOr) {
    const std::optional<bool> left = ConstantTruth(expr->getLHS(), context_);
    const bool neutral = expr->getOpcode() == clang::BO_LAnd;
    if (left == neutral && IsEffectless(expr->getLHS(), context_)) {
      Write(expr->getRHS());
      return;
    }
  }
  Put(expr->getOpcodeStr());
  Env(TypeName(expr->getType(), context_));
  for (const clang::Expr* side : {expr->getLHS(), expr->getRHS()}) {
    if (side->getType()->isPointerType()) EnvSize(side->getType()->getPointeeType());
  }
  if (const clang::RecordDecl* copied = RecordOf(expr->getType())) EnvSize(context_.getRecordType(copied));
  if (const auto* compound = llvm::dyn_cast<clang::CompoundAssignOperator>(expr))
    PutType(compound->getComputationResultType());
  Write(expr->getLHS());
  Write(expr->getRHS());
}

void CodeWriter::VisitConditionalOperator(const clang::ConditionalOperator* expr) {
  const std::optional<bool> truth = ConstantTruth(expr->getCond(), context_);
  if (truth && IsEffectless(expr->getCond(), context_) &&
      !CanBeEntered(*truth ? expr->getFalseExpr() : expr->getTrueExpr())) {
    Write(*truth ? expr->getTrueExpr() : expr->getFalseExpr());
    return;
  }
  Put("?");
  WriteChildren(expr);
}

void CodeWriter::VisitUnaryExprOrTypeTraitExpr(const clang::UnaryExprOrTypeTraitExpr* expr) {
  const QualType type = expr->getTypeOfArgument();
  Put("trait");
  Put(std::to_string(expr->getKind()));
  PutType(type);
  if (const clang::RecordDecl* record = RecordOf(type)) {
    fact_.sized_records.insert(RecordName(*record));
  }
  clang::Expr::EvalResult value;
  if (!type->isVariableArrayType() && expr->EvaluateAsInt(value, context_))
    Env(llvm::toString(value.Val.getInt(), 10));
}

void CodeWriter::VisitOffsetOfExpr(const clang::OffsetOfExpr* expr) {
  Put("offsetof");
  PutType(expr->getTypeSourceInfo()->getType());
  for (unsigned i = 0; i < expr->getNumComponents(); ++i) {
    const clang::OffsetOfNode& node = expr->getComponent(i);
    if (node.getKind() == clang::OffsetOfNode::Field) PutSource(node.getField()->getName());
  }
  clang::Expr::EvalResult value;
  if (expr->EvaluateAsInt(value, context_)) Env(llvm::toString(value.Val.getInt(), 10));
  WriteChildren(expr);
}

void CodeWriter::VisitInitListExpr(const clang::InitListExpr* expr) {
  const clang::InitListExpr* list =
      expr->isSemanticForm() || expr->getSemanticForm() == nullptr ? expr : expr->getSemanticForm();
  Put("{");
  PutType(list->getType());
  EnvSize(list->getType());
  const clang::RecordDecl* record = RecordOf(list->getType());
  const bool is_record = record != nullptr && list->getType()->isRecordType();
  clang::RecordDecl::field_iterator field;
  if (is_record) field = record->field_begin();
  for (unsigned i = 0; i < list->getNumInits(); ++i) {
    const clang::Expr* element = list->getInit(i);
    std::string name = std::to_string(i);
    if (is_record && record->isUnion()) {
      name = list->getInitializedFieldInUnion() == nullptr
                 ? ""
                 : list->getInitializedFieldInUnion()->getName().str();
    } else if (is_record) {
      while (field != record->field_end() && field->isUnnamedBitField()) ++field;
      if (field != record->field_end()) name = (field++)->getName().str();
    }
    if (element == nullptr || llvm::isa<clang::ImplicitValueInitExpr>(element)) continue;
    Put("[" + name + "]");
    Write(element);
  }
  Put("}");
}

void CodeWriter::VisitCompoundLiteralExpr(const clang::CompoundLiteralExpr* expr) {
  Put("literal");
  PutType(expr->getType());
  Write(expr->getInitializer());
}

void CodeWriter::VisitCallExpr(const clang::CallExpr* expr) {
  Put("call");
  if (const clang::FunctionDecl* callee = expr->getDirectCallee()) {
    NameFunction(*callee);
    ++fact_.calls[StableName(callee->getName())];
    NoteKnownCall(*expr, callee->getName());
  } else {
    fact_.calls_indirectly = true;
    Write(expr->getCallee());
  }
  Put("(");
  for (const clang::Expr* argument : expr->arguments()) {
    Write(argument);
    Put(",");
  }
  Put(")");
}

void CodeWriter::NoteKnownCall(const clang::CallExpr& call, llvm::StringRef callee) {
  if (call.getNumArgs() == 0) return;
  const clang::Expr* first = call.getArg(0);
  if (StartsThread(callee)) {
    if (const clang::FunctionDecl* main = FunctionNamedBy(first))
      fact_.thread_mains.insert(main->getName().str());
  }
  if (!IsFree(callee)) return;
  const QualType type = first->IgnoreParenImpCasts()->getType();
  if (const clang::RecordDecl* record = RecordOf(type->getPointeeType())) {
    fact_.freed_records.insert(RecordName(*record));
  }
}

void CodeWriter::VisitAtomicExpr(const clang::AtomicExpr* expr) {
  Put("atomic");
  Put(std::to_string(expr->getOp()));
  WriteChildren(expr);
}

void CodeWriter::VisitVAArgExpr(const clang::VAArgExpr* expr) {
  Put("va_arg");
  PutType(expr->getType());
  Write(expr->getSubExpr());
}

}  // namespace lpcheck::extract
