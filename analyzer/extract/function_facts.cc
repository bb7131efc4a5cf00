#include "analyzer/extract/function_facts.h"

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

#include "analyzer/extract/canonical.h"
#include "analyzer/extract/code_text.h"
#include "analyzer/extract/pruning.h"
#include "clang/AST/Attr.h"
#include "clang/Analysis/CFG.h"

namespace lpcheck::extract {
namespace {

/// Only a loop without an end can keep a body from returning; the graph is built for nothing else.
bool HasEndlessLoop(const clang::Stmt* stmt, const clang::ASTContext& context) {
  if (stmt == nullptr) return false;
  const clang::Expr* condition = nullptr;
  bool endless = false;
  if (const auto* loop = llvm::dyn_cast<clang::WhileStmt>(stmt)) condition = loop->getCond();
  if (const auto* loop = llvm::dyn_cast<clang::DoStmt>(stmt)) condition = loop->getCond();
  if (const auto* loop = llvm::dyn_cast<clang::ForStmt>(stmt)) {
    condition = loop->getCond();
    endless = condition == nullptr;
  }
  if (condition != nullptr) endless = ConstantTruth(condition, context) == true;
  return endless || std::any_of(stmt->child_begin(), stmt->child_end(),
                                [&](const clang::Stmt* child) { return HasEndlessLoop(child, context); });
}

/// True when no path from the entry reaches the exit; a block that ends in a call that does not return ends
/// its path.
bool ExitIsUnreachable(const clang::CFG& graph) {
  std::set<const clang::CFGBlock*> seen = {&graph.getEntry()};
  std::vector<const clang::CFGBlock*> pending = {&graph.getEntry()};
  while (!pending.empty()) {
    const clang::CFGBlock* block = pending.back();
    pending.pop_back();
    if (block == &graph.getExit()) return false;
    if (block->hasNoReturnElement()) continue;
    for (const clang::CFGBlock::AdjacentBlock& next : block->succs()) {
      const clang::CFGBlock* reachable = next.getReachableBlock();
      if (reachable != nullptr && seen.insert(reachable).second) pending.push_back(reachable);
    }
  }
  return true;
}

bool NeverReturns(const clang::FunctionDecl& function) {
  clang::ASTContext& context = function.getASTContext();
  if (!HasEndlessLoop(function.getBody(), context)) return false;
  clang::CFG::BuildOptions options;
  options.PruneTriviallyFalseEdges = true;
  const std::unique_ptr<clang::CFG> graph =
      clang::CFG::buildCFG(&function, function.getBody(), &context, options);
  return graph != nullptr && ExitIsUnreachable(*graph);
}

/// `inline` implies notrace by the kernel's own macro: only a function that asked for it itself counts.
bool AsksNotToBeTraced(const clang::FunctionDecl& function) {
  if (const auto* patchable = function.getAttr<clang::PatchableFunctionEntryAttr>())
    return patchable->getCount() == 0 && !function.isInlineSpecified();
  return function.hasAttr<clang::NoInstrumentFunctionAttr>() && !function.isInlineSpecified();
}

Inlining InliningOf(const clang::FunctionDecl& function) {
  if (function.hasAttr<clang::AlwaysInlineAttr>()) return Inlining::kAlways;
  if (function.hasAttr<clang::NoInlineAttr>()) return Inlining::kNever;
  return function.isInlineSpecified() ? Inlining::kHint : Inlining::kNone;
}

}  // namespace

FunctionFact FactsOf(const clang::FunctionDecl& function, const Places& places) {
  FunctionFact fact;
  fact.name = function.getName().str();
  fact.where = places.Of(function.getLocation());
  fact.last_line = places.LineOf(function.getEndLoc());
  fact.linkage = function.getStorageClass() == clang::SC_Static ? Linkage::kStatic : Linkage::kExternal;
  fact.inlining = InliningOf(function);
  fact.prototype = PrototypeOf(function);
  fact.section = SectionOf(function);
  fact.weak = function.hasAttr<clang::WeakAttr>();
  fact.no_instrument = AsksNotToBeTraced(function);
  fact.declared_noreturn = function.isNoReturn();
  fact.never_returns = NeverReturns(function);
  const CodeText text = TextOf(function, fact);
  fact.body = FingerprintOf(text.source);
  fact.compiled = FingerprintOf(text.compiled);
  return fact;
}

}  // namespace lpcheck::extract
