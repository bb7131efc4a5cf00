#include "analyzer/semantics/unit.h"

#include <utility>
#include <vector>

#include "analyzer/lower/lower.h"
#include "analyzer/semantics/version.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace lpcheck::semantics {
namespace {

class MentionWalk : public clang::RecursiveASTVisitor<MentionWalk> {
 public:
  explicit MentionWalk(const Version& version) {
    for (const auto& [name, decl] : version.main()) {
      current_ = name;
      TraverseStmt(decl->getBody());
    }
  }
  bool VisitMemberExpr(clang::MemberExpr* expr) {
    mentions.fields[expr->getMemberDecl()->getNameAsString()].insert(current_);
    return true;
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr* expr) {
    mentions.names[expr->getDecl()->getNameAsString()].insert(current_);
    return true;
  }

  Mentions mentions;

 private:
  std::string current_;
};

class WholeUnit : public Unit {
 public:
  WholeUnit(session::UnitPair pair, const api::Table& table, steps::Arena& arena)
      : pair_(std::move(pair)), before_(*pair_.before), after_(*pair_.after), table_(table), arena_(arena) {}

  std::optional<steps::Function> Lower(Side side, const std::string& name) override {
    const clang::FunctionDecl* decl = Of(side).Find(name);
    if (decl == nullptr) return std::nullopt;
    return lower::Lower(*decl, Of(side).ast(), table_, arena_);
  }

  std::optional<bool> IsVisible(Side side, const std::string& name) override {
    const clang::FunctionDecl* decl = Of(side).Find(name);
    if (decl == nullptr) return std::nullopt;
    return decl->isExternallyVisible();
  }

  const steps::UnitContext& Context(Side side) override {
    std::optional<steps::UnitContext>& context = side == Side::kBefore ? before_context_ : after_context_;
    if (!context) context = lower::ContextOf(Of(side).ast());
    return *context;
  }

  const Mentions& AfterMentions() override {
    if (!mentions_) mentions_ = MentionWalk(after_).mentions;
    return *mentions_;
  }

  std::vector<std::string> MainFunctions() const {
    std::vector<std::string> names;
    for (const auto& [name, decl] : after_.main()) names.push_back(name);
    return names;
  }

 private:
  const Version& Of(Side side) const { return side == Side::kBefore ? before_ : after_; }

  session::UnitPair pair_;
  Version before_;
  Version after_;
  const api::Table& table_;
  steps::Arena& arena_;
  std::optional<steps::UnitContext> before_context_;
  std::optional<steps::UnitContext> after_context_;
  std::optional<Mentions> mentions_;
};

/// Names that a body calls or takes the address of.
void AddCallees(const steps::Function& function, std::vector<std::string>& names) {
  const auto add = [&names](steps::ExprRef expr) {
    if (expr == nullptr) return;
    steps::ForEach(expr, [&names](steps::ExprRef part) {
      const bool names_one = part->op == steps::Op::kCall || part->op == steps::Op::kPure || part->op == steps::Op::kFunction;
      if (names_one && !part->text.empty()) names.push_back(part->text);
    });
  };
  for (const steps::Step& step : function.steps) {
    add(step.place);
    add(step.value);
  }
}

class DigestedUnit : public Unit {
 public:
  DigestedUnit(WholeUnit& whole, const std::set<std::string>& changed) {
    before_context_ = whole.Context(Side::kBefore);
    after_context_ = whole.Context(Side::kAfter);
    mentions_ = whole.AfterMentions();
    for (const std::string& name : changed) Take(whole, Side::kBefore, name);
    std::vector<std::string> wanted = whole.MainFunctions();
    wanted.insert(wanted.end(), changed.begin(), changed.end());
    while (!wanted.empty()) {
      const std::string name = std::move(wanted.back());
      wanted.pop_back();
      const steps::Function* taken = Take(whole, Side::kAfter, name);
      if (taken != nullptr) AddCallees(*taken, wanted);
    }
  }

  std::optional<steps::Function> Lower(Side side, const std::string& name) override {
    const Taken* taken = Find(side, name);
    return taken == nullptr ? std::nullopt : std::optional(taken->function);
  }

  std::optional<bool> IsVisible(Side side, const std::string& name) override {
    const Taken* taken = Find(side, name);
    return taken == nullptr ? std::nullopt : std::optional(taken->is_visible);
  }

  const steps::UnitContext& Context(Side side) override { return side == Side::kBefore ? before_context_ : after_context_; }
  const Mentions& AfterMentions() override { return mentions_; }

 private:
  struct Taken {
    steps::Function function;
    bool is_visible = false;
  };
  using Functions = std::map<std::string, std::optional<Taken>>;  ///< nullopt: asked for and not there

  /// The function if it is here and was not taken before.
  const steps::Function* Take(WholeUnit& whole, Side side, const std::string& name) {
    auto [place, is_new] = Of(side).try_emplace(name);
    if (!is_new) return nullptr;
    std::optional<steps::Function> function = whole.Lower(side, name);
    if (!function) return nullptr;
    place->second = Taken{*std::move(function), whole.IsVisible(side, name).value_or(true)};
    return &place->second->function;
  }

  const Taken* Find(Side side, const std::string& name) {
    auto found = Of(side).find(name);
    return found == Of(side).end() || !found->second ? nullptr : &*found->second;
  }

  Functions& Of(Side side) { return side == Side::kBefore ? before_ : after_; }

  Functions before_;
  Functions after_;
  steps::UnitContext before_context_;
  steps::UnitContext after_context_;
  Mentions mentions_;
};

}  // namespace

std::unique_ptr<Unit> Whole(session::UnitPair pair, const api::Table& table, steps::Arena& arena) {
  return std::make_unique<WholeUnit>(std::move(pair), table, arena);
}

std::unique_ptr<Unit> Digested(session::UnitPair pair, const std::set<std::string>& changed, const api::Table& table, steps::Arena& arena) {
  WholeUnit whole(std::move(pair), table, arena);
  return std::make_unique<DigestedUnit>(whole, changed);
}

}  // namespace lpcheck::semantics
