// SARIF against the rules of the published 2.1.0 schema, written out by hand: required properties, closed sets of
// values, index bounds, minimum values, URI references. The schema itself needs a validator nobody should install.
#include "analyzer/report/sarif.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/analyzer/report/sample_reports.h"

namespace lpcheck {
namespace {

using nlohmann::json;

const std::vector<SarifRule>& Rules() {
  static const std::vector<SarifRule> rules = {{"unused", "never fires", "help"},
                                               {"stack-mismatch", "versions disagree", "# help"}};
  return rules;
}

json Sarif(const std::vector<Report>& reports) { return json::parse(WriteSarif(reports, Rules(), "0.1.0")); }

void ExpectKeys(const json& object, const std::set<std::string>& required, const std::set<std::string>& allowed) {
  ASSERT_TRUE(object.is_object()) << object;
  for (const std::string& key : required) EXPECT_TRUE(object.contains(key)) << key << " missing in " << object;
  for (const auto& [key, value] : object.items()) {
    EXPECT_TRUE(required.count(key) || allowed.count(key)) << key << " not allowed in " << object;
  }
}

void ExpectMessage(const json& message) {
  ExpectKeys(message, {"text"}, {"markdown", "id", "arguments", "properties"});
  EXPECT_FALSE(message["text"].get<std::string>().empty());
}

void ExpectUriReference(const std::string& uri) {
  for (char c : uri) {
    bool unreserved = std::isalnum(static_cast<unsigned char>(c)) || std::string_view("-._~/%").find(c) != std::string::npos;
    EXPECT_TRUE(unreserved) << uri;
  }
  EXPECT_NE(uri.substr(0, 1), "/") << "absolute path: " << uri;
}

void ExpectLocation(const json& location) {
  ExpectKeys(location, {}, {"id", "physicalLocation", "logicalLocations", "message", "annotations", "properties"});
  const json& physical = location["physicalLocation"];
  ExpectKeys(physical, {"artifactLocation"}, {"region", "contextRegion", "address", "properties"});
  ExpectKeys(physical["artifactLocation"], {"uri"}, {"uriBaseId", "index", "description", "properties"});
  ExpectUriReference(physical["artifactLocation"]["uri"]);
  if (physical.contains("region")) EXPECT_GE(physical["region"]["startLine"].get<int>(), 1);
}

void ExpectRule(const json& rule) {
  ExpectKeys(rule, {"id"}, {"name", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration"});
  for (const char* key : {"shortDescription", "help"}) {
    if (rule.contains(key)) ExpectMessage(rule[key]);
  }
}

void ExpectResult(const json& result, const json& rules) {
  ExpectKeys(result, {"message"},
             {"ruleId", "ruleIndex", "kind", "level", "locations", "partialFingerprints", "suppressions", "codeFlows",
              "properties"});
  ExpectMessage(result["message"]);
  const std::set<std::string> kinds = {"notApplicable", "pass", "fail", "review", "open", "informational"};
  const std::set<std::string> levels = {"none", "note", "warning", "error"};
  EXPECT_TRUE(kinds.count(result["kind"])) << result["kind"];
  EXPECT_TRUE(levels.count(result["level"])) << result["level"];
  if (result["kind"] != "fail") EXPECT_EQ(result["level"], "none");
  ASSERT_LT(result["ruleIndex"].get<std::size_t>(), rules.size());
  EXPECT_EQ(rules[result["ruleIndex"].get<std::size_t>()]["id"], result["ruleId"]);
  for (const json& location : result.value("locations", json::array())) ExpectLocation(location);
  for (const json& suppression : result.value("suppressions", json::array())) {
    ExpectKeys(suppression, {"kind"}, {"status", "justification", "guid", "location", "properties"});
    EXPECT_TRUE(suppression["kind"] == "external" || suppression["kind"] == "inSource");
    EXPECT_TRUE((std::set<std::string>{"accepted", "underReview", "rejected"}).count(suppression["status"]));
  }
  for (const json& flow : result.value("codeFlows", json::array())) {
    ASSERT_GE(flow["threadFlows"].size(), 1u);
    for (const json& thread : flow["threadFlows"]) {
      ASSERT_GE(thread["locations"].size(), 1u);
      for (const json& step : thread["locations"]) ExpectLocation(step["location"]);
    }
  }
}

void ExpectValid(const json& log) {
  ExpectKeys(log, {"version", "runs"}, {"$schema", "inlineExternalProperties", "properties"});
  EXPECT_EQ(log["version"], "2.1.0");
  ASSERT_TRUE(log["runs"].is_array());
  for (const json& run : log["runs"]) {
    ExpectKeys(run, {"tool"}, {"results", "originalUriBaseIds", "columnKind", "properties", "invocations"});
    EXPECT_TRUE(run["columnKind"] == "unicodeCodePoints" || run["columnKind"] == "utf16CodeUnits");
    const json& driver = run["tool"]["driver"];
    ExpectKeys(driver, {"name"}, {"version", "rules", "informationUri", "semanticVersion"});
    std::set<std::string> ids;
    for (const json& rule : driver["rules"]) {
      ExpectRule(rule);
      EXPECT_TRUE(ids.insert(rule["id"]).second) << "rules must be unique: " << rule["id"];
    }
    for (const json& result : run["results"]) ExpectResult(result, driver["rules"]);
  }
}

TEST(WriteSarif, KeepsTheRulesOfTheSchemaForAFullReport) { ExpectValid(Sarif({FullReport()})); }

TEST(WriteSarif, KeepsTheRulesOfTheSchemaForNoReportAndForAnEmptyOne) {
  ExpectValid(Sarif({}));
  ExpectValid(Sarif({Report{}}));
  Report bare{.findings = {Finding{.rule = "bare"}}, .gaps = {Gap{.kind = "bare"}}};
  ExpectValid(Sarif({bare}));
}

TEST(WriteSarif, MismatchIsAnErrorNoteInformsGapThatMattersAsksForReview) {
  json results = Sarif({FullReport()})["runs"][0]["results"];
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0]["level"], "error");
  EXPECT_EQ(results[1]["kind"], "informational");
  EXPECT_EQ(results[2]["kind"], "review");
  EXPECT_EQ(results[2]["ruleId"], "gap/unknown-callee");
}

TEST(WriteSarif, WaiverBecomesAnExternalSuppressionWithItsReason) {
  json results = Sarif({FullReport()})["runs"][0]["results"];
  EXPECT_FALSE(results[0].contains("suppressions"));
  ASSERT_EQ(results[2]["suppressions"].size(), 1u);
  EXPECT_EQ(results[2]["suppressions"][0]["justification"], "reviewed by hand (A. Reviewer, until 2030-01-01)");
}

TEST(WriteSarif, WitnessBecomesOneThreadFlowAVersion) {
  json flow = Sarif({FullReport()})["runs"][0]["results"][0]["codeFlows"][0];
  ASSERT_EQ(flow["threadFlows"].size(), 2u);
  EXPECT_EQ(flow["threadFlows"][1]["locations"].size(), 3u);
}

TEST(WriteSarif, EncodesPathsAsUriReferences) {
  Report report{.findings = {Finding{.rule = "r", .where = {"net/a b#c%.c", 1}}}};
  json log = Sarif({report});
  ExpectValid(log);
  EXPECT_EQ(log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "net/a%20b%23c%25.c");
}

TEST(WriteSarif, RuleOrderDoesNotDependOnWhatFiredFirst) {
  Report first{.findings = {Finding{.rule = "b"}, Finding{.rule = "a"}}};
  Report second{.findings = {Finding{.rule = "a"}, Finding{.rule = "b"}}};
  EXPECT_EQ(Sarif({first})["runs"][0]["tool"], Sarif({second})["runs"][0]["tool"]);
  EXPECT_EQ(WriteSarif({first}, Rules(), "1"), WriteSarif({first}, Rules(), "1"));
}

}  // namespace
}  // namespace lpcheck
