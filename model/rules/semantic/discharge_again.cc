// What is done again, and must not be, or is not done again, and must be. Part of the closed list of undischarged.cc.
//
//   fetched once(f) ⇔ no address in user space is copied in twice on one way, unless the old version did so: the second
//                     answer may be another one than was checked
//   tried again(f)  ⇔ every loop of the old version that goes on until a datum or a callee says otherwise is one still,
//                     or another loop came in its place ∧ no way back to the start of one goes forward now, unless it fails
#include <algorithm>

#include "model/heart/origin.h"
#include "model/heart/reach.h"
#include "model/rules/semantic/discharge.h"

namespace lpcheck::rules {
namespace {

using heart::Analysis;
using heart::Delta;
using heart::DeltaKind;
using heart::Effect;
using heart::FunctionAnalysis;
using steps::ExprRef;
using steps::Function;
using steps::Op;
using steps::Step;
using steps::StepKind;

struct Fetch {
  int step;
  ExprRef address;      ///< over what the function was handed, where that is known
  bool is_copy;         ///< from user space for certain; a duplicate may be of other memory
};

bool SetsLocal(const Step& step, ExprRef local) { return step.kind == StepKind::kAssign && steps::RootOf(step.place) == local; }

// An address that moves between two fetches names two places.
bool Moves(const Function& body, ExprRef address) {
  bool moves = false;
  steps::ForEach(address, [&](ExprRef part) {
    if (part->op == Op::kResult) moves = true;
    if (part->op != Op::kLocal) return;
    const bool is_param = std::any_of(body.params.begin(), body.params.end(), [&](const steps::Param& p) { return p.name == part->text; });
    const auto sets = std::count_if(body.steps.begin(), body.steps.end(), [&](const Step& step) { return SetsLocal(step, part); });
    moves |= sets > (is_param ? 0 : 1);
  });
  return moves;
}

std::vector<Fetch> FetchesOf(const Function& body, const Analysis& analysis) {
  std::vector<Fetch> out;
  for (std::size_t i = 0; i < body.steps.size(); ++i) {
    const Effect effect = heart::EffectOf(body.steps[i], *analysis.model->table);
    if (effect.entry == nullptr || effect.entry->guess || effect.term == nullptr) continue;
    const bool is_copy = effect.entry->kind == api::Kind::kCopyIn && effect.entry->obj >= 0;
    const auto from = static_cast<std::size_t>(effect.entry->value);
    if (!(is_copy || effect.entry->kind == api::Kind::kAlloc) || effect.entry->value < 0 || from >= effect.term->kids.size()) continue;
    const ExprRef address = heart::Bare(heart::Expand(body, effect.term->kids[from], *analysis.model->arena));
    if (address->op != Op::kConst && !Moves(body, address)) out.push_back({static_cast<int>(i), address, is_copy});
  }
  return out;
}

// The record that the place is a part of, as an address: &p->a.b lies in *p.
ExprRef WholeOf(ExprRef address) {
  if (address->op != Op::kAddrOf) return address;
  ExprRef place = address->kids[0];
  while (place->op == Op::kField || place->op == Op::kIndex) place = place->kids[0];
  return place->op == Op::kDeref ? heart::Bare(place->kids[0]) : address;
}

bool Overlap(ExprRef a, ExprRef b) { return a == b || WholeOf(a) == b || a == WholeOf(b); }

// The line of a fetch that asks for what the same way has asked for; 0 if there is none.
int FetchedAgain(const Function& body, const Analysis& analysis) {
  const std::vector<Fetch> fetches = FetchesOf(body, analysis);
  for (const Fetch& first : fetches) {
    for (const Fetch& second : fetches) {
      if (first.step == second.step || !Overlap(first.address, second.address) || !(first.is_copy || second.is_copy)) continue;
      const Step& step = body.steps[first.step];
      const bool follows = std::any_of(step.succ.begin(), step.succ.end(), [&](int next) {
        return next >= 0 && heart::ReachableFrom(body, next, -1).contains(second.step);
      });
      if (follows) return body.steps[second.step].line;
    }
  }
  return 0;
}

// A loop by the step that it comes back to: the steps of it, and how many steps lead back.
struct Loop {
  std::set<int> steps;
  int ways_back = 0;
};

std::map<int, Loop> LoopsOf(const Function& body) {
  std::vector<std::vector<int>> before(body.steps.size());
  for (int from = 0; from < static_cast<int>(body.steps.size()); ++from) {
    for (int next : body.steps[from].succ) {
      if (next >= 0) before[next].push_back(from);
    }
  }
  std::map<int, Loop> out;
  for (int head = 0; head < static_cast<int>(body.steps.size()); ++head) {
    std::vector<int> work;
    std::copy_if(before[head].begin(), before[head].end(), std::back_inserter(work), [&](int from) { return from >= head; });
    if (work.empty()) continue;
    const std::set<int> ahead = heart::ReachableFrom(body, head, -1);
    std::erase_if(work, [&](int from) { return !ahead.contains(from); });
    if (work.empty()) continue;
    Loop loop{.steps = {head}, .ways_back = static_cast<int>(work.size())};
    while (!work.empty()) {
      const int index = work.back();
      work.pop_back();
      if (!ahead.contains(index) || !loop.steps.insert(index).second) continue;
      work.insert(work.end(), before[index].begin(), before[index].end());
    }
    out[head] = std::move(loop);
  }
  return out;
}

// The loop ends when a datum or a callee says so, not when a count has run down or a list is walked.
bool WaitsForOthers(const Function& body, const Loop& loop) {
  return std::any_of(loop.steps.begin(), loop.steps.end(), [&](int index) {
    const Step& step = body.steps[index];
    const bool leaves = std::any_of(step.succ.begin(), step.succ.end(), [&](int next) { return !loop.steps.contains(next); });
    if (!leaves || (step.kind != StepKind::kBranch && step.kind != StepKind::kSwitch)) return false;
    bool asks = false;
    steps::ForEach(step.value, [&](ExprRef part) { asks |= part->op == Op::kResult; });
    heart::ForEachDatum(step.value, [&](const std::string&) { asks = true; });
    return asks;
  });
}

bool Loops(const std::map<int, Loop>& loops, int step) {
  return std::any_of(loops.begin(), loops.end(), [&](const auto& entry) { return entry.second.steps.contains(step); });
}

// Loops of one version none of whose steps is in a loop of the other.
std::vector<int> LoopsWithoutTwin(const std::map<int, Loop>& mine, const std::map<int, Loop>& theirs, const std::vector<int>& partner) {
  std::vector<int> out;
  for (const auto& [head, loop] : mine) {
    const bool has = std::any_of(loop.steps.begin(), loop.steps.end(), [&](int index) { return partner[index] >= 0 && Loops(theirs, partner[index]); });
    if (!has) out.push_back(head);
  }
  return out;
}

// A way that the old version took back to the start of a loop goes on in the new one, and does not report a failure.
int GoesOn(const FunctionAnalysis& function, const std::map<int, Loop>& before, const std::map<int, Loop>& after) {
  const std::vector<int>& to_new = function.diff.alignment.to_new;
  for (const Delta& delta : function.diff.deltas) {
    if (delta.kind != DeltaKind::kRedirect || delta.by_value || delta.old_end < 0) continue;
    const auto loop = before.find(delta.old_end);
    if (loop == before.end() || to_new[delta.old_end] < 0) continue;
    const auto now = after.find(to_new[delta.old_end]);
    const int ways_now = now == after.end() ? 0 : now->second.ways_back;
    if (ways_now >= loop->second.ways_back || Fails(delta.new_value, function) || Fails(delta.new_report, function)) continue;
    if (WaitsForOthers(*function.before, loop->second)) return delta.line;
  }
  return 0;
}

void CheckTriedAgain(const FunctionAnalysis& function, heart::Result& result) {
  const heart::Alignment& alignment = function.diff.alignment;
  const std::map<int, Loop> before = LoopsOf(*function.before);
  if (before.empty()) return;
  const std::map<int, Loop> after = LoopsOf(*function.after);
  std::vector<int> gone = LoopsWithoutTwin(before, after, alignment.to_new);
  const std::vector<int> came = LoopsWithoutTwin(after, before, alignment.to_old);
  std::erase_if(gone, [&](int head) { return !WaitsForOthers(*function.before, before.at(head)); });
  if (gone.size() > came.size()) {
    return AddUndischarged(function, function.before->steps[gone.front()].line,
                           "what the old version did again until it held is done once, or no more", result);
  }
  if (const int line = GoesOn(function, before, after); line > 0) {
    AddUndischarged(function, line, "a way on which the old version tried again goes on now", result);
  }
}

}  // namespace

void CheckAgain(const FunctionAnalysis& function, const Analysis& analysis, heart::Result& result) {
  const std::vector<int>& to_new = function.diff.alignment.to_new;
  // A loop without any effect leaves no difference behind when it goes.
  if (function.differs() || std::count(to_new.begin(), to_new.end(), -1) > 0) CheckTriedAgain(function, result);
  if (!function.differs()) return;
  if (const int line = FetchedAgain(*function.after, analysis); line > 0 && FetchedAgain(*function.before, analysis) == 0) {
    AddUndischarged(function, line, "the same place in user space is asked again, and may answer otherwise than before", result);
  }
}

}  // namespace lpcheck::rules
