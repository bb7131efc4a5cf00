// See klp_tables.h.
#include "analyzer/input/klp_tables.h"

#include <optional>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/input/klp_callbacks.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace lpcheck {
namespace {

using clang::dyn_cast;
using clang::dyn_cast_or_null;

/// Without casts, parentheses and "&".
const clang::Expr* Bare(const clang::Expr* expr) {
  while (expr != nullptr) {
    const clang::Expr* inner = expr->IgnoreParenCasts();
    const auto* address = dyn_cast<clang::UnaryOperator>(inner);
    if (address == nullptr || address->getOpcode() != clang::UO_AddrOf) return inner;
    expr = address->getSubExpr();
  }
  return nullptr;
}

std::string TagOf(clang::QualType type) {
  const clang::RecordType* record = type->getAs<clang::RecordType>();
  return record == nullptr ? "" : record->getDecl()->getNameAsString();
}

/// The initialiser of member `name`, or null.
const clang::Expr* Member(const clang::InitListExpr* list, std::string_view name) {
  list = list->isSemanticForm() || list->getSemanticForm() == nullptr ? list : list->getSemanticForm();
  const clang::RecordType* record = list->getType()->getAs<clang::RecordType>();
  if (record == nullptr) return nullptr;
  unsigned index = 0;
  for (const clang::FieldDecl* field : record->getDecl()->fields()) {
    if (index >= list->getNumInits()) return nullptr;
    if (field->getName() == llvm::StringRef(name.data(), name.size())) return list->getInit(index);
    ++index;
  }
  return nullptr;
}

std::string StringOf(const clang::Expr* expr) {
  const auto* text = dyn_cast_or_null<clang::StringLiteral>(Bare(expr));
  return text == nullptr ? "" : text->getString().str();
}

std::string FunctionOf(const clang::Expr* expr) {
  const auto* reference = dyn_cast_or_null<clang::DeclRefExpr>(Bare(expr));
  return reference == nullptr ? "" : reference->getDecl()->getNameAsString();
}

std::optional<std::uint64_t> NumberOf(const clang::Expr* expr, const clang::ASTContext& ast) {
  if (expr == nullptr || expr->isValueDependent()) return std::nullopt;
  clang::Expr::EvalResult result;
  if (!expr->EvaluateAsInt(result, ast)) return std::nullopt;
  return result.Val.getInt().getLimitedValue();
}

/// The initialiser of the variable or compound literal that `expr` names.
const clang::InitListExpr* ListOf(const clang::Expr* expr) {
  const clang::Expr* bare = Bare(expr);
  if (bare == nullptr) return nullptr;
  if (const auto* list = dyn_cast<clang::InitListExpr>(bare)) return list;
  if (const auto* literal = dyn_cast<clang::CompoundLiteralExpr>(bare)) return ListOf(literal->getInitializer());
  const auto* reference = dyn_cast<clang::DeclRefExpr>(bare);
  const auto* variable = reference == nullptr ? nullptr : dyn_cast<clang::VarDecl>(reference->getDecl());
  if (variable == nullptr || variable->getAnyInitializer() == nullptr) return nullptr;
  return ListOf(variable->getAnyInitializer());
}

class Tables : public clang::RecursiveASTVisitor<Tables> {
 public:
  Tables(const session::ParsedUnit& unit, const std::string& file, KlpModule& module, Fix& fix)
      : unit_(unit), file_(file), module_(module), fix_(fix) {}

  bool VisitVarDecl(clang::VarDecl* variable) {
    if (!variable->hasInit()) return true;  // a declaration ahead of the definition
    if (TagOf(variable->getType()) == "klp_patch") ReadPatch(*variable);
    return true;
  }

  bool TraverseFunctionDecl(clang::FunctionDecl* function) {
    function_ = function->getNameAsString();
    return RecursiveASTVisitor::TraverseFunctionDecl(function);
  }

  /// "patch.replace = parameter" in the module's init function: the table does not say it all.
  bool VisitBinaryOperator(clang::BinaryOperator* assignment) {
    if (!assignment->isAssignmentOp()) return true;
    const auto* member = dyn_cast<clang::MemberExpr>(assignment->getLHS()->IgnoreParens());
    const auto* field = member == nullptr ? nullptr : dyn_cast<clang::FieldDecl>(member->getMemberDecl());
    llvm::StringRef record = field == nullptr ? "" : field->getParent()->getName();
    if (record != "klp_patch" && record != "klp_object" && record != "klp_func") return true;
    AddGap("dynamic-table", function_, assignment->getBeginLoc(),
           Cat(field->getNameAsString(), " is set by code when the module is loaded; only constant tables are read"));
    return true;
  }

  bool VisitCallExpr(clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (callee != nullptr && callee->getName().starts_with("klp_shadow_")) ReadShadow(*call, callee->getName());
    return true;
  }

 private:
  Location Where(clang::SourceLocation at) const {
    clang::PresumedLoc place = unit_.sources().getPresumedLoc(unit_.sources().getExpansionLoc(at));
    return {file_, place.isValid() ? static_cast<int>(place.getLine()) : 0};
  }

  void AddGap(std::string kind, std::string function, clang::SourceLocation at, std::string message) {
    fix_.gaps.push_back({std::move(kind), std::move(function), Where(at), true, std::move(message)});
  }

  void ReadPatch(const clang::VarDecl& variable) {
    const auto* list = dyn_cast_or_null<clang::InitListExpr>(Bare(variable.getAnyInitializer()));
    if (list == nullptr) return AddGap("dynamic-table", "", variable.getLocation(), "struct klp_patch is not constant");
    module_.replace = NumberOf(Member(list, "replace"), unit_.ast()).value_or(0) != 0;
    module_.immediate = NumberOf(Member(list, "immediate"), unit_.ast()).value_or(0) != 0;
    ReadStates(ListOf(Member(list, "states")));
    const clang::InitListExpr* objects = ListOf(Member(list, "objs"));
    if (objects == nullptr) {
      return AddGap("dynamic-table", "", variable.getLocation(), "the table of objects is not a constant array");
    }
    for (const clang::Expr* init : objects->inits()) {
      if (const auto* object = dyn_cast<clang::InitListExpr>(init)) ReadObject(*object);
    }
  }

  void ReadStates(const clang::InitListExpr* states) {
    if (states == nullptr) return;
    for (const clang::Expr* init : states->inits()) {
      const auto* state = dyn_cast<clang::InitListExpr>(init);
      std::uint64_t id = state == nullptr ? 0 : NumberOf(Member(state, "id"), unit_.ast()).value_or(0);
      if (id == 0) continue;
      std::uint64_t version = NumberOf(Member(state, "version"), unit_.ast()).value_or(0);
      module_.states.push_back({id, version});
    }
  }

  void ReadObject(const clang::InitListExpr& list) {
    const clang::InitListExpr* funcs = ListOf(Member(&list, "funcs"));
    const clang::Expr* funcs_value = Member(&list, "funcs");
    if (funcs == nullptr && (funcs_value == nullptr || IsZero(funcs_value))) return;  // the empty entry at the end
    KlpObject object;
    object.name = StringOf(Member(&list, "name"));
    if (object.name.empty()) object.name = "vmlinux";
    ReadCallbacks(dyn_cast_or_null<clang::InitListExpr>(Member(&list, "callbacks")), object.callbacks);
    if (funcs == nullptr) {
      AddGap("dynamic-table", "", list.getBeginLoc(), Cat("the functions of ", object.name, " are no constant array"));
    } else {
      for (const clang::Expr* init : funcs->inits()) {
        if (const auto* func = dyn_cast<clang::InitListExpr>(init)) ReadFunc(*func, object);
      }
    }
    module_.objects.push_back(std::move(object));
  }

  bool IsZero(const clang::Expr* expr) const {
    return llvm::isa<clang::ImplicitValueInitExpr>(expr) || NumberOf(Bare(expr), unit_.ast()).value_or(1) == 0;
  }

  void ReadFunc(const clang::InitListExpr& list, KlpObject& object) {
    KlpFunc func;
    func.old_name = StringOf(Member(&list, "old_name"));
    func.new_name = FunctionOf(Member(&list, "new_func"));
    func.sympos = NumberOf(Member(&list, "old_sympos"), unit_.ast()).value_or(0);
    func.where = Where(list.getBeginLoc());
    if (func.old_name.empty() && func.new_name.empty()) return;  // the empty entry at the end
    if (func.old_name.empty()) {
      return AddGap("dynamic-table", func.new_name, list.getBeginLoc(), "old_name is no string constant");
    }
    object.funcs.push_back(std::move(func));
  }

  static void ReadCallbacks(const clang::InitListExpr* list, KlpCallbacks& out) {
    if (list == nullptr) return;
    out.pre_patch = FunctionOf(Member(list, "pre_patch"));
    out.post_patch = FunctionOf(Member(list, "post_patch"));
    out.pre_unpatch = FunctionOf(Member(list, "pre_unpatch"));
    out.post_unpatch = FunctionOf(Member(list, "post_unpatch"));
  }

  /// The id is the second argument, of free_all the first; the function that follows it by type is the constructor.
  void ReadShadow(const clang::CallExpr& call, llvm::StringRef name) {
    KlpShadowUse use;
    if (name == "klp_shadow_get") {
      use.call = ShadowCall::kGet;
    } else if (name == "klp_shadow_alloc") {
      use.call = ShadowCall::kAlloc;
    } else if (name == "klp_shadow_get_or_alloc") {
      use.call = ShadowCall::kGetOrAlloc;
    } else if (name == "klp_shadow_free") {
      use.call = ShadowCall::kFree;
    } else if (name == "klp_shadow_free_all") {
      use.call = ShadowCall::kFreeAll;
    } else {
      return;
    }
    unsigned at = use.call == ShadowCall::kFreeAll ? 0 : 1;
    if (at < call.getNumArgs()) use.id = NumberOf(call.getArg(at), unit_.ast());
    for (unsigned i = at + 1; i < call.getNumArgs(); ++i) {
      const auto* reference = dyn_cast_or_null<clang::DeclRefExpr>(Bare(call.getArg(i)));
      if (reference != nullptr && llvm::isa<clang::FunctionDecl>(reference->getDecl())) {
        use.constructor = reference->getDecl()->getNameAsString();
      }
    }
    use.function = function_;
    use.where = Where(call.getBeginLoc());
    module_.shadow_uses.push_back(std::move(use));
  }

  const session::ParsedUnit& unit_;
  const std::string& file_;
  KlpModule& module_;
  Fix& fix_;
  std::string function_;
};

/// In the main file, or in a .c file that it includes.
bool IsTheModules(const clang::SourceManager& sources, clang::SourceLocation at) {
  clang::SourceLocation place = sources.getExpansionLoc(at);
  return sources.isInMainFile(place) || sources.getFilename(place).ends_with(".c");
}

}  // namespace

void ReadTables(const session::ParsedUnit& unit, const std::string& file, KlpModule& module, Fix& fix) {
  const std::size_t known = module.objects.size();
  Tables tables(unit, file, module, fix);
  for (clang::Decl* decl : unit.ast().getTranslationUnitDecl()->decls()) {
    if (IsTheModules(unit.sources(), decl->getLocation())) tables.TraverseDecl(decl);
  }
  ReadCallbackEffects(unit, known, module);
}

std::set<std::string> KnownNames(const session::ParsedUnit& unit) {
  std::set<std::string> names;
  for (const clang::Decl* decl : unit.ast().getTranslationUnitDecl()->decls()) {
    if (const auto* named = dyn_cast<clang::NamedDecl>(decl); named != nullptr && named->getIdentifier() != nullptr) {
      names.insert(named->getNameAsString());
    }
    if (const auto* constants = dyn_cast<clang::EnumDecl>(decl)) {
      for (const clang::EnumConstantDecl* constant : constants->enumerators()) names.insert(constant->getNameAsString());
    }
  }
  for (const auto& macro : unit.preprocessor().macros()) names.insert(macro.first->getName().str());
  return names;
}

}  // namespace lpcheck
