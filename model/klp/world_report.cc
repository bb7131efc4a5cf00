#include "model/klp/world_report.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "model/klp/symbolic.h"
#include "model/klp/trace_words.h"
#include "model/verdict.h"

namespace lpcheck::klp {
namespace {

using absl::StrAppend;

std::vector<EraChoice> ErasOf(const WorldFile& file, const ReportOptions& options) {
  if (!options.eras.empty()) return options.eras;
  std::vector<EraChoice> eras;
  for (const Expectation& expectation : file.expectations) {
    const bool known = std::any_of(eras.begin(), eras.end(), [&](const EraChoice& era) {
      return ToText(era) == ToText(expectation.in);
    });
    if (!known) eras.push_back(expectation.in);
  }
  if (eras.empty()) eras.push_back({file.world.era.name, file.world.remedies});
  return eras;
}

std::set<Property> PropertiesOf(const WorldFile& file, const ReportOptions& options, const EraChoice& era) {
  if (!options.properties.empty()) return options.properties;
  std::set<Property> properties = file.world.check;
  for (const Expectation& expectation : file.expectations) {
    if (!options.eras.empty() || ToText(expectation.in) == ToText(era))
      properties.insert(expectation.property);
  }
  return properties;
}

std::optional<bool> Expected(const WorldFile& file, const EraChoice& era, Property property) {
  for (const Expectation& expectation : file.expectations) {
    if (expectation.property == property && ToText(expectation.in) == ToText(era)) return expectation.broken;
  }
  return std::nullopt;
}

absl::Status AppendTrace(const World& world, const Trace& trace, TraceDetail detail, std::string& out) {
  if (detail == TraceDetail::kNone) return absl::OkStatus();
  absl::StatusOr<Replayed> replayed = Replay(world, trace);
  if (!replayed.ok()) return replayed.status();
  for (std::size_t i = 0; i < trace.size(); ++i) {
    StrAppend(&out, "      ", i + 1, ". ",
              StepInWords(world, replayed->states[i], trace[i], replayed->states[i + 1], replayed->broken[i]),
              "\n");
    if (detail != TraceDetail::kStates) continue;
    StrAppend(&out, "         ", StateInWords(world, replayed->states[i + 1]), "\n");
  }
  return absl::OkStatus();
}

// One line per property, then its trace.
absl::Status AppendAnswers(const WorldFile& file, const World& world, const EraChoice& era,
                           const Exploration& found, TraceDetail detail, WorldReport& report) {
  for (Property property : world.check) {
    const bool broken = found.broken.contains(property);
    const bool open = !broken && !found.complete;
    const std::optional<bool> expected = Expected(file, era, property);
    const bool surprise = expected.has_value() && !open && *expected != broken;
    report.broken += broken ? 1 : 0;
    report.incomplete += open ? 1 : 0;
    report.unexpected += surprise ? 1 : 0;
    StrAppend(&report.text, "    ", std::string(Name(property)),
              broken ? " broken: "
              : open ? " open: "
                     : " holds");
    if (broken) StrAppend(&report.text, std::string(Meaning(property)));
    if (open)
      StrAppend(&report.text,
                "the limit on states was reached; make the world smaller or raise --max-states");
    StrAppend(&report.text, surprise ? "   <- the file expects otherwise\n" : "\n");
    if (!broken) continue;
    if (absl::Status status = AppendTrace(world, found.broken.at(property), detail, report.text);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status AppendChannels(const World& world, const Exploration& found, TraceDetail detail,
                            std::string& out) {
  if (world.watch_patch < 0) return absl::OkStatus();
  for (int i = 0; i < 5; ++i) {
    const bool open = (found.channels & (1u << i)) != 0;
    StrAppend(&out, "    channel ", std::string(Name(static_cast<Channel>(i))),
              open ? " open\n" : " closed\n");
    if (!open) continue;
    if (absl::Status status = AppendTrace(world, found.channel_traces.at(i), detail, out); !status.ok())
      return status;
  }
  return absl::OkStatus();
}

std::string_view InWords(Answer answer) {
  switch (answer) {
    case Answer::kHolds:
      return "yes";
    case Answer::kBroken:
      return "no";
    case Answer::kGaveUp:
      return "the solver gave up";
  }
  return "";
}

absl::Status AppendBounded(const World& world, Property property, int depth, TraceDetail detail,
                           smt::Context& context, WorldReport& report) {
  absl::StatusOr<Bounded> bounded = CheckBounded(world, property, depth, context);
  if (!bounded.ok()) return bounded.status();
  report.broken += bounded->answer == Answer::kBroken ? 1 : 0;
  report.incomplete += bounded->answer == Answer::kGaveUp ? 1 : 0;
  StrAppend(&report.text, "    ", std::string(Name(property)), " broken within ", depth, " events: ",
            bounded->answer == Answer::kGaveUp   ? "the solver gave up"
            : bounded->answer == Answer::kBroken ? "yes"
                                                 : "no",
            "\n");
  return AppendTrace(world, bounded->trace, detail, report.text);
}

// What holds in runs of any length. An invariant that is not inductive proves nothing and breaks nothing.
absl::Status AppendInduction(const World& world, smt::Context& context, std::string& out) {
  absl::StatusOr<Proof> proof = ProveInductive(world, context);
  if (absl::IsUnimplemented(proof.status())) {
    StrAppend(&out, "    no induction: ", std::string(proof.status().message()), "\n");
    return absl::OkStatus();
  }
  if (!proof.ok()) return proof.status();
  StrAppend(&out, "    the invariant of the consistency model is inductive: ",
            std::string(InWords(proof->invariant)), "\n");
  for (const auto& [property, answer] : proof->properties) {
    StrAppend(&out, "    ", std::string(Name(property)), " holds in runs of any length: ",
              std::string(answer == Answer::kBroken ? "not shown" : InWords(answer)), "\n");
  }
  return absl::OkStatus();
}

absl::Status AppendSymbolic(const World& world, int depth, TraceDetail detail, WorldReport& report) {
  smt::Context context;
  for (Property property : world.check) {
    absl::Status status = AppendBounded(world, property, depth, detail, context, report);
    if (!status.ok()) return status;
  }
  return AppendInduction(world, context, report.text);
}

}  // namespace

absl::StatusOr<WorldReport> ReportSymbolic(const WorldFile& file, const ReportOptions& options, int depth) {
  WorldReport report;
  StrAppend(&report.text, file.world.name, ", asked of the solver\n");
  for (const EraChoice& era : ErasOf(file, options)) {
    absl::StatusOr<World> world = InEra(file.world, era);
    if (!world.ok()) return world.status();
    world->check = PropertiesOf(file, options, era);
    StrAppend(&report.text, "  ", ToText(era), ":\n");
    absl::Status status = AppendSymbolic(*world, depth, options.detail, report);
    if (!status.ok()) return status;
  }
  return report;
}

absl::StatusOr<WorldReport> ReportWorld(const WorldFile& file, const ReportOptions& options) {
  WorldReport report;
  StrAppend(&report.text, file.world.name, file.world.title.empty() ? "" : ": ", file.world.title, "\n");
  for (const EraChoice& era : ErasOf(file, options)) {
    absl::StatusOr<World> world = InEra(file.world, era);
    if (!world.ok()) return world.status();
    world->check = PropertiesOf(file, options, era);
    if (world->check.empty() && world->watch_patch < 0) {
      return absl::InvalidArgumentError(
          "nothing to check: give --check S1, or a line 'check S1' in the world");
    }
    const Exploration found = Explore(*world, options.limits);
    StrAppend(&report.text, "  ", ToText(era), ": ", found.states, " states, ", found.steps, " steps",
              found.complete ? "" : " (cut by the limit)", "\n");
    absl::Status status = AppendAnswers(file, *world, era, found, options.detail, report);
    if (status.ok()) status = AppendChannels(*world, found, options.detail, report.text);
    if (!status.ok()) return status;
  }
  return report;
}

absl::StatusOr<std::string> ReplayStored(const WorldFile& file, TraceDetail detail) {
  std::string text = absl::StrCat(file.world.name, "\n");
  for (const StoredTrace& trace : file.traces) {
    absl::StatusOr<World> world = InEra(file.world, trace.in);
    if (!world.ok()) return world.status();
    world->check = {trace.breaks};
    StrAppend(&text, "  trace in ", ToText(trace.in), ", breaks ", std::string(Name(trace.breaks)), "\n");
    if (absl::Status status = AppendTrace(*world, trace.steps, detail, text); !status.ok()) return status;
  }
  return text;
}

}  // namespace lpcheck::klp
