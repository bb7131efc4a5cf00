#include "model/heart/narrow.h"

#include <cstdint>
#include <string_view>

#include "model/heart/effect.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;

bool IsErrno(const std::string& fails) { return fails == "errno" || fails == "nonzero"; }

// Decides a pending acquire: on failure it did not happen, on success it can no longer fail.
template <typename Failed, typename Succeeded>
void Settle(WayState& state, ExprRef what, const Failed& failed, const Succeeded& succeeded) {
  auto pending = state.pending.find(what);
  if (pending == state.pending.end()) return;
  const Resource resource = pending->second.first;
  auto is_alias = [&](const auto& entry) { return entry.second.first == resource; };  // copies of the pointer stand or fall with it
  if (failed(pending->second.second)) {
    state.Add(resource, -1);
    std::erase_if(state.pending, is_alias);
  } else if (succeeded(pending->second.second)) {
    for (auto& entry : state.pending) {
      if (is_alias(entry)) entry.second.second = "never";
    }
  }
}

// The acquire that `tested` holds the result of: named by the place, or by the variable that was stored there.
void AssumeTested(WayState& state, ExprRef tested, bool failed) {
  const auto owner = state.owner.find(tested);
  for (auto& [holder, taken] : state.pending) {
    if (taken.second != "tested") continue;
    const bool is_it = holder == tested || (owner != state.owner.end() && taken.first.object == owner->second);
    if (!is_it) continue;
    if (failed) state.Add(Resource(taken.first), -1);
    taken.second = "never";
  }
}

bool AssumeNonZero(WayState& state, ExprRef what, bool holds) {
  const bool is_own = what->op == Op::kLocal || what->op == Op::kResult;
  if (!is_own && !state.pending.contains(what)) return true;
  auto known = state.known.find(what);
  if (known != state.known.end()) {
    const bool is_zero = known->second.fact == Fact::kConst && known->second.value == 0;
    const bool is_nonzero = (known->second.fact == Fact::kConst && !is_zero) || known->second.fact == Fact::kNegative ||
                            known->second.fact == Fact::kNonZero || known->second.fact == Fact::kErrPtr;
    if (holds ? is_zero : is_nonzero) return false;
  }
  Settle(state, what, [&](const std::string& fails) {
    if (fails == "null" || fails == "false" || fails == "zero") return !holds;
    return IsErrno(fails) && holds;
  }, [&](const std::string& fails) {
    if (fails == "null" || fails == "false" || fails == "zero") return holds;
    return IsErrno(fails) && !holds;
  });
  if (!is_own) return true;  // others may write it: nothing is remembered
  if (!holds) state.known[what] = {Fact::kConst, 0};
  else if (known == state.known.end()) state.known[what] = {Fact::kNonZero};
  return true;
}

bool AssumeNegative(WayState& state, ExprRef what, bool holds) {
  if (what->op != Op::kLocal && what->op != Op::kResult) return true;
  auto known = state.known.find(what);
  if (known != state.known.end()) {
    if (known->second.fact == Fact::kConst && (known->second.value < 0) != holds) return false;
    if (known->second.fact == Fact::kNegative && !holds) return false;
  }
  Settle(state, what, [&](const std::string& fails) { return IsErrno(fails) && holds; },
         [&](const std::string& fails) { return IsErrno(fails) && !holds; });
  if (holds && (known == state.known.end() || known->second.fact != Fact::kConst)) state.known[what] = {Fact::kNegative};
  return true;
}

bool AssumeEqual(WayState& state, ExprRef what, std::int64_t value, bool holds) {
  if (value == 0) return AssumeNonZero(state, what, !holds);
  if (what->op != Op::kLocal && what->op != Op::kResult) return true;
  auto known = state.known.find(what);
  if (known != state.known.end() && known->second.fact == Fact::kConst && (known->second.value == value) != holds) return false;
  if (holds) state.known[what] = {Fact::kConst, value};
  return true;
}

bool AssumeIsErr(WayState& state, ExprRef cond, bool holds) {
  if (cond->kids.empty()) return true;
  const ExprRef what = Bare(cond->kids[0]);
  const bool or_null = cond->text.starts_with("IS_ERR_OR_NULL");
  auto known = state.known.find(what);
  if (known != state.known.end()) {
    const bool is_null = known->second.fact == Fact::kConst && known->second.value == 0;
    const bool is_error = known->second.fact == Fact::kErrPtr || (or_null && is_null);
    if (is_error && !holds) return false;
    if (holds && (known->second.fact == Fact::kNotErr || (is_null && !or_null))) return false;
  }
  Settle(state, what, [&](const std::string& fails) { return holds && (fails == "errptr" || (or_null && fails == "null")); },
         [&](const std::string& fails) { return !holds && (fails == "errptr" || (or_null && fails == "null")); });
  state.known[what] = {holds ? Fact::kErrPtr : Fact::kNotErr};
  return true;
}

}  // namespace

// The argument whose acquire the term says has failed; nullptr if it says no such thing.
ExprRef Narrower::TestedBy(ExprRef term) const {
  const bool asks_or_not = term->op == Op::kSelect && term->kids[2]->op == Op::kConst && term->kids[2]->value == 0;
  if (asks_or_not) return TestedBy(term->kids[1]);
  if (term->op != Op::kPure) return nullptr;
  const api::Entry* entry = table_.Find(std::string_view(term->text).substr(0, term->text.find('<')));
  if (entry == nullptr || entry->tests < 0 || entry->tests >= static_cast<int>(term->kids.size())) return nullptr;
  return Bare(term->kids[entry->tests]);
}

bool Narrower::IsTest(ExprRef term) const {
  return TestedBy(term) != nullptr || (term->op == Op::kPure && term->text.starts_with("IS_ERR"));
}

bool Narrower::Assume(WayState& state, ExprRef cond, bool holds) const {
  if (recurring_.contains(cond)) {
    auto [known, is_new] = state.decided.try_emplace(cond, holds);
    if (!is_new && known->second != holds) return false;
  }
  if (cond->op == Op::kConst) return (cond->value != 0) == holds;
  if (cond->op == Op::kUnary && cond->text == "!") return Assume(state, cond->kids[0], !holds);
  if (auto test = state.tests.find(cond); test != state.tests.end()) return Assume(state, ExprRef(test->second), holds);
  if (const ExprRef tested = TestedBy(cond)) AssumeTested(state, tested, holds);
  if (cond->op == Op::kPure && cond->text.starts_with("IS_ERR")) return AssumeIsErr(state, cond, holds);
  if (cond->op == Op::kBinary && cond->text == "<" && cond->kids[1]->op == Op::kConst && cond->kids[1]->value == 0) {
    return AssumeNegative(state, Bare(cond->kids[0]), holds);
  }
  if (cond->op == Op::kBinary && cond->text == "==" && cond->kids[1]->op == Op::kConst) {
    return AssumeEqual(state, Bare(cond->kids[0]), cond->kids[1]->value, holds);
  }
  return AssumeNonZero(state, Bare(cond), holds);
}

}  // namespace lpcheck::heart
