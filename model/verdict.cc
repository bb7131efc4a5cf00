#include "model/verdict.h"

#include <array>
#include <cstddef>

namespace lpcheck {
namespace {

// Each table is indexed by the enumerator's value; verdict.h gives the order.
constexpr std::array<std::string_view, 4> kVerdicts = {"immediate", "consistency", "undecided", "refused"};
constexpr std::array<std::string_view, 6> kMechanisms = {"immediate",    "per-task",  "kernel-exit",
                                                         "stop-machine", "migration", "none"};
constexpr std::array<std::string_view, 5> kChannels = {"stack", "sequence", "concurrent", "persistent", "rollback"};
constexpr std::array<std::string_view, 3> kDirections = {"new-to-old", "old-to-new", "both"};
constexpr std::array<std::string_view, 6> kConditions = {"no-disable",       "no-reverse", "pin-module",
                                                         "correlate-static", "add-caller", "no-force"};
constexpr std::array<std::string_view, 6> kChanges = {"none", "local", "contract", "data", "undeliverable", "unknown"};
constexpr std::array<std::string_view, 3> kSeverities = {"note", "mismatch", "undeliverable"};
constexpr std::array<std::string_view, 3> kCallbackEffects = {"adds", "may-set", "sets"};

template <typename Enum, std::size_t N>
std::optional<Enum> FromName(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view Name(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }
std::string_view Name(Mechanism mechanism) { return kMechanisms[static_cast<std::size_t>(mechanism)]; }
std::string_view Name(Channel channel) { return kChannels[static_cast<std::size_t>(channel)]; }
std::string_view Name(Direction direction) { return kDirections[static_cast<std::size_t>(direction)]; }
std::string_view Name(ConditionKind kind) { return kConditions[static_cast<std::size_t>(kind)]; }
std::string_view Name(Change change) { return kChanges[static_cast<std::size_t>(change)]; }
std::string_view Name(Severity severity) { return kSeverities[static_cast<std::size_t>(severity)]; }
std::string_view Name(CallbackEffect effect) { return kCallbackEffects[static_cast<std::size_t>(effect)]; }

std::optional<Verdict> VerdictFromName(std::string_view name) { return FromName<Verdict>(kVerdicts, name); }
std::optional<Mechanism> MechanismFromName(std::string_view name) { return FromName<Mechanism>(kMechanisms, name); }
std::optional<Channel> ChannelFromName(std::string_view name) { return FromName<Channel>(kChannels, name); }
std::optional<Change> ChangeFromName(std::string_view name) { return FromName<Change>(kChanges, name); }
std::optional<ConditionKind> ConditionKindFromName(std::string_view name) {
  return FromName<ConditionKind>(kConditions, name);
}
std::optional<Direction> DirectionFromName(std::string_view name) { return FromName<Direction>(kDirections, name); }
std::optional<Severity> SeverityFromName(std::string_view name) { return FromName<Severity>(kSeverities, name); }
std::optional<CallbackEffect> CallbackEffectFromName(std::string_view name) {
  return FromName<CallbackEffect>(kCallbackEffects, name);
}

}  // namespace lpcheck
