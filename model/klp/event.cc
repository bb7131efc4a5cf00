#include "model/klp/event.h"

#include <array>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "model/klp/world.h"

namespace lpcheck::klp {
namespace {

enum class Noun { kNone, kTask, kFunc, kPatch, kObject };

struct Shape {
  std::string_view name;
  Noun a = Noun::kNone;
  Noun b = Noun::kNone;
};

// Indexed by EventKind.
constexpr std::array<Shape, kEventKindCount> kShapes = {{
    {"call", Noun::kTask, Noun::kFunc},
    {"direct", Noun::kTask, Noun::kFunc},
    {"through", Noun::kTask, Noun::kFunc},
    {"return", Noun::kTask},
    {"cold", Noun::kTask},
    {"interrupt", Noun::kTask, Noun::kFunc},
    {"exit", Noun::kTask},
    {"fork", Noun::kTask, Noun::kTask},
    {"fork-end", Noun::kTask, Noun::kTask},
    {"die", Noun::kTask},
    {"try-switch", Noun::kTask},
    {"self-switch", Noun::kTask},
    {"complete"},
    {"advance"},
    {"switch-all"},
    {"enable", Noun::kPatch},
    {"disable", Noun::kPatch},
    {"reverse"},
    {"force"},
    {"signal"},
    {"rmmod", Noun::kPatch},
    {"coming", Noun::kObject},
    {"live", Noun::kObject},
    {"going", Noun::kObject},
    {"ftrace-off"},
    {"ftrace-on"},
}};

const Shape& ShapeOf(EventKind kind) { return kShapes[static_cast<int>(kind)]; }

std::vector<std::string> NamesOf(const World& world, Noun noun) {
  std::vector<std::string> names;
  if (noun == Noun::kTask)
    for (const TaskSpec& task : world.tasks) names.push_back(task.name);
  if (noun == Noun::kFunc)
    for (const FuncSpec& func : world.funcs) names.push_back(func.name);
  if (noun == Noun::kPatch)
    for (const PatchSpec& patch : world.patches) names.push_back(patch.name);
  if (noun == Noun::kObject)
    for (const ObjectSpec& object : world.objects) names.push_back(object.name);
  return names;
}

absl::StatusOr<std::uint8_t> IndexOf(const World& world, Noun noun, const std::string& word) {
  const std::vector<std::string> names = NamesOf(world, noun);
  std::string known;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == word) return static_cast<std::uint8_t>(i);
    absl::StrAppend(&known, known.empty() ? "" : ", ", names[i]);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("unknown name '", word, "'; the world has ", known.empty() ? "none" : known));
}

}  // namespace

std::string_view Name(EventKind kind) { return ShapeOf(kind).name; }

std::optional<EventKind> EventKindFromName(std::string_view name) {
  for (int i = 0; i < kEventKindCount; ++i) {
    if (kShapes[i].name == name) return static_cast<EventKind>(i);
  }
  return std::nullopt;
}

std::string ToText(const World& world, const Event& event) {
  const Shape& shape = ShapeOf(event.kind);
  std::string text(shape.name);
  if (shape.a != Noun::kNone) absl::StrAppend(&text, " ", NamesOf(world, shape.a)[event.a]);
  if (shape.b != Noun::kNone) absl::StrAppend(&text, " ", NamesOf(world, shape.b)[event.b]);
  return text;
}

absl::StatusOr<Event> EventFromText(const World& world, std::string_view text) {
  const std::vector<std::string> words =
      absl::StrSplit(absl::string_view(text.data(), text.size()), absl::ByAnyChar(" \t"), absl::SkipEmpty());
  if (words.empty()) return absl::InvalidArgumentError("an event is expected, such as 'call t a'");
  const std::optional<EventKind> kind = EventKindFromName(words[0]);
  if (!kind) return absl::InvalidArgumentError(absl::StrCat("unknown event '", words[0], "'"));
  const Shape& shape = ShapeOf(*kind);
  const std::size_t operands = (shape.a != Noun::kNone ? 1 : 0) + (shape.b != Noun::kNone ? 1 : 0);
  if (words.size() != operands + 1) {
    return absl::InvalidArgumentError(absl::StrCat("'", words[0], "' takes ", operands, " names"));
  }
  Event event{.kind = *kind};
  for (std::size_t i = 0; i < operands; ++i) {
    absl::StatusOr<std::uint8_t> index = IndexOf(world, i == 0 ? shape.a : shape.b, words[i + 1]);
    if (!index.ok()) return index.status();
    (i == 0 ? event.a : event.b) = *index;
  }
  return event;
}

}  // namespace lpcheck::klp
