// The writers of `lpcheck stack` and `lpcheck upgrade`, text and JSON; see stack_json.h.
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "analyzer/stack/stack_json.h"

namespace lpcheck {
namespace {

using Json = nlohmann::ordered_json;
using absl::StrAppend;

std::string Text(std::string_view text) { return std::string(text); }

std::string Dump(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json ConflictJson(const klp::Conflict& conflict) {
  return {{"kind", Text(Name(conflict.kind))}, {"verdict", Text(Name(conflict.weight))},
          {"patch", conflict.patch},           {"other", conflict.other},
          {"subject", conflict.subject},       {"because", conflict.because},
          {"trace", conflict.trace},           {"remedy", conflict.remedy}};
}

Json DisableJson(const klp::DisableEffect& effect) {
  return {{"patch", effect.patch},
          {"refusal", effect.refusal},
          {"falls_to", effect.falls_to},
          {"breaks", effect.breaks}};
}

void ConflictText(const klp::Conflict& conflict, std::string& out) {
  StrAppend(&out, conflict.patch, ": ", Text(Name(conflict.weight)), ": ", Text(Name(conflict.kind)), " ",
            conflict.subject);
  if (!conflict.other.empty()) StrAppend(&out, " (with ", conflict.other, ")");
  StrAppend(&out, "\n    ", conflict.because, "\n");
  for (std::size_t i = 0; i < conflict.trace.size(); ++i) {
    StrAppend(&out, "      ", i + 1, ". ", conflict.trace[i], "\n");
  }
  StrAppend(&out, "    remedy: ", conflict.remedy, "\n");
}

void DisableText(const klp::DisableEffect& effect, std::string& out) {
  StrAppend(&out, "disable ", effect.patch, ": ");
  if (!effect.refusal.empty()) {
    StrAppend(&out, effect.refusal, "\n");
    return;
  }
  StrAppend(&out,
            effect.falls_to.empty() ? "no function changes hands" : absl::StrJoin(effect.falls_to, ", "),
            "\n");
  for (const std::string& reason : effect.breaks) StrAppend(&out, "    unsafe: ", reason, "\n");
}

}  // namespace

Verdict VerdictOf(const StackAnswer& answer) {
  if (answer.order.order.size() < answer.series.size()) return Verdict::kRefused;
  Verdict verdict = Verdict::kImmediate;
  for (const klp::StackPatch& patch : answer.series) verdict = std::max(verdict, patch.verdict);
  for (const klp::Conflict& conflict : answer.order.conflicts) verdict = std::max(verdict, conflict.weight);
  return verdict;
}

std::string WriteStackJson(const StackAnswer& answer) {
  Json json = Json::object();
  json["schema"] = "lpcheck.stack-answer/1";
  json["era"] = answer.stack.era.name;
  json["verdict"] = Text(Name(VerdictOf(answer)));
  json["alone"] = Json::array();
  for (const klp::StackPatch& patch : answer.series)
    json["alone"].push_back({{"patch", patch.name}, {"verdict", Text(Name(patch.verdict))}});
  json["order"] = answer.order.order;
  json["conflicting"] = answer.order.conflicting;
  json["conflicts"] = Json::array();
  for (const klp::Conflict& conflict : answer.order.conflicts)
    json["conflicts"].push_back(ConflictJson(conflict));
  json["disable"] = Json::array();
  for (const klp::DisableEffect& effect : answer.disable) json["disable"].push_back(DisableJson(effect));
  return Dump(json);
}

std::string WriteStackText(const StackAnswer& answer) {
  std::string out =
      absl::StrCat("on ", answer.stack.era.name, " with ", answer.stack.patches.size(), " loaded, ",
                   answer.series.size(), " to enable: ", Text(Name(VerdictOf(answer))), "\n");
  for (const klp::StackPatch& patch : answer.series) {
    if (patch.verdict < Verdict::kUndecided) continue;
    StrAppend(&out, patch.name, ": ", Text(Name(patch.verdict)), " by itself, whatever else is loaded\n");
  }
  for (const klp::Conflict& conflict : answer.order.conflicts) ConflictText(conflict, out);
  if (answer.order.conflicts.empty() && !answer.series.empty()) StrAppend(&out, "no conflict\n");
  if (!answer.order.order.empty()) StrAppend(&out, "order: ", absl::StrJoin(answer.order.order, ", "), "\n");
  if (answer.order.conflicting.size() == 1) {
    StrAppend(&out, "cannot be enabled here: ", answer.order.conflicting[0], "\n");
  } else if (!answer.order.conflicting.empty()) {
    StrAppend(&out, "cannot live together: ", absl::StrJoin(answer.order.conflicting, ", "), "\n");
  }
  for (const klp::DisableEffect& effect : answer.disable) DisableText(effect, out);
  return out;
}

std::string WriteUpgradeJson(const klp::Upgrade& upgrade) {
  Json json = Json::object();
  json["schema"] = "lpcheck.upgrade/1";
  json["from"] = upgrade.from;
  json["to"] = upgrade.to;
  json["verdict"] = Text(Name(upgrade.verdict));
  json["reverts"] = upgrade.reverts;
  json["kept"] = upgrade.kept;
  json["added"] = upgrade.added;
  json["notes"] = Json::array();
  for (const klp::UpgradeNote& note : upgrade.notes) {
    json["notes"].push_back({{"verdict", Text(Name(note.weight))},
                             {"subject", note.subject},
                             {"because", note.because},
                             {"remedy", note.remedy}});
  }
  return Dump(json);
}

std::string WriteUpgradeText(const klp::Upgrade& upgrade) {
  std::string out = absl::StrCat(upgrade.from, " -> ", upgrade.to, ": ", Text(Name(upgrade.verdict)), "\n");
  for (const auto& [title, names] : {std::pair("reverts", &upgrade.reverts), std::pair("kept", &upgrade.kept),
                                     std::pair("added", &upgrade.added)}) {
    if (!names->empty()) StrAppend(&out, "  ", title, ": ", absl::StrJoin(*names, ", "), "\n");
  }
  for (const klp::UpgradeNote& note : upgrade.notes) {
    StrAppend(&out, "  ", Text(Name(note.weight)), ": ", note.subject, ": ", note.because,
              "\n    remedy: ", note.remedy, "\n");
  }
  return out;
}

}  // namespace lpcheck
