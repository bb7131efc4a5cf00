#include "model/klp/world_text.h"

#include <map>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "model/klp/world_declare.h"
#include "model/klp/world_words.h"

namespace lpcheck::klp {
namespace {

using absl::InvalidArgumentError;
using absl::Status;
using absl::StrCat;

Words Split(std::string_view line) {
  const std::string_view code = line.substr(0, line.find('#'));
  return absl::StrSplit(absl::string_view(code.data(), code.size()), absl::ByAnyChar(" \t\r"),
                        absl::SkipEmpty());
}

// Reads one line after another into a WorldFile. Each directive is a method; the table in Read() names them.
class Reader {
 public:
  absl::StatusOr<WorldFile> Read(std::string_view text) {
    int number = 0;
    for (absl::string_view line : absl::StrSplit(absl::string_view(text.data(), text.size()), '\n')) {
      ++number;
      const Words words = Split(std::string_view(line.data(), line.size()));
      if (words.empty()) continue;
      if (Status status = Directive(words); !status.ok()) {
        return InvalidArgumentError(StrCat("line ", number, ": ", status.message()));
      }
    }
    if (Status status = Finish(); !status.ok()) return status;
    return std::move(file_);
  }

 private:
  World& world() { return file_.world; }

  using Declare = Status (*)(World&, const Words&);
  using Method = Status (Reader::*)(const Words&);

  static const std::map<std::string, Declare>& Declarations() {
    static const auto* const table = new std::map<std::string, Declare>{
        {"object", DeclareObject},  {"datum", DeclareDatum},  {"function", DeclareFunction},
        {"patch", DeclarePatch},    {"task", DeclareTask},    {"func", DescribeFunc},
        {"direct", DescribeDirect}, {"state", DescribeState}, {"effect", DescribeEffect}};
    return *table;
  }

  static const std::map<std::string, Method>& Methods() {
    static const auto* const table = new std::map<std::string, Method>{
        {"world", &Reader::Name},      {"title", &Reader::Title},       {"bug", &Reader::Bug},
        {"era", &Reader::EraLine},     {"remedy", &Reader::RemedyLine}, {"grain", &Reader::GrainLine},
        {"frames", &Reader::Frames},   {"arch", &Reader::Arch},         {"with", &Reader::With},
        {"without", &Reader::Without}, {"watch", &Reader::Watch},       {"check", &Reader::Check},
        {"expect", &Reader::Expect},   {"trace", &Reader::TraceLine},   {"step", &Reader::Step}};
    return *table;
  }

  Status Directive(const Words& words) {
    const auto declaration = Declarations().find(words[0]);
    const auto method = Methods().find(words[0]);
    if (declaration == Declarations().end() && method == Methods().end()) {
      return InvalidArgumentError(StrCat("unknown directive '", words[0], "'"));
    }
    if (words.size() < 2) return InvalidArgumentError(StrCat("'", words[0], "' needs a value"));
    if (declaration != Declarations().end()) return declaration->second(world(), words);
    return (this->*method->second)(words);
  }

  Status Name(const Words& words) {
    world().name = words[1];
    return absl::OkStatus();
  }
  Status Title(const Words& words) {
    world().title = absl::StrJoin(words.begin() + 1, words.end(), " ");
    return absl::OkStatus();
  }
  Status Bug(const Words& words) {
    file_.bug = words[1];
    return absl::OkStatus();
  }
  Status EraLine(const Words& words) {
    absl::StatusOr<Era> era = EraFor(words[1]);
    if (!era.ok()) return era.status();
    era_ = words[1];
    return absl::OkStatus();
  }
  Status RemedyLine(const Words& words) {
    const std::optional<Remedy> remedy = RemedyFromName(words[1]);
    if (!remedy) return InvalidArgumentError(StrCat("unknown remedy '", words[1], "'"));
    remedies_.push_back(*remedy);
    return absl::OkStatus();
  }
  Status GrainLine(const Words& words) {
    if (words[1] != "coarse" && words[1] != "fine") return InvalidArgumentError("grain is coarse or fine");
    world().grain = words[1] == "fine" ? Grain::kFine : Grain::kCoarse;
    return absl::OkStatus();
  }
  Status Frames(const Words& words) {
    absl::StatusOr<int> frames = Number(words[1], 1, kMaxFrames);
    if (!frames.ok()) return frames.status();
    world().max_frames = *frames;
    return absl::OkStatus();
  }
  Status Arch(const Words& words) {
    if (words[1] != "reliable" && words[1] != "unreliable")
      return InvalidArgumentError("arch is reliable or unreliable");
    world().reliable_arch = words[1] == "reliable";
    return absl::OkStatus();
  }

  Status Events(const Words& words, std::set<EventKind>& kinds) {
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::optional<EventKind> kind = EventKindFromName(words[i]);
      if (!kind) return InvalidArgumentError(StrCat("unknown event '", words[i], "'"));
      kinds.insert(*kind);
    }
    return absl::OkStatus();
  }
  Status With(const Words& words) { return Events(words, world().with); }
  Status Without(const Words& words) { return Events(words, world().without); }

  Status Watch(const Words& words) {
    absl::StatusOr<int> patch = IndexOf(PatchNames(world()), words[1]);
    if (!patch.ok()) return patch.status();
    world().watch_patch = *patch;
    return absl::OkStatus();
  }

  Status Check(const Words& words) {
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::optional<Property> property = PropertyFromName(words[i]);
      if (!property)
        return InvalidArgumentError(StrCat("unknown property '", words[i], "'; known are S1 to S10"));
      world().check.insert(*property);
    }
    return absl::OkStatus();
  }

  Status Expect(const Words& words) {
    absl::StatusOr<EraChoice> choice = ParseEraChoice(words[1]);
    if (!choice.ok()) return choice.status();
    const std::string& verdict = words.back();
    if (words.size() < 4 || (verdict != "broken" && verdict != "hold")) {
      return InvalidArgumentError("expect ERA[+REMEDY...] PROPERTY... broken|hold");
    }
    for (std::size_t i = 2; i + 1 < words.size(); ++i) {
      const std::optional<Property> property = PropertyFromName(words[i]);
      if (!property)
        return InvalidArgumentError(StrCat("unknown property '", words[i], "'; known are S1 to S10"));
      file_.expectations.push_back({*choice, *property, verdict == "broken"});
    }
    return absl::OkStatus();
  }

  Status TraceLine(const Words& words) {
    absl::StatusOr<EraChoice> choice = ParseEraChoice(words[1]);
    if (!choice.ok()) return choice.status();
    const std::optional<Property> property = words.size() == 4 ? PropertyFromName(words[3]) : std::nullopt;
    if (!property || words[2] != "breaks")
      return InvalidArgumentError("trace ERA[+REMEDY...] breaks PROPERTY");
    file_.traces.push_back({*choice, *property, {}});
    return absl::OkStatus();
  }

  Status Step(const Words& words) {
    if (file_.traces.empty()) return InvalidArgumentError("a step needs a 'trace' line before it");
    absl::StatusOr<Event> event = EventFromText(world(), absl::StrJoin(words.begin() + 1, words.end(), " "));
    if (!event.ok()) return event.status();
    file_.traces.back().steps.push_back(*event);
    return absl::OkStatus();
  }

  Status Finish() {
    if (world().name.empty()) return InvalidArgumentError("the world has no name; begin with 'world NAME'");
    if (world().tasks.empty()) return InvalidArgumentError("the world has no task; add 'task t user'");
    if (world().funcs.empty()) return InvalidArgumentError("the world has no function; add 'function a'");
    absl::StatusOr<World> built = InEra(world(), {era_, remedies_});
    if (!built.ok()) return built.status();
    file_.world = *std::move(built);
    return absl::OkStatus();
  }

  WorldFile file_;
  std::string era_ = "6.1";
  std::vector<Remedy> remedies_;
};

}  // namespace

absl::StatusOr<WorldFile> ParseWorld(std::string_view text) { return Reader().Read(text); }

absl::StatusOr<EraChoice> ParseEraChoice(std::string_view text) {
  const Words parts = absl::StrSplit(absl::string_view(text.data(), text.size()), '+');
  EraChoice choice{.era = parts[0], .remedies = {}};
  if (absl::StatusOr<Era> era = EraFor(choice.era); !era.ok()) return era.status();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::optional<Remedy> remedy = RemedyFromName(parts[i]);
    if (!remedy) return InvalidArgumentError(StrCat("unknown remedy '", parts[i], "'"));
    choice.remedies.push_back(*remedy);
  }
  return choice;
}

std::string ToText(const EraChoice& choice) {
  std::string text = choice.era;
  for (Remedy remedy : choice.remedies) absl::StrAppend(&text, "+", std::string(klp::Name(remedy)));
  return text;
}

absl::StatusOr<World> InEra(const World& world, const EraChoice& choice) {
  absl::StatusOr<Era> era = EraFor(choice.era);
  if (!era.ok()) return era.status();
  World result = world;
  result.era = *era;
  result.remedies = choice.remedies;
  for (Remedy remedy : choice.remedies) result.era = Apply(remedy, result.era);
  return result;
}

}  // namespace lpcheck::klp
