#include "absl/strings/str_cat.h"
#include "model/klp/world_text.h"
#include "model/klp/world_words.h"

namespace lpcheck::klp {
namespace {

using absl::StrAppend;
using absl::StrCat;

void PrintFunction(const World& world, const FuncSpec& func, std::string& out) {
  StrAppend(&out, "function ", func.name);
  if (func.object >= 0) StrAppend(&out, " in ", world.objects[func.object].name);
  if (func.cold) StrAppend(&out, " cold");
  if (func.never_returns) StrAppend(&out, " never-returns");
  if (func.waits) StrAppend(&out, " waits");
  if (func.guest) StrAppend(&out, " guest");
  if (func.inlined_into >= 0) StrAppend(&out, " inlined-into ", world.funcs[func.inlined_into].name);
  StrAppend(&out, "\n");
}

void PrintPatch(const World& world, const PatchSpec& patch, std::string& out) {
  StrAppend(&out, "patch ", patch.name);
  if (patch.immediate) StrAppend(&out, " immediate");
  if (patch.semantic) StrAppend(&out, " semantic");
  if (patch.replace) StrAppend(&out, " replace");
  if (patch.replace_set != 0) StrAppend(&out, " set ", patch.replace_set);
  if (patch.pre_patch_fails) StrAppend(&out, " pre-patch-fails");
  if (patch.base >= 0) StrAppend(&out, " on ", world.patches[patch.base].name);
  StrAppend(&out, " changes");
  for (const PatchFunc& func : patch.funcs) StrAppend(&out, " ", world.funcs[func.func].name);
  StrAppend(&out, "\n");
  for (const PatchFunc& func : patch.funcs) {
    if (!func.immediate && func.sympos == 0) continue;
    StrAppend(&out, "func ", patch.name, " ", world.funcs[func.func].name,
              func.immediate ? " immediate" : "");
    if (func.sympos != 0) StrAppend(&out, " sympos ", func.sympos);
    StrAppend(&out, "\n");
  }
  for (const auto& [caller, callee] : patch.direct) {
    StrAppend(&out, "direct ", patch.name, " ", world.funcs[caller].name, " ", world.funcs[callee].name,
              "\n");
  }
  for (const StateSpec& state : patch.states) {
    StrAppend(&out, "state ", patch.name, " ", state.id, " ", state.version, "\n");
  }
}

void PrintTask(const World& world, const TaskSpec& task, std::string& out) {
  StrAppend(&out, "task ", task.name, " ", std::string(Name(task.kind)));
  if (!task.reliable) StrAppend(&out, " unreliable");
  if (task.busy) StrAppend(&out, " busy");
  if (task.absent) StrAppend(&out, " absent");
  if (task.starts_in >= 0) StrAppend(&out, " in ", world.funcs[task.starts_in].name);
  StrAppend(&out, "\n");
}

void PrintEffect(const World& world, const Effect& effect, std::string& out) {
  const std::string version =
      effect.version == kOriginal ? "original" : world.patches[effect.version - 1].name;
  const std::string subject = effect.callback == CallbackSite::kNone
                                  ? StrCat(world.funcs[effect.func].name, "@", version)
                                  : StrCat(version, ".", std::string(Name(effect.callback)));
  StrAppend(&out, "effect ", subject, " ", std::string(Name(effect.kind)), " ",
            world.data[effect.datum].name);
  for (int value : effect.values) StrAppend(&out, " ", value);
  StrAppend(&out, "\n");
}

void PrintKinds(std::string_view directive, const std::set<EventKind>& kinds, std::string& out) {
  if (kinds.empty()) return;
  StrAppend(&out, std::string(directive));
  for (EventKind kind : kinds) StrAppend(&out, " ", std::string(Name(kind)));
  StrAppend(&out, "\n");
}

void PrintHead(const WorldFile& file, std::string& out) {
  const World& world = file.world;
  StrAppend(&out, "world ", world.name, "\n");
  if (!world.title.empty()) StrAppend(&out, "title ", world.title, "\n");
  if (!file.bug.empty()) StrAppend(&out, "bug ", file.bug, "\n");
  StrAppend(&out, "era ", world.era.name, "\n");
  for (Remedy remedy : world.remedies) StrAppend(&out, "remedy ", std::string(Name(remedy)), "\n");
  if (world.grain == Grain::kFine) StrAppend(&out, "grain fine\n");
  StrAppend(&out, "frames ", world.max_frames, "\n");
  if (!world.reliable_arch) StrAppend(&out, "arch unreliable\n");
}

// Data may belong to patches and patches change functions: objects, functions, patches, data, then the rest.
void PrintBody(const World& world, std::string& out) {
  for (const ObjectSpec& object : world.objects)
    StrAppend(&out, "object ", object.name, object.loaded ? " loaded\n" : "\n");
  for (const FuncSpec& func : world.funcs) PrintFunction(world, func, out);
  for (const PatchSpec& patch : world.patches) PrintPatch(world, patch, out);
  for (const DatumSpec& datum : world.data) {
    StrAppend(&out, "datum ", datum.name);
    if (datum.initial != 0) StrAppend(&out, " = ", datum.initial);
    if (datum.owner >= 0) StrAppend(&out, " of ", world.patches[datum.owner].name);
    if (datum.pointer_to >= 0) StrAppend(&out, " pointer ", world.funcs[datum.pointer_to].name);
    StrAppend(&out, "\n");
  }
  for (const TaskSpec& task : world.tasks) PrintTask(world, task, out);
  for (const Effect& effect : world.effects) PrintEffect(world, effect, out);
  PrintKinds("with", world.with, out);
  PrintKinds("without", world.without, out);
  if (world.watch_patch >= 0) StrAppend(&out, "watch ", world.patches[world.watch_patch].name, "\n");
  if (world.check.empty()) return;
  StrAppend(&out, "check");
  for (Property property : world.check) StrAppend(&out, " ", std::string(Name(property)));
  StrAppend(&out, "\n");
}

}  // namespace

std::string PrintWorld(const WorldFile& file) {
  std::string out;
  PrintHead(file, out);
  PrintBody(file.world, out);
  for (const Expectation& expectation : file.expectations) {
    StrAppend(&out, "expect ", ToText(expectation.in), " ", std::string(Name(expectation.property)),
              expectation.broken ? " broken\n" : " hold\n");
  }
  for (const StoredTrace& trace : file.traces) {
    StrAppend(&out, "trace ", ToText(trace.in), " breaks ", std::string(Name(trace.breaks)), "\n");
    for (const Event& event : trace.steps) StrAppend(&out, "  step ", ToText(file.world, event), "\n");
  }
  return out;
}

}  // namespace lpcheck::klp
