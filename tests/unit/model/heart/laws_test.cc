// The laws that every answer obeys, on step graphs that were drawn at random.
#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "model/heart/diff.h"
#include "model/heart/judge.h"
#include "model/heart/machine.h"
#include "model/heart/reach.h"
#include "model/heart/replay.h"
#include "tests/unit/model/heart/generate.h"

namespace lpcheck::heart {
namespace {

using steps::Build;
using steps::Function;
using steps::Generate;
using ::testing::IsEmpty;

constexpr unsigned kSeeds = 200;

Result Judge(Build& build, const Function& before, const Function& after) {
  FixModel model;
  model.arena = &build.arena;
  model.table = &api::Table::Kernel();
  model.changed.push_back({.name = "f", .object = "vmlinux", .before = before, .after = after});
  return JudgeFix(model);
}

std::vector<std::string> Said(const Result& result) {
  std::vector<std::string> out;
  for (const Finding& finding : result.findings) {
    out.push_back(finding.rule + " " + std::to_string(finding.where.line) + " " + finding.message);
    for (const auto& [name, value] : finding.witness ? finding.witness->values : std::map<std::string, std::string>{}) out.push_back(name + "=" + value);
  }
  for (const Gap& gap : result.gaps) out.push_back(gap.kind + " " + std::to_string(gap.where.line) + " " + gap.message);
  return out;
}

// What others see of one run: events and the result, under numbers that depend on `seed`.
struct Seen {
  std::vector<std::string> events;
  bool ends = false;
};

Seen SeenOf(Build& b, const Function& function, unsigned seed) {
  Valuation values;
  for (int i = 0; i < 3; ++i) values.values.push_back({b.Local("n" + std::to_string(i)), (seed >> (3 * i)) % 6});
  std::sort(values.values.begin(), values.values.end(), [](const auto& x, const auto& y) { return x.first->id < y.first->id; });
  Machine machine(values, api::Table::Kernel());
  Seen out;
  int at = 0;
  for (int fuel = 100; fuel > 0 && at >= 0; --fuel) {
    const steps::Step& step = function.steps[at];
    machine.Execute(step);
    if (step.kind == steps::StepKind::kReturn) {
      out.ends = true;
      out.events.push_back("return " + std::to_string(machine.Eval(step.value).bits));
      break;
    }
    at = machine.Next(step);
  }
  for (const Event& event : machine.events()) {
    std::string text = event.action;
    for (std::uint64_t operand : event.operands) text += " " + std::to_string(operand);
    out.events.push_back(std::move(text));
  }
  std::sort(out.events.begin(), out.events.end());  // order is compared by rules of its own
  return out;
}

TEST(Laws, IdentityAFunctionThatDoesNotChangeLeavesNothingToSay) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    Build b;
    const Function f = Generate(b, seed).Any(4 + seed % 20);
    const Result result = Judge(b, f, f);
    EXPECT_THAT(result.findings, IsEmpty()) << "seed " << seed;
    EXPECT_THAT(result.gaps, IsEmpty()) << "seed " << seed;
    EXPECT_EQ(result.changes.at("f"), Change::kNone);
  }
}

TEST(Laws, CompleteRunsThatDifferHaveADelta) {
  int different = 0;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    Build b;
    Generate generate(b, seed);
    const Function before = generate.Any(4 + seed % 12);
    const Function after = generate.Mutant(before);
    Prover prover(1'000'000, {});
    const FunctionDiff diff = Diff(before, after, api::Table::Kernel(), b.arena, prover);
    for (unsigned run = 0; run < 20; ++run) {
      const Seen old_run = SeenOf(b, before, run * 37);
      const Seen new_run = SeenOf(b, after, run * 37);
      if (!old_run.ends || !new_run.ends || old_run.events == new_run.events) continue;
      ++different;
      EXPECT_FALSE(diff.deltas.empty() && diff.gaps.empty()) << "seed " << seed << "\n" << ToString(before) << ToString(after);
      break;
    }
  }
  EXPECT_GT(different, 30);  // else the test says nothing
}

TEST(Laws, WitnessesReplay) {
  int replayed = 0;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    Build b;
    Generate generate(b, seed);
    const Function before = generate.Any(4 + seed % 12);
    const Function after = generate.Mutant(before);
    Prover prover(1'000'000, {});
    const FunctionDiff diff = Diff(before, after, api::Table::Kernel(), b.arena, prover);
    for (const Delta& delta : diff.deltas) {
      const Delta* source = SourceOf(diff, delta);
      if (source == nullptr) continue;
      const Route& route = source->old_route;
      const int start = route.steps.empty() ? route.end : route.steps.front();
      if (start >= 0 && !ReachableFrom(before, 0, -1).contains(start)) continue;  // lowering drops what nothing leads to
      const std::optional<Valuation> values = prover.Values(source->condition, Distinguishing(*source, b.arena));
      if (!values) continue;
      const Replay replay = ReplayDelta(diff, delta, *values, api::Table::Kernel());
      EXPECT_TRUE(replay.holds) << "seed " << seed << ", line " << delta.line << ": " << replay.why_not << "\n" << ToString(before) << ToString(after);
      ++replayed;
    }
  }
  EXPECT_GT(replayed, 100);
}

TEST(Laws, DeterminismTheSameFixIsAnsweredAlike) {
  std::vector<std::unique_ptr<char[]>> noise;  // so that terms lie elsewhere the second time
  for (unsigned seed = 0; seed < kSeeds / 4; ++seed) {
    std::vector<std::vector<std::string>> answers;
    for (int round = 0; round < 2; ++round) {
      Build b;
      Generate generate(b, seed);
      const Function before = generate.Any(4 + seed % 12);
      const Function after = generate.Mutant(before);
      answers.push_back(Said(Judge(b, before, after)));
      for (int i = 0; i < 50; ++i) noise.push_back(std::make_unique<char[]>(16 + (seed * 31 + i * 17) % 200));
    }
    EXPECT_EQ(answers[0], answers[1]) << "seed " << seed;
  }
}

TEST(Laws, FailClosedWhatIsNotUnderstoodIsAGapThatMatters) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    Build b;
    Generate generate(b, seed);
    const Function before = generate.Any(4 + seed % 12);
    Function after = before;
    const std::set<int> reached = ReachableFrom(after, 0, -1);
    int at = generate.Below(static_cast<int>(after.steps.size()) - 1);
    while (!reached.contains(at)) at = generate.Below(static_cast<int>(after.steps.size()) - 1);
    const bool is_asm = seed % 2 == 0;
    after.steps[at] = {.kind = is_asm ? steps::StepKind::kAsm : steps::StepKind::kGap,
                       .value = b.arena.Make(steps::Op::kOpaque, "something else", {}, steps::Int()), .succ = {at + 1}, .line = at + 1};
    const Result result = Judge(b, before, after);
    const bool says = !result.findings.empty() || std::any_of(result.gaps.begin(), result.gaps.end(), [](const Gap& gap) { return gap.matters; });
    EXPECT_TRUE(says) << "seed " << seed << "\n" << ToString(before) << ToString(after);
  }
}

}  // namespace
}  // namespace lpcheck::heart
