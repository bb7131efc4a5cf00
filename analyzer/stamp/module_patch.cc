// See module_patch.h. Offsets are those of include/linux/livepatch.h (5.5 to 6.12): klp_patch {mod, objs,
// states, replace}, klp_object {name, funcs, callbacks}, klp_func {old_name, new_func, old_sympos}, klp_state
// {id, version, data}.
#include "analyzer/stamp/module_patch.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "analyzer/stamp/relocated_object.h"

namespace lpcheck {
namespace {

constexpr uint64_t kPatchObjects = 8;
constexpr uint64_t kPatchStates = 16;
constexpr uint64_t kPatchReplace = 24;
constexpr uint64_t kObjectFunctions = 8;
constexpr uint64_t kFunctionNew = 8;
constexpr uint64_t kFunctionSympos = 16;
constexpr uint64_t kFunctionSizeMin = 24;
constexpr uint64_t kStateSize = 24;
constexpr uint64_t kStateVersion = 8;
constexpr uint64_t kPointerSize = 8;
constexpr uint64_t kMaxStates = 64;

Place At(Place place, uint64_t offset) { return {place.section, place.offset + offset}; }

std::optional<Place> Follow(const RelocatedObject& object, Place place) {
  std::optional<Pointer> pointer = object.PointerAt(place);
  return pointer ? pointer->place : std::nullopt;
}

/// A klp_func: a string, then code.
bool IsFunction(const RelocatedObject& object, Place place) {
  std::optional<Pointer> replacement = object.PointerAt(At(place, kFunctionNew));
  std::optional<Place> name = Follow(object, place);
  return name && !object.IsCode(*name) && object.StringAt(*name) && replacement &&
         object.IsCode(*replacement);
}

/// A klp_object: a pointer to an array that begins with a klp_func.
bool HasFunctions(const RelocatedObject& object, Place place) {
  std::optional<Place> functions = Follow(object, At(place, kObjectFunctions));
  return functions && IsFunction(object, *functions);
}

/// An array of klp_func that has only its terminator: a variable of that size without content. The object then brings
/// nothing but callbacks.
bool IsEmptyList(const RelocatedObject& object, Place place) {
  if (object.IsCode(place) || object.BytesToSymbolEnd(place).value_or(0) < kFunctionSizeMin) return false;
  for (uint64_t offset = 0; offset < kFunctionSizeMin; offset += kPointerSize) {
    if (object.PointerAt(At(place, offset)) || object.NumberAt(At(place, offset), 8).value_or(0) != 0) return false;
  }
  return true;
}

bool IsObject(const RelocatedObject& object, Place place) {
  std::optional<Place> functions = Follow(object, At(place, kObjectFunctions));
  return functions && (IsFunction(object, *functions) || IsEmptyList(object, *functions));
}

/// A klp_patch: THIS_MODULE, then a pointer to an array that begins with a klp_object.
template <typename Predicate>
bool IsPatch(const RelocatedObject& object, Place place, const Pointer& pointer, Predicate is_object) {
  if (pointer.symbol != "__this_module") return false;
  std::optional<Place> objects = Follow(object, At(place, kPatchObjects));
  return objects && is_object(object, *objects);
}

/// Elements of an array at `start`: every place up to the end of its symbol that looks like one.
template <typename Predicate>
std::vector<Place> Elements(const RelocatedObject& object, Place start, Predicate is_element) {
  std::vector<Place> elements;
  const uint64_t end = object.BytesToSymbolEnd(start).value_or(kPointerSize);
  for (uint64_t offset = 0; offset < end; offset += kPointerSize) {
    if (is_element(object, At(start, offset))) elements.push_back(At(start, offset));
  }
  return elements;
}

absl::Status ReadObject(const RelocatedObject& object, Place place, ModulePatch& patch) {
  std::string name = "vmlinux";
  if (std::optional<Place> named = Follow(object, place)) name = object.StringAt(*named).value_or("");
  if (name.empty()) return absl::InvalidArgumentError("a klp_object has a name that cannot be read");
  std::optional<Place> functions = Follow(object, At(place, kObjectFunctions));
  for (Place function : Elements(object, *functions, IsFunction)) {
    PatchedFunction patched;
    patched.object = name;
    patched.name = *object.StringAt(*Follow(object, function));
    patched.sympos = static_cast<uint32_t>(object.NumberAt(At(function, kFunctionSympos), 8).value_or(0));
    patch.functions.push_back(patched);
  }
  return absl::OkStatus();
}

std::vector<PatchState> ReadStates(const RelocatedObject& object, Place patch) {
  std::vector<PatchState> states;
  std::optional<Place> start = Follow(object, At(patch, kPatchStates));
  if (!start) return states;
  for (uint64_t i = 0; i < kMaxStates; ++i) {
    const uint64_t id = object.NumberAt(At(*start, i * kStateSize), 8).value_or(0);
    if (id == 0) break;
    const uint64_t version = object.NumberAt(At(*start, i * kStateSize + kStateVersion), 4).value_or(0);
    states.push_back({id, static_cast<uint32_t>(version)});
  }
  return states;
}

absl::StatusOr<Place> FindPatch(const RelocatedObject& object) {
  std::vector<Place> patches;
  // Emptiness is a weak sign: it counts only where nothing better is found.
  for (auto is_object : {HasFunctions, IsObject}) {
    if (!patches.empty()) break;
    for (const auto& [place, pointer] : object.pointers()) {
      if (IsPatch(object, place, pointer, is_object)) patches.push_back(place);
    }
  }
  if (patches.size() == 1) return patches.front();
  if (patches.empty()) {
    return absl::InvalidArgumentError(
        "no static struct klp_patch found; a module that builds it at run time cannot be stamped");
  }
  return absl::InvalidArgumentError("several struct klp_patch found; a stamp speaks of one");
}

}  // namespace

absl::StatusOr<ModulePatch> ReadModulePatch(std::string_view bytes) {
  absl::StatusOr<RelocatedObject> object = RelocatedObject::Parse(bytes);
  if (!object.ok()) return object.status();
  if (object->ModuleInfo("livepatch") != "Y") {
    return absl::InvalidArgumentError("not a livepatch module: MODULE_INFO(livepatch, \"Y\") is missing");
  }
  absl::StatusOr<Place> place = FindPatch(*object);
  if (!place.ok()) return place.status();

  ModulePatch patch;
  for (Place klp_object : Elements(*object, *Follow(*object, At(*place, kPatchObjects)), IsObject)) {
    if (absl::Status status = ReadObject(*object, klp_object, patch); !status.ok()) return status;
  }
  std::sort(patch.functions.begin(), patch.functions.end());
  patch.states = ReadStates(*object, *place);
  patch.replace = object->NumberAt(At(*place, kPatchReplace), 1).value_or(0) != 0;
  const std::string vermagic = object->ModuleInfo("vermagic").value_or("");
  patch.release = vermagic.substr(0, vermagic.find(' '));
  return patch;
}

}  // namespace lpcheck
