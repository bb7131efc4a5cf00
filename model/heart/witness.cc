#include "model/heart/witness.h"

#include <algorithm>
#include <utility>

#include "model/heart/replay.h"

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;

constexpr std::size_t kMaxTries = 8;     // differences tried for one finding
constexpr std::size_t kMaxValues = 12;   // a reader can take in

// What one attempt came to. Empty `why_not`: it replays.
struct Attempt {
  Witness witness;
  std::string why_not;
  bool is_bug = false;
};

bool HasLine(const Delta& delta, int line) {
  auto in = [&](const std::vector<Effect>& effects) {
    return std::any_of(effects.begin(), effects.end(), [&](const Effect& effect) { return effect.line == line; });
  };
  return delta.line == line || delta.before.line == line || delta.after.line == line || in(delta.skipped) || in(delta.extra);
}

bool Names(const Finding& finding, const Delta& delta) {
  auto named = [&](const Effect& effect) { return !effect.cls.empty() && finding.message.find(effect.cls) != std::string::npos; };
  return named(delta.before) || named(delta.after) || std::any_of(delta.skipped.begin(), delta.skipped.end(), named) ||
         std::any_of(delta.extra.begin(), delta.extra.end(), named);
}

// The differences of a function, the likeliest to be what the finding is about first.
std::vector<const Delta*> Candidates(const Finding& finding, const FunctionAnalysis& function) {
  std::vector<std::pair<int, const Delta*>> scored;
  for (const Delta& delta : function.diff.deltas) {
    int score = HasLine(delta, finding.where.line) ? 4 : 0;
    if (!delta.by_value) score += 2;
    if (Names(finding, delta)) score += 3;
    scored.push_back({score, &delta});
  }
  std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (scored.size() > kMaxTries) scored.resize(kMaxTries);
  std::vector<const Delta*> out;
  for (const auto& [score, delta] : scored) out.push_back(delta);
  return out;
}

std::string Spelled(ExprRef expr, std::uint64_t bits) {
  const int width = expr->type.bits;
  auto value = static_cast<std::int64_t>(bits);
  if (!expr->type.is_signed) return std::to_string(bits);
  if (width < 64 && ((bits >> (width - 1)) & 1) != 0) value -= std::int64_t{1} << width;
  return std::to_string(value);
}

std::map<std::string, std::string> Readable(const Valuation& values) {
  std::map<std::string, std::string> out;
  for (const auto& [expr, bits] : values.values) {
    const bool is_shown = expr->op == Op::kLocal || expr->op == Op::kField || expr->op == Op::kResult || expr->op == Op::kGlobal;
    if (is_shown && expr->type.bits > 0 && out.size() < kMaxValues) out.emplace(steps::ToString(expr), Spelled(expr, bits));
  }
  return out;
}

Attempt Try(const FunctionAnalysis& function, const Delta& delta, const Analysis& analysis) {
  Attempt out;
  const Delta* source = SourceOf(function.diff, delta);
  if (source == nullptr) {
    out.why_not = "the value comes from a loop";
    return out;
  }
  const auto distinguishing = Distinguishing(*source, *analysis.model->arena);
  const std::optional<Valuation> values = analysis.prover->Values(source->condition, distinguishing);
  if (!values) {
    out.why_not = "the solver has no values";
    return out;
  }
  const Replay replay = ReplayDelta(function.diff, delta, *values, *analysis.model->table);
  out.why_not = replay.why_not;
  out.is_bug = !replay.holds;
  out.witness = {.values = Readable(*values), .old_path = replay.old_lines, .new_path = replay.new_lines, .steps = {}};
  return out;
}

std::string Joined(const std::vector<int>& lines) {
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0 && lines[i] == lines[i - 1]) continue;
    out += (out.empty() ? "" : ", ") + std::to_string(lines[i]);
  }
  return out.empty() ? "none" : out;
}

// A function that only one version has, or that differs in nothing that was typed: where the finding points, and that
// the version gets there.
std::optional<Witness> StandsThere(const Finding& finding, const FunctionAnalysis& function) {
  for (const steps::Function* body : {function.after, function.before}) {
    if (body == nullptr) continue;
    const bool there = body->line == finding.where.line ||
                       std::any_of(body->steps.begin(), body->steps.end(), [&](const steps::Step& step) { return step.line == finding.where.line; });
    if (!there) continue;
    Witness out;
    (body == function.after ? out.new_path : out.old_path) = {finding.where.line};
    return out;
  }
  return std::nullopt;
}

Attempt FindIn(const std::string& name, const Finding& finding, const Analysis& analysis, std::vector<std::string>& bugs) {
  Attempt out{.witness = {}, .why_not = "no difference belongs to it", .is_bug = false};
  const FunctionAnalysis* function = analysis.Find(name);
  if (function == nullptr) return out;
  if (function->before != nullptr && function->after != nullptr) {
    for (const Delta* delta : Candidates(finding, *function)) {
      out = Try(*function, *delta, analysis);
      if (out.why_not.empty()) return out;
      if (out.is_bug) bugs.push_back(finding.rule + " in " + name + ", line " + std::to_string(delta->line) + ": " + out.why_not);
    }
  }
  if (function->diff.deltas.empty()) {
    if (std::optional<Witness> there = StandsThere(finding, *function)) return {.witness = *there, .why_not = "", .is_bug = false};
  }
  return out;
}

std::string TakesLines(const Witness& witness) {
  return "the old version takes lines " + Joined(witness.old_path) + ", the new one lines " + Joined(witness.new_path);
}

// Two functions that both differ: the paths shown are of the first that has a witness, and the other one's difference is
// replayed from a state of its own and told.
Attempt Find(const Finding& finding, const Analysis& analysis, std::vector<std::string>& bugs, std::string& other_half) {
  Attempt first = FindIn(finding.function, finding, analysis, bugs);
  if (finding.peer.empty() || finding.peer == finding.function) return first;
  Attempt second = FindIn(finding.peer, finding, analysis, bugs);
  if (!first.why_not.empty()) return second;
  if (second.why_not.empty() && !second.witness.old_path.empty() && !second.witness.new_path.empty()) {
    other_half = "in " + finding.peer + " " + TakesLines(second.witness);
  }
  return first;
}

// The interleaving: what the rule says of it, and the lines that each version takes.
std::vector<std::string> Told(const Finding& finding, const Witness& witness, const std::string& other_half) {
  std::vector<std::string> out = finding.witness ? finding.witness->steps : std::vector<std::string>{};
  if (out.empty()) {
    out = {"old " + finding.function + " runs, as it always did", "the patch becomes visible",
           "new " + finding.function + " runs on what the old one left: " + finding.message};
  }
  if (!witness.old_path.empty() && !witness.new_path.empty()) {
    out.push_back("from one state " + TakesLines(witness));
  }
  if (!other_half.empty()) out.push_back(other_half);
  return out;
}

}  // namespace

void CompleteWitnesses(const Analysis& analysis, Result& result) {
  std::vector<Finding> kept;
  for (Finding& finding : result.findings) {
    std::string other_half;
    Attempt attempt = Find(finding, analysis, result.bugs, other_half);
    if (attempt.why_not.empty()) {
      attempt.witness.steps = Told(finding, attempt.witness, other_half);
      finding.witness = std::move(attempt.witness);
      kept.push_back(std::move(finding));
      continue;
    }
    result.bugs.push_back(finding.rule + " in " + finding.function + ": no witness: " + attempt.why_not);
    result.gaps.push_back({.kind = "no-witness", .function = finding.function, .where = finding.where, .matters = true,
                           .message = finding.rule + " without a witness that replays: " + finding.message});
  }
  result.findings = std::move(kept);
}

}  // namespace lpcheck::heart
