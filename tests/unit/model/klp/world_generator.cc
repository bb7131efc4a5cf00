#include "world_generator.h"

#include <algorithm>

namespace lpcheck::klp {

struct WorldGenerator::Theme {
  const char* name;
  void (WorldGenerator::*apply)(World&);
  std::vector<Property> worth_asking;
};

const std::vector<WorldGenerator::Theme>& WorldGenerator::Themes() {
  using enum Property;
  static const std::vector<Theme> themes = {
      {"replace", &WorldGenerator::Replace, {kS1, kS2, kS8, kS3}},
      {"replace-sets", &WorldGenerator::ReplaceSets, {kS2, kS8}},
      {"states", &WorldGenerator::States, {kS5, kS8}},
      {"immediate", &WorldGenerator::Immediate, {kS1, kS2}},
      {"modules", &WorldGenerator::Modules, {kS8, kS1, kS2, kS10}},
      {"interrupts", &WorldGenerator::Interrupts, {kS4, kS5, kS9}},
      {"data", &WorldGenerator::Data, {kS5}},
      {"locks", &WorldGenerator::Locks, {kS6}},
      {"references", &WorldGenerator::References, {kS7}},
      {"callbacks", &WorldGenerator::Callbacks, {kS5, kS7}},
      {"direct", &WorldGenerator::Direct, {kS8, kS2, kS1}},
      {"pointers", &WorldGenerator::Pointers, {kS3, kS8, kS4}},
      {"cold", &WorldGenerator::Cold, {kS1, kS2}},
      {"fork", &WorldGenerator::Fork, {kS10, kS9, kS2}},
      {"dying", &WorldGenerator::Dying, {kS3, kS2, kS9}},
      {"sleepers", &WorldGenerator::Sleepers, {kS9, kS2}},
      {"busy", &WorldGenerator::Busy, {kS9, kS1}},
      {"unload", &WorldGenerator::Unload, {kS3}},
      {"ftrace", &WorldGenerator::Ftrace, {kS8, kS4, kS1}},
      {"fine", &WorldGenerator::Fine, {kS4, kS2, kS8, kS5}},
      {"stop-machine", &WorldGenerator::StopMachine, {kS9, kS2, kS4, kS10}},
      {"bases", &WorldGenerator::Bases, {kS5, kS10}},
      {"sympos", &WorldGenerator::Sympos, {kS2, kS8}},
  };
  return themes;
}

World WorldGenerator::Core() {
  static const char* const kEras[] = {"4.0", "4.12", "4.16", "5.1",  "5.5",    "5.18",
                                      "6.1", "6.1",  "6.4",  "6.19", "kgraft", "hybrid-2015"};
  static const Remedy kRemedies[] = {
      Remedy::kCheckImmediateBelow, Remedy::kCheckPresent, Remedy::kCheckHistory, Remedy::kListEnd,
      Remedy::kDropImmediate,       Remedy::kWaitExiting,  Remedy::kColdRange};
  World world;
  world.name = "generated";
  world.era = *EraFor(kEras[Below(12)]);
  if (OneIn(4)) world.era = Apply(kRemedies[Below(7)], world.era);
  world.max_frames = 1 + Below(2);
  world.reliable_arch = !OneIn(8);
  const int funcs = 1 + Below(2);
  for (int i = 0; i < funcs; ++i) {
    world.funcs.push_back({.name = std::string(1, static_cast<char>('a' + i))});
  }
  const int patches = 1 + Below(3);
  for (int i = 0; i < patches; ++i) world.patches.push_back(Patch(i, funcs));
  const int tasks = 1 + Below(2);
  for (int i = 0; i < tasks; ++i) world.tasks.push_back(Task(i, funcs));
  for (EventKind kind : {EventKind::kReverse, EventKind::kDisable}) {
    if (OneIn(4)) world.without.insert(kind);
  }
  if (OneIn(3)) world.with.insert(EventKind::kForce);
  return world;
}

PatchSpec WorldGenerator::Patch(int index, int funcs) {
  PatchSpec patch{.name = std::to_string(index + 1)};
  const int first = Below(funcs);
  for (int func = 0; func < funcs; ++func) {
    if (func == first || OneIn(2)) patch.funcs.push_back({.func = func});
  }
  return patch;
}

TaskSpec WorldGenerator::Task(int index, int funcs) {
  TaskSpec task{.name = std::string(1, static_cast<char>('t' + index))};
  task.kind = static_cast<TaskKind>(Below(3));
  task.reliable = !OneIn(6);
  if (OneIn(3)) task.starts_in = Below(funcs);
  return task;
}

Generated WorldGenerator::Next() {
  Generated generated{.world = Core(), .themes = {}};
  std::vector<Property> properties = {Property::kS1, Property::kS2, Property::kS10};
  const int count = Below(4);
  for (int i = 0; i < count; ++i) {
    const Theme& theme = Themes()[static_cast<std::size_t>(Below(static_cast<int>(Themes().size())))];
    if (std::find(generated.themes.begin(), generated.themes.end(), theme.name) != generated.themes.end())
      continue;
    (this->*theme.apply)(generated.world);
    generated.themes.emplace_back(theme.name);
    properties = theme.worth_asking;
  }
  generated.property = OneIn(5)
                           ? static_cast<Property>(Below(kPropertyCount))
                           : properties[static_cast<std::size_t>(Below(static_cast<int>(properties.size())))];
  generated.world.check = {generated.property};
  return generated;
}

void WorldGenerator::Replace(World& world) {
  static const char* const kEras[] = {"5.1", "5.5", "6.1", "6.19", "kpatch"};
  static const Remedy kForms[] = {Remedy::kDynamicNops, Remedy::kStaticNops, Remedy::kLookBackOne};
  world.era = *EraFor(kEras[Below(5)]);
  if (OneIn(2)) world.era = Apply(kForms[Below(3)], world.era);
  while (world.patches.size() < 2) {
    world.patches.push_back(
        Patch(static_cast<int>(world.patches.size()), static_cast<int>(world.funcs.size())));
  }
  for (PatchSpec& patch : world.patches) patch.replace = OneIn(2);
  world.patches.back().replace = true;
}

void WorldGenerator::ReplaceSets(World& world) {
  world.era = *EraFor("replace-set");
  for (PatchSpec& patch : world.patches) {
    patch.replace = !OneIn(4);
    patch.replace_set = Below(2);
  }
}

void WorldGenerator::States(World& world) {
  if (!world.era.states) world.era = *EraFor(OneIn(2) ? "5.5" : "6.1");
  for (PatchSpec& patch : world.patches) {
    for (int id = 1; id <= 2; ++id) {
      if (!OneIn(3)) patch.states.push_back({.id = id, .version = 1 + Below(2)});
    }
  }
  world.data.push_back({.name = "state" + std::to_string(world.data.size()),
                        .owner = Below(static_cast<int>(world.patches.size()))});
  world.effects.push_back({.kind = EffectKind::kWrites,
                           .version = VersionOf(world.data.back().owner),
                           .callback = CallbackSite::kPostPatch,
                           .datum = static_cast<int>(world.data.size()) - 1,
                           .values = {1}});
}

void WorldGenerator::Immediate(World& world) {
  world.era = *EraFor("4.12");
  if (OneIn(3)) world.era = Apply(Remedy::kComputedFlag, world.era);
  for (PatchSpec& patch : world.patches) {
    patch.immediate = OneIn(2);
    patch.semantic = OneIn(2);
    for (PatchFunc& func : patch.funcs) func.immediate = OneIn(4);
  }
}

void WorldGenerator::Modules(World& world) {
  if (world.objects.size() >= kMaxObjects) return;
  world.objects.push_back({.name = "m" + std::to_string(world.objects.size()), .loaded = OneIn(2)});
  if (OneIn(3)) world.era = Apply(Remedy::kNoKlpAlive, world.era);
  const int object = static_cast<int>(world.objects.size()) - 1;
  const int func = Below(static_cast<int>(world.funcs.size()));
  world.funcs[func].object = object;
  for (TaskSpec& task : world.tasks) {
    if (task.starts_in == func && !world.objects[object].loaded) task.starts_in = -1;
  }
}

void WorldGenerator::Interrupts(World& world) {
  world.with.insert(EventKind::kInterrupt);
  world.max_frames = 2;
}

Effect WorldGenerator::EffectOfSomeone(const World& world) {
  Effect effect{.func = Below(static_cast<int>(world.funcs.size()))};
  effect.version = static_cast<Version>(Below(static_cast<int>(world.patches.size()) + 1));
  return effect;
}

std::set<int> WorldGenerator::Values() {
  std::set<int> values = {Below(3)};
  if (OneIn(2)) values.insert(Below(3));
  return values;
}

void WorldGenerator::Data(World& world) {
  if (world.data.size() >= kMaxData) return;
  world.data.push_back({.name = "d" + std::to_string(world.data.size()), .initial = Below(2)});
  static const EffectKind kKinds[] = {EffectKind::kReads, EffectKind::kWrites, EffectKind::kReads,
                                      EffectKind::kWhen};
  for (int i = 0; i < 3; ++i) {
    Effect effect = EffectOfSomeone(world);
    effect.kind = kKinds[Below(4)];
    effect.datum = static_cast<int>(world.data.size()) - 1;
    effect.values = effect.kind == EffectKind::kWrites ? std::set<int>{Below(3)} : Values();
    world.effects.push_back(effect);
  }
}

void WorldGenerator::Locks(World& world) {
  if (world.data.size() >= kMaxData) return;
  world.data.push_back({.name = "l" + std::to_string(world.data.size())});
  for (EffectKind kind :
       {EffectKind::kTakes, EffectKind::kDrops, OneIn(2) ? EffectKind::kTakes : EffectKind::kDrops}) {
    Effect effect = EffectOfSomeone(world);
    effect.kind = kind;
    effect.datum = static_cast<int>(world.data.size()) - 1;
    world.effects.push_back(effect);
  }
}

void WorldGenerator::References(World& world) {
  if (world.data.size() >= kMaxData) return;
  world.data.push_back({.name = "r" + std::to_string(world.data.size()), .initial = Below(2)});
  for (EffectKind kind :
       {EffectKind::kGets, EffectKind::kPuts, OneIn(2) ? EffectKind::kGets : EffectKind::kPuts}) {
    Effect effect = EffectOfSomeone(world);
    effect.kind = kind;
    effect.datum = static_cast<int>(world.data.size()) - 1;
    world.effects.push_back(effect);
  }
}

void WorldGenerator::Callbacks(World& world) {
  if (world.data.empty()) Data(world);
  for (int i = 0; i < 2; ++i) {
    Effect effect;
    effect.version = VersionOf(Below(static_cast<int>(world.patches.size())));
    effect.callback = static_cast<CallbackSite>(1 + Below(4));
    effect.datum = Below(static_cast<int>(world.data.size()));
    if (world.data[effect.datum].pointer_to >= 0) continue;
    effect.kind = OneIn(3) ? EffectKind::kReads : EffectKind::kWrites;
    effect.values = effect.kind == EffectKind::kWrites ? std::set<int>{Below(3)} : Values();
    world.effects.push_back(effect);
  }
  if (OneIn(6)) world.patches[0].pre_patch_fails = true;
}

void WorldGenerator::Direct(World& world) {
  world.max_frames = 2;
  if (world.funcs.size() < 2) world.funcs.push_back({.name = "c"});
  if (OneIn(3)) world.funcs[1].inlined_into = 0;
  for (PatchSpec& patch : world.patches) {
    for (const auto& [from, to] : {std::pair(0, 1), std::pair(1, 0)}) {
      if (FindFunc(patch, from) >= 0 && FindFunc(patch, to) >= 0 && OneIn(2))
        patch.direct.push_back({from, to});
    }
  }
}

void WorldGenerator::Pointers(World& world) {
  const int func = Below(static_cast<int>(world.funcs.size()));
  if (world.data.size() >= kMaxData || FindPointer(world, func) >= 0) return;
  world.data.push_back(
      {.name = "p" + std::to_string(world.data.size()), .initial = Below(2), .pointer_to = func});
  const int datum = static_cast<int>(world.data.size()) - 1;
  for (std::size_t version = 0; version <= world.patches.size(); ++version) {
    const bool has = version == 0 || FindFunc(world.patches[version - 1], func) >= 0;
    if (!has || OneIn(3)) continue;
    world.effects.push_back({.kind = EffectKind::kStores,
                             .func = Below(static_cast<int>(world.funcs.size())),
                             .version = static_cast<Version>(version),
                             .datum = datum});
  }
  if (OneIn(2)) world.with.insert(EventKind::kRemove);
}

void WorldGenerator::Cold(World& world) {
  world.funcs[Below(static_cast<int>(world.funcs.size()))].cold = true;
}

void WorldGenerator::Fork(World& world) {
  if (world.tasks.size() < kMaxTasks) {
    TaskSpec child{.name = "child"};
    child.absent = true;
    world.tasks.push_back(child);
  }
  world.with.insert(EventKind::kFork);
}

void WorldGenerator::Dying(World& world) {
  world.with.insert(EventKind::kDie);
  if (OneIn(2)) world.with.insert(EventKind::kRemove);
}

void WorldGenerator::Sleepers(World& world) {
  FuncSpec& func = world.funcs[Below(static_cast<int>(world.funcs.size()))];
  func.waits = OneIn(2);
  func.guest = !func.waits && OneIn(2);
  func.never_returns = !func.waits && !func.guest;
  if (!OneIn(3)) world.with.insert(EventKind::kSignal);
}

void WorldGenerator::Busy(World& world) {
  for (TaskSpec& task : world.tasks) task.busy = task.kind != TaskKind::kUser && !OneIn(3);
  if (OneIn(2)) world.era = Apply(Remedy::kRunningSwitch, world.era);
}

void WorldGenerator::Unload(World& world) {
  world.with.insert(EventKind::kRemove);
  world.with.insert(EventKind::kForce);
  if (OneIn(2)) world.era = Apply(Remedy::kNoPins, world.era);
}

void WorldGenerator::Ftrace(World& world) {
  world.with.insert(EventKind::kFtraceOff);
  world.era.ftrace_permanent = false;
}

void WorldGenerator::Fine(World& world) { world.grain = Grain::kFine; }

void WorldGenerator::StopMachine(World& world) {
  world.era = *EraFor(OneIn(2) ? "ksplice" : "kpatch");
  if (OneIn(2)) world.patches.back().replace = world.era.replace != ReplaceForm::kNone;
}

void WorldGenerator::Bases(World& world) {
  for (std::size_t i = 1; i < world.patches.size(); ++i) {
    if (OneIn(2)) world.patches[i].base = static_cast<int>(i) - 1;
  }
}

void WorldGenerator::Sympos(World& world) {
  Replace(world);
  world.era.sympos_matched = OneIn(3);
  for (PatchSpec& patch : world.patches) {
    for (PatchFunc& func : patch.funcs) func.sympos = Below(2);
  }
}

}  // namespace lpcheck::klp
