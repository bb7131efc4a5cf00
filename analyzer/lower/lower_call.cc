// Calls, the kernel macros of the API table, and the small services of the Lowerer.
#include <algorithm>

#include "analyzer/lower/lowerer.h"
#include "clang/Basic/Builtins.h"

namespace lpcheck::lower {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;
using steps::Type;

steps::Function Lowerer::Run(const clang::FunctionDecl& decl) {
  decl_ = &decl;
  function_.name = decl.getNameAsString();
  const clang::SourceLocation begin = sources_.getExpansionLoc(decl.getLocation());
  function_.file = sources_.getFilename(begin).str();
  function_.line = static_cast<int>(sources_.getExpansionLineNumber(begin));
  function_.end_line = static_cast<int>(sources_.getExpansionLineNumber(decl.getEndLoc()));
  function_.is_static = decl.getStorageClass() == clang::SC_Static;
  function_.is_inline = decl.isInlineSpecified();
  function_.result = TypeOf(decl.getReturnType());
  for (const clang::ParmVarDecl* param : decl.parameters()) {
    const ExprRef place = Local(NameOfVariable(*param), TypeOf(param->getType()));
    function_.params.push_back({place->text, place->type});
    function_.locals[place->text] = place->type.name;
  }
  Statement(decl.getBody());
  if (flow_.IsOpen()) flow_.EmitLast({.kind = StepKind::kReturn, .line = function_.end_line});
  function_.steps = flow_.Finish();
  if (function_.steps.empty()) function_.steps.push_back({.kind = StepKind::kReturn, .line = function_.end_line});
  return std::move(function_);
}

void Lowerer::EmitAt(Step step, clang::SourceLocation loc) {
  const clang::SourceLocation at = sources_.getExpansionLoc(loc);
  step.line = static_cast<int>(sources_.getExpansionLineNumber(at));
  flow_.Emit(std::move(step));
}

void Lowerer::EmitAssign(ExprRef place, ExprRef value, std::string how, const clang::Stmt& at) {
  EmitAt({.kind = StepKind::kAssign, .place = place, .value = value, .how = std::move(how)}, at.getBeginLoc());
}

Type Lowerer::TypeOf(clang::QualType type) const {
  const clang::QualType canonical = type.getCanonicalType().getUnqualifiedType();
  auto [known, is_new] = types_.try_emplace(canonical.getAsOpaquePtr());
  if (!is_new) return known->second;
  Type out;
  out.name = canonical.getAsString();
  if (canonical->isPointerType()) {
    out.bits = 64;
    out.is_pointer = true;
  } else if (canonical->isIntegralOrEnumerationType() && !canonical->isIncompleteType()) {
    out.bits = static_cast<std::uint8_t>(std::min<std::uint64_t>(64, context_.getTypeSize(canonical)));
    out.is_signed = canonical->isSignedIntegerOrEnumerationType();
  }
  return known->second = out;
}

ExprRef Lowerer::Local(const std::string& name, const Type& type) { return arena_.Make(Op::kLocal, name, {}, type); }

// A name that shadows an open one gets a number; siblings share a name, their lives do not overlap.
std::string Lowerer::NameOfVariable(const clang::VarDecl& var) {
  auto [known, is_new] = variable_names_.try_emplace(&var);
  if (!is_new) return known->second;
  std::string name = var.getNameAsString();
  if (name.starts_with("__UNIQUE_ID_")) {  // ends in __COUNTER__, which moves with every edit above it
    while (!name.empty() && name.back() >= '0' && name.back() <= '9') name.pop_back();
  }
  const auto open = std::count(scope_.begin(), scope_.end(), name);
  scope_.push_back(name);
  if (open > 0) name += "#" + std::to_string(open + 1);
  return known->second = name;
}

const api::Entry* Lowerer::TableMacro(const clang::Stmt& stmt, MacroUse& use) const {
  const api::Entry* found = nullptr;
  for (MacroUse& at : MacrosCovering(stmt, sources_, context_.getLangOpts())) {
    const api::Entry* entry = table_.Find(at.name);
    if (entry == nullptr || entry->guess) continue;
    found = entry;
    use = std::move(at);
  }
  return found;
}

namespace {

// What the macro does has nothing to do with its arguments, if it has any.
bool StandsAlone(const api::Entry& entry) {
  if (entry.kind == api::Kind::kLog || entry.kind == api::Kind::kBarrier) return true;
  return entry.kind != api::Kind::kPure && entry.obj == api::kNoArg && entry.value == api::kNoArg && entry.gfp == api::kNoArg;
}

}  // namespace

std::optional<ExprRef> Lowerer::MacroValue(const clang::Stmt& stmt, const Type& type) {
  if (!stmt.getBeginLoc().isMacroID()) return std::nullopt;
  MacroUse use;
  const api::Entry* entry = TableMacro(stmt, use);
  if (entry == nullptr) return std::nullopt;
  const std::vector<MacroArg> found = ArgumentsOf(use, stmt, sources_, context_.getLangOpts());
  // A macro of the table that is written inside another macro is lowered as what it expands to, if its arguments count.
  if (found.empty() && !StandsAlone(*entry)) return std::nullopt;
  std::string name = use.name;
  std::vector<ExprRef> args;
  for (const MacroArg& arg : found) {
    if (arg.expr != nullptr && arg.expr != &stmt) {
      args.push_back(Value(arg.expr));
    } else if (entry->kind == api::Kind::kPure) {
      name += "<" + arg.text + ">";
    } else {
      args.push_back(arena_.Make(Op::kOpaque, arg.text, {}, {}));
    }
  }
  return ApiCall(entry, name, std::move(args), type, stmt);
}

ExprRef Lowerer::ApiCall(const api::Entry* entry, const std::string& name, std::vector<ExprRef> args, const Type& type,
                         const clang::Stmt& at) {
  const api::Kind kind = entry == nullptr ? api::Kind::kSleep : entry->kind;
  auto has = [&](int index) { return index >= 0 && index < static_cast<int>(args.size()); };
  if (entry != nullptr && !entry->guess) {
    if (kind == api::Kind::kPure || kind == api::Kind::kLoad) {
      return arena_.Make(Op::kPure, name, std::move(args), type);
    }
    if (kind == api::Kind::kStore && has(entry->obj) && has(entry->value)) {
      ExprRef place = args[entry->obj];
      if (!entry->lvalue || place->op == Op::kAddrOf) place = Dereference(place, args[entry->value]->type);
      EmitAssign(place, args[entry->value], name, at);
      return args[entry->value];
    }
    if (kind == api::Kind::kAssert && has(entry->value)) {
      const ExprRef tested = args[entry->value];
      EmitAt({.kind = StepKind::kCall, .value = arena_.Make(Op::kCall, name, std::move(args), type)}, at.getBeginLoc());
      return arena_.Make(Op::kUnary, "!", {arena_.Make(Op::kUnary, "!", {tested}, type)}, type);
    }
  }
  const ExprRef call = arena_.Make(Op::kCall, name, std::move(args), type);
  if (entry != nullptr && kind == api::Kind::kNoReturn && !entry->guess) {
    Step last{.kind = StepKind::kCall, .value = call};
    last.line = static_cast<int>(sources_.getExpansionLineNumber(at.getBeginLoc()));
    flow_.EmitLast(std::move(last));
  } else {
    EmitAt({.kind = StepKind::kCall, .value = call}, at.getBeginLoc());
  }
  return arena_.Make(Op::kResult, "", {call}, type);
}

ExprRef Lowerer::CallValue(const clang::CallExpr& call) {
  const Type type = TypeOf(call.getType());
  const clang::FunctionDecl* callee = call.getDirectCallee();
  if (callee == nullptr) {
    std::vector<ExprRef> parts = {Value(call.getCallee())};
    for (const clang::Expr* arg : call.arguments()) parts.push_back(Value(arg));
    const ExprRef term = arena_.Make(Op::kCall, "", std::move(parts), type);
    EmitAt({.kind = StepKind::kCall, .value = term}, call.getBeginLoc());
    return arena_.Make(Op::kResult, "", {term}, type);
  }
  if (callee->hasAttr<clang::ErrorAttr>()) return arena_.Const(0, type);  // BUILD_BUG_ON: never reached in code that links
  std::string name = callee->getNameAsString();
  if (callee->getBuiltinID() != 0) {
    clang::Expr::EvalResult known;
    if (call.EvaluateAsInt(known, context_)) return ConstantOf(call, Low64(known.Val.getInt()));
    if (name == "__builtin_expect") return Value(call.getArg(0));
    if (name == "__builtin_constant_p") return arena_.Const(0, type);
    if (name.starts_with("__builtin_")) name = name.substr(10);
  }
  std::vector<ExprRef> args;
  for (const clang::Expr* arg : call.arguments()) args.push_back(Value(arg));
  const api::Entry* entry = table_.Find(name);
  if (entry == nullptr && (callee->hasAttr<clang::ConstAttr>() || callee->hasAttr<clang::PureAttr>())) {
    return arena_.Make(Op::kPure, name, std::move(args), type);
  }
  const ExprRef value = ApiCall(entry, name, std::move(args), type, call);
  if (callee->isNoReturn()) flow_.TakeOpen();
  return value;
}

bool Lowerer::IsPure(const clang::Stmt& stmt) const {
  MacroUse use;
  if (const api::Entry* entry = TableMacro(stmt, use)) {
    if (entry->kind != api::Kind::kPure && entry->kind != api::Kind::kLoad) return false;
  } else if (llvm::isa<clang::StmtExpr>(stmt)) {
    return false;
  } else if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(&stmt)) {
    if (binary->isAssignmentOp()) return false;
  } else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(&stmt)) {
    if (unary->isIncrementDecrementOp()) return false;
  } else if (const auto* call = llvm::dyn_cast<clang::CallExpr>(&stmt)) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (callee == nullptr) return false;
    const api::Entry* entry = table_.Find(callee->getNameAsString());
    const bool known = entry != nullptr && !entry->guess && entry->kind == api::Kind::kPure;
    if (!known && callee->getBuiltinID() != clang::Builtin::BI__builtin_expect && !callee->hasAttr<clang::ConstAttr>()) {
      return false;
    }
  }
  if (llvm::isa<clang::UnaryExprOrTypeTraitExpr>(stmt)) return true;
  return std::all_of(stmt.child_begin(), stmt.child_end(),
                     [&](const clang::Stmt* child) { return child == nullptr || IsPure(*child); });
}

}  // namespace lpcheck::lower
