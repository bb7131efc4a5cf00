#include "analyzer/lower/lower.h"

#include "analyzer/lower/lowerer.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include <set>

namespace lpcheck::lower {
namespace {

class AddressTaken : public clang::RecursiveASTVisitor<AddressTaken> {
 public:
  explicit AddressTaken(steps::UnitContext& out) : out_(out) {}

  bool VisitInitListExpr(clang::InitListExpr* list) {
    const clang::InitListExpr* semantic = list->isSemanticForm() ? list : list->getSemanticForm();
    const auto* record = list->getType()->getAsRecordDecl();
    if (semantic == nullptr || record == nullptr || record->isUnion()) return true;
    unsigned index = 0;
    for (const clang::FieldDecl* field : record->fields()) {
      if (index >= semantic->getNumInits()) break;
      const clang::Expr* init = semantic->getInit(index++);
      const auto* ref = init == nullptr ? nullptr : llvm::dyn_cast<clang::DeclRefExpr>(init->IgnoreParenCasts());
      if (ref == nullptr || !llvm::isa<clang::FunctionDecl>(ref->getDecl())) continue;
      const std::string owner = list->getType().getCanonicalType().getUnqualifiedType().getAsString();
      out_.implementers[owner + "." + field->getNameAsString()].insert(ref->getDecl()->getNameAsString());
      in_table_.insert(ref);
    }
    return true;
  }
  bool VisitCallExpr(clang::CallExpr* call) {
    if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(call->getCallee()->IgnoreParenImpCasts())) called_.insert(ref);
    return true;
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr* ref) {
    if (llvm::isa<clang::FunctionDecl>(ref->getDecl())) refs_.push_back(ref);
    return true;
  }
  bool VisitRecordDecl(clang::RecordDecl* record) {
    if (record->isCompleteDefinition() && !record->getName().empty()) {
      out_.private_data.insert(record->getASTContext().getRecordType(record).getAsString());
    }
    return true;
  }
  bool VisitVarDecl(clang::VarDecl* var) {
    if (var->hasLocalStorage() || var->hasExternalFormalLinkage()) return true;
    const auto* function = llvm::dyn_cast<clang::FunctionDecl>(var->getDeclContext());
    out_.private_data.insert((function == nullptr ? "" : function->getNameAsString() + ".") + var->getNameAsString());
    return true;
  }
  void Finish() {
    for (const clang::DeclRefExpr* ref : refs_) {
      if (!called_.contains(ref) && !in_table_.contains(ref)) out_.address_taken.insert(ref->getDecl()->getNameAsString());
    }
  }

 private:
  steps::UnitContext& out_;
  std::set<const clang::DeclRefExpr*> called_, in_table_;
  std::vector<const clang::DeclRefExpr*> refs_;
};

}  // namespace

steps::Function Lower(const clang::FunctionDecl& decl, clang::ASTContext& context, const api::Table& table,
                      steps::Arena& arena) {
  return Lowerer(context, table, arena).Run(decl);
}

steps::UnitContext ContextOf(clang::ASTContext& context) {
  steps::UnitContext out;
  AddressTaken visitor(out);
  const clang::SourceManager& sources = context.getSourceManager();
  // The PCH's declarations are never touched: only what stands in this file can name its static functions.
  for (clang::Decl* decl : context.getTranslationUnitDecl()->noload_decls()) {
    if (sources.isInMainFile(sources.getExpansionLoc(decl->getLocation()))) visitor.TraverseDecl(decl);
  }
  visitor.Finish();
  return out;
}

}  // namespace lpcheck::lower
