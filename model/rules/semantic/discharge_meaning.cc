// What a stored value means to those who read it: a step that stores it directly, through a local, as one arm of a
// condition, in another encoding, or as a bit of a word. Part of the closed list of undischarged.cc.
//
//   meaning(d) ⇔ d changes what reaches a datum that unchanged code reads, from b to a, and one of
//     token     b and a are numbers or addresses told apart by comparing ∧ a is one that no old code stores there
//     unit      one of them has a factor or shift that the other has not
//     flag      the same operator, another bit
//     encoding  one of them is converted (x_to_y, host and network order) and the other is not
//     told      the same of a number that is handed to user space by itself
//     bit       another bit of the word, or set instead of cleared
//   where "reaches" goes through locals: a value changed in a local, and stored by a step that did not change
#include <algorithm>
#include <optional>

#include "model/heart/align.h"
#include "model/heart/origin.h"
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::EffectKind;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

ExprRef Bare(ExprRef expr) {
  while (expr->op == Op::kCast || (expr->op == Op::kPure && expr->text == "after")) expr = expr->kids[0];
  return expr;
}

bool IsToken(ExprRef expr) {
  if (expr->op == Op::kConst || expr->op == Op::kFunction || expr->op == Op::kString) return true;
  if (expr->op == Op::kAddrOf) return steps::RootOf(expr->kids[0])->op == Op::kGlobal;
  return expr->op == Op::kPure && expr->text.starts_with("ERR_PTR");
}

// The tokens that a value may be: itself, or the arms of a condition. nullopt if it may be something else.
std::optional<std::set<ExprRef>> TokensOf(ExprRef expr) {
  expr = Bare(expr);
  if (IsToken(expr)) return std::set<ExprRef>{expr};
  if (expr->op != Op::kSelect || expr->kids.size() != 3) return std::nullopt;
  std::optional<std::set<ExprRef>> out = TokensOf(expr->kids[1]);
  std::optional<std::set<ExprRef>> other = TokensOf(expr->kids[2]);
  if (!out || !other) return std::nullopt;
  out->merge(*other);
  return out;
}

// Names of this form turn one unit or byte order into another, all over the kernel.
bool IsConversion(const std::string& name) {
  return name.find("_to_") != std::string::npos || name.starts_with("hton") || name.starts_with("ntoh");
}

std::set<std::string> Conversions(ExprRef expr) {
  std::set<std::string> out;
  steps::ForEach(expr, [&](ExprRef part) {
    const std::string& name = part->op == Op::kResult ? part->kids[0]->text : part->text;
    if ((part->op == Op::kPure || part->op == Op::kResult) && IsConversion(name)) out.insert(name);
  });
  return out;
}

// Some visible code of the old version mentions the datum other than by storing in it: by value, or by address to a call.
bool IsMentioned(const std::string& datum, const FunctionAnalysis& but, const Analysis& analysis) {
  auto mentions = [&](const steps::Function* body) {
    return body != nullptr && std::any_of(body->steps.begin(), body->steps.end(), [&](const Step& step) {
      return step.value != nullptr && [&] {
        bool found = false;
        steps::ForEach(step.value, [&](ExprRef part) { found |= (part->op == Op::kField || part->op == Op::kGlobal) && part->text == datum; });
        return found;
      }();
    });
  };
  for (const auto& function : analysis.functions) {
    if (function.get() != &but && mentions(function->before)) return true;
  }
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.users || !around.body) return true;
  const std::vector<std::string> users = around.users(datum);
  return std::any_of(users.begin(), users.end(), [&](const std::string& name) { return mentions(around.body(name)); }) || !ShowsEveryUser(datum, analysis);
}

// The variables and answers that a value is computed from.
std::set<ExprRef> InputsOf(ExprRef expr) {
  std::set<ExprRef> out;
  const auto collect = [&](const auto& self, ExprRef part) -> void {
    const bool is_input = part->op == Op::kLocal || part->op == Op::kGlobal || part->op == Op::kField || part->op == Op::kDeref || part->op == Op::kIndex ||
                          (part->op == Op::kResult && !IsConversion(part->kids[0]->text));
    if (is_input) {
      out.insert(part);
    } else {
      for (ExprRef kid : part->kids) self(self, kid);
    }
  };
  collect(collect, expr);
  return out;
}

struct Meaning {
  bool differs = false;
  std::vector<ExprRef> fresh;  ///< tokens that only the new value may be
};

Meaning Compare(ExprRef before, ExprRef after) {
  before = Bare(before);
  after = Bare(after);
  if (before == after) return {};
  const std::optional<std::set<ExprRef>> old_tokens = TokensOf(before);
  const std::optional<std::set<ExprRef>> new_tokens = TokensOf(after);
  if (old_tokens && new_tokens) {
    Meaning out;
    for (ExprRef token : *new_tokens) {
      const bool known = std::any_of(old_tokens->begin(), old_tokens->end(), [&](ExprRef old) {
        return old == token || (old->op == Op::kConst && token->op == Op::kConst && old->value == token->value);
      });
      if (!known) out.fresh.push_back(token);
    }
    // The old value in fewer cases, and else what zeroed memory holds.
    const bool only_less = old_tokens->size() < new_tokens->size() && out.fresh.size() == 1 && out.fresh[0]->op == Op::kConst && out.fresh[0]->value == 0 &&
                           out.fresh.size() + old_tokens->size() == new_tokens->size();
    out.differs = !out.fresh.empty() && !only_less;
    return out;
  }
  return {.differs = ChangesScale(before, after), .fresh = {}};
}

bool IsReadWithOldMeaning(const std::string& datum, const Meaning& meaning, const Analysis& analysis) {
  if (!meaning.differs) return false;
  if (meaning.fresh.empty()) return ReadersTellApart(datum, nullptr, analysis);
  return std::any_of(meaning.fresh.begin(), meaning.fresh.end(), [&](ExprRef token) { return ReadersTellApart(datum, token, analysis); });
}

// Is the value of `expr` made of a member of `locals`? What only selects or addresses it does not count.
bool Carries(ExprRef expr, const std::set<ExprRef>& locals) {
  if (locals.contains(expr)) return true;
  switch (expr->op) {
    case Op::kCast:
    case Op::kUnary: return expr->text != "!" && Carries(expr->kids[0], locals);
    case Op::kBinary:
      if (expr->text == "<" || expr->text == "==" || expr->text == "&&" || expr->text == "||") return false;
      return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return Carries(kid, locals); });
    case Op::kSelect: return Carries(expr->kids[1], locals) || Carries(expr->kids[2], locals);
    case Op::kConst:
    case Op::kString:
    case Op::kLocal:
    case Op::kGlobal:
    case Op::kFunction:
    case Op::kField:
    case Op::kIndex:
    case Op::kDeref:
    case Op::kAddrOf:
    case Op::kResult:
    case Op::kCall:
    case Op::kPure:
    case Op::kOpaque: return false;
  }
  return false;
}

// `local`, and the locals whose value is made of it.
std::set<ExprRef> CarriersOf(ExprRef local, const steps::Function& body) {
  std::set<ExprRef> out{local};
  for (std::size_t size = 0; size != out.size();) {
    size = out.size();
    for (const Step& step : body.steps) {
      if (step.kind == StepKind::kAssign && step.place->op == Op::kLocal && Carries(step.value, out)) out.insert(step.place);
    }
  }
  return out;
}

// Flags that are collected from constants are one constant.
ExprRef Folded(ExprRef expr, steps::Arena& arena) {
  expr = Bare(expr);
  if (expr->op != Op::kBinary || (expr->text != "|" && expr->text != "&")) return expr;
  const ExprRef a = Folded(expr->kids[0], arena), b = Folded(expr->kids[1], arena);
  if (a->op != Op::kConst || b->op != Op::kConst) return expr;
  return arena.Const(expr->text == "|" ? a->value | b->value : a->value & b->value, a->type);
}

// The number that a step hands to user space by itself, nullptr if it hands none.
ExprRef NumberForUsers(const heart::Effect& effect) {
  if (effect.kind != EffectKind::kCopyOut || effect.entry == nullptr || effect.entry->cls != "user" || effect.entry->value < 0) return nullptr;
  const auto index = static_cast<std::size_t>(effect.entry->value);
  return effect.term != nullptr && index < effect.term->kids.size() ? effect.term->kids[index] : nullptr;
}

void CheckNumberForUsers(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  const ExprRef before = NumberForUsers(delta.before), after = NumberForUsers(delta.after);
  if (before == nullptr || after == nullptr) return;
  const ExprRef old_value = heart::Expand(*function.before, before, *analysis.model->arena);
  const ExprRef new_value = heart::Expand(*function.after, after, *analysis.model->arena);
  if (!ChangesScale(Bare(old_value), Bare(new_value))) return;
  AddUndischarged(function, delta.line, "user space is told " + steps::ToString(new_value) + " instead of " + steps::ToString(old_value), result);
}

void CheckLocal(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  steps::Arena& arena = *analysis.model->arena;
  const ExprRef before = heart::Expand(*function.before, delta.before.term, arena);
  const bool adds = before->op == Op::kConst && steps::Contains(delta.after.term, delta.local);
  const ExprRef after = adds ? Folded(heart::Substitute(arena, delta.after.term, {{delta.local, before}}), arena) : delta.after.term;
  const Meaning meaning = Compare(adds ? before : delta.before.term, after);
  if (!meaning.differs) return;
  const std::set<ExprRef> carriers = CarriersOf(delta.local, *function.after);
  for (std::size_t i = 0; i < function.after->steps.size(); ++i) {
    const Step& step = function.after->steps[i];
    if (function.diff.alignment.to_old[i] < 0) continue;
    const ExprRef told = NumberForUsers(heart::EffectOf(step, *analysis.model->table));
    if (told != nullptr && meaning.fresh.empty() && Carries(told, carriers)) {
      return AddUndischarged(function, step.line, "user space is told " + steps::ToString(delta.after.term) + " instead of " +
                                         steps::ToString(delta.before.term), result);
    }
    if (step.kind != StepKind::kAssign || steps::IsLocalStorage(step.place)) continue;
    const std::string datum = heart::DatumOf(step.place);
    if (datum.empty() || !Carries(step.value, carriers) || !IsReadWithOldMeaning(datum, meaning, analysis)) continue;
    return AddUndischarged(function, step.line, datum + " is stored from " + steps::ToString(delta.local) + ", which is now " +
                                       steps::ToString(delta.after.term) + " instead of " + steps::ToString(delta.before.term) +
                                       ", and unchanged code reads it", result);
  }
}

void CheckBit(const FunctionAnalysis& function, const Delta& delta, const std::string& datum, const Analysis& analysis, heart::Result& result) {
  const bool same_call = delta.before.term->text == delta.after.term->text;
  const bool same_bit = delta.before.term->kids.size() == delta.after.term->kids.size() && !delta.before.term->kids.empty() &&
                        Bare(delta.before.term->kids[0]) == Bare(delta.after.term->kids[0]);
  const auto is_bit = [](const heart::Effect& effect) {
    return effect.entry != nullptr && (effect.entry->kind == api::Kind::kSetBit || effect.entry->kind == api::Kind::kClearBit);
  };
  if (!is_bit(delta.before) || !is_bit(delta.after) || (same_call && same_bit)) return;
  if (same_bit && delta.before.entry->kind == delta.after.entry->kind) return;  // atomic or not: the same bit
  if (!IsMentioned(datum, function, analysis)) return;
  AddUndischarged(function, delta.line, "another bit of " + datum + " is set or cleared, and unchanged code reads it", result);
}

}  // namespace

bool ChangesScale(ExprRef before, ExprRef after) {
  if (ChangesFlags(before, after)) return true;
  if (InputsOf(before) != InputsOf(after)) return false;  // another quantity, not the same one in another unit
  if (ChangesUnit(before, after)) return true;
  return before->op != Op::kConst && after->op != Op::kConst && Conversions(before) != Conversions(after);
}

void CheckMeaning(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis, heart::Result& result) {
  if (delta.by_value || delta.before.term == nullptr || delta.after.term == nullptr) return;
  if (delta.local != nullptr) return CheckLocal(function, delta, analysis, result);
  CheckNumberForUsers(function, delta, analysis, result);
  if (delta.after.object == nullptr) return;
  const std::string datum = heart::DatumOf(delta.after.object);
  if (datum.empty()) return;
  if (delta.before.term->op == Op::kCall && delta.after.term->op == Op::kCall) return CheckBit(function, delta, datum, analysis, result);
  if (delta.after.kind != EffectKind::kWrite) return;
  const ExprRef before = heart::Expand(*function.before, delta.before.term, *analysis.model->arena);
  const ExprRef after = heart::Expand(*function.after, delta.after.term, *analysis.model->arena);
  if (!IsReadWithOldMeaning(datum, Compare(before, after), analysis)) return;
  const bool known = std::any_of(result.gaps.begin(), result.gaps.end(), [&](const Gap& gap) {
    return gap.kind == "undischarged" && gap.function == function.name && gap.where.line == delta.line && gap.message.starts_with(datum + " is stored");
  });
  if (known) return;
  AddUndischarged(function, delta.line, datum + " is stored as " + steps::ToString(after) + " instead of " + steps::ToString(before) +
                                   ", and unchanged code reads it", result);
}

}  // namespace lpcheck::rules
