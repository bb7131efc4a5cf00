// The ways through a body, as far as the locks held on them ask for it, and what else reads the text around a call.
#include <algorithm>
#include <string_view>

#include "analyzer/index/body_walker.h"
#include "clang/Lex/Lexer.h"

namespace lpcheck::index {
namespace {

constexpr int kMostWalks = 4;             ///< of one function: jumps backwards settle at once or never matter
constexpr std::size_t kLongestSize = 80;  ///< characters of a size expression

std::string OnOneLine(std::string_view text) {
  std::string line;
  for (char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) line += c;
    if (blank && !line.ends_with(' ')) line += ' ';
  }
  return line;
}

bool LeadsBackWith(const HeldLocks::State& end, const HeldLocks::State& begin) {
  return !end || !begin || std::includes(end->begin(), end->end(), begin->begin(), begin->end());
}

}  // namespace

void BodyWalker::Walk(const clang::Stmt* body) {
  Body(body);
  for (int walks = 1; held_.Again() && walks < kMostWalks; ++walks) Body(body);
}

/// True when the statement is one that decides where execution goes on; it is walked then.
bool BodyWalker::Flow(const clang::Stmt* statement) {
  switch (statement->getStmtClass()) {
    case clang::Stmt::IfStmtClass:
      Condition(llvm::cast<clang::IfStmt>(statement));
      return true;
    case clang::Stmt::WhileStmtClass:
      Loop(statement, llvm::cast<clang::WhileStmt>(statement)->getBody(), false);
      return true;
    case clang::Stmt::ForStmtClass:
      Body(llvm::cast<clang::ForStmt>(statement)->getInit());
      Loop(statement, llvm::cast<clang::ForStmt>(statement)->getBody(), false);
      return true;
    case clang::Stmt::DoStmtClass:
      Loop(statement, llvm::cast<clang::DoStmt>(statement)->getBody(), true);
      return true;
    case clang::Stmt::SwitchStmtClass:
      Switch(llvm::cast<clang::SwitchStmt>(statement));
      return true;
    case clang::Stmt::CaseStmtClass:
    case clang::Stmt::DefaultStmtClass:
      if (const auto* label = llvm::dyn_cast<clang::CaseStmt>(statement)) Comparison(label->getLHS());
      if (!switches_.empty()) held_.Join(switches_.back());
      Children(statement);
      return true;
    case clang::Stmt::LabelStmtClass:
      held_.Label(llvm::cast<clang::LabelStmt>(statement)->getDecl());
      Children(statement);
      return true;
    case clang::Stmt::GotoStmtClass:
      held_.Jump(llvm::cast<clang::GotoStmt>(statement)->getLabel());
      return true;
    case clang::Stmt::ReturnStmtClass:
      Children(statement);
      held_.Stop();
      return true;
    case clang::Stmt::BreakStmtClass:
      held_.Break();
      return true;
    case clang::Stmt::ContinueStmtClass:
      held_.Continue();
      return true;
    default:
      return false;
  }
}

/// A lock that the body gives up is not held at its beginning the second time round: then it is walked once more. The
/// facts of both walks are merged, and only what is held in both stays.
void BodyWalker::Loop(const clang::Stmt* loop, const clang::Stmt* body, bool runs_once) {
  const auto* counted = llvm::dyn_cast<clang::ForStmt>(loop);
  HeldLocks::State before = held_.Now();
  for (int walk = 0; walk < 2; ++walk) {
    held_.Enter(/*is_loop=*/true);
    for (const clang::Stmt* child : loop->children()) {
      const bool elsewhere = child == nullptr || child == body || (counted != nullptr && (child == counted->getInit() || child == counted->getInc()));
      if (!elsewhere && !runs_once) Body(child);
    }
    const HeldLocks::State tested = held_.Now();
    Body(body);
    held_.JoinContinues();
    if (counted != nullptr) Body(counted->getInc());
    if (runs_once) Body(llvm::cast<clang::DoStmt>(loop)->getCond());
    const HeldLocks::State end = held_.Now();
    if (!runs_once) held_.Join(tested);
    held_.Leave();
    if (LeadsBackWith(end, before)) return;
    const HeldLocks::State after = held_.Now();
    held_.Become(before);
    held_.Join(end);
    before = held_.Now();
    if (walk == 1) held_.Become(after);
  }
}

void BodyWalker::Switch(const clang::SwitchStmt* statement) {
  Body(statement->getCond());
  switches_.push_back(held_.Now());
  held_.Enter(/*is_loop=*/false);
  held_.Stop();  // only labels lead into it
  Body(statement->getBody());
  held_.Join(switches_.back());  // no label may match
  held_.Leave();
  switches_.pop_back();
}

/// The size that an allocator is called with, as the author wrote it: "COUNT * SIZE" where it takes both.
std::string BodyWalker::SizeOf(const clang::CallExpr* call, const api::Entry& entry) const {
  std::string text;
  for (int index : {entry.count, entry.size}) {
    if (index < 0 || static_cast<unsigned>(index) >= call->getNumArgs()) continue;
    const auto range = clang::Lexer::makeFileCharRange(
        clang::CharSourceRange::getTokenRange(call->getArg(static_cast<unsigned>(index))->getSourceRange()), ast_.getSourceManager(), ast_.getLangOpts());
    const std::string written = OnOneLine(clang::Lexer::getSourceText(range, ast_.getSourceManager(), ast_.getLangOpts()));
    if (!written.empty()) text += (text.empty() ? "" : " * ") + written;
  }
  return text.size() <= kLongestSize ? text : text.substr(0, kLongestSize) + "...";
}

}  // namespace lpcheck::index
