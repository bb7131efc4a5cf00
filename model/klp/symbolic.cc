#include "model/klp/symbolic.h"

#include <string>

#include "absl/status/status.h"
#include "model/klp/symbolic_check.h"
#include "model/klp/symbolic_step.h"

namespace lpcheck::klp {
namespace {

using smt::Context;
using smt::Term;

constexpr int kChoiceBits = 6;

// All events at once: `choice` picks one.
struct Union {
  Term happens;  ///< the chosen event is possible
  SymState next;
  Term bad;
};

Term BadOf(Context& context, const SymStep& step, Property property) {
  if (property == Property::kS1) return step.breaks_s1;
  if (property == Property::kS2) return step.breaks_s2;
  if (property == Property::kS10) return step.breaks_s10;
  return context.False();
}

Union UnionOf(Context& c, const World& world, const SymState& state, const std::vector<Event>& alphabet,
              Term choice, const std::vector<Property>& properties) {
  Union result{.happens = c.False(), .next = state, .bad = c.False()};
  const std::vector<Term*> merged = Places(result.next);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    SymStep step = StepTerms(c, world, state, alphabet[i]);
    const Term chosen = c.Eq(choice, c.Value(i, kChoiceBits));
    result.happens = c.Or(result.happens, c.And(chosen, step.possible));
    for (Property property : properties) {
      const Term bad = c.And(c.And(chosen, step.possible), BadOf(c, step, property));
      result.bad = c.Or(result.bad, bad);
    }
    const std::vector<Term*> places = Places(step.next);
    for (std::size_t k = 0; k < places.size(); ++k) *merged[k] = c.Ite(chosen, *places[k], *merged[k]);
  }
  return result;
}

// A state of its own for each step keeps the terms small: next state = constants, tied by equations.
SymState Tie(Context& c, const World& world, SymState& computed, int step, std::vector<Term>& constraints) {
  SymState fresh = FreshTerms(c, world, "s" + std::to_string(step));
  const std::vector<Term*> from = Places(computed);
  const std::vector<Term*> to = Places(fresh);
  for (std::size_t i = 0; i < from.size(); ++i) constraints.push_back(c.Eq(*to[i], *from[i]));
  return fresh;
}

class Invariant {
 public:
  Invariant(Context& context, const World& world, const SymState& state)
      : c_(context), world_(world), s_(state) {}

  std::vector<Term> Parts() {
    std::vector<Term> parts;
    for (std::size_t func = 0; func < world_.funcs.size(); ++func) FuncStack(static_cast<int>(func), parts);
    for (int patch = 0; patch < PatchCount(); ++patch) PatchFlags(patch, parts);
    List(parts);
    for (const SymTask& task : s_.tasks) TaskParts(task, parts);
    return parts;
  }

 private:
  int PatchCount() const { return static_cast<int>(world_.patches.size()); }
  Term Id(int patch) { return c_.Value(static_cast<std::uint64_t>(patch), kPatchBits); }
  Term None() { return Id(kNoPatch); }
  Term Idle() { return c_.Eq(s_.transition, None()); }
  Term On(const std::vector<Term>& slots, int patch) {
    std::vector<Term> any;
    for (Term slot : slots) any.push_back(c_.Eq(slot, Id(patch)));
    return c_.Or(std::span<const Term>(any));
  }

  // Packed, without doubles, only of patches that have the function.
  void Packed(const std::vector<Term>& slots, std::vector<Term>& parts) {
    for (std::size_t i = 0; i < slots.size(); ++i) {
      std::vector<Term> known = {c_.Eq(slots[i], None())};
      for (int patch = 0; patch < PatchCount(); ++patch) known.push_back(c_.Eq(slots[i], Id(patch)));
      parts.push_back(c_.Or(std::span<const Term>(known)));
      if (i + 1 < slots.size())
        parts.push_back(c_.Implies(c_.Eq(slots[i], None()), c_.Eq(slots[i + 1], None())));
      for (std::size_t k = 0; k < i; ++k) {
        parts.push_back(c_.Or(c_.Eq(slots[i], None()), c_.Ne(slots[i], slots[k])));
      }
    }
  }

  // On the stack <=> the patch has the function and is enabled or in transition.
  void FuncStack(int func, std::vector<Term>& parts) {
    Packed(s_.stack[func], parts);
    for (int patch = 0; patch < PatchCount(); ++patch) {
      Term lives = c_.Or(s_.enabled[patch], c_.Eq(s_.transition, Id(patch)));
      if (FindFunc(world_.patches[patch], func) < 0) lives = c_.False();
      parts.push_back(c_.Iff(On(s_.stack[func], patch), lives));
    }
    // A patch that is being enabled for the first time lies on top everywhere it is: entries are only pushed.
    InListOrder(func, parts);
  }

  // The func_stack is the list upside down: no era enables except on top of what is enabled.
  void InListOrder(int func, std::vector<Term>& parts) {
    const std::vector<Term>& slots = s_.stack[func];
    for (int above = 0; above < PatchCount(); ++above) {
      for (int below = 0; below < PatchCount(); ++below) {
        if (above == below) continue;
        parts.push_back(c_.Implies(Before(slots, above, below), Before(s_.list, below, above)));
      }
    }
  }

  Term Before(const std::vector<Term>& slots, int first, int second) {
    std::vector<Term> any;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      for (std::size_t k = i + 1; k < slots.size(); ++k) {
        any.push_back(c_.And(c_.Eq(slots[i], Id(first)), c_.Eq(slots[k], Id(second))));
      }
    }
    return c_.Or(std::span<const Term>(any));
  }

  void PatchFlags(int patch, std::vector<Term>& parts) {
    Term in_transition = c_.Eq(s_.transition, Id(patch));
    parts.push_back(c_.Implies(s_.enabled[patch], s_.listed[patch]));
    parts.push_back(c_.Implies(in_transition, s_.listed[patch]));
    parts.push_back(c_.Implies(in_transition, c_.Iff(s_.enabled[patch], s_.target)));
    parts.push_back(c_.Not(c_.And(s_.listed[patch], s_.dropped[patch])));
    parts.push_back(c_.Iff(On(s_.list, patch), s_.listed[patch]));
  }

  // With an enforced order, enabled patches come first, and the one in transition is the last that lives.
  void List(std::vector<Term>& parts) {
    Packed(s_.list, parts);
    std::vector<Term> known = {Idle()};
    for (int patch = 0; patch < PatchCount(); ++patch) known.push_back(c_.Eq(s_.transition, Id(patch)));
    parts.push_back(c_.Or(std::span<const Term>(known)));
    if (!world_.era.order) return;
    for (int a = 0; a < PatchCount(); ++a) {
      for (int b = 0; b < PatchCount(); ++b) {
        if (a == b) continue;
        Term alive = c_.Or(s_.enabled[b], c_.Eq(s_.transition, Id(b)));
        parts.push_back(c_.Implies(c_.And(Before(s_.list, a, b), alive),
                                   c_.And(s_.enabled[a], c_.Ne(s_.transition, Id(a)))));
      }
    }
  }

  void TaskParts(const SymTask& task, std::vector<Term>& parts) {
    parts.push_back(c_.ULe(task.depth, c_.Value(static_cast<std::uint64_t>(world_.max_frames), kDepthBits)));
    parts.push_back(c_.Iff(task.defined, c_.Not(Idle())));
    parts.push_back(c_.Iff(task.pending, c_.And(c_.Not(Idle()), c_.Xor(task.patched, s_.target))));
    const Term unpatched = c_.And(task.defined, c_.Not(task.patched));
    for (std::size_t i = 0; i < task.func.size(); ++i) {
      const Term exists = c_.ULt(c_.Value(i, kDepthBits), task.depth);
      for (std::size_t func = 0; func < world_.funcs.size(); ++func) {
        const Term here = c_.And(exists, c_.Eq(task.func[i], c_.Value(func, kFuncBits)));
        const Term selected = SelectTerm(c_, s_, static_cast<int>(func), unpatched);
        parts.push_back(c_.Implies(here, c_.Eq(task.version[i], selected)));
      }
      const Term known = c_.ULt(c_.ZExt(task.func[i], 8), c_.Value(world_.funcs.size(), 8));
      parts.push_back(c_.Implies(exists, known));
    }
  }

  Context& c_;
  const World& world_;
  const SymState& s_;
};

Answer AnswerOf(smt::Kind kind) {
  switch (kind) {
    case smt::Kind::kUnsat:
      return Answer::kHolds;
    case smt::Kind::kSat:
      return Answer::kBroken;
    case smt::Kind::kGaveUp:
      return Answer::kGaveUp;
  }
  return Answer::kGaveUp;
}

Term Conjunction(Context& c, const std::vector<Term>& terms) { return c.And(std::span<const Term>(terms)); }

// Events up to and including the first that the explicit rules say breaks the property.
absl::StatusOr<Trace> Confirmed(const World& world, Property property, Trace trace) {
  absl::StatusOr<Replayed> replayed = Replay(world, trace);
  if (!replayed.ok()) return absl::InternalError(std::string(replayed.status().message()));
  for (std::size_t i = 0; i < trace.size(); ++i) {
    if ((replayed->broken[i] & BitOf(property)) == 0) continue;
    trace.resize(i + 1);
    return trace;
  }
  return absl::InternalError("the solver's run does not break the property when replayed");
}

}  // namespace

absl::StatusOr<Bounded> CheckBounded(const World& world, Property property, int depth, Context& c) {
  if (absl::Status status = CheckEncodable(world); !status.ok()) return status;
  const std::vector<Event> alphabet = Alphabet(world);
  std::vector<Term> constraints;
  std::vector<Term> bad;
  std::vector<Term> choices;
  SymState state = InitialTerms(c, world);
  Term running = c.True();
  for (int step = 0; step < depth; ++step) {
    const Term choice = c.Bits("e" + std::to_string(step), kChoiceBits);
    Union all = UnionOf(c, world, state, alphabet, choice, {property});
    // A run may stop early: after the first impossible choice nothing counts.
    running = c.And(running, all.happens);
    bad.push_back(c.And(running, all.bad));
    choices.push_back(choice);
    state = Tie(c, world, all.next, step + 1, constraints);
  }
  constraints.push_back(c.Or(std::span<const Term>(bad)));
  smt::Answer answer = c.Check(constraints, choices);
  Bounded bounded{.answer = AnswerOf(answer.kind), .trace = {}};
  if (bounded.answer != Answer::kBroken) return bounded;
  Trace trace;
  for (std::uint64_t choice : answer.values) {
    if (choice >= alphabet.size()) break;
    trace.push_back(alphabet[choice]);
    if (!Replay(world, trace).ok()) {
      trace.pop_back();
      break;
    }
  }
  absl::StatusOr<Trace> confirmed = Confirmed(world, property, std::move(trace));
  if (!confirmed.ok()) return confirmed.status();
  bounded.trace = *std::move(confirmed);
  return bounded;
}

absl::StatusOr<Answer> ProveInductive(const World& world, Context& c) {
  if (absl::Status status = CheckEncodable(world); !status.ok()) return status;
  const std::vector<Event> alphabet = Alphabet(world);
  SymState initial = InitialTerms(c, world);
  const Term holds_initially = Conjunction(c, Invariant(c, world, initial).Parts());
  const std::vector<Term> base = {c.Not(holds_initially)};
  if (const Answer answer = AnswerOf(c.Check(base).kind); answer != Answer::kHolds) return answer;
  SymState before = FreshTerms(c, world, "i");
  const Term assumed = Conjunction(c, Invariant(c, world, before).Parts());
  for (const Event& event : alphabet) {
    SymStep step = StepTerms(c, world, before, event);
    const Term kept = Conjunction(c, Invariant(c, world, step.next).Parts());
    const Term bad = c.Or(c.Not(kept), c.Or(step.breaks_s1, step.breaks_s2));
    const std::vector<Term> query = {assumed, step.possible, bad};
    if (const Answer answer = AnswerOf(c.Check(query).kind); answer != Answer::kHolds) return answer;
  }
  return Answer::kHolds;
}

}  // namespace lpcheck::klp
