// Stacks and patches on the wire: what is read, and that hostile input is named and refused.
#include "analyzer/stack/stack_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/report/json.h"

namespace lpcheck {
namespace {

using testing::HasSubstr;

std::string Message(std::string_view text) { return std::string(ReadStackJson(text).status().message()); }

TEST(ReadStack, AStackOfVerdictsAndShortPatchesIsRead) {
  absl::StatusOr<klp::LoadedStack> stack =
      ReadStackJson(R"({"schema":"lpcheck.stack/1","era":"6.1.187","patches":[
      {"name":"p1","functions":[{"name":"f"}],"forced":true},
      {"name":"p2","functions":[{"name":"f"}],"touches":{"bases":{"f":"p1"},"locks":[["a","b"]],
       "states":[{"id":7,"version":2}],"data":[{"name":"struct s.x","reads":["v1","v2"],"writes":"v2"}]}}]})");
  ASSERT_TRUE(stack.ok()) << stack.status().message();
  EXPECT_EQ(stack->era.name, "6.1");
  ASSERT_EQ(stack->patches.size(), 2u);
  EXPECT_TRUE(stack->patches[0].forced);
  EXPECT_EQ(stack->patches[0].verdict, Verdict::kUndecided);
  EXPECT_EQ(stack->patches[1].functions[0].base, "p1");
  EXPECT_EQ(stack->patches[1].states[0].id, "7");
  EXPECT_EQ(stack->patches[1].data[0].reads, "v1 v2");
}

TEST(ReadStack, BadInputNamesTheKey) {
  EXPECT_THAT(Message("{"), HasSubstr("not JSON"));
  EXPECT_THAT(Message("{}"), HasSubstr("'schema' must be 'lpcheck.stack/1'"));
  EXPECT_THAT(Message(R"({"schema":"lpcheck.stack/1","era":"2.6"})"), HasSubstr("unknown era '2.6'"));
  EXPECT_THAT(Message(R"({"schema":"lpcheck.stack/1","era":7})"), HasSubstr("key 'era' has the wrong type"));
  EXPECT_THAT(
      Message(R"({"schema":"lpcheck.stack/1","era":"6.1","patches":[{"name":"p","touches":{"lock":[]}}]})"),
      HasSubstr("unknown key 'lock'"));
  EXPECT_THAT(Message(R"({"schema":"lpcheck.stack/1","era":"6.1","patches":[{"name":"p"},{"name":"p"}]})"),
              HasSubstr("two patches are named p"));
}

TEST(ReadStack, AVerdictWithAnotherSchemaIsRefused) {
  EXPECT_FALSE(ReadPatchesJson(R"({"schema":"lpcheck.verdict/9"})", "x.json").ok());
}

TEST(ReadPatches, AVerdictAsTheCheckerWroteItIsAPatchNamedAfterItsFix) {
  Report report;
  report.fix = "net/0001-fix.patch";
  report.verdict = Verdict::kImmediate;
  report.functions.push_back({.name = "f", .where = {}, .change = Change::kLocal, .because = ""});
  absl::StatusOr<std::vector<klp::StackPatch>> patches = ReadPatchesJson(WriteVerdictJson(report), "x.json");
  ASSERT_TRUE(patches.ok()) << patches.status().message();
  EXPECT_EQ(patches->at(0).name, "0001-fix");
  EXPECT_EQ(patches->at(0).verdict, Verdict::kImmediate);
  EXPECT_EQ(patches->at(0).functions.at(0).change, Change::kLocal);
}

TEST(ReadPatches, WhatTheCheckerSawIsDerivedAndWhatAPersonDeclaredIsAFact) {
  Report report{.fix = "a.patch"};
  report.touches = Touches{.data = {{"struct s.x", {"original"}, "changed-in-f"}}, .locks = {{"a", "b"}}};
  report.checked_on = {"p0"};
  absl::StatusOr<std::vector<klp::StackPatch>> seen = ReadPatchesJson(WriteVerdictJson(report), "x.json");
  ASSERT_TRUE(seen.ok()) << seen.status().message();
  EXPECT_TRUE(seen->at(0).data.at(0).derived);
  EXPECT_TRUE(seen->at(0).summarised);
  EXPECT_EQ(seen->at(0).locks.at(0).second, "b");
  EXPECT_EQ(seen->at(0).checked_on.at(0), "p0");
  absl::StatusOr<std::vector<klp::StackPatch>> told =
      ReadPatchesJson(R"({"name":"p","touches":{"data":[{"name":"struct s.x","writes":"v2"}]}})", "x.json");
  ASSERT_TRUE(told.ok());
  EXPECT_FALSE(told->at(0).data.at(0).derived);
}

TEST(ReadPatches, ACallbackIsANameOrWhatTheCheckerSaw) {
  Report report{.fix = "a.patch"};
  report.touches = Touches{.callbacks = {{"struct s.x", CallbackEffect::kMaySet}, {"limit", CallbackEffect::kSets}}};
  absl::StatusOr<std::vector<klp::StackPatch>> seen = ReadPatchesJson(WriteVerdictJson(report), "x.json");
  ASSERT_TRUE(seen.ok()) << seen.status().message();
  EXPECT_EQ(seen->at(0).callbacks, report.touches->callbacks);
  absl::StatusOr<std::vector<klp::StackPatch>> told =
      ReadPatchesJson(R"({"name":"p","touches":{"callbacks":["limit"]}})", "x.json");
  ASSERT_TRUE(told.ok());
  EXPECT_EQ(told->at(0).callbacks.at(0), (CallbackTouch{"limit", CallbackEffect::kSets}));
  EXPECT_THAT(std::string(ReadPatchesJson(R"({"name":"p","touches":{"callbacks":[{"name":"x","effect":"eats"}]}})", "x.json")
                              .status()
                              .message()),
              HasSubstr("unknown effect 'eats'"));
}

TEST(ReadPatches, AVerdictWithoutASummaryTouchesAnything) {
  Report report{.fix = "a.patch"};
  EXPECT_FALSE(ReadPatchesJson(WriteVerdictJson(report), "x.json")->at(0).summarised);
}

TEST(ReadStack, AStackOfAnotherMachineIsNamed) {
  Report report{.fix = "a.patch"};
  report.target.era = "6.1";
  const std::string verdict = WriteVerdictJson(report);
  const auto stack = [&](const std::string& machine) {
    return R"({"schema":"lpcheck.stack/1",)" + machine + R"(,"patches":[)" + verdict + "]}";
  };
  EXPECT_TRUE(ReadStackJson(stack(R"("era":"6.1")")).ok());
  EXPECT_THAT(Message(stack(R"("era":"5.5")")), HasSubstr("was checked for 6.1, the stack is of 5.5"));
  EXPECT_THAT(Message(stack(R"("era":"6.1","arch":"s390x")")), HasSubstr("was checked for x86_64"));
}

TEST(ResolveBases, TheNewestOlderPatchWithTheFunctionIsTheBase) {
  std::vector<klp::StackPatch> series(3);
  for (int i = 0; i < 3; ++i) series[i] = {.name = "p" + std::to_string(i), .functions = {{.name = "f"}}};
  series[2].checked_on = {"p0", "p1"};
  ResolveBases({.era = *klp::EraFor("6.1")}, series);
  EXPECT_EQ(series[2].functions[0].base, "p1");
  EXPECT_EQ(series[1].functions[0].base, "");
}

TEST(WriteStack, TheSameAnswerGivesTheSameBytes) {
  StackAnswer answer;
  answer.stack.era = *klp::EraFor("6.1");
  answer.series = {{.name = "a", .verdict = Verdict::kConsistency, .functions = {{.name = "f"}}},
                   {.name = "b", .verdict = Verdict::kConsistency, .functions = {{.name = "f"}}}};
  answer.order = klp::OrderSeries(answer.stack, answer.series);
  EXPECT_EQ(VerdictOf(answer), Verdict::kRefused);
  EXPECT_EQ(WriteStackJson(answer), WriteStackJson(answer));
  EXPECT_THAT(WriteStackText(answer), HasSubstr("cannot live together: a, b"));
  EXPECT_THAT(WriteStackJson(answer), HasSubstr("\"schema\": \"lpcheck.stack-answer/1\""));
}

}  // namespace
}  // namespace lpcheck
