#include "model/heart/diff.h"

#include <algorithm>
#include <set>
#include <utility>

#include "model/heart/facts.h"
#include "model/heart/order.h"
#include "model/heart/path.h"
#include "model/heart/reach.h"
#include "model/heart/redirect.h"
#include "model/heart/taint.h"
#include "model/heart/unset.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

constexpr std::size_t kMaxPairs = 4000;
constexpr std::size_t kMaxQueries = 400;  ///< pairs of one region that are not excluded at sight

class Differ {
 public:
  Differ(const steps::Function& before, const steps::Function& after, const api::Table& table, steps::Arena& arena,
         Prover& prover)
      : table_(table), arena_(arena), prover_(prover) {
    out_.before = &before;
    out_.after = &after;
  }

  FunctionDiff Run() {
    std::optional<Alignment> alignment = Align(*out_.before, *out_.after);
    if (!alignment.has_value()) {
      AddGap("too-different", out_.after->line, "the two versions differ in too much to be compared step by step");
      return std::move(out_);
    }
    out_.alignment = *std::move(alignment);
    Edge(0, 0, false);
    for (std::size_t i = 0; i < out_.before->steps.size(); ++i) {
      const int partner = out_.alignment.to_new[i];
      if (partner < 0) continue;
      const Step& a = out_.before->steps[i];
      const Step& b = out_.after->steps[partner];
      for (std::size_t way = 0; way < std::max(a.succ.size(), b.succ.size()); ++way) {
        Edge(way < a.succ.size() ? a.succ[way] : -1, way < b.succ.size() ? b.succ[way] : -1, IsTurned(a, b));
      }
    }
    std::vector<Delta> followed = FollowTaint(*out_.after, seeds_, table_, arena_);
    for (Delta& delta : followed) out_.deltas.push_back(std::move(delta));
    return std::move(out_);
  }

 private:
  void AddGap(std::string kind, int line, std::string message) {
    out_.gaps.push_back({.kind = std::move(kind), .function = out_.after->name,
                         .where = {out_.after->file, line}, .matters = true, .message = std::move(message)});
  }

  bool SameEnd(const Path& p, const Path& q) const {
    if (p.end >= 0 || q.end >= 0) return p.end >= 0 && q.end >= 0 && out_.alignment.to_new[p.end] == q.end;
    return p.returns == q.returns;
  }

  // The same test with its two ways exchanged.
  bool IsTurned(const Step& a, const Step& b) const {
    if (a.kind != StepKind::kBranch || a.succ.size() != 2 || b.succ.size() != 2) return false;
    auto leads = [&](int from, int to) { return from >= 0 && to >= 0 && out_.alignment.to_new[from] == to; };
    return leads(a.succ[0], b.succ[1]) || leads(a.succ[1], b.succ[0]);
  }

  void Edge(int old_step, int new_step, bool is_turned) {
    if (old_step < 0 && new_step < 0) return;
    if (old_step >= 0 && new_step >= 0 && out_.alignment.to_new[old_step] == new_step) return;
    if (!regions_.insert({old_step, new_step}).second) return;
    auto old_paths = PathsFrom(*out_.before, old_step, out_.alignment.to_new, table_, arena_);
    auto new_paths = PathsFrom(*out_.after, new_step, out_.alignment.to_old, table_, arena_);
    const int line = new_step >= 0 ? out_.after->steps[new_step].line : out_.after->line;
    if (!old_paths || !new_paths || old_paths->size() * new_paths->size() > kMaxPairs) {
      return AddGap("region-too-large", line, "too many paths between two unchanged points");
    }
    std::vector<std::pair<const Path*, const Path*>> pairs;
    for (const Path& p : *old_paths) {
      for (const Path& q : *new_paths) {
        if (!Excludes(p.condition, q.condition)) pairs.emplace_back(&p, &q);
      }
    }
    if (pairs.size() > kMaxQueries) return AddGap("region-too-large", line, "too many paths between two unchanged points");
    const std::size_t first = out_.deltas.size();
    bool ever_joins = false;
    const Region region{.old_step = old_step, .new_step = new_step, .facts = CommonFacts(old_step, new_step)};
    for (const auto& [p, q] : pairs) ever_joins |= ComparePair(*p, *q, region);
    if (is_turned || (!ever_joins && old_paths->size() > 1 && new_paths->size() > 1)) {
      for (std::size_t i = first; i < out_.deltas.size(); ++i) out_.deltas[i].inverts = out_.deltas[i].kind == DeltaKind::kRedirect;
    }
    AddLoops(*old_paths, *new_paths);
  }

  static bool Excludes(const PathCondition& a, const PathCondition& b) {
    return std::any_of(a.begin(), a.end(), [&](const Literal& literal) {
      return std::find(b.begin(), b.end(), Literal{literal.expr, !literal.holds}) != b.end();
    });
  }

  // A loop without a partner runs any number of times: each of its effects counts as added or removed by itself, and what
  // it assigns counts as different wherever control can go on.
  void AddLoops(const std::vector<Path>& old_paths, const std::vector<Path>& new_paths) {
    Seed seed;
    bool any = false;
    auto add = [&](const Path& path, bool is_new) {
      if (!path.loops) return;
      any = true;
      for (const PathEffect& effect : path.effects) {
        if (!Matters(effect.effect)) continue;
        Delta delta = is_new ? NewDelta(DeltaKind::kAdded, Path{}, path, path.condition)
                             : NewDelta(DeltaKind::kRemoved, path, Path{}, path.condition);
        (is_new ? delta.after : delta.before) = effect.effect;
        if (effect.effect.line > 0) delta.line = effect.effect.line;
        out_.deltas.push_back(std::move(delta));
      }
      for (const auto& [key, value] : path.locals) seed.changed.insert(key);
    };
    for (const Path& path : old_paths) add(path, false);
    for (const Path& path : new_paths) add(path, true);
    if (!any) return;
    for (const Path& path : new_paths) {
      if (path.end < 0) continue;
      seed.at = path.end;
      seeds_.push_back(seed);
    }
  }

  // Where the versions part, and what both have tested before they come there.
  struct Region {
    int old_step;
    int new_step;
    PathCondition facts;
  };

  PathCondition CommonFacts(int old_step, int new_step) const {
    PathCondition facts = FactsAt(*out_.before, old_step);
    const PathCondition others = FactsAt(*out_.after, new_step);
    std::erase_if(facts, [&](const Literal& fact) { return std::find(others.begin(), others.end(), fact) == others.end(); });
    return facts;
  }

  static PathCondition Both(const PathCondition& a, const PathCondition& b) {
    PathCondition out = a;
    out.insert(out.end(), b.begin(), b.end());
    return out;
  }

  // True if some state is known to take both ways and they meet again. A solver that gave up leaves both ways possible.
  bool ComparePair(const Path& p, const Path& q, const Region& region) {
    const PathCondition joint = Both(p.condition, q.condition);
    const Truth possible = prover_.Satisfiable(Both(joint, region.facts));
    if (possible == Truth::kNo) return false;
    if (p.loops || q.loops) return true;  // the loop as a whole is judged by AddLoops
    if (SameEnd(p, q)) {
      CompareEffects(p, q, joint);
      CompareLocals(p, q, joint, region.old_step);
      CompareResults(p, q, joint);
      return possible == Truth::kYes;
    }
    if (!LeaveAlike(p, q, region)) AddRedirect(p, q, joint);
    return false;
  }

  // Letting go, unlinking and telling: what may stand before a return without doing the work that it turns away. A lock
  // around it changes nothing else.
  static bool IsCleanup(const Delta& delta) {
    if (delta.kind != DeltaKind::kAdded) return false;
    const EffectKind kind = delta.after.kind;
    return kind == EffectKind::kRelease || kind == EffectKind::kLock || kind == EffectKind::kUnlock || kind == EffectKind::kWake ||
           kind == EffectKind::kUnpublish || kind == EffectKind::kCancel;
  }

  // One version returns at once, the other goes through code that both have: run on to its returns, and compared there. True,
  // with its deltas, if nothing differs but what the new version lets go of before it returns the same.
  bool LeaveAlike(const Path& p, const Path& q, const Region& region) {
    if (p.returns == q.returns) return false;
    const steps::Function& longer = p.returns ? *out_.after : *out_.before;
    const Path& begun = p.returns ? q : p;
    const std::vector<int> none(longer.steps.size(), -1);
    const auto ways = PathsFrom(longer, p.returns ? region.new_step : region.old_step, none, table_, arena_);
    if (!ways) return false;
    const std::size_t known = out_.deltas.size(), gaps = out_.gaps.size();
    bool alike = true;
    for (const Path& way : *ways) {
      const bool continues = way.steps.size() >= begun.steps.size() && std::equal(begun.steps.begin(), begun.steps.end(), way.steps.begin());
      const Path& first = p.returns ? p : way;
      const Path& second = p.returns ? way : q;
      const PathCondition joint = Both(first.condition, second.condition);
      if (!continues || !alike || prover_.Satisfiable(Both(joint, region.facts)) == Truth::kNo) continue;
      alike = way.returns && !way.loops;
      if (!alike) break;
      CompareEffects(first, second, joint);
      CompareResults(first, second, joint);
    }
    const bool only_cleanup = std::all_of(out_.deltas.begin() + static_cast<std::ptrdiff_t>(known), out_.deltas.end(), IsCleanup);
    const bool nothing = out_.deltas.size() == known;
    if (alike && out_.gaps.size() == gaps && (p.returns ? only_cleanup : nothing)) return true;
    out_.deltas.resize(known);
    out_.gaps.resize(gaps);
    return false;
  }

  Delta NewDelta(DeltaKind kind, const Path& p, const Path& q, const PathCondition& joint) const {
    Delta delta{.kind = kind, .old_literals = p.condition.size(), .condition = joint, .old_path = p.lines, .new_path = q.lines};
    delta.old_route = {.steps = p.steps, .end = p.end, .taken = p.end >= 0 || !p.steps.empty()};
    delta.new_route = {.steps = q.steps, .end = q.end, .taken = q.end >= 0 || !q.steps.empty()};
    delta.line = q.lines.empty() ? (p.lines.empty() ? out_.after->line : p.lines.front()) : q.lines.front();
    return delta;
  }

  // Effects of p without an equal partner in q, in order, and the other way round. Order itself is not compared here:
  // one invocation runs one version.
  static std::vector<const PathEffect*> Unmatched(const Path& p, const Path& q) {
    std::multiset<ExprRef> there;
    for (const PathEffect& effect : q.effects) there.insert(effect.term);
    std::vector<const PathEffect*> out;
    for (const PathEffect& effect : p.effects) {
      auto found = there.find(effect.term);
      if (found != there.end()) {
        there.erase(found);
      } else if (Matters(effect.effect)) {
        out.push_back(&effect);
      }
    }
    return out;
  }

  static bool SameAction(const Effect& a, const Effect& b) {
    if (a.kind != b.kind) return false;
    if (a.kind == EffectKind::kWrite || a.kind == EffectKind::kCounter) return a.object == b.object || (a.cls == b.cls && !a.cls.empty());
    return a.term != nullptr && b.term != nullptr && a.term->text == b.term->text;
  }

  bool ProvedEqual(const PathEffect& a, const PathEffect& b, const PathCondition& joint) {
    if (a.term->text != b.term->text || a.term->kids.size() != b.term->kids.size()) return false;
    for (std::size_t i = 0; i < a.term->kids.size(); ++i) {
      if (prover_.Equal(joint, a.term->kids[i], b.term->kids[i]) != Truth::kYes) return false;
    }
    return true;
  }

  void CompareEffects(const Path& p, const Path& q, const PathCondition& joint) {
    for (int line : OrderChanges(p, q)) AddGap("order-changed", line, "two actions that others see change places");
    std::vector<const PathEffect*> gone = Unmatched(p, q);
    for (const PathEffect* added : Unmatched(q, p)) {
      auto same = std::find_if(gone.begin(), gone.end(), [&](const PathEffect* old) {
        return SameAction(old->effect, added->effect);
      });
      Delta delta = NewDelta(same == gone.end() ? DeltaKind::kAdded : DeltaKind::kChanged, p, q, joint);
      delta.after = added->effect;
      if (added->effect.line > 0) delta.line = added->effect.line;
      if (same != gone.end()) {
        const PathEffect* old = *same;
        gone.erase(same);
        if (ProvedEqual(*old, *added, joint) || CountsAlike(p, *old, q, *added)) continue;
        delta.before = old->effect;
      }
      out_.deltas.push_back(std::move(delta));
    }
    for (const PathEffect* removed : gone) {
      Delta delta = NewDelta(DeltaKind::kRemoved, p, q, joint);
      delta.before = removed->effect;
      if (delta.line == 0) delta.line = removed->effect.line;
      out_.deltas.push_back(std::move(delta));
    }
  }

  std::set<ExprRef> DifferingLocals(const Path& p, const Path& q, const PathCondition& joint, int old_step) {
    std::set<ExprRef, steps::ById> keys;
    std::set<ExprRef> changed;
    for (const auto& [key, value] : p.locals) keys.insert(key);
    for (const auto& [key, value] : q.locals) keys.insert(key);
    for (ExprRef key : keys) {
      auto a = p.locals.find(key);
      auto b = q.locals.find(key);
      const ExprRef old_value = a == p.locals.end() ? key : a->second;
      const ExprRef new_value = b == q.locals.end() ? key : b->second;
      // Set where the old version left what the stack held: one of the values that it might have been.
      // A terminator put into a local string: whoever sees it sees less.
      const bool is_byte = key->op == Op::kIndex && key->type.bits == 8;
      const bool is_zero = new_value->op == Op::kConst && new_value->value == 0;
      const bool zeroed = old_value == key && ((is_zero && (key->type.bits == 0 || is_byte)) ||
                                                   IsUnset(*out_.before, *out_.after, steps::RootOf(key), old_step, p.steps, table_));
      if (!zeroed && prover_.Equal(joint, old_value, new_value) != Truth::kYes) changed.insert(key);
    }
    return changed;
  }

  void CompareLocals(const Path& p, const Path& q, const PathCondition& joint, int old_step) {
    if (q.end < 0) return;
    Seed seed{.at = q.end, .changed = DifferingLocals(p, q, joint, old_step)};
    if (seed.changed.empty()) return;
    for (ExprRef key : std::set<ExprRef, steps::ById>(seed.changed.begin(), seed.changed.end())) AddLocalValue(key, p, q, joint);
    seeds_.push_back(std::move(seed));
  }

  // A local that is computed otherwise: no effect by itself, but its terms say which data are read otherwise.
  void AddLocalValue(ExprRef key, const Path& p, const Path& q, const PathCondition& joint) {
    auto value = [&](const Path& path) {
      auto known = path.locals.find(key);
      return known == path.locals.end() ? key : known->second;
    };
    Delta delta = NewDelta(DeltaKind::kChanged, p, q, joint);
    delta.before.term = value(p);
    delta.after.term = value(q);
    delta.local = key;
    out_.deltas.push_back(std::move(delta));
  }

  void CompareResults(const Path& p, const Path& q, const PathCondition& joint) {
    if (p.end >= 0 || !p.returns || p.result == q.result) return;
    if (prover_.Equal(joint, p.result, q.result) == Truth::kYes) return;
    Delta delta = NewDelta(DeltaKind::kResult, p, q, joint);
    delta.old_value = p.result;
    delta.new_value = q.result;
    out_.deltas.push_back(std::move(delta));
  }

  void AddRedirect(const Path& p, const Path& q, const PathCondition& joint) {
    Delta delta = NewDelta(DeltaKind::kRedirect, p, q, joint);
    const int old_twin = q.end >= 0 ? out_.alignment.to_old[q.end] : -1;
    const int new_twin = p.end >= 0 ? out_.alignment.to_new[p.end] : -1;
    std::set<int> old_reach = ReachableFrom(*out_.before, p.end, old_twin);
    std::set<int> new_reach = ReachableFrom(*out_.after, q.end, new_twin);
    // Whoever always comes to where the other one went on has only a detour: the rest is common to both.
    const bool old_detour = old_twin >= 0 && p.end >= 0 && !HasExit(*out_.before, old_reach);
    const bool new_detour = new_twin >= 0 && q.end >= 0 && !HasExit(*out_.after, new_reach);
    if (old_detour && !new_detour) new_reach.clear();
    if (new_detour && !old_detour) old_reach.clear();
    for (int index : old_reach) {
      if (out_.alignment.to_new[index] >= 0 && new_reach.contains(out_.alignment.to_new[index])) continue;
      AddEffect(*out_.before, index, delta.skipped);
    }
    for (int index : new_reach) {
      if (out_.alignment.to_old[index] >= 0 && old_reach.contains(out_.alignment.to_old[index])) continue;
      AddEffect(*out_.after, index, delta.extra);
      if (out_.alignment.to_old[index] < 0) AddEffect(*out_.after, index, delta.extra_new);
    }
    for (const PathEffect* gone : Unmatched(p, q)) delta.skipped.push_back(gone->effect);
    for (const PathEffect* added : Unmatched(q, p)) {
      delta.extra.push_back(added->effect);
      delta.extra_new.push_back(added->effect);
    }
    delta.leaves_early = q.returns || new_reach.size() < old_reach.size();
    const bool reported = std::any_of(p.locals.begin(), p.locals.end(), [](const auto& local) {
      return local.second->op == Op::kConst && local.second->value < 0;
    });
    delta.left_early = !delta.leaves_early && (p.returns || (reported && old_reach.size() < new_reach.size()));
    delta.old_value = p.returns ? p.result : nullptr;
    delta.new_value = q.returns ? q.result : nullptr;
    delta.old_end = p.end;
    delta.new_end = q.end;
    delta.would_fault = WouldFault(p, q, *out_.before, old_reach, table_);
    delta.old_report = ReportOf(*out_.before, p);
    delta.new_report = ReportOf(*out_.after, q);
    out_.deltas.push_back(std::move(delta));
    Seed seed{.at = q.end, .changed = {}, .on_exit_path = true};
    for (const auto& [key, value] : q.locals) {
      auto old = p.locals.find(key);
      if (old == p.locals.end() || old->second != value) seed.changed.insert(key);
    }
    if (q.end >= 0 && !seed.changed.empty()) seeds_.push_back(std::move(seed));
  }

  void AddEffect(const steps::Function& body, int index, std::vector<Effect>& out) const {
    Effect effect = EffectOf(body.steps[index], table_);
    effect.step = index;
    if (Matters(effect)) out.push_back(std::move(effect));
  }

  const api::Table& table_;
  steps::Arena& arena_;
  Prover& prover_;
  FunctionDiff out_;
  std::vector<Seed> seeds_;
  std::set<std::pair<int, int>> regions_;
};

}  // namespace

FunctionDiff Diff(const steps::Function& before, const steps::Function& after, const api::Table& table,
                  steps::Arena& arena, Prover& prover) {
  return Differ(before, after, table, arena, prover).Run();
}

}  // namespace lpcheck::heart
