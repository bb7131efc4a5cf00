// The reader of stacks and patches; see stack_json.h. Writers stand in stack_write.cc.
#include "analyzer/stack/stack_json.h"

#include <algorithm>
#include <map>
#include <optional>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "analyzer/report/json.h"

namespace lpcheck {
namespace {

using Json = nlohmann::json;
using absl::InvalidArgumentError;
using absl::Status;
using absl::StrCat;

// A value of the wrong type becomes an error that names its key; nlohmann's exceptions do not leave this
// file.
template <typename T>
Status Take(const Json& object, const char* key, T& out) {
  if (!object.contains(key)) return absl::OkStatus();
  try {
    out = object.at(key).get<T>();
  } catch (const Json::exception&) {
    return InvalidArgumentError(StrCat("key '", key, "' has the wrong type"));
  }
  return absl::OkStatus();
}

Status First(std::initializer_list<Status> statuses) {
  for (const Status& status : statuses) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

klp::PatchedFunction* FindFunction(klp::StackPatch& patch, const std::string& name) {
  for (klp::PatchedFunction& function : patch.functions) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

Status ReadBases(const Json& touches, klp::StackPatch& patch) {
  std::map<std::string, std::string> bases;
  if (Status status = Take(touches, "bases", bases); !status.ok()) return status;
  for (const auto& [name, base] : bases) {
    klp::PatchedFunction* function = FindFunction(patch, name);
    if (function == nullptr)
      return InvalidArgumentError(StrCat("bases: the patch does not change '", name, "'"));
    function->base = base;
  }
  return absl::OkStatus();
}

Status ReadDirectCalls(const Json& touches, klp::StackPatch& patch) {
  Pairs calls;
  if (Status status = Take(touches, "direct_calls", calls); !status.ok()) return status;
  for (const auto& [caller, callee] : calls) {
    klp::PatchedFunction* function = FindFunction(patch, caller);
    if (function == nullptr)
      return InvalidArgumentError(StrCat("direct_calls: the patch does not change '", caller, "'"));
    function->direct_calls.push_back(callee);
  }
  return absl::OkStatus();
}

Status ReadData(const Json& touches, klp::StackPatch& patch) {
  if (!touches.contains("data")) return absl::OkStatus();
  if (!touches["data"].is_array()) return InvalidArgumentError("key 'data' has the wrong type");
  for (const Json& item : touches["data"]) {
    klp::DatumUse use;
    std::vector<std::string> reads;
    Status status =
        First({Take(item, "name", use.name), Take(item, "reads", reads), Take(item, "writes", use.writes),
                           Take(item, "derived", use.derived)});
    if (!status.ok()) return status;
    if (use.name.empty()) return InvalidArgumentError("data: each needs a 'name'");
    use.reads = absl::StrJoin(reads, " ");
    patch.data.push_back(std::move(use));
  }
  return absl::OkStatus();
}

// An id may be written as a number or as a string.
Status ReadId(const Json& item, std::string& id) {
  if (item.is_object() && item.contains("id") && item["id"].is_number_integer()) {
    id = std::to_string(item["id"].get<long long>());
    return absl::OkStatus();
  }
  if (Status status = Take(item, "id", id); !status.ok()) return status;
  return id.empty() ? InvalidArgumentError("states and shadows need an 'id'") : absl::OkStatus();
}

Status ReadIds(const Json& touches, klp::StackPatch& patch) {
  for (const Json& item : touches.value("states", Json::array())) {
    klp::DeclaredState state;
    if (Status status = First({ReadId(item, state.id), Take(item, "version", state.version)}); !status.ok())
      return status;
    patch.states.push_back(std::move(state));
  }
  for (const Json& item : touches.value("shadows", Json::array())) {
    klp::ShadowUse shadow;
    if (Status status = First({ReadId(item, shadow.id), Take(item, "meaning", shadow.meaning)}); !status.ok())
      return status;
    patch.shadows.push_back(std::move(shadow));
  }
  return absl::OkStatus();
}

// A name alone says that it is set; with "effect" it is what the checker saw.
Status ReadCallbacks(const Json& touches, klp::StackPatch& patch) {
  if (!touches.contains("callbacks")) return absl::OkStatus();
  if (!touches["callbacks"].is_array()) return InvalidArgumentError("key 'callbacks' has the wrong type");
  for (const Json& item : touches["callbacks"]) {
    CallbackTouch touch;
    std::string effect(Name(touch.effect));
    if (item.is_string()) {
      touch.name = item.get<std::string>();
    } else if (Status status = First({Take(item, "name", touch.name), Take(item, "effect", effect)}); !status.ok()) {
      return status;
    }
    const std::optional<CallbackEffect> known = CallbackEffectFromName(effect);
    if (touch.name.empty()) return InvalidArgumentError("callbacks: each is a name, or an object with a 'name'");
    if (!known) return InvalidArgumentError(StrCat("callbacks: unknown effect '", effect, "'; known are adds, may-set, sets"));
    touch.effect = *known;
    patch.callbacks.push_back(std::move(touch));
  }
  return absl::OkStatus();
}

Status ReadTouches(const Json& object, klp::StackPatch& patch) {
  if (!object.contains("touches")) return absl::OkStatus();
  static const std::set<std::string> known = {"bases",  "direct_calls", "locks",    "data",
                                              "states", "shadows",      "callbacks"};
  const Json& touches = object["touches"];
  if (!touches.is_object()) return InvalidArgumentError("key 'touches' has the wrong type");
  for (const auto& [key, value] : touches.items()) {
    if (!known.contains(key)) return InvalidArgumentError(StrCat("touches: unknown key '", key, "'"));
  }
  return First({ReadBases(touches, patch), ReadDirectCalls(touches, patch), ReadData(touches, patch),
                ReadIds(touches, patch), Take(touches, "locks", patch.locks), ReadCallbacks(touches, patch)});
}

Status ReadVerdictPart(const Json& object, klp::StackPatch& patch, std::vector<std::string>& decided_on) {
  absl::StatusOr<Report> report = ReadVerdictJson(object.dump());
  if (!report.ok()) return report.status();
  patch.verdict = report->verdict;
  patch.findings = report->findings;
  decided_on = report->target.stack;
  patch.checked_on = report->checked_on;
  patch.era = report->target.era;
  patch.arch = report->target.arch;
  patch.may_disable = report->may.disable;
  if (patch.name.empty()) patch.name = PatchNameOf(report->fix);
  for (const FixFunction& function : report->functions) {
    patch.functions.push_back({.name = function.name, .object = function.object, .change = function.change});
  }
  return absl::OkStatus();
}

Status ReadShortPart(const Json& object, klp::StackPatch& patch) {
  for (const Json& item : object.value("functions", Json::array())) {
    klp::PatchedFunction function;
    if (Status status = First({Take(item, "name", function.name), Take(item, "object", function.object)});
        !status.ok())
      return status;
    if (function.name.empty()) return InvalidArgumentError("functions: each needs a 'name'");
    patch.functions.push_back(std::move(function));
  }
  return absl::OkStatus();
}

struct ReadPatch {
  klp::StackPatch patch;
  std::vector<std::string> decided_on;  ///< target.stack of its verdict
};

absl::StatusOr<ReadPatch> PatchFrom(const Json& object, const std::string& name) {
  if (!object.is_object()) return InvalidArgumentError("a patch is an object");
  ReadPatch read;
  klp::StackPatch& patch = read.patch;
  if (Status status = Take(object, "name", patch.name); !status.ok()) return status;
  Status status = object.contains("schema") ? ReadVerdictPart(object, patch, read.decided_on)
                                            : ReadShortPart(object, patch);
  if (!status.ok()) return status;
  patch.summarised = object.contains("touches");
  if (patch.name.empty()) patch.name = name;
  if (patch.name.empty()) return InvalidArgumentError("a patch needs a 'name'");
  status = First({Take(object, "replace", patch.replace), Take(object, "set", patch.replace_set),
                  Take(object, "immediate", patch.immediate), Take(object, "forced", patch.forced),
                  Take(object, "transition", patch.in_transition), ReadTouches(object, patch)});
  if (!status.ok()) return InvalidArgumentError(StrCat("patch ", patch.name, ": ", status.message()));
  return read;
}

absl::StatusOr<Json> ParseJson(std::string_view text) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return InvalidArgumentError("not JSON");
  return json;
}

bool HasFunction(const klp::StackPatch& patch, const klp::PatchedFunction& wanted) {
  return std::any_of(patch.functions.begin(), patch.functions.end(),
                     [&](const klp::PatchedFunction& function) { return function.Is(wanted); });
}

// A verdict that was decided for a stack was written on the newest patch of it that has the function.
void ResolveDecidedOn(const std::vector<klp::StackPatch>& below, ReadPatch& read) {
  for (klp::PatchedFunction& function : read.patch.functions) {
    for (const klp::StackPatch& older : below) {
      const bool decided =
          std::find(read.decided_on.begin(), read.decided_on.end(), older.name) != read.decided_on.end();
      if (decided && HasFunction(older, function) && function.base.empty()) function.base = older.name;
    }
  }
}

Status ReadDead(const Json& json, klp::LoadedStack& stack) {
  for (const Json& item : json.value("dead", Json::array())) {
    klp::DeadVersion dead;
    Status status = First({Take(item, "function", dead.function), Take(item, "version", dead.version),
                           Take(item, "because", dead.because)});
    if (!status.ok()) return status;
    if (dead.function.empty()) return InvalidArgumentError("dead: each needs a 'function'");
    if (dead.version.empty()) dead.version = "original";
    stack.dead.push_back(std::move(dead));
  }
  return absl::OkStatus();
}

}  // namespace

std::string PatchNameOf(std::string path) {
  if (const std::size_t slash = path.find_last_of('/'); slash != std::string::npos)
    path = path.substr(slash + 1);
  return path.substr(0, path.find_last_of('.'));
}

void ResolveBases(const klp::LoadedStack& stack, std::vector<klp::StackPatch>& series) {
  std::map<std::string, const klp::StackPatch*> named;
  for (const klp::StackPatch& patch : stack.patches) named[patch.name] = &patch;
  for (const klp::StackPatch& patch : series) named[patch.name] = &patch;
  for (klp::StackPatch& patch : series) {
    for (klp::PatchedFunction& function : patch.functions) {
      const bool is_given = !function.base.empty();
      for (const std::string& older : patch.checked_on) {
        const auto found = named.find(older);
        const bool has = found != named.end() && HasFunction(*found->second, function);
        if (has && !is_given) function.base = older;
      }
    }
  }
}

Status CheckSameMachine(const klp::LoadedStack& stack, const std::vector<klp::StackPatch>& series) {
  for (const klp::StackPatch& patch : series) {
    if (!patch.arch.empty() && patch.arch != stack.arch) {
      return InvalidArgumentError(StrCat("patch ", patch.name, " was checked for ", patch.arch, ", the stack is of ",
                                         stack.arch, "; give the stack of the machine it is for"));
    }
    if (patch.era.empty()) continue;
    absl::StatusOr<klp::Era> era = klp::EraFor(patch.era);
    if (!era.ok()) return InvalidArgumentError(StrCat("patch ", patch.name, ": ", era.status().message()));
    if (era->name == stack.era.name) continue;
    return InvalidArgumentError(StrCat("patch ", patch.name, " was checked for ", patch.era, ", the stack is of ",
                                       stack.era.name, "; check it for that kernel"));
  }
  return absl::OkStatus();
}

absl::StatusOr<klp::LoadedStack> ReadStackJson(std::string_view text) {
  absl::StatusOr<Json> json = ParseJson(text);
  if (!json.ok()) return json.status();
  if (!json->is_object() || json->value("schema", "") != kStackSchema) {
    return InvalidArgumentError(
        StrCat("not a stack: the key 'schema' must be '", std::string(kStackSchema), "'"));
  }
  klp::LoadedStack stack;
  std::string era;
  Status status =
      First({Take(*json, "era", era), Take(*json, "arch", stack.arch), Take(*json, "watched", stack.watched),
             Take(*json, "reliable_stacks", stack.reliable_stacks), ReadDead(*json, stack)});
  if (!status.ok()) return status;
  absl::StatusOr<klp::Era> known = klp::EraFor(era);
  if (!known.ok()) return known.status();
  stack.era = *known;
  for (const Json& item : json->value("patches", Json::array())) {
    absl::StatusOr<ReadPatch> read = PatchFrom(item, "");
    if (!read.ok()) return read.status();
    ResolveDecidedOn(stack.patches, *read);
    stack.patches.push_back(std::move(read->patch));
  }
  ResolveBases(stack, stack.patches);
  if (Status same = CheckSameMachine(stack, stack.patches); !same.ok()) return same;
  if (Status reachable = klp::CheckReachable(stack); !reachable.ok()) return reachable;
  return stack;
}

absl::StatusOr<std::vector<klp::StackPatch>> ReadPatchesJson(std::string_view text, const std::string& name) {
  absl::StatusOr<Json> json = ParseJson(text);
  if (!json.ok()) return json.status();
  std::vector<klp::StackPatch> patches;
  const Json list = json->is_array() ? *json : Json::array({*json});
  for (const Json& item : list) {
    absl::StatusOr<ReadPatch> read = PatchFrom(item, list.size() == 1 ? PatchNameOf(name) : "");
    if (!read.ok()) return read.status();
    patches.push_back(std::move(read->patch));
  }
  return patches;
}

}  // namespace lpcheck
