// Waivers: what the file must say, and how little a waiver may do.
#include "analyzer/waivers/waivers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/decide.h"

namespace lpcheck {
namespace {

using ::testing::HasSubstr;

constexpr char kToday[] = "2026-05-01";

Report RefusedReport() {
  Report report{.fix = "a.patch"};
  report.findings = {{.rule = "field-meaning",
                      .severity = Severity::kMismatch,
                      .channels = {Channel::kPersistent},
                      .function = "foo"}};
  Decide(report);
  return report;
}

Waiver WaiverOf(std::string finding, std::string until = "2030-01-31") {
  return {.what = {std::move(finding), "reviewed", "A. Reviewer", std::move(until)}};
}

TEST(ApplyWaivers, LiftsARefusalToConsistencyAndIsListed) {
  Report report = RefusedReport();
  ApplyWaivers({WaiverOf("field-meaning:foo")}, kToday, report);
  EXPECT_EQ(report.verdict, Verdict::kConsistency);
  ASSERT_EQ(report.waivers.size(), 1u);
  EXPECT_EQ(report.waivers[0].who, "A. Reviewer");
}

TEST(ApplyWaivers, IgnoresAWaiverThatRanOutYesterday) {
  Report report = RefusedReport();
  ApplyWaivers({WaiverOf("field-meaning:foo", "2026-04-30")}, kToday, report);
  EXPECT_EQ(report.verdict, Verdict::kRefused);
  EXPECT_TRUE(report.waivers.empty());
}

TEST(ApplyWaivers, AppliesOnItsLastDay) {
  Report report = RefusedReport();
  ApplyWaivers({WaiverOf("field-meaning:foo", kToday)}, kToday, report);
  EXPECT_EQ(report.verdict, Verdict::kConsistency);
}

TEST(ApplyWaivers, DoesNotTouchAnotherFunctionOrAnotherFix) {
  Report report = RefusedReport();
  Waiver other_fix = WaiverOf("field-meaning:foo");
  other_fix.fix = "b.patch";
  ApplyWaivers({WaiverOf("field-meaning:bar"), other_fix}, kToday, report);
  EXPECT_EQ(report.verdict, Verdict::kRefused);
  EXPECT_TRUE(report.waivers.empty());
}

TEST(ApplyWaivers, CannotDeliverTheUndeliverable) {
  Report report{.findings = {{.rule = "not-patchable-init", .severity = Severity::kUndeliverable, .function = "f"}}};
  ApplyWaivers({WaiverOf("not-patchable-init:f")}, kToday, report);
  EXPECT_EQ(report.verdict, Verdict::kRefused);
  EXPECT_TRUE(report.waivers.empty());
}

TEST(ApplyWaivers, LiftsAGapToConsistencyNeverToImmediate) {
  Report report{.gaps = {{.kind = "inline-asm", .function = "f"}}};
  ApplyWaivers({WaiverOf("gap:inline-asm:f")}, kToday, report);
  EXPECT_EQ(report.verdict, Verdict::kConsistency);
  EXPECT_FALSE(report.may.force);
}

TEST(ParseWaivers, ReadsAFile) {
  auto waivers = ParseWaivers(R"({"schema": "lpcheck.waivers/1", "waivers": [{"finding": "a:b", "reason": "r",
      "who": "w", "until": "2030-01-31", "fix": "x.patch"}]})", "w.json");
  ASSERT_TRUE(waivers.ok()) << waivers.status();
  EXPECT_EQ(waivers->at(0).fix, "x.patch");
}

std::string Error(const std::string& text) { return std::string(ParseWaivers(text, "w.json").status().message()); }

std::string ErrorOf(const std::string& waiver) {
  return Error(R"({"schema": "lpcheck.waivers/1", "waivers": [)" + waiver + "]}");
}

TEST(ParseWaivers, SaysWhatIsWrongAndWhatToWrite) {
  EXPECT_THAT(Error("nonsense"), HasSubstr("w.json: not a waivers file"));
  EXPECT_THAT(Error("[]"), HasSubstr("not a waivers file"));
  EXPECT_THAT(Error(R"({"schema": 1})"), HasSubstr("not a waivers file"));
  EXPECT_THAT(Error(R"({"schema": "lpcheck.waivers/1"})"), HasSubstr("write a list"));
  EXPECT_THAT(ErrorOf("3"), HasSubstr("waivers[0]: expected an object"));
  EXPECT_THAT(ErrorOf(R"({"finding": "a:b", "who": "w", "until": "2030-01-31"})"), HasSubstr("\"reason\""));
  EXPECT_THAT(ErrorOf(R"({"finding": "a", "reason": "r", "who": "w", "until": "2030-01-31"})"), HasSubstr("RULE:FUNC"));
  EXPECT_THAT(ErrorOf(R"({"finding": "a:b", "reason": "r", "who": "w", "until": "never"})"), HasSubstr("2030-01-31"));
  EXPECT_THAT(ErrorOf(R"({"finding": "a:b", "reason": "r", "who": "w", "until": "2030-13-01"})"), HasSubstr("a day"));
  EXPECT_THAT(ErrorOf(R"({"finding": "a:b", "reason": "r", "who": "w", "until": "2030-01-31", "fix": 1})"),
              HasSubstr("\"fix\" must be a text"));
}

TEST(ReadWaivers, SaysWhichFileIsMissing) {
  auto waivers = ReadWaivers("no/such/file.json");
  EXPECT_EQ(waivers.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(waivers.status().message()), HasSubstr("no/such/file.json"));
}

}  // namespace
}  // namespace lpcheck
