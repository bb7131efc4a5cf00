// The reader of lpcheck.verdict/1; see json.h. A Cursor walks the value and remembers where it is and the first
// thing that was wrong, so that reading a record stays a list of its keys; nothing here throws.
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "analyzer/report/json.h"

namespace lpcheck {
namespace {

using Json = nlohmann::ordered_json;

/// The first error of a whole document, shared by all cursors into it.
struct FirstError {
  std::string message;
  void Set(absl::string_view path, absl::string_view what) {
    if (message.empty()) message = absl::StrCat(path.empty() ? "the document" : path, ": ", what);
  }
};

/// A value in the document and its path. After an error every answer is an empty value.
class Cursor {
 public:
  Cursor(const Json* json, std::string path, FirstError* error) : json_(json), path_(std::move(path)), error_(error) {}

  bool IsNull() const { return json_ == nullptr || json_->is_null(); }

  Cursor operator[](const char* key) const {
    std::string path = path_.empty() ? key : absl::StrCat(path_, ".", key);
    if (json_ == nullptr) return {nullptr, path, error_};
    if (!json_->is_object()) return Fail("expected an object");
    auto found = json_->find(key);
    if (found == json_->end()) return Cursor(nullptr, path, error_).Fail("is missing");
    return {&*found, path, error_};
  }

  bool Has(const char* key) const { return json_ != nullptr && json_->is_object() && json_->contains(key); }

  std::string String() const {
    if (json_ != nullptr && json_->is_string()) return json_->get<std::string>();
    return Fail("expected a string"), "";
  }

  int Int() const {
    if (json_ != nullptr && json_->is_number_integer()) {
      auto wide = json_->get<std::int64_t>();
      if (wide >= 0 && wide <= std::numeric_limits<int>::max()) return static_cast<int>(wide);
    }
    return Fail("expected a whole number"), 0;
  }

  bool Bool() const {
    if (json_ != nullptr && json_->is_boolean()) return json_->get<bool>();
    return Fail("expected true or false"), false;
  }

  template <typename Enum>
  Enum Named(std::optional<Enum> (*from_name)(std::string_view)) const {
    std::string name = String();
    std::optional<Enum> value = from_name(name);
    if (!value) Fail(absl::StrCat("unknown name \"", name, "\""));
    return value.value_or(Enum{});
  }

  /// Applies `read` to every element of an array.
  template <typename Read>
  auto List(Read read) const -> std::vector<decltype(read(std::declval<const Cursor&>()))> {
    std::vector<decltype(read(*this))> items;
    if (json_ == nullptr || !json_->is_array()) return Fail("expected an array"), items;
    for (std::size_t i = 0; i < json_->size(); ++i) {
      items.push_back(read(Cursor(&(*json_)[i], absl::StrCat(path_, "[", i, "]"), error_)));
    }
    return items;
  }

  std::map<std::string, std::string> StringMap() const {
    std::map<std::string, std::string> map;
    if (json_ == nullptr || !json_->is_object()) return Fail("expected an object"), map;
    for (const auto& [key, value] : json_->items()) {
      map[key] = Cursor(&value, absl::StrCat(path_, ".", key), error_).String();
    }
    return map;
  }

  bool IsString() const { return json_ != nullptr && json_->is_string(); }
  bool IsNumber() const { return json_ != nullptr && json_->is_number_integer(); }
  void Reject(absl::string_view what) const { Fail(what); }

 private:
  Cursor Fail(absl::string_view what) const {
    error_->Set(path_, what);
    return {nullptr, path_, error_};
  }

  const Json* json_;
  std::string path_;
  FirstError* error_;
};

int ReadInt(const Cursor& json) { return json.Int(); }
std::string ReadString(const Cursor& json) { return json.String(); }
Channel ReadChannel(const Cursor& json) { return json.Named(ChannelFromName); }
Mechanism ReadMechanism(const Cursor& json) { return json.Named(MechanismFromName); }

Location ReadLocation(const Cursor& json) { return {json["file"].String(), json["line"].Int()}; }

std::optional<Witness> ReadWitness(const Cursor& json) {
  if (json.IsNull()) return std::nullopt;
  Witness witness{.values = json["values"].StringMap(),
                  .old_path = json["old_path"].List(ReadInt),
                  .new_path = json["new_path"].List(ReadInt)};
  if (json.Has("steps")) witness.steps = json["steps"].List(ReadString);
  return witness;
}

/// Writers of the published schema give one `channel`; ours also gives the list.
std::vector<Channel> ReadChannels(const Cursor& json) {
  if (json.Has("channels")) return json["channels"].List(ReadChannel);
  Cursor channel = json["channel"];
  return channel.IsNull() ? std::vector<Channel>{} : std::vector<Channel>{ReadChannel(channel)};
}

Finding ReadFinding(const Cursor& json) {
  Finding finding{.rule = json["rule"].String(), .severity = Severity::kMismatch, .channels = ReadChannels(json)};
  if (json.Has("severity")) finding.severity = json["severity"].Named(SeverityFromName);
  finding.direction = json["direction"].Named(DirectionFromName);
  finding.function = json["function"].String();
  finding.peer = json["peer"].String();
  finding.where = ReadLocation(json);
  finding.message = json["message"].String();
  if (json.Has("witness")) finding.witness = ReadWitness(json["witness"]);
  finding.remedy = json["remedy"].String();
  return finding;
}

Gap ReadGap(const Cursor& json) {
  Gap gap{.kind = json["kind"].String(),
          .function = json["function"].String(),
          .where = ReadLocation(json),
          .matters = json["matters"].Bool()};
  if (json.Has("message")) gap.message = json["message"].String();
  return gap;
}

Condition ReadCondition(const Cursor& json) {
  return {.kind = json["kind"].Named(ConditionKindFromName),
          .name = json.Has("name") ? json["name"].String() : "",
          .because = json["because"].String()};
}

FixFunction ReadFunction(const Cursor& json) {
  return {.name = json["name"].String(),
          .object = json["object"].String(),
          .where = ReadLocation(json),
          .change = json["change"].Named(ChangeFromName),
          .because = json.Has("because") ? json["because"].String() : ""};
}

AppliedWaiver ReadWaiver(const Cursor& json) {
  return {json["finding"].String(), json["reason"].String(), json["who"].String(), json["until"].String()};
}

Target ReadTarget(const Cursor& json) {
  return {.era = json["era"].String(),
          .arch = json["arch"].String(),
          .reliable_stacks = json["reliable_stacks"].Bool(),
          .stack = json["stack"].List(ReadString)};
}

Binding ReadBinding(const Cursor& json) {
  return {.kernel = json["kernel"].String(),           .config_hash = json["config_hash"].String(),
          .compiler = json["compiler"].String(),       .build_id = json["build_id"].String(),
          .source_hash = json["source_hash"].String(), .functions_hash = json["functions_hash"].String()};
}

May ReadMay(const Cursor& json) {
  return {json["force"].Bool(), json["reverse"].Bool(), json["disable"].Bool()};
}

std::pair<std::string, std::string> ReadPair(const Cursor& json) {
  std::vector<std::string> both = json.List(ReadString);
  if (both.size() != 2) return json.Reject("expected a pair of strings"), std::pair<std::string, std::string>();
  return {both[0], both[1]};
}

DatumTouch ReadDatum(const Cursor& json) {
  DatumTouch datum{.name = json["name"].String()};
  if (json.Has("reads")) datum.reads = json["reads"].List(ReadString);
  if (json.Has("writes")) datum.writes = json["writes"].String();
  datum.derived = json.Has("derived") && json["derived"].Bool();
  return datum;
}

/// Ids are strings or whole numbers.
std::string ReadId(const Cursor& json) { return json.IsNumber() ? std::to_string(json.Int()) : json.String(); }

StateTouch ReadState(const Cursor& json) {
  return {ReadId(json["id"]), json.Has("version") ? json["version"].Int() : 0};
}

ShadowTouch ReadShadow(const Cursor& json) {
  return {ReadId(json["id"]), json.Has("meaning") ? json["meaning"].String() : ""};
}

/// A name alone says that it is set.
CallbackTouch ReadCallback(const Cursor& json) {
  if (json.IsString()) return {json.String(), CallbackEffect::kSets};
  return {json["name"].String(), json["effect"].Named(CallbackEffectFromName)};
}

/// Every list may be left out.
Touches ReadTouches(const Cursor& json) {
  Touches touches;
  if (json.Has("direct_calls")) touches.direct_calls = json["direct_calls"].List(ReadPair);
  if (json.Has("data")) touches.data = json["data"].List(ReadDatum);
  if (json.Has("locks")) touches.locks = json["locks"].List(ReadPair);
  if (json.Has("states")) touches.states = json["states"].List(ReadState);
  if (json.Has("shadows")) touches.shadows = json["shadows"].List(ReadShadow);
  if (json.Has("callbacks")) touches.callbacks = json["callbacks"].List(ReadCallback);
  return touches;
}

Report ReadReport(const Cursor& json) {
  Report report{.fix = json["fix"].String(),
                .verdict = json["verdict"].Named(VerdictFromName),
                .mechanisms = json["mechanisms"].List(ReadMechanism),
                .conditions = json["conditions"].List(ReadCondition),
                .may = ReadMay(json["may"]),
                .functions = json["functions"].List(ReadFunction),
                .findings = json["findings"].List(ReadFinding),
                .gaps = json["gaps"].List(ReadGap)};
  if (json.Has("waivers")) report.waivers = json["waivers"].List(ReadWaiver);
  report.target = ReadTarget(json["target"]);
  report.bound_to = ReadBinding(json["bound_to"]);
  if (json.Has("checked_on")) report.checked_on = json["checked_on"].List(ReadString);
  if (json.Has("replace")) report.replace = json["replace"].Bool();
  if (json.Has("touches")) report.touches = ReadTouches(json["touches"]);
  return report;
}

absl::StatusOr<Report> ReadDocument(const Json& json, std::string path) {
  FirstError error;
  Cursor root(&json, std::move(path), &error);
  std::string schema = root["schema"].String();
  if (error.message.empty() && schema != kVerdictSchema) {
    return absl::InvalidArgumentError(absl::StrCat("schema \"", schema, "\" is not \"", std::string(kVerdictSchema),
                                                   "\"; write the verdict again with this lpcheck"));
  }
  Report report = error.message.empty() ? ReadReport(root) : Report{};
  if (!error.message.empty()) return absl::InvalidArgumentError(error.message);
  return report;
}

absl::StatusOr<Json> Parse(std::string_view text) {
  // The depth is bounded first: the recursive destructor of a hostile document must not exhaust the stack.
  constexpr int kMaxDepth = 64;
  Json json = Json::parse(
      text, [](int depth, Json::parse_event_t, Json&) { return depth <= kMaxDepth; }, /*allow_exceptions=*/false);
  if (json.is_discarded()) return absl::InvalidArgumentError("not JSON; expected a verdict written by lpcheck");
  return json;
}

}  // namespace

absl::StatusOr<Report> ReadVerdictJson(std::string_view text) {
  absl::StatusOr<Json> json = Parse(text);
  if (!json.ok()) return json.status();
  return ReadDocument(*json, "");
}

absl::StatusOr<std::vector<Report>> ReadVerdictsJson(std::string_view text) {
  absl::StatusOr<Json> json = Parse(text);
  if (!json.ok()) return json.status();
  std::vector<Report> reports;
  std::size_t count = json->is_array() ? json->size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    absl::StatusOr<Report> report =
        json->is_array() ? ReadDocument((*json)[i], absl::StrCat("[", i, "]")) : ReadDocument(*json, "");
    if (!report.ok()) return report.status();
    reports.push_back(*std::move(report));
  }
  return reports;
}

}  // namespace lpcheck
