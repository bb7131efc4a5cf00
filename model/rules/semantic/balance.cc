// lock-balance, reference-balance, ownership, guard-on-release, incomplete-fix: the net effect of a function on locks,
// references, memory and registrations, exit class by exit class.
//
//   moved(f, r)  ⇔ ∃ outcome o ∈ New(f): ∀ o' ∈ Old(f) of the same exit group: net(o, r) ≠ net(o', r)
//   closed(f, r) ⇔ r acquired inside f, net falls towards 0, and the exit is a failure or r is memory nobody else saw
//   paired(f, r) ⇔ another changed function moves r's class the other way
//
//   moved ∧ closed            local refinement: a leak closed
//   moved ∧ f looks r up itself, and the old version gives it back on success      local refinement: a leak closed
//   moved ∧ the guard that skips the release tests the object for NULL     local refinement: the old code would have faulted
//   moved ∧ paired, one calls the other or a changed function calls both   mismatch, stack
//   moved ∧ paired otherwise                                              mismatch, concurrent, persistent, rollback
//   moved ∧ another function, in no common chain, used to let go of the same member's object      mismatch, concurrent, ...
//   moved ∧ ¬paired                                                       incomplete-fix, or guard-on-release
#include <algorithm>
#include <optional>

#include "model/rules/semantic/balance.h"
#include "model/rules/semantic/balance_names.h"
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::FunctionAnalysis;
using heart::Outcome;
using heart::Resource;
using steps::ExprRef;

using Net = std::map<Resource, int>;

int AmountOf(const Net& net, const Resource& resource) {
  const auto entry = net.find(resource);
  return entry == net.end() ? 0 : entry->second;
}

std::set<Resource> ResourcesOf(const Net& a, const Net& b) {
  std::set<Resource> out;
  for (const Net* net : {&a, &b}) {
    for (const auto& [resource, amount] : *net) out.insert(resource);
  }
  return out;
}

int Distance(const Net& a, const Net& b) {
  int out = 0;
  for (const Resource& resource : ResourcesOf(a, b)) out += std::abs(AmountOf(a, resource) - AmountOf(b, resource));
  return out;
}

// How far apart two exits are. A value that nobody tested may be any of them.
int ExitCost(const std::string& a, const std::string& b) {
  if (a == b) return 0;
  if (Group(a) == Group(b)) return 1;
  return a == "value" || b == "value" ? 2 : 1000;
}

// Do the two versions leave by the same return?
bool IsSameReturn(const FunctionAnalysis& function, int old_line, int new_line) {
  const std::vector<int>& to_new = function.diff.alignment.to_new;
  for (std::size_t i = 0; i < to_new.size() && i < function.before->steps.size(); ++i) {
    const steps::Step& step = function.before->steps[i];
    if (step.kind != steps::StepKind::kReturn || step.line != old_line || to_new[i] < 0) continue;
    if (function.after->steps[to_new[i]].line == new_line) return true;
  }
  return false;
}

// An exit of one version, what it owes named alike in both.
struct Exit {
  const Outcome* outcome;
  Net net;
  int line;
};

std::vector<Exit> ExitsOf(const heart::Obligations& owes, const BalanceNames& names, bool is_after) {
  std::vector<Exit> out;
  for (const auto& [outcome, line] : owes.outcomes) out.push_back({&outcome, names.Unify(outcome.net, is_after), line});
  return out;
}

const Exit* Closest(const Exit& wanted, const std::vector<Exit>& exits, const FunctionAnalysis& function) {
  const Exit* best = nullptr;
  int best_cost = 0;
  for (const Exit& exit : exits) {
    const int cost = Distance(wanted.net, exit.net) * 4 + ExitCost(exit.outcome->exit, wanted.outcome->exit) +
                     (IsSameReturn(function, exit.line, wanted.line) ? 0 : 3);
    if (best == nullptr || cost < best_cost) {
      best = &exit;
      best_cost = cost;
    }
  }
  return best;
}

std::vector<Move> MovesOf(const FunctionAnalysis& function) {
  std::vector<Move> out;
  if (function.before == nullptr || function.after == nullptr || !function.differs()) return out;
  const BalanceNames names(*function.before, *function.after);
  const std::vector<Exit> old_exits = ExitsOf(function.owes_before, names, false);
  for (const Exit& exit : ExitsOf(function.owes_after, names, true)) {
    const bool known = std::any_of(old_exits.begin(), old_exits.end(), [&](const Exit& old) {
      return Group(old.outcome->exit) == Group(exit.outcome->exit) && old.net == exit.net;
    });
    if (known) continue;
    const Exit* base = Closest(exit, old_exits, function);
    if (base == nullptr) continue;
    for (const Resource& resource : ResourcesOf(base->net, exit.net)) {
      const int old_net = AmountOf(base->net, resource);
      const int new_net = AmountOf(exit.net, resource);
      if (old_net == new_net) continue;
      out.push_back({&function, names.Spelled(resource, *base->outcome, *exit.outcome), old_net, new_net, exit.outcome->exit, exit.line});
    }
  }
  return out;
}

const Move* PartnerOf(const Move& move, const std::vector<Move>& moves) {
  const int direction = move.new_net - move.old_net;
  const Move* best = nullptr;
  for (const Move& other : moves) {
    if (other.function == move.function || other.resource.cls != move.resource.cls) continue;
    if (direction * (other.new_net - other.old_net) >= 0) continue;
    const bool same_datum = other.resource.datum == move.resource.datum;
    if (best == nullptr || same_datum) best = &other;
    if (same_datum) break;
  }
  return best;
}

int DirectionOf(const heart::Effect& effect) {
  if (effect.kind == heart::EffectKind::kLock || effect.kind == heart::EffectKind::kAcquire) return 1;
  return effect.kind == heart::EffectKind::kUnlock || effect.kind == heart::EffectKind::kRelease ? -1 : 0;
}

// Does a delta of `function` take (or give back) something of `cls` that it did not before? Balanced additions count: a
// caller that now frees what its callee freed is even on every exit of its own.
bool MovesByDelta(const FunctionAnalysis& function, const std::string& cls, int direction) {
  auto is = [&](const heart::Effect& effect, int sign) { return effect.cls == cls && sign * DirectionOf(effect) == direction; };
  for (const Delta& delta : function.diff.deltas) {
    if (delta.by_value) continue;
    if (delta.kind == DeltaKind::kAdded && is(delta.after, 1)) return true;
    if (delta.kind == DeltaKind::kRemoved && is(delta.before, -1)) return true;
    if (delta.kind != DeltaKind::kRedirect) continue;
    for (const heart::Effect& effect : delta.extra) {
      if (is(effect, 1)) return true;
    }
    for (const heart::Effect& effect : delta.skipped) {
      if (is(effect, -1)) return true;
    }
  }
  return false;
}

const FunctionAnalysis* ChainPartner(const Move& move, const Analysis& analysis) {
  const int direction = move.new_net > move.old_net ? -1 : 1;
  for (const heart::CallEdge& edge : analysis.calls) {
    const FunctionAnalysis* other = edge.callee == move.function ? edge.caller : edge.caller == move.function ? edge.callee : nullptr;
    if (other != nullptr && other != move.function && MovesByDelta(*other, move.resource.cls, direction)) return other;
  }
  return nullptr;
}

std::string RuleOf(const Move& move) {
  if (move.resource.is_lock) return "lock-balance";
  return move.resource.is_memory ? "ownership" : "reference-balance";
}

std::string Describe(const Move& move) {
  auto word = [](int net) {
    return net > 0 ? "keeps " + std::to_string(net) : net < 0 ? "gives back " + std::to_string(-net) : std::string("is even");
  };
  return "on exit '" + move.exit + "' the old version " + word(move.old_net) + ", the new one " + word(move.new_net) +
         " of " + move.resource.cls + " on " + (move.resource.object.empty() ? "its object" : move.resource.object);
}

// Whoever else comes to one half of the pair has not the other half on its stack: then the stack alone does not carry it.
void CheckOtherWaysIn(const Move& move, const FunctionAnalysis& g, const Analysis& analysis, heart::Result& result) {
  const FunctionAnalysis& f = *move.function;
  const auto makes_up = [&](const FunctionAnalysis& caller) {
    return MovesByDelta(caller, move.resource.cls, 1) || MovesByDelta(caller, move.resource.cls, -1);
  };
  std::string other;
  if (analysis.CallsDirectly(f, g) || analysis.CallsDirectly(g, f)) {
    other = OtherWayIn(analysis.CallsDirectly(f, g) ? g : f, analysis, makes_up);
  } else {
    const auto is_common = [&](const FunctionAnalysis& caller) { return analysis.CallsDirectly(caller, f) && analysis.CallsDirectly(caller, g); };
    other = OtherWayIn(f, analysis, is_common);
    if (other.empty()) other = OtherWayIn(g, analysis, is_common);
  }
  if (other.empty()) return;
  result.gaps.push_back({.kind = "unproved-balance", .function = f.name, .where = {f.any().file, move.line}, .matters = true,
                         .message = Describe(move) + "; " + g.name + " makes up for it, but " + other + " has only one of the two"});
}

void ReportPaired(const Move& move, const FunctionAnalysis& g, const Analysis& analysis, heart::Result& result) {
  const FunctionAnalysis& f = *move.function;
  Finding finding = heart::NewFinding(RuleOf(move), f, move.line, Describe(move) + "; " + g.name + " makes up for it");
  finding.peer = g.name;
  const FunctionAnalysis* common = analysis.CommonCaller(f, g);
  if (analysis.CallsDirectly(f, g) || analysis.CallsDirectly(g, f) || common != nullptr) {
    CheckOtherWaysIn(move, g, analysis, result);
    finding.channels = {Channel::kStack};
    finding.remedy = "let the transition finish; do not force";
  } else if (move.resource.is_lock) {
    finding.channels = {Channel::kSequence, Channel::kConcurrent};
    finding.remedy = "add the function that calls both, so that one frame pins the task across the pair";
  } else {
    finding.channels = {Channel::kConcurrent, Channel::kPersistent, Channel::kRollback};
    finding.remedy = "tag objects with the version that took the reference (shadow variable), and give back by the tag";
  }
  finding.witness = Witness{.steps = {"old " + f.name + " runs on an object", "the patch becomes visible",
                                      "new " + g.name + " runs on the same object: taken and given back no longer match"}};
  result.findings.push_back(std::move(finding));
}

bool CallerReleases(const Move& move, const Analysis& analysis) {
  const heart::Surroundings& around = analysis.model->surroundings;
  if (!around.callers || !around.body) return false;
  for (const std::string& name : around.callers(move.function->name)) {
    const steps::Function* body = around.body(name);
    if (body == nullptr) continue;
    const bool releases = std::any_of(body->steps.begin(), body->steps.end(), [&](const steps::Step& step) {
      const heart::Effect effect = heart::EffectOf(step, *analysis.model->table);
      return effect.kind == heart::EffectKind::kRelease && effect.cls == move.resource.cls;
    });
    if (releases) return true;
  }
  return false;
}

// One release more than before, of something taken elsewhere: a leak closed, or half of a change. No visible code tells which,
// and a refusal needs a witness.
bool MayCloseLeak(const Move& move, const Analysis& analysis) {
  return !move.resource.is_lock && move.old_net == 0 && move.new_net < 0 && !CallerReleases(move, analysis);
}

// The object now goes to a function of which nothing is known: that may give it back instead.
bool GoesToUnknown(const Move& move, const Analysis& analysis) {
  if (move.new_net <= move.old_net || move.resource.is_lock) return false;
  auto takes = [&](const heart::Effect& effect) {
    if (effect.kind != heart::EffectKind::kCall || (effect.entry != nullptr && !effect.entry->guess)) return false;
    if (analysis.Find(effect.term->text) != nullptr) return false;
    return std::any_of(effect.term->kids.begin(), effect.term->kids.end(), [&](ExprRef arg) { return steps::ToString(arg) == move.resource.object; });
  };
  return std::any_of(move.function->diff.deltas.begin(), move.function->diff.deltas.end(), [&](const Delta& delta) {
    if (delta.by_value) return false;
    return (delta.kind == DeltaKind::kAdded && takes(delta.after)) || std::any_of(delta.extra_new.begin(), delta.extra_new.end(), takes);
  });
}

void ReportUnpaired(const Move& move, const Analysis& analysis, heart::Result& result) {
  const FunctionAnalysis& f = *move.function;
  if (GoesToUnknown(move, analysis)) {
    result.gaps.push_back({.kind = "unproved-balance", .function = f.name, .where = {f.any().file, move.line}, .matters = true,
                           .message = Describe(move) + "; an unknown function that is handed the object may do it instead"});
    return;
  }
  if (TakesNoLonger(move)) {
    result.gaps.push_back({.kind = "unproved-balance", .function = f.name, .where = {f.any().file, move.line}, .matters = true,
                           .message = Describe(move) + ": it is not taken any more, and who still gives it back is not known"});
    return;
  }
  if (MayCloseLeak(move, analysis)) {
    result.gaps.push_back({.kind = "unproved-balance", .function = f.name, .where = {f.any().file, move.line}, .matters = true,
                           .message = Describe(move) + "; whether something else still gives it back is not known"});
    return;
  }
  if (move.resource.is_guess || !f.owes_before.complete || !f.owes_after.complete) {
    result.gaps.push_back({.kind = move.resource.is_guess ? "unproved-balance" : "states-merged",
                           .function = f.name, .where = {f.any().file, move.line}, .matters = true,
                           .message = Describe(move) + ", and nothing visible makes up for it"});
    return;
  }
  const bool drops_release = move.old_net < 0 && move.new_net > move.old_net;
  Finding finding = heart::NewFinding(drops_release ? "guard-on-release" : "incomplete-fix", f, move.line,
                                      Describe(move) + ", and nothing in the fix makes up for it");
  finding.channels = {Channel::kConcurrent, Channel::kPersistent, Channel::kRollback};
  finding.remedy = drops_release
                       ? "release objects that the old version made as the old version did"
                       : "add the function that takes or gives back the other half, or keep the net effect of this exit";
  finding.witness = Witness{.steps = {"an object is made, or a reference taken, by unchanged or old code",
                                      "new " + f.name + " leaves by exit '" + move.exit + "' with another net effect",
                                      "the object is released once too often or never"}};
  result.findings.push_back(std::move(finding));
}

std::set<std::string> ReferencesTaken(const heart::Obligations& obligations) {
  std::set<std::string> out;
  for (const Resource& resource : obligations.taken_here) {
    if (!resource.is_lock && !resource.is_memory && !resource.is_guess) out.insert(resource.cls);
  }
  return out;
}

// A reference that one function held for the time of its call, and another does now: balanced in both, yet nobody holds it
// in one of the mixes.
void CheckProtection(const FunctionAnalysis& loser, const Analysis& analysis, heart::Result& result) {
  if (loser.before == nullptr || loser.after == nullptr) return;
  const std::set<std::string> kept = ReferencesTaken(loser.owes_after);
  for (const std::string& cls : ReferencesTaken(loser.owes_before)) {
    if (kept.contains(cls) || !MovesByDelta(loser, cls, -1)) continue;
    for (const auto& gainer : analysis.functions) {
      if (gainer.get() == &loser || !MovesByDelta(*gainer, cls, 1)) continue;
      Finding finding = heart::NewFinding("reference-balance", loser, loser.after->line,
                                          "no longer holds a reference of " + cls + " while it runs; " + gainer->name + " does instead");
      finding.peer = gainer->name;
      result.judged.insert({loser.name, cls});
      const bool chain = analysis.CallsDirectly(*gainer, loser) || analysis.CallsDirectly(loser, *gainer);
      finding.channels = chain ? std::vector<Channel>{Channel::kStack}
                               : std::vector<Channel>{Channel::kConcurrent, Channel::kPersistent, Channel::kRollback};
      finding.remedy = chain ? "let the transition finish; do not force" : "keep both references until no old version runs";
      finding.witness = Witness{.steps = {"old " + gainer->name + " does not hold the object",
                                          "new " + loser.name + " does not hold it either and sleeps or drops a lock",
                                          "somebody else drops the last reference"}};
      result.findings.push_back(std::move(finding));
      break;
    }
  }
}

}  // namespace

void Balance(const Analysis& analysis, heart::Result& result) {
  std::vector<Move> moves;
  for (const auto& function : analysis.functions) {
    for (Move& move : MovesOf(*function)) {
      result.judged.insert({function->name, move.resource.is_memory ? "memory" : move.resource.cls});
      if (!IsClosedLeak(move) && !SkipsOnlyNull(move) && !IsOwnLookup(move)) moves.push_back(std::move(move));
    }
  }
  std::set<std::pair<std::string, Resource>> seen;
  for (const Move& move : moves) {
    if (!seen.insert({move.function->name, move.resource}).second) continue;
    const Move* partner = PartnerOf(move, moves);
    const FunctionAnalysis* chain = partner == nullptr ? ChainPartner(move, analysis) : nullptr;
    if (partner == nullptr && chain == nullptr) chain = UsedToRelease(move, analysis);
    if (partner != nullptr || chain != nullptr) {
      ReportPaired(move, partner != nullptr ? *partner->function : *chain, analysis, result);
    } else {
      ReportUnpaired(move, analysis, result);
    }
  }
  for (const auto& function : analysis.functions) CheckProtection(*function, analysis, result);
}

}  // namespace lpcheck::rules
