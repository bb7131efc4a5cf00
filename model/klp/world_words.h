// The vocabulary of world files: names of kinds, and lookup of declared names. Shared by the reader and the
// printer.
#ifndef LPCHECK_MODEL_KLP_WORLD_WORDS_H_
#define LPCHECK_MODEL_KLP_WORLD_WORDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "model/klp/world.h"

namespace lpcheck::klp {

std::vector<std::string> FuncNames(const World& world);
std::vector<std::string> PatchNames(const World& world);
std::vector<std::string> ObjectNames(const World& world);
std::vector<std::string> DatumNames(const World& world);
std::vector<std::string> TaskNames(const World& world);

/// Invalid argument that lists what is known.
absl::StatusOr<int> IndexOf(const std::vector<std::string>& names, const std::string& word);

std::string_view Name(TaskKind kind);
std::string_view Name(EffectKind kind);
std::string_view Name(CallbackSite site);
std::optional<TaskKind> TaskKindFromName(std::string_view name);
std::optional<EffectKind> EffectKindFromName(std::string_view name);
std::optional<CallbackSite> CallbackFromName(std::string_view name);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_WORLD_WORDS_H_
