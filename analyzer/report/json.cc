// The writer of lpcheck.verdict/1; see json.h. The reader stands in json_reader.cc.
#include "analyzer/report/json.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace lpcheck {
namespace {

using Json = nlohmann::ordered_json;

std::string Text(std::string_view text) { return std::string(text); }

Json PathJson(const std::vector<int>& path) { return path.empty() ? Json::array() : Json(path); }

Json WitnessJson(const std::optional<Witness>& witness) {
  if (!witness) return nullptr;
  Json values = Json::object();
  for (const auto& [name, value] : witness->values) values[name] = value;
  Json steps = Json::array();
  for (const std::string& step : witness->steps) steps.push_back(step);
  return {{"values", std::move(values)},
          {"old_path", PathJson(witness->old_path)},
          {"new_path", PathJson(witness->new_path)},
          {"steps", std::move(steps)}};
}

/// The channel that is hardest to close stands for all in `channel`; `channels` has the list.
Json HardestChannel(const std::vector<Channel>& channels) {
  constexpr Channel kHardestFirst[] = {Channel::kPersistent, Channel::kConcurrent, Channel::kSequence,
                                       Channel::kStack, Channel::kRollback};
  for (Channel channel : kHardestFirst) {
    if (std::find(channels.begin(), channels.end(), channel) != channels.end()) return Text(Name(channel));
  }
  return nullptr;
}

Json FindingJson(const Finding& finding) {
  Json channels = Json::array();
  for (Channel channel : finding.channels) channels.push_back(Text(Name(channel)));
  return {{"rule", finding.rule},
          {"severity", Text(Name(finding.severity))},
          {"channel", HardestChannel(finding.channels)},
          {"channels", std::move(channels)},
          {"direction", Text(Name(finding.direction))},
          {"function", finding.function},
          {"peer", finding.peer},
          {"file", finding.where.file},
          {"line", finding.where.line},
          {"message", finding.message},
          {"witness", WitnessJson(finding.witness)},
          {"remedy", finding.remedy}};
}

Json GapJson(const Gap& gap) {
  return {{"kind", gap.kind},           {"function", gap.function}, {"file", gap.where.file},
          {"line", gap.where.line},     {"matters", gap.matters},   {"message", gap.message}};
}

Json ConditionJson(const Condition& condition) {
  return {{"kind", Text(Name(condition.kind))}, {"name", condition.name}, {"because", condition.because}};
}

Json FunctionJson(const FixFunction& function) {
  return {{"name", function.name},
          {"object", function.object},
          {"file", function.where.file},
          {"line", function.where.line},
          {"change", Text(Name(function.change))},
          {"because", function.because}};
}

Json WaiverJson(const AppliedWaiver& waiver) {
  return {{"finding", waiver.finding}, {"reason", waiver.reason}, {"who", waiver.who}, {"until", waiver.until}};
}

Json TargetJson(const Target& target) {
  Json stack = Json::array();
  for (const std::string& patch : target.stack) stack.push_back(patch);
  return {{"era", target.era},
          {"arch", target.arch},
          {"reliable_stacks", target.reliable_stacks},
          {"stack", std::move(stack)}};
}

Json BindingJson(const Binding& binding) {
  return {{"kernel", binding.kernel},           {"config_hash", binding.config_hash},
          {"compiler", binding.compiler},       {"build_id", binding.build_id},
          {"source_hash", binding.source_hash}, {"functions_hash", binding.functions_hash}};
}

Json PairsJson(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Json list = Json::array();
  for (const auto& [first, second] : pairs) list.push_back(Json::array({first, second}));
  return list;
}

Json StringsJson(const std::vector<std::string>& strings) {
  Json list = Json::array();
  for (const std::string& string : strings) list.push_back(string);
  return list;
}

Json DatumJson(const DatumTouch& datum) {
  return {{"name", datum.name}, {"reads", StringsJson(datum.reads)}, {"writes", datum.writes}, {"derived", datum.derived}};
}

Json StateJson(const StateTouch& state) { return {{"id", state.id}, {"version", state.version}}; }

Json ShadowJson(const ShadowTouch& shadow) { return {{"id", shadow.id}, {"meaning", shadow.meaning}}; }

Json CallbackJson(const CallbackTouch& callback) {
  return {{"name", callback.name}, {"effect", Text(Name(callback.effect))}};
}

template <typename Item, typename ToJson>
Json ListJson(const std::vector<Item>& items, ToJson to_json) {
  Json list = Json::array();
  for (const Item& item : items) list.push_back(to_json(item));
  return list;
}

Json TouchesJson(const Touches& touches) {
  return {{"direct_calls", PairsJson(touches.direct_calls)}, {"data", ListJson(touches.data, DatumJson)},
          {"locks", PairsJson(touches.locks)},               {"states", ListJson(touches.states, StateJson)},
          {"shadows", ListJson(touches.shadows, ShadowJson)}, {"callbacks", ListJson(touches.callbacks, CallbackJson)}};
}

Json ReportJson(const Report& report) {
  Json mechanisms = Json::array();
  for (Mechanism mechanism : report.mechanisms) mechanisms.push_back(Text(Name(mechanism)));
  Json json = Json::object();
  json["schema"] = Text(kVerdictSchema);
  json["fix"] = report.fix;
  json["verdict"] = Text(Name(report.verdict));
  json["mechanisms"] = std::move(mechanisms);
  json["conditions"] = ListJson(report.conditions, ConditionJson);
  json["may"] = {{"force", report.may.force}, {"reverse", report.may.reverse}, {"disable", report.may.disable}};
  json["functions"] = ListJson(report.functions, FunctionJson);
  json["findings"] = ListJson(report.findings, FindingJson);
  json["gaps"] = ListJson(report.gaps, GapJson);
  json["waivers"] = ListJson(report.waivers, WaiverJson);
  json["target"] = TargetJson(report.target);
  json["bound_to"] = BindingJson(report.bound_to);
  if (!report.checked_on.empty()) json["checked_on"] = StringsJson(report.checked_on);
  if (report.replace) json["replace"] = true;
  if (report.touches) json["touches"] = TouchesJson(*report.touches);
  return json;
}

std::string Dump(const Json& json) {
  return json.dump(2, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string WriteVerdictJson(const Report& report) { return Dump(ReportJson(report)); }

std::string WriteVerdictsJson(absl::Span<const Report> reports) {
  if (reports.size() == 1) return WriteVerdictJson(reports.front());
  Json list = Json::array();
  for (const Report& report : reports) list.push_back(ReportJson(report));
  return Dump(list);
}

}  // namespace lpcheck
