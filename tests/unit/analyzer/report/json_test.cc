// The wire form of the verdict: what is written is read back, and what is wrong is named.
#include "analyzer/report/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/analyzer/report/sample_reports.h"

namespace lpcheck {
namespace {

using ::testing::HasSubstr;

TEST(WriteVerdictJson, HasTheKeysOfThePublishedSchemaInOrder) {
  auto json = nlohmann::ordered_json::parse(WriteVerdictJson(FullReport()));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys, ::testing::ElementsAre("schema", "fix", "verdict", "mechanisms", "conditions", "may", "functions",
                                           "findings", "gaps", "waivers", "target", "bound_to", "checked_on", "replace", "touches"));
  EXPECT_EQ(json["schema"], "lpcheck.verdict/1");
  EXPECT_EQ(json["verdict"], "consistency");
  EXPECT_EQ(json["may"]["reverse"], false);
  EXPECT_EQ(json["findings"][0]["channel"], "stack");
  EXPECT_EQ(json["findings"][0]["witness"]["values"]["ret"], "-12");
  EXPECT_TRUE(json["findings"][1]["channel"].is_null());
}

TEST(WriteVerdictJson, WritesTheSameBytesForTheSameReport) {
  EXPECT_EQ(WriteVerdictJson(FullReport()), WriteVerdictJson(FullReport()));
}

TEST(WriteVerdictJson, KeepsGoingOnBytesThatAreNotUtf8) {
  Report report{.fix = "caf\xe9.patch"};
  EXPECT_THAT(WriteVerdictJson(report), HasSubstr("caf\xef\xbf\xbd.patch"));
}

TEST(WriteVerdictsJson, OneFixIsAnObjectSeveralAreAnArrayInOrder) {
  Report first{.fix = "a"}, second{.fix = "b"};
  EXPECT_TRUE(nlohmann::json::parse(WriteVerdictsJson({first})).is_object());
  auto both = nlohmann::json::parse(WriteVerdictsJson({first, second}));
  ASSERT_TRUE(both.is_array());
  EXPECT_EQ(both[1]["fix"], "b");
  EXPECT_EQ(WriteVerdictsJson({}), "[]\n");
}

TEST(ReadVerdictJson, ReadsBackWhatWasWritten) {
  std::string written = WriteVerdictJson(FullReport());
  absl::StatusOr<Report> read = ReadVerdictJson(written);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(WriteVerdictJson(*read), written);
}

TEST(ReadVerdictJson, ReadsAnExternalWriterThatKnowsOnlyThePublishedKeys) {
  auto json = nlohmann::ordered_json::parse(WriteVerdictJson(FullReport()));
  json.erase("waivers");
  json["unknown"] = 1;
  for (const char* key : {"severity", "channels"}) json["findings"][0].erase(key);
  json["findings"][0]["witness"].erase("steps");
  json["gaps"][0].erase("message");
  absl::StatusOr<Report> read = ReadVerdictJson(json.dump());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->findings[0].channels, ::testing::ElementsAre(Channel::kStack));
  EXPECT_EQ(read->findings[0].severity, Severity::kMismatch);
}

TEST(ReadVerdictsJson, ReadsAnArray) {
  Report first{.fix = "a"}, second{.fix = "b"};
  absl::StatusOr<std::vector<Report>> read = ReadVerdictsJson(WriteVerdictsJson({first, second}));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->at(1).fix, "b");
}

struct BadDocument {
  const char* name;
  std::function<void(nlohmann::ordered_json&)> spoil;
  const char* message;
};

class ReadVerdictJsonRejects : public ::testing::TestWithParam<BadDocument> {};

TEST_P(ReadVerdictJsonRejects, NamingTheKey) {
  auto json = nlohmann::ordered_json::parse(WriteVerdictJson(FullReport()));
  GetParam().spoil(json);
  absl::StatusOr<Report> read = ReadVerdictJson(json.dump());
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(read.status().message()), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Documents, ReadVerdictJsonRejects,
    ::testing::Values(
        BadDocument{"Schema", [](auto& j) { j["schema"] = "lpcheck.verdict/2"; }, "lpcheck.verdict/2"},
        BadDocument{"NoSchema", [](auto& j) { j.erase("schema"); }, "schema: is missing"},
        BadDocument{"Verdict", [](auto& j) { j["verdict"] = "fine"; }, "verdict: unknown name \"fine\""},
        BadDocument{"VerdictType", [](auto& j) { j["verdict"] = 3; }, "verdict: expected a string"},
        BadDocument{"NoMay", [](auto& j) { j.erase("may"); }, "may: is missing"},
        BadDocument{"MayType", [](auto& j) { j["may"]["force"] = "no"; }, "may.force: expected true or false"},
        BadDocument{"Line", [](auto& j) { j["findings"][1]["line"] = -1; }, "findings[1].line: expected a whole"},
        BadDocument{"HugeLine", [](auto& j) { j["gaps"][0]["line"] = 1ull << 40; }, "gaps[0].line"},
        BadDocument{"Channel", [](auto& j) { j["findings"][0]["channels"][1] = "air"; }, "findings[0].channels[1]"},
        BadDocument{"Values", [](auto& j) { j["findings"][0]["witness"]["values"]["ret"] = 1; }, "values.ret"},
        BadDocument{"List", [](auto& j) { j["gaps"] = 1; }, "gaps: expected an array"},
        BadDocument{"Array", [](auto& j) { j = nlohmann::ordered_json::array(); }, "expected an object"}),
    [](const auto& info) { return info.param.name; });

TEST(ReadVerdictJson, RejectsWhatIsNotJson) {
  EXPECT_THAT(std::string(ReadVerdictJson("verdict: fine").status().message()), HasSubstr("not JSON"));
  EXPECT_FALSE(ReadVerdictJson("").ok());
}

TEST(ReadVerdictJson, SurvivesDeepNesting) {
  EXPECT_FALSE(ReadVerdictJson(std::string(1000000, '[')).ok());
  EXPECT_FALSE(ReadVerdictJson(std::string(100000, '[') + std::string(100000, ']')).ok());
}

}  // namespace
}  // namespace lpcheck
