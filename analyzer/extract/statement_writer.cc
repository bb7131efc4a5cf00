// The statements of code_writer.h.
#include <algorithm>
#include <cctype>

#include "analyzer/extract/canonical.h"
#include "analyzer/extract/code_writer.h"
#include "analyzer/extract/pruning.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace lpcheck::extract {
namespace {

using clang::Stmt;

/// Kinds that are fully described by their name and their children.
bool IsPlain(Stmt::StmtClass kind) {
  switch (kind) {
    case Stmt::WhileStmtClass:
    case Stmt::DoStmtClass:
    case Stmt::ForStmtClass:
    case Stmt::SwitchStmtClass:
    case Stmt::BreakStmtClass:
    case Stmt::ContinueStmtClass:
    case Stmt::ReturnStmtClass:
    case Stmt::IndirectGotoStmtClass:
    case Stmt::StmtExprClass:
    case Stmt::ArraySubscriptExprClass:
    case Stmt::BinaryConditionalOperatorClass:
    case Stmt::ArrayInitLoopExprClass:
      return true;
    default:
      return false;
  }
}

/// Assembly texts of reachability notes carry values of __COUNTER__, which any earlier edit of the file
/// moves.
std::string StableAssembly(llvm::StringRef text) {
  if (!text.contains(".discard.")) return text.str();
  std::string stable;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!std::isdigit(static_cast<unsigned char>(text[i]))) {
      stable += text[i];
    } else if (stable.empty() || stable.back() != '#') {
      stable += '#';
    }
  }
  return stable;
}

}  // namespace

void CodeWriter::Put(llvm::StringRef word) {
  PutSource(word);
  Env(word);
}

void CodeWriter::PutSource(llvm::StringRef word) {
  text_.source.append(word.data(), word.size());
  text_.source += ' ';
}

void CodeWriter::Env(llvm::StringRef word) {
  text_.compiled.append(word.data(), word.size());
  text_.compiled += ' ';
}

void CodeWriter::PutType(clang::QualType type) { Put(TypeName(type, context_)); }

void CodeWriter::EnvSize(clang::QualType type) {
  if (type.isNull() || type->isIncompleteType() || type->isFunctionType() || type->isVariableArrayType())
    return;
  Env(std::to_string(context_.getTypeSize(type)));
}

void CodeWriter::AddParameters(const clang::FunctionDecl& function) {
  for (const clang::ParmVarDecl* parameter : function.parameters()) {
    Put(Local(parameter));
    PutType(parameter->getType());
  }
}

std::string CodeWriter::Local(const clang::Decl* decl) {
  return "%" + std::to_string(locals_.emplace(decl, locals_.size()).first->second);
}

void CodeWriter::Write(const Stmt* stmt) {
  if (stmt == nullptr) {
    Put("none");
    return;
  }
  ++fact_.nodes;
  Visit(stmt);
}

void CodeWriter::WriteChildren(const Stmt* stmt) {
  for (const Stmt* child : stmt->children()) Write(child);
}

void CodeWriter::VisitStmt(const Stmt* stmt) {
  Put(stmt->getStmtClassName());
  if (!IsPlain(stmt->getStmtClass())) {
    std::string printed;
    llvm::raw_string_ostream out(printed);
    clang::PrintingPolicy policy = context_.getPrintingPolicy();
    policy.AnonymousTagLocations = false;
    stmt->printPretty(out, nullptr, policy);
    Put(printed);
  }
  if (const auto* element = llvm::dyn_cast<clang::ArraySubscriptExpr>(stmt)) EnvSize(element->getType());
  Put("(");
  WriteChildren(stmt);
  Put(")");
}

/// Blocks only group: their braces are left out, and so is what has no effect.
void CodeWriter::VisitCompoundStmt(const clang::CompoundStmt* stmt) {
  for (const Stmt* child : stmt->body()) {
    const bool is_value = child == stmt->body_back();  // a statement expression yields its last one
    if (is_value ? !llvm::isa<clang::Expr>(child) && IsEffectless(child, context_)
                 : IsEffectless(child, context_)) {
      continue;
    }
    Write(child);
    Put(";");
  }
}

void CodeWriter::VisitDeclStmt(const clang::DeclStmt* stmt) {
  for (const clang::Decl* decl : stmt->decls()) {
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl)) WriteVariable(*variable);
  }
}

void CodeWriter::WriteVariable(const clang::VarDecl& variable) {
  if (variable.hasExternalStorage()) return;
  if (variable.isStaticLocal()) {
    NameVariable(variable);
    return;
  }
  Put("var");
  Put(Local(&variable));
  PutType(variable.getType());
  EnvSize(variable.getType());
  if (const auto* array = context_.getAsVariableArrayType(variable.getType())) Write(array->getSizeExpr());
  if (const auto* cleanup = variable.getAttr<clang::CleanupAttr>()) {
    Put("cleanup");
    NameFunction(*cleanup->getFunctionDecl());
    ++fact_.calls[cleanup->getFunctionDecl()->getName().str()];
  }
  const clang::Type* base = variable.getType()->getBaseElementTypeUnsafe();
  if (const auto* record = base->getAs<clang::RecordType>()) {
    fact_.local_records.insert(RecordName(*record->getDecl()));
  }
  if (variable.hasInit()) Write(variable.getInit());
}

/// A condition that is constant in this configuration leaves only the branch it takes.
void CodeWriter::VisitIfStmt(const clang::IfStmt* stmt) {
  const std::optional<bool> truth = ConstantTruth(stmt->getCond(), context_);
  if (truth && IsEffectless(stmt->getCond(), context_) &&
      !CanBeEntered(*truth ? stmt->getElse() : stmt->getThen())) {
    const Stmt* taken = *truth ? stmt->getThen() : stmt->getElse();
    if (taken != nullptr) Write(taken);
    return;
  }
  Put("if");
  Write(stmt->getCond());
  Write(stmt->getThen());
  if (stmt->getElse() != nullptr && !IsEffectless(stmt->getElse(), context_)) {
    Put("else");
    Write(stmt->getElse());
  }
  Put("fi");
}

void CodeWriter::VisitCaseStmt(const clang::CaseStmt* stmt) {
  Put("case");
  for (const clang::Expr* bound : {stmt->getLHS(), stmt->getRHS()}) {
    clang::Expr::EvalResult value;
    if (bound != nullptr && bound->EvaluateAsInt(value, context_)) {
      Put(llvm::toString(value.Val.getInt(), 10));
    } else {
      Write(bound);
    }
  }
  Write(stmt->getSubStmt());
}

void CodeWriter::VisitDefaultStmt(const clang::DefaultStmt* stmt) {
  Put("default");
  Write(stmt->getSubStmt());
}

void CodeWriter::VisitLabelStmt(const clang::LabelStmt* stmt) {
  Put("label");
  Put(Local(stmt->getDecl()));
  Write(stmt->getSubStmt());
}

void CodeWriter::VisitGotoStmt(const clang::GotoStmt* stmt) {
  Put("goto");
  Put(Local(stmt->getLabel()));
}

void CodeWriter::VisitAddrLabelExpr(const clang::AddrLabelExpr* expr) {
  fact_.has_label_addresses = true;
  Put("&&");
  Put(Local(expr->getLabel()));
}

void CodeWriter::VisitGCCAsmStmt(const clang::GCCAsmStmt* stmt) {
  Put(stmt->isVolatile() ? "asm-volatile" : "asm");
  Put(StableAssembly(stmt->getAsmString()->getString()));
  for (unsigned i = 0; i < stmt->getNumOutputs(); ++i) {
    Put(stmt->getOutputConstraint(i));
    Put(stmt->getOutputName(i));
    Write(stmt->getOutputExpr(i));
  }
  for (unsigned i = 0; i < stmt->getNumInputs(); ++i) {
    Put(stmt->getInputConstraint(i));
    Put(stmt->getInputName(i));
    Write(stmt->getInputExpr(i));
  }
  for (unsigned i = 0; i < stmt->getNumClobbers(); ++i) Put(stmt->getClobber(i));
  for (const clang::AddrLabelExpr* label : stmt->labels()) Write(label);
}

}  // namespace lpcheck::extract
