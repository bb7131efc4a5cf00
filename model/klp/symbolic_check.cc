#include "model/klp/symbolic_check.h"

namespace lpcheck::klp {
namespace {

using smt::Context;
using smt::Term;

Term Id(Context& c, int patch) { return c.Value(static_cast<std::uint64_t>(patch), kPatchBits); }

Term VersionOfId(Context& c, Term id) {
  return c.Ite(c.Eq(id, Id(c, kNoPatch)), c.Value(kOriginal, kPatchBits), c.Add(id, c.Value(1, kPatchBits)));
}

// Slot `i` of a func_stack, none beyond its end.
Term Slot(Context& c, const std::vector<Term>& slots, std::size_t i) {
  return i < slots.size() ? slots[i] : Id(c, kNoPatch);
}

Term IsImmediateEntry(Context& c, const World& world, Term id, int func) {
  std::vector<Term> any;
  for (int patch = 0; patch < static_cast<int>(world.patches.size()); ++patch) {
    const int index = FindFunc(world.patches[patch], func);
    if (index < 0) continue;
    const bool own_flag = world.era.immediate && world.patches[patch].funcs[index].immediate;
    if (IsImmediate(world, patch) || own_flag) any.push_back(c.Eq(id, Id(c, patch)));
  }
  return c.Or(std::span<const Term>(any));
}

// The entry below `position`; further down as long as entries are immediate, where the era looks so far.
Term BelowMask(Context& c, const World& world, const SymState& state, int func, std::size_t position) {
  const std::vector<Term>& slots = state.stack[func];
  Term mask = c.Value(0, 8);
  Term go_on = c.True();
  for (std::size_t i = position + 1; i <= slots.size(); ++i) {
    const Term id = Slot(c, slots, i);
    mask = c.Ite(go_on, c.BitOr(mask, VersionBitTerm(c, VersionOfId(c, id))), mask);
    if (world.era.check != StackCheck::kImmediateBelow) return mask;
    go_on = c.And(go_on, c.And(c.Ne(id, Id(c, kNoPatch)), IsImmediateEntry(c, world, id, func)));
  }
  return mask;
}

Term PresentMask(Context& c, const SymState& state, int func) {
  Term mask = c.Value(1, 8);
  for (Term id : state.stack[func]) mask = c.BitOr(mask, VersionBitTerm(c, VersionOfId(c, id)));
  return mask;
}

}  // namespace

Term VersionBitTerm(Context& c, Term version) { return c.Shl(c.Value(1, 8), c.ZExt(version, 8)); }

Term SelectTerm(Context& c, const SymState& state, int func, Term unpatched) {
  const std::vector<Term>& slots = state.stack[func];
  const Term none = Id(c, kNoPatch);
  const Term in_transition = c.And(c.Ne(state.transition, none), c.Eq(slots[0], state.transition));
  return c.Ite(c.And(in_transition, unpatched), VersionOfId(c, Slot(c, slots, 1)), VersionOfId(c, slots[0]));
}

Term ForbiddenTerm(Context& c, const World& world, const SymState& state, int patch, int func) {
  const std::vector<Term>& slots = state.stack[func];
  const Term own = VersionBitTerm(c, c.Value(VersionOf(patch), kPatchBits));
  const Term selected = VersionBitTerm(c, SelectTerm(c, state, func, c.Not(state.target)));
  Term down = c.Value(0, 8);
  for (std::size_t i = slots.size(); i-- > 0;) {
    down = c.Ite(c.Eq(slots[i], Id(c, patch)), BelowMask(c, world, state, func, i), down);
  }
  switch (world.era.check) {
    case StackCheck::kNone:
      return c.Value(0, 8);
    case StackCheck::kBelow:
    case StackCheck::kImmediateBelow:
      return c.Ite(state.target, down, own);
    case StackCheck::kPresent:
      return c.BitAnd(PresentMask(c, state, func), c.BitNot(selected));
    case StackCheck::kHistory:
      return c.BitAnd(c.BitOr(state.installed[func], c.Value(1, 8)), c.BitNot(selected));
  }
  return c.Value(0xff, 8);
}

Term ReadsListHeadTerm(Context& c, const World& world, const SymState& state, int patch, int func) {
  if (world.era.check != StackCheck::kBelow || world.era.list_end_checked) return c.False();
  const std::vector<Term>& slots = state.stack[func];
  std::vector<Term> any;
  for (std::size_t i = 1; i < slots.size(); ++i) {
    const Term last = c.Eq(Slot(c, slots, i + 1), Id(c, kNoPatch));
    any.push_back(c.And(c.Eq(slots[i], Id(c, patch)), last));
  }
  return c.And(state.target, c.Or(std::span<const Term>(any)));
}

}  // namespace lpcheck::klp
