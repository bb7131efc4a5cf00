// What the walker found, kept once a function.
#include <algorithm>
#include <tuple>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/index/body_walker.h"
#include "analyzer/index/names.h"

namespace lpcheck::index {
namespace {

bool IsAccess(FactKind kind) { return kind == FactKind::kField || kind == FactKind::kGlobal; }

/// The words that both have, in the order of the first.
std::string CommonWords(const std::string& a, const std::string& b) {
  if (a == b) return a;
  std::string common;
  const std::vector<std::string_view> other = Split(b, ' ');
  for (std::string_view word : Split(a, ' ')) {
    if (std::find(other.begin(), other.end(), word) != other.end()) common += Cat(common.empty() ? "" : " ", word);
  }
  return common;
}

}  // namespace

void BodyWalker::Add(FactKind kind, std::string a, std::string b, clang::SourceLocation where, int mode, std::string detail) {
  if (IsAccess(kind)) detail = held_.Text();
  facts_.push_back({kind, std::move(a), std::move(b), LineOf(ast_.getSourceManager(), where), mode, std::move(detail)});
}

std::vector<Fact> BodyWalker::TakeFacts() {
  static const std::string none;
  auto key = [](const Fact& fact) {
    const bool access = IsAccess(fact.kind);
    return std::tuple<FactKind, const std::string&, const std::string&, int, const std::string&>(
        fact.kind, fact.a, fact.b, access ? 0 : fact.mode, access ? none : fact.detail);
  };
  auto same = [&key](const Fact& x, const Fact& y) { return key(x) == key(y); };
  std::sort(facts_.begin(), facts_.end(), [&key](const Fact& x, const Fact& y) {
    return key(x) != key(y) ? key(x) < key(y) : std::tie(x.line, x.mode) < std::tie(y.line, y.mode);
  });
  std::vector<Fact> merged;
  for (Fact& fact : facts_) {
    if (!merged.empty() && same(merged.back(), fact)) {
      merged.back().mode |= fact.mode;
      merged.back().detail = CommonWords(merged.back().detail, fact.detail);
      merged.back().line = std::min(merged.back().line, fact.line);
    } else {
      merged.push_back(std::move(fact));
    }
  }
  facts_.clear();
  return merged;
}

}  // namespace lpcheck::index
