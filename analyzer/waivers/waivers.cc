// See waivers.h.
#include "analyzer/waivers/waivers.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "model/decide.h"

namespace lpcheck {
namespace {

using Json = nlohmann::json;

constexpr char kSchema[] = "lpcheck.waivers/1";

bool IsDate(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  int month = std::stoi(text.substr(5, 2)), day = std::stoi(text.substr(8, 2));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/// Everything a waiver must say; a waiver without a name or an end is no review.
absl::StatusOr<Waiver> ParseWaiver(const Json& json, const std::string& where) {
  if (!json.is_object()) return absl::InvalidArgumentError(absl::StrCat(where, ": expected an object"));
  Waiver waiver;
  const std::array<std::pair<const char*, std::string*>, 4> required = {{{"finding", &waiver.what.finding},
                                                                        {"reason", &waiver.what.reason},
                                                                        {"who", &waiver.what.who},
                                                                        {"until", &waiver.what.until}}};
  for (const auto& [key, value] : required) {
    auto found = json.find(key);
    if (found != json.end() && found->is_string()) *value = found->get<std::string>();
    if (value->empty()) return absl::InvalidArgumentError(absl::StrCat(where, ": write a text for \"", key, "\""));
  }
  if (waiver.what.finding.find(':') == std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat(where, ": \"", waiver.what.finding,
                                                   "\" names no function; write RULE:FUNCTION or gap:KIND:FUNCTION"));
  }
  if (!IsDate(waiver.what.until)) {
    return absl::InvalidArgumentError(
        absl::StrCat(where, ": \"until\" is \"", waiver.what.until, "\"; write a day as 2030-01-31"));
  }
  if (auto fix = json.find("fix"); fix != json.end()) {
    if (!fix->is_string()) return absl::InvalidArgumentError(absl::StrCat(where, ": \"fix\" must be a text"));
    waiver.fix = fix->get<std::string>();
  }
  return waiver;
}

bool Names(const Waiver& waiver, const Report& report) {
  if (!waiver.fix.empty() && waiver.fix != report.fix) return false;
  const std::string& key = waiver.what.finding;
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const Finding& finding) {
                       return finding.severity == Severity::kMismatch && WaiverKey(finding) == key;
                     }) ||
         std::any_of(report.gaps.begin(), report.gaps.end(),
                     [&](const Gap& gap) { return gap.matters && WaiverKey(gap) == key; });
}

}  // namespace

absl::StatusOr<std::vector<Waiver>> ParseWaivers(std::string_view text, std::string_view name) {
  std::string file(name);
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || json.value("schema", Json()) != kSchema) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": not a waivers file; it is a JSON object with \"schema\": \"",
                                                   kSchema, "\" and a list \"waivers\""));
  }
  auto list = json.find("waivers");
  if (list == json.end() || !list->is_array()) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": write a list \"waivers\""));
  }
  std::vector<Waiver> waivers;
  for (std::size_t i = 0; i < list->size(); ++i) {
    absl::StatusOr<Waiver> waiver = ParseWaiver((*list)[i], absl::StrCat(file, ": waivers[", i, "]"));
    if (!waiver.ok()) return waiver.status();
    waivers.push_back(*std::move(waiver));
  }
  return waivers;
}

absl::StatusOr<std::vector<Waiver>> ReadWaivers(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.good() && !file.eof()) {
    return absl::NotFoundError(absl::StrCat(path, ": cannot read the waivers; check --waivers"));
  }
  return ParseWaivers(text, path);
}

void ApplyWaivers(const std::vector<Waiver>& waivers, std::string_view today, Report& report) {
  for (const Waiver& waiver : waivers) {
    if (waiver.what.until >= today && Names(waiver, report)) report.waivers.push_back(waiver.what);
  }
  Decide(report);
}

}  // namespace lpcheck
