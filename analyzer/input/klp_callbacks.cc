// See klp_callbacks.h.
#include "analyzer/input/klp_callbacks.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/Stmt.h"
#include "model/api/api.h"

namespace lpcheck {
namespace {

using clang::dyn_cast;
using clang::dyn_cast_or_null;

constexpr const char* kAnything = "*";

/// Where an expression's object comes from.
enum class Origin { kOwn, kGlobal, kPointer };

const clang::Expr* Bare(const clang::Expr* expr) { return expr == nullptr ? nullptr : expr->IgnoreParenCasts(); }

/// "*&x" is x, and an element of an array lies in the array.
const clang::Expr* PlaceOf(const clang::Expr* expr) {
  const clang::Expr* bare = Bare(expr);
  if (const auto* element = dyn_cast_or_null<clang::ArraySubscriptExpr>(bare)) {
    const clang::Expr* base = Bare(element->getBase());
    return base->getType()->isArrayType() ? PlaceOf(base) : bare;
  }
  const auto* star = dyn_cast_or_null<clang::UnaryOperator>(bare);
  if (star == nullptr || star->getOpcode() != clang::UO_Deref) return bare;
  const clang::Expr* inner = Bare(star->getSubExpr());
  const auto* address = dyn_cast<clang::UnaryOperator>(inner);
  if (address != nullptr && address->getOpcode() == clang::UO_AddrOf) return PlaceOf(address->getSubExpr());
  return inner->getType()->isArrayType() ? PlaceOf(inner) : bare;
}

/// Memory that exists apart from the module: defined elsewhere.
bool IsKernels(const clang::VarDecl& variable) {
  return !variable.hasLocalStorage() && !variable.isStaticLocal() &&
         variable.hasDefinition() == clang::VarDecl::DeclarationOnly;
}

std::string FieldName(const clang::MemberExpr& member) {
  const auto* record = dyn_cast<clang::RecordDecl>(member.getMemberDecl()->getDeclContext());
  const std::string field = "." + member.getMemberDecl()->getNameAsString();
  if (record == nullptr) return kAnything;
  if (!record->getName().empty()) return (record->isUnion() ? "union " : "struct ") + record->getNameAsString() + field;
  if (const auto* alias = record->getTypedefNameForAnonDecl()) return alias->getNameAsString() + field;
  const auto* outer = dyn_cast<clang::MemberExpr>(Bare(member.getBase()));
  if (outer == nullptr) return kAnything;
  return FieldName(*outer) + field;
}

bool IsOfLivepatchCore(const std::string& name) { return name.starts_with("struct klp_"); }

/// What a klp_state points to was made by the callbacks that share the state.
bool IsHeldByState(const clang::Expr* pointer) {
  const auto* member = dyn_cast_or_null<clang::MemberExpr>(Bare(pointer));
  return member != nullptr && IsOfLivepatchCore(FieldName(*member));
}

Origin OriginOf(const clang::Expr* place) {
  place = PlaceOf(place);
  if (const auto* member = dyn_cast_or_null<clang::MemberExpr>(place)) {
    if (!member->isArrow()) return OriginOf(member->getBase());
    const auto* address = dyn_cast<clang::UnaryOperator>(Bare(member->getBase()));
    const bool is_named = address != nullptr && address->getOpcode() == clang::UO_AddrOf;
    return is_named ? OriginOf(address->getSubExpr()) : Origin::kPointer;
  }
  const bool is_made_here = llvm::isa_and_nonnull<clang::StringLiteral>(place) ||
                            llvm::isa_and_nonnull<clang::CompoundLiteralExpr>(place);
  if (is_made_here) return Origin::kOwn;
  const auto* star = dyn_cast_or_null<clang::UnaryOperator>(place);
  if (star != nullptr && star->getOpcode() == clang::UO_Deref && IsHeldByState(star->getSubExpr())) return Origin::kOwn;
  const auto* reference = dyn_cast_or_null<clang::DeclRefExpr>(place);
  if (reference == nullptr) return Origin::kPointer;
  const auto* variable = dyn_cast<clang::VarDecl>(reference->getDecl());
  if (variable == nullptr) return Origin::kOwn;  // a function's address is no memory
  return IsKernels(*variable) ? Origin::kGlobal : Origin::kOwn;
}

/// The name of a place as summaries of differences have it: a field by its type, else the global.
std::string NameOf(const clang::Expr* place) {
  place = PlaceOf(place);
  if (const auto* member = dyn_cast_or_null<clang::MemberExpr>(place)) return FieldName(*member);
  const auto* reference = dyn_cast_or_null<clang::DeclRefExpr>(place);
  return reference == nullptr ? kAnything : reference->getDecl()->getNameAsString();
}

class Effects : public clang::RecursiveASTVisitor<Effects> {
 public:
  void Follow(const clang::FunctionDecl* function) {
    const clang::FunctionDecl* defined = nullptr;
    if (function == nullptr || !function->hasBody(defined)) return Add(kAnything, CallbackEffect::kMaySet);
    if (seen_.insert(defined).second) TraverseStmt(defined->getBody());
  }

  bool VisitBinaryOperator(clang::BinaryOperator* stores) {
    if (!stores->isAssignmentOp()) return true;
    const auto code = stores->getOpcode();
    Store(stores->getLHS(), code == clang::BO_AddAssign || code == clang::BO_SubAssign ? CallbackEffect::kAdds
                                                                                       : CallbackEffect::kSets);
    return true;
  }

  bool VisitUnaryOperator(clang::UnaryOperator* counts) {
    if (counts->isIncrementDecrementOp()) Store(counts->getSubExpr(), CallbackEffect::kAdds);
    return true;
  }

  bool VisitGCCAsmStmt(clang::GCCAsmStmt* assembly) {
    for (const clang::Expr* output : assembly->outputs()) Store(output, CallbackEffect::kSets);
    return true;
  }

  bool VisitImplicitCastExpr(clang::ImplicitCastExpr* cast) {
    if (cast->getCastKind() != clang::CK_LValueToRValue || OriginOf(cast->getSubExpr()) == Origin::kOwn) return true;
    const std::string name = NameOf(cast->getSubExpr());
    if (name != kAnything && !IsOfLivepatchCore(name)) reads_.insert(name);
    return true;
  }

  bool VisitCallExpr(clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (callee == nullptr) {
      Add(kAnything, CallbackEffect::kMaySet);
      return true;
    }
    llvm::StringRef name = callee->getName();
    name.consume_front("__builtin_");
    const bool is_builtin = name.size() != callee->getName().size();
    const api::Entry* entry = api::Table::Kernel().Find({name.data(), name.size()});
    // A call that survives to the build would be its error: static assertions.
    if (name.starts_with("klp_shadow_") || callee->hasAttr<clang::ErrorAttr>()) return true;
    if (entry != nullptr && !entry->guess) {
      Known(*call, *entry);
    } else if (callee->hasBody() && !callee->isInlined()) {
      Follow(callee);
    } else if (!is_builtin) {
      Unknown(*call, name.str());
    }
    return true;
  }

  std::map<std::string, CallbackEffect> TakeEffects() { return std::move(effects_); }
  std::set<std::string> TakeReads() { return std::move(reads_); }

 private:
  void Add(const std::string& name, CallbackEffect effect) {
    if (IsOfLivepatchCore(name)) return;
    auto [known, is_new] = effects_.emplace(name, effect);
    if (!is_new) known->second = std::max(known->second, effect);
  }

  void Store(const clang::Expr* place, CallbackEffect effect) {
    const Origin origin = OriginOf(place);
    if (origin == Origin::kOwn) return;
    const std::string name = NameOf(place);
    // A field is named by its type: two patches may well mean two objects.
    const bool is_certain = llvm::isa<clang::DeclRefExpr>(PlaceOf(place)) && name != kAnything;
    Add(name, is_certain ? effect : std::min(effect, CallbackEffect::kMaySet));
  }

  /// Undoes what the patch did to an object of its own: nothing stays.
  static bool TakesBack(api::Kind kind) {
    using api::Kind;
    return kind == Kind::kPut || kind == Kind::kUnregister || kind == Kind::kStop || kind == Kind::kUnpublish ||
           kind == Kind::kSub || kind == Kind::kCancel;
  }

  /// What the pointer `expr` leads to: the global or field whose address it is; nullptr when it is no such address.
  static const clang::Expr* Pointee(const clang::Expr* expr) {
    const clang::Expr* bare = Bare(expr);
    const auto* address = dyn_cast<clang::UnaryOperator>(bare);
    if (address != nullptr && address->getOpcode() == clang::UO_AddrOf) return address->getSubExpr();
    return bare->getType()->isArrayType() ? bare : nullptr;
  }

  void Known(const clang::CallExpr& call, const api::Entry& entry) {
    using api::Kind;
    switch (entry.kind) {
      case Kind::kLock: case Kind::kUnlock: case Kind::kTryLock: case Kind::kAssertHeld: case Kind::kAlloc:
      case Kind::kCopyOut: case Kind::kLoad: case Kind::kBarrier: case Kind::kWait: case Kind::kSleep:
      case Kind::kLog: case Kind::kAssert: case Kind::kPure: case Kind::kNoReturn: case Kind::kSlot:
        return;
      case Kind::kGet: case Kind::kPut: case Kind::kTryGet: case Kind::kRegister: case Kind::kUnregister:
      case Kind::kStart: case Kind::kStop: case Kind::kPublish: case Kind::kUnpublish: case Kind::kAdd:
      case Kind::kSub: case Kind::kWake: case Kind::kDefer: case Kind::kCancel:
        return AtObject(call, entry, CallbackEffect::kAdds);
      case Kind::kFree:
        return Frees(call, entry);
      case Kind::kInit: case Kind::kWrite: case Kind::kCopyIn: case Kind::kSetBit:
      case Kind::kClearBit: case Kind::kStore:
        return AtObject(call, entry, CallbackEffect::kSets);
    }
  }

  /// What is freed belongs to the pointer that held it.
  void Frees(const clang::CallExpr& call, const api::Entry& entry) {
    const bool has_object = entry.obj >= 0 && entry.obj < static_cast<int>(call.getNumArgs());
    if (has_object) Store(call.getArg(static_cast<unsigned>(entry.obj)), CallbackEffect::kMaySet);
  }

  void AtObject(const clang::CallExpr& call, const api::Entry& entry, CallbackEffect effect) {
    const bool has_object = entry.obj >= 0 && entry.obj < static_cast<int>(call.getNumArgs());
    if (!has_object) return Add(entry.name + "()", std::min(effect, CallbackEffect::kMaySet));
    const clang::Expr* object = call.getArg(static_cast<unsigned>(entry.obj));
    if (IsHeldByState(object)) return;
    const clang::Expr* place = entry.lvalue ? object : Pointee(object);
    if (place != nullptr && OriginOf(place) != Origin::kOwn) return Store(place, effect);
    if (place != nullptr && (effect == CallbackEffect::kSets || TakesBack(entry.kind))) return;
    Add(entry.name + "()", std::min(effect, CallbackEffect::kMaySet));
  }

  /// Nothing says what the callee does: it may set what it is handed, else something of its own.
  void Unknown(const clang::CallExpr& call, const std::string& name) {
    bool has_named = false;
    for (const clang::Expr* argument : call.arguments()) {
      const clang::Expr* place = argument->getType()->isPointerType() ? Pointee(argument) : nullptr;
      if (place == nullptr || OriginOf(place) == Origin::kOwn) continue;
      Add(NameOf(place), CallbackEffect::kMaySet);
      has_named = true;
    }
    if (!has_named) Add(name + "()", CallbackEffect::kMaySet);
  }

  std::map<std::string, CallbackEffect> effects_;
  std::set<std::string> reads_;
  std::set<const clang::FunctionDecl*> seen_;
};

const clang::FunctionDecl* FindFunction(const session::ParsedUnit& unit, const std::string& name) {
  for (const clang::Decl* decl : unit.ast().getTranslationUnitDecl()->decls()) {
    const auto* function = dyn_cast<clang::FunctionDecl>(decl);
    if (function != nullptr && function->getName() == name && function->isThisDeclarationADefinition()) return function;
  }
  return nullptr;
}

}  // namespace

void ReadCallbackEffects(const session::ParsedUnit& unit, std::size_t first, KlpModule& module) {
  Effects effects;
  for (std::size_t i = first; i < module.objects.size(); ++i) {
    const KlpCallbacks& all = module.objects[i].callbacks;
    for (const std::string& name : {all.pre_patch, all.post_patch, all.pre_unpatch, all.post_unpatch}) {
      if (!name.empty()) effects.Follow(FindFunction(unit, name));
    }
  }
  for (const auto& [name, effect] : effects.TakeEffects()) module.callback_effects.push_back({name, effect});
  for (const std::string& name : effects.TakeReads()) module.callback_reads.push_back(name);
}

}  // namespace lpcheck
