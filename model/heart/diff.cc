#include "model/heart/diff.h"

#include <algorithm>
#include <set>
#include <utility>

#include "model/heart/path.h"
#include "model/heart/reach.h"
#include "model/heart/taint.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

constexpr std::size_t kMaxPairs = 4000;
constexpr std::size_t kMaxQueries = 400;  ///< pairs of one region that are not excluded at sight

bool Matters(const Effect& effect) {
  return effect.kind != EffectKind::kNone && effect.kind != EffectKind::kHarmless;
}

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
    for (const auto& [p, q] : pairs) ever_joins |= ComparePair(*p, *q);
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

  // True if some state takes both ways and they meet again.
  bool ComparePair(const Path& p, const Path& q) {
    PathCondition joint = p.condition;
    joint.insert(joint.end(), q.condition.begin(), q.condition.end());
    if (prover_.Satisfiable(joint) == Truth::kNo) return false;
    if (p.loops || q.loops) return true;  // the loop as a whole is judged by AddLoops
    if (SameEnd(p, q)) {
      CompareEffects(p, q, joint);
      CompareLocals(p, q, joint);
      CompareResults(p, q, joint);
      return true;
    }
    AddRedirect(p, q, joint);
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

  // An action that others see, moved across another one. Later is safe for what makes things visible or lets them go, earlier
  // for what shuts others out.
  static bool BelongsLater(EffectKind kind) {
    return kind == EffectKind::kPublish || kind == EffectKind::kWake || kind == EffectKind::kDefer ||
           kind == EffectKind::kRelease || kind == EffectKind::kUnlock;
  }
  static bool BelongsEarlier(EffectKind kind) {
    return kind == EffectKind::kUnpublish || kind == EffectKind::kCancel || kind == EffectKind::kLock;
  }

  void CompareOrder(const Path& p, const Path& q) {
    for (std::size_t i = 0; i < p.effects.size(); ++i) {
      for (std::size_t j = i + 1; j < p.effects.size(); ++j) {
        const PathEffect& first = p.effects[i];
        const PathEffect& second = p.effects[j];
        auto at = [&](ExprRef term) {
          return std::find_if(q.effects.begin(), q.effects.end(), [&](const PathEffect& e) { return e.term == term; });
        };
        const auto a = at(first.term);
        const auto b = at(second.term);
        if (a == q.effects.end() || b == q.effects.end() || a <= b) continue;  // in new: second, then first
        if (!Matters(first.effect) || !Matters(second.effect)) continue;
        const bool sensitive = BelongsLater(first.effect.kind) || BelongsEarlier(first.effect.kind) ||
                               BelongsLater(second.effect.kind) || BelongsEarlier(second.effect.kind) ||
                               first.effect.kind == EffectKind::kBarrier || second.effect.kind == EffectKind::kBarrier;
        if (!sensitive) continue;
        const bool safe = !BelongsLater(second.effect.kind) && !BelongsEarlier(first.effect.kind) &&
                          (BelongsLater(first.effect.kind) || BelongsEarlier(second.effect.kind));
        if (!safe) AddGap("order-changed", a->effect.line, "two actions that others see change places");
      }
    }
  }

  void CompareEffects(const Path& p, const Path& q, const PathCondition& joint) {
    CompareOrder(p, q);
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
        if (ProvedEqual(*old, *added, joint)) continue;
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

  std::set<ExprRef> DifferingLocals(const Path& p, const Path& q, const PathCondition& joint) {
    std::set<ExprRef, steps::ById> keys;
    std::set<ExprRef> changed;
    for (const auto& [key, value] : p.locals) keys.insert(key);
    for (const auto& [key, value] : q.locals) keys.insert(key);
    for (ExprRef key : keys) {
      auto a = p.locals.find(key);
      auto b = q.locals.find(key);
      const ExprRef old_value = a == p.locals.end() ? key : a->second;
      const ExprRef new_value = b == q.locals.end() ? key : b->second;
      // Set to zero where the old version left what the stack held: whoever sees it sees less.
      // So does a terminator put into a local string.
      const bool is_byte = key->op == Op::kIndex && key->type.bits == 8;
      const bool zeroed = old_value == key && new_value->op == Op::kConst && new_value->value == 0 && (key->type.bits == 0 || is_byte);
      if (!zeroed && prover_.Equal(joint, old_value, new_value) != Truth::kYes) changed.insert(key);
    }
    return changed;
  }

  void CompareLocals(const Path& p, const Path& q, const PathCondition& joint) {
    if (q.end < 0) return;
    Seed seed{.at = q.end, .changed = DifferingLocals(p, q, joint)};
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

  // Where the old version returned, the new one first lets go of what it holds and then returns the same.
  bool LeavesAllTheSame(const Path& p, const Path& q, const std::set<int>& new_reach, const Delta& delta) const {
    if (!p.returns || q.end < 0) return false;
    for (const Effect& effect : delta.extra) {
      if (effect.kind != EffectKind::kUnlock && effect.kind != EffectKind::kRelease) return false;
    }
    for (int index : new_reach) {
      const Step& step = out_.after->steps[index];
      if (step.kind == StepKind::kAssign && step.place == p.result) return false;
      if (step.kind == StepKind::kReturn && step.value != p.result) return false;
      for (int next : step.succ) {
        if (next >= 0 && !new_reach.contains(next)) return false;
      }
    }
    return q.locals.empty();
  }

  static bool HasExit(const steps::Function& body, const std::set<int>& reach) {
    return std::any_of(reach.begin(), reach.end(), [&](int index) {
      const std::vector<int>& succ = body.steps[index].succ;
      return succ.empty() || std::any_of(succ.begin(), succ.end(), [](int next) { return next < 0; });
    });
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
    delta.left_early = !delta.leaves_early && (p.returns || (reported && old_reach.size() < new_reach.size())) &&
                       !LeavesAllTheSame(p, q, new_reach, delta);
    delta.old_value = p.returns ? p.result : nullptr;
    delta.new_value = q.returns ? q.result : nullptr;
    delta.old_end = p.end;
    delta.new_end = q.end;
    delta.would_fault = WouldFault(p, q, old_reach);
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

  // Does the new way leave because a pointer is NULL or an error that the old one goes on to dereference, without a test?
  bool WouldFault(const Path& p, const Path& q, const std::set<int>& old_reach) const {
    for (const Literal& literal : q.condition) {
      const bool is_error = literal.holds && literal.expr->op == Op::kPure && literal.expr->text.starts_with("IS_ERR") && !literal.expr->kids.empty();
      if (!is_error && (literal.holds || !literal.expr->type.is_pointer)) continue;
      const ExprRef pointer = is_error ? literal.expr->kids[0] : literal.expr;
      std::set<ExprRef> names{pointer};
      for (const auto& [key, value] : p.locals) {
        if (value == pointer) names.insert(key);
      }
      for (const PathEffect& effect : p.effects) {
        if (Dereferences(effect.term, names)) return true;
      }
      bool tested = false, used = false;
      for (int index : old_reach) {
        const Step& step = out_.before->steps[index];
        tested |= step.kind == StepKind::kBranch && names.contains(step.value);
        used |= Dereferences(step.value, names) || Dereferences(step.place, names);
      }
      if (used && !tested) return true;
    }
    return false;
  }

  // What a function is given it uses, unless it lets go of things and the table says that it takes NULL.
  bool Dereferences(ExprRef expr, const std::set<ExprRef>& pointers) const {
    if (expr == nullptr) return false;
    if (expr->op == Op::kCall && !expr->text.empty()) {
      const api::Entry* entry = table_.Find(expr->text);
      const bool releases = entry != nullptr && (entry->kind == api::Kind::kFree || entry->kind == api::Kind::kPut || entry->null_ok);
      const bool given = std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return pointers.contains(kid); });
      if (given && !releases) return true;
    }
    // &p->field computes an address only; whoever is given it uses it.
    if (expr->op == Op::kDeref || expr->op == Op::kIndex) {
      ExprRef pointer = expr->kids[0];
      while (pointer->op == Op::kCast) pointer = pointer->kids[0];
      if (pointers.contains(pointer)) return true;
    }
    return std::any_of(expr->kids.begin(), expr->kids.end(), [&](ExprRef kid) { return Dereferences(kid, pointers); });
  }

  // The value that a way to a join gives to the variable which every return behind the join returns.
  static ExprRef ReportOf(const steps::Function& body, const Path& path) {
    if (path.end < 0) return nullptr;
    ExprRef variable = nullptr;
    for (int index : ReachableFrom(body, path.end, -1)) {
      const Step& step = body.steps[index];
      if (step.kind != StepKind::kReturn) continue;
      if (step.value == nullptr || step.value->op != Op::kLocal || (variable != nullptr && variable != step.value)) return nullptr;
      variable = step.value;
    }
    const auto known = path.locals.find(variable);
    return variable == nullptr || known == path.locals.end() ? nullptr : known->second;
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
