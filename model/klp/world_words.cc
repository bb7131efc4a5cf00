#include "model/klp/world_words.h"

#include <array>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace lpcheck::klp {
namespace {

constexpr std::array<std::string_view, 3> kTaskKinds = {"user", "kthread", "idle"};
constexpr std::array<std::string_view, 8> kEffectKinds = {"when",  "reads", "writes", "takes",
                                                          "drops", "gets",  "puts",   "stores"};
constexpr std::array<std::string_view, 5> kCallbacks = {"", "pre-patch", "post-patch", "pre-unpatch",
                                                        "post-unpatch"};

template <typename Enum, std::size_t N>
std::optional<Enum> FromName(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (!name.empty() && names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

template <typename Spec>
std::vector<std::string> NamesOf(const std::vector<Spec>& specs) {
  std::vector<std::string> names;
  for (const Spec& spec : specs) names.push_back(spec.name);
  return names;
}

}  // namespace

std::vector<std::string> FuncNames(const World& world) { return NamesOf(world.funcs); }
std::vector<std::string> PatchNames(const World& world) { return NamesOf(world.patches); }
std::vector<std::string> ObjectNames(const World& world) { return NamesOf(world.objects); }
std::vector<std::string> DatumNames(const World& world) { return NamesOf(world.data); }
std::vector<std::string> TaskNames(const World& world) { return NamesOf(world.tasks); }

absl::StatusOr<int> IndexOf(const std::vector<std::string>& names, const std::string& word) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == word) return static_cast<int>(i);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown name '", word, "'; declared so far: ", names.empty() ? "none" : absl::StrJoin(names, ", ")));
}

std::string_view Name(TaskKind kind) { return kTaskKinds[static_cast<std::size_t>(kind)]; }
std::string_view Name(EffectKind kind) { return kEffectKinds[static_cast<std::size_t>(kind)]; }
std::string_view Name(CallbackSite site) { return kCallbacks[static_cast<std::size_t>(site)]; }
std::optional<TaskKind> TaskKindFromName(std::string_view name) {
  return FromName<TaskKind>(kTaskKinds, name);
}
std::optional<EffectKind> EffectKindFromName(std::string_view name) {
  return FromName<EffectKind>(kEffectKinds, name);
}
std::optional<CallbackSite> CallbackFromName(std::string_view name) {
  return FromName<CallbackSite>(kCallbacks, name);
}

}  // namespace lpcheck::klp
