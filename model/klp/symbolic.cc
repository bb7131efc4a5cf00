#include "model/klp/symbolic.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "model/klp/step.h"
#include "model/klp/symbolic_invariant.h"
#include "model/klp/symbolic_step.h"

namespace lpcheck::klp {
namespace {

using smt::Context;
using smt::Term;

// All events at once: `choice` picks one.
struct Union {
  Term happens;  ///< the chosen event is possible
  SymState next;
  Term bad;
};

Union UnionOf(Terms& t, const World& world, const SymState& state, const std::vector<Event>& alphabet,
              Term choice, Property property) {
  Union result{.happens = t.False(), .next = state, .bad = t.False()};
  const std::vector<Term*> merged = Places(result.next);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    SymStep step = StepTerms(t, world, state, alphabet[i]);
    if (step.possible == t.False()) continue;
    const Term chosen = t.Eq(choice, t.Value(i, choice.sort.width));
    const Term happens = t.And(chosen, step.possible);
    result.happens = t.Or(result.happens, happens);
    result.bad = t.Or(result.bad, t.And(happens, step.breaks[static_cast<std::size_t>(property)]));
    const std::vector<Term*> places = Places(step.next);
    for (std::size_t k = 0; k < places.size(); ++k) t.Set(*merged[k], chosen, *places[k]);
  }
  return result;
}

// A state of its own for each step keeps the terms small: what the step changed becomes a constant, tied by
// an equation; what no event touched stays the term that it was.
SymState Tie(Terms& t, const SymState& before, SymState computed, int step, std::vector<Term>& constraints) {
  SymState old = before;
  const std::vector<Term*> from = Places(old);
  const std::vector<Term*> to = Places(computed);
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (*from[i] == *to[i]) continue;
    const std::string name = "s" + std::to_string(step) + "." + std::to_string(i);
    const Term fresh = t.context().Const(name, to[i]->sort);
    constraints.push_back(t.context().Eq(fresh, *to[i]));
    *to[i] = fresh;
  }
  return computed;
}

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

Answer Ask(Terms& t, Term query) {
  if (query == t.False()) return Answer::kHolds;
  return AnswerOf(t.context().Check(std::vector<Term>{query}).kind);
}

// The events that the solver chose, as far as they replay: after the first impossible choice nothing counts.
Trace Chosen(const World& world, const std::vector<Event>& alphabet,
             const std::vector<std::uint64_t>& choices) {
  Trace trace;
  State state = Initial(world);
  for (std::uint64_t choice : choices) {
    if (choice >= alphabet.size()) break;
    Outcome outcome = Apply(world, state, alphabet[choice]);
    if (!outcome.happened()) break;
    trace.push_back(alphabet[choice]);
    state = std::move(outcome.next);
  }
  return trace;
}

// Events up to and including the first that the explicit rules say breaks the property.
absl::StatusOr<Trace> Confirmed(const World& world, Property property, Trace trace) {
  absl::StatusOr<Replayed> replayed = Replay(world, trace);
  if (!replayed.ok()) return absl::InternalError(std::string(replayed.status().message()));
  for (std::size_t i = 0; i < trace.size(); ++i) {
    const bool broken = property == Property::kS9 ? !CanStillEnd(world, replayed->states[i + 1])
                                                  : (replayed->broken[i] & BitOf(property)) != 0;
    if (!broken) continue;
    trace.resize(i + 1);
    return trace;
  }
  return absl::InternalError("the solver's run does not break the property when replayed");
}

constexpr Property kProvable[] = {Property::kS1, Property::kS2, Property::kS3,
                                  Property::kS8, Property::kS9, Property::kS10};

// Inv(s) and Step(s, s') => Inv(s') for each event; then each property under Inv.
class Induction {
 public:
  Induction(Terms& terms, const World& world)
      : t_(terms), world_(world), alphabet_(Alphabet(world)), before_(FreshTerms(terms, world, "i")) {
    assumed_ = InvariantTerm(t_, world_, before_);
    for (const Event& event : alphabet_) {
      SymStep step = StepTerms(t_, world_, before_, event);
      if (step.possible != t_.False()) steps_.push_back(std::move(step));
    }
  }

  Answer Kept() {
    const Term initially = InvariantTerm(t_, world_, InitialTerms(t_, world_));
    if (const Answer answer = Ask(t_, t_.Not(initially)); answer != Answer::kHolds) return answer;
    for (const SymStep& step : steps_) {
      const Term kept = InvariantTerm(t_, world_, step.next);
      const Answer answer = Ask(t_, t_.And({assumed_, step.possible, t_.Not(kept)}));
      if (answer != Answer::kHolds) return answer;
    }
    return Answer::kHolds;
  }

  Answer Follows(Property property) {
    SymRun now(t_, world_, before_);
    const Term bad_state = StateBreaks(now, property, alphabet_);
    if (const Answer answer = Ask(t_, t_.And(assumed_, bad_state)); answer != Answer::kHolds) return answer;
    for (const SymStep& step : steps_) {
      const Term bad = step.breaks[static_cast<std::size_t>(property)];
      const Answer answer = Ask(t_, t_.And({assumed_, step.possible, bad}));
      if (answer != Answer::kHolds) return answer;
    }
    return Answer::kHolds;
  }

 private:
  Terms& t_;
  const World& world_;
  std::vector<Event> alphabet_;
  SymState before_;
  Term assumed_;
  std::vector<SymStep> steps_;
};

// Nothing of `patch` is on any stack, and its module is on its way out.
Term IsDrained(Terms& t, const World& world, const SymState& state, int patch) {
  SymRun run(t, world, state);
  const Term version = run.VersionValue(VersionOf(patch));
  std::vector<Term> all = {t.Or(run.Is(patch, PatchLife::kDropped), run.Is(patch, PatchLife::kFreed)),
                           t.Not(run.InTransition(patch)), t.Not(state.enabled[patch])};
  for (const std::vector<SymEntry>& slots : state.stack) {
    for (const SymEntry& entry : slots) all.push_back(t.Ne(entry.patch, run.Patch(patch)));
  }
  for (const SymTask& task : state.tasks) {
    all.push_back(t.Not(SomeFrame(run, task, AllFrames(run, task),
                                  [&](const SymFrame& frame) { return t.Eq(frame.version, version); })));
  }
  const Term address = t.Value(static_cast<std::uint64_t>(patch) + 2, kDataBits);
  for (std::size_t i = 0; i < world.data.size(); ++i) {
    if (world.data[i].pointer_to >= 0) all.push_back(t.Ne(state.data[i], address));
  }
  // A list that names a patch is not that of a patch that was dropped.
  for (Term slot : state.list) all.push_back(t.Ne(slot, run.Patch(patch)));
  return t.And(all);
}

}  // namespace

absl::StatusOr<Answer> ProveDrain(const World& world, int patch, Context& context) {
  if (absl::Status status = CheckEncodable(world); !status.ok()) return status;
  Terms t(context);
  const SymState before = FreshTerms(t, world, "d");
  const Term gone = IsDrained(t, world, before, patch);
  for (const Event& event : Alphabet(world)) {
    const SymStep step = StepTerms(t, world, before, event);
    const Term back = t.Not(IsDrained(t, world, step.next, patch));
    if (const Answer answer = Ask(t, t.And({gone, step.possible, back})); answer != Answer::kHolds)
      return answer;
  }
  return Answer::kHolds;
}

absl::StatusOr<Bounded> CheckBounded(const World& given, Property property, int depth, Context& context) {
  if (absl::Status status = CheckEncodable(given); !status.ok()) return status;
  World world = given;
  world.check = {property};  // S4 keeps its ghosts only where it is asked
  const std::vector<Event> alphabet = Alphabet(world);
  const int width = std::max(1, static_cast<int>(std::bit_width(alphabet.size())));
  Terms t(context);
  std::vector<Term> constraints;
  std::vector<Term> bad;
  std::vector<Term> choices;
  SymState state = InitialTerms(t, world);
  Term running = t.True();
  for (int step = 0; step < depth; ++step) {
    const Term choice = context.Bits("e" + std::to_string(step), width);
    Union all = UnionOf(t, world, state, alphabet, choice, property);
    running = t.And(running, all.happens);
    state = Tie(t, state, std::move(all.next), step + 1, constraints);
    SymRun after(t, world, state);
    bad.push_back(t.And(running, t.Or(all.bad, StateBreaks(after, property, alphabet))));
    choices.push_back(choice);
  }
  constraints.push_back(t.Or(bad));
  if (constraints.back() == t.False()) return Bounded{.answer = Answer::kHolds, .trace = {}};
  const smt::Answer answer = context.Check(constraints, choices);
  Bounded bounded{.answer = AnswerOf(answer.kind), .trace = {}};
  if (bounded.answer != Answer::kBroken) return bounded;
  absl::StatusOr<Trace> confirmed = Confirmed(world, property, Chosen(world, alphabet, answer.values));
  if (!confirmed.ok()) return confirmed.status();
  bounded.trace = *std::move(confirmed);
  return bounded;
}

absl::StatusOr<Proof> ProveInductive(const World& world, Context& context) {
  if (absl::Status status = CheckEncodable(world); !status.ok()) return status;
  if (world.grain == Grain::kFine) {
    return absl::UnimplementedError("the invariant is about whole operations: give a coarse world");
  }
  Terms t(context);
  Induction induction(t, world);
  Proof proof{.invariant = induction.Kept(), .properties = {}};
  if (proof.invariant != Answer::kHolds) return proof;
  for (Property property : kProvable) proof.properties[property] = induction.Follows(property);
  return proof;
}

}  // namespace lpcheck::klp
