// See sarif.h. Section numbers below are those of the OASIS specification of SARIF 2.1.0.
#include "analyzer/report/sarif.h"

#include <algorithm>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "model/decide.h"

namespace lpcheck {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchemaUri =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
constexpr absl::string_view kGapPrefix = "gap/";

std::string Text(std::string_view text) { return std::string(text); }

/// 3.4.4: a URI reference; everything outside RFC 3986's unreserved set and "/" is percent-encoded.
std::string UriOf(std::string_view path) {
  std::string uri;
  for (char c : path) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || std::string_view("/-._~").find(c) != std::string::npos) {
      uri += c;
    } else {
      absl::StrAppendFormat(&uri, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

Json LocationJson(const Location& where, std::string_view function) {
  Json physical = {{"artifactLocation", {{"uri", UriOf(where.file)}, {"uriBaseId", "KERNEL"}}}};
  if (where.line > 0) physical["region"] = {{"startLine", where.line}};
  Json location = {{"physicalLocation", std::move(physical)}};
  if (!function.empty()) {
    location["logicalLocations"] = Json::array({Json{{"name", Text(function)}, {"kind", "function"}}});
  }
  return location;
}

/// 3.35: a waiver is a suppression that stands outside the source.
Json SuppressionsJson(const Report& report, const std::string& key) {
  Json list = Json::array();
  for (const AppliedWaiver& waiver : report.waivers) {
    if (waiver.finding != key) continue;
    list.push_back({{"kind", "external"},
                    {"status", "accepted"},
                    {"justification", absl::StrCat(waiver.reason, " (", waiver.who, ", until ", waiver.until, ")")}});
  }
  return list;
}

/// The witness as a code flow (3.36): one thread flow for each version.
Json ThreadFlowJson(const Finding& finding, const std::vector<int>& path, std::string_view version) {
  Json locations = Json::array();
  for (int line : path) {
    locations.push_back({{"location", LocationJson({finding.where.file, line}, finding.function)}});
  }
  return {{"id", Text(version)}, {"locations", std::move(locations)}};
}

Json CodeFlowsJson(const Finding& finding) {
  Json threads = Json::array();
  if (!finding.witness->old_path.empty()) threads.push_back(ThreadFlowJson(finding, finding.witness->old_path, "old"));
  if (!finding.witness->new_path.empty()) threads.push_back(ThreadFlowJson(finding, finding.witness->new_path, "new"));
  if (threads.empty()) return Json::array();
  return Json::array({Json{{"threadFlows", std::move(threads)}}});
}

struct Kind {
  std::string_view kind;   ///< 3.27.9
  std::string_view level;  ///< 3.27.10: "none" whenever kind is not "fail"
};

Kind KindOf(Severity severity) {
  switch (severity) {
    case Severity::kNote:
      return {"informational", "none"};
    case Severity::kMismatch:
    case Severity::kUndeliverable:
      return {"fail", "error"};
  }
  return {"fail", "error"};
}

/// Rules in the order of their ids, so that `ruleIndex` does not depend on what fired first.
class RuleTable {
 public:
  RuleTable(absl::Span<const Report> reports, absl::Span<const SarifRule> rules) {
    for (const SarifRule& rule : rules) rules_[rule.id] = rule;
    for (const Report& report : reports) {
      for (const Finding& finding : report.findings) rules_.try_emplace(finding.rule, SarifRule{finding.rule, "", ""});
      for (const Gap& gap : report.gaps) {
        std::string id = absl::StrCat(kGapPrefix, gap.kind);
        if (gap.matters) rules_.try_emplace(id, SarifRule{id, "something relevant was not understood", ""});
      }
    }
  }

  int IndexOf(const std::string& id) const {
    return static_cast<int>(std::distance(rules_.begin(), rules_.find(id)));
  }

  Json ToJson() const {
    Json list = Json::array();
    for (const auto& [id, rule] : rules_) {
      Json json = {{"id", id}};
      if (!rule.title.empty()) json["shortDescription"] = {{"text", rule.title}};
      if (!rule.help.empty()) json["help"] = {{"text", rule.help}, {"markdown", rule.help}};
      list.push_back(std::move(json));
    }
    return list;
  }

 private:
  std::map<std::string, SarifRule> rules_;
};

Json ResultJson(const RuleTable& rules, const std::string& rule, Kind kind, std::string message) {
  return {{"ruleId", rule},
          {"ruleIndex", rules.IndexOf(rule)},
          {"kind", Text(kind.kind)},
          {"level", Text(kind.level)},
          {"message", {{"text", std::move(message)}}}};
}

void AddPlaces(const Report& report, const Location& where, const std::string& function, const std::string& key,
               Json& result) {
  if (!where.file.empty()) result["locations"] = Json::array({LocationJson(where, function)});
  result["partialFingerprints"] = {{"lpcheckKey/1", absl::StrCat(report.fix, "|", key)}};
  Json suppressions = SuppressionsJson(report, key);
  if (!suppressions.empty()) result["suppressions"] = std::move(suppressions);
}

Json FindingJson(const Report& report, const Finding& finding, const RuleTable& rules) {
  std::string message = finding.message.empty() ? finding.rule : finding.message;
  if (!finding.remedy.empty()) absl::StrAppend(&message, "\nRemedy: ", finding.remedy);
  Json result = ResultJson(rules, finding.rule, KindOf(finding.severity), std::move(message));
  AddPlaces(report, finding.where, finding.function, WaiverKey(finding), result);
  if (finding.witness) {
    Json flows = CodeFlowsJson(finding);
    if (!flows.empty()) result["codeFlows"] = std::move(flows);
  }
  Json channels = Json::array();
  for (Channel channel : finding.channels) channels.push_back(Text(Name(channel)));
  result["properties"] = {{"fix", report.fix},
                          {"severity", Text(Name(finding.severity))},
                          {"channels", std::move(channels)},
                          {"direction", Text(Name(finding.direction))},
                          {"peer", finding.peer}};
  return result;
}

Json GapJson(const Report& report, const Gap& gap, const RuleTable& rules) {
  Json result = ResultJson(rules, absl::StrCat(kGapPrefix, gap.kind), {"review", "none"},
                           absl::StrCat("not understood: ", gap.message.empty() ? gap.kind : gap.message));
  AddPlaces(report, gap.where, gap.function, WaiverKey(gap), result);
  result["properties"] = {{"fix", report.fix}};
  return result;
}

Json VerdictJson(const Report& report) {
  Json mechanisms = Json::array();
  for (Mechanism mechanism : report.mechanisms) mechanisms.push_back(Text(Name(mechanism)));
  return {{"fix", report.fix}, {"verdict", Text(Name(report.verdict))}, {"mechanisms", std::move(mechanisms)}};
}

}  // namespace

std::string WriteSarif(absl::Span<const Report> reports, absl::Span<const SarifRule> rules,
                       std::string_view tool_version) {
  RuleTable table(reports, rules);
  Json results = Json::array();
  Json verdicts = Json::array();
  for (const Report& report : reports) {
    for (const Finding& finding : report.findings) results.push_back(FindingJson(report, finding, table));
    for (const Gap& gap : report.gaps) {
      if (gap.matters) results.push_back(GapJson(report, gap, table));
    }
    verdicts.push_back(VerdictJson(report));
  }
  Json driver = {{"name", "lpcheck"}, {"version", Text(tool_version)}, {"rules", table.ToJson()}};
  Json run = {{"tool", {{"driver", std::move(driver)}}},
              {"originalUriBaseIds", {{"KERNEL", {{"description", {{"text", "the kernel source tree"}}}}}}},
              {"columnKind", "unicodeCodePoints"},
              {"results", std::move(results)},
              {"properties", {{"verdicts", std::move(verdicts)}}}};
  Json log = {{"$schema", Text(kSchemaUri)}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
  return log.dump(2, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lpcheck
