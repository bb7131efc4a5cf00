#include "model/klp/world_declare.h"

#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "model/klp/world_words.h"

namespace lpcheck::klp {
namespace {

using absl::InvalidArgumentError;
using absl::Status;
using absl::StrCat;

// A name is declared once, whatever it names.
Status Fresh(const World& world, const std::string& name, std::size_t count, int limit) {
  for (const auto& names :
       {FuncNames(world), PatchNames(world), ObjectNames(world), DatumNames(world), TaskNames(world)}) {
    if (IndexOf(names, name).ok()) return InvalidArgumentError(StrCat("'", name, "' is declared twice"));
  }
  if (static_cast<int>(count) >= limit)
    return InvalidArgumentError(StrCat("a world has at most ", limit, " of these"));
  return absl::OkStatus();
}

Status Subject(const World& world, const std::string& word, Effect& effect) {
  if (const std::size_t at = word.find('@'); at != std::string::npos) {
    absl::StatusOr<int> func = IndexOf(FuncNames(world), word.substr(0, at));
    if (!func.ok()) return func.status();
    effect.func = *func;
    if (word.substr(at + 1) == "original") return absl::OkStatus();
    absl::StatusOr<int> patch = IndexOf(PatchNames(world), word.substr(at + 1));
    if (!patch.ok()) return patch.status();
    effect.version = VersionOf(*patch);
    return absl::OkStatus();
  }
  const std::size_t dot = word.find('.');
  const std::optional<CallbackSite> site =
      dot == std::string::npos ? std::nullopt : CallbackFromName(word.substr(dot + 1));
  if (!site) return InvalidArgumentError(StrCat("'", word, "' is neither FUNC@PATCH nor PATCH.CALLBACK"));
  absl::StatusOr<int> patch = IndexOf(PatchNames(world), word.substr(0, dot));
  if (!patch.ok()) return patch.status();
  effect.version = VersionOf(*patch);
  effect.callback = *site;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int> Number(const std::string& word, int low, int high) {
  int value = 0;
  if (!absl::SimpleAtoi(word, &value) || value < low || value > high) {
    return InvalidArgumentError(StrCat("'", word, "' is not a number from ", low, " to ", high));
  }
  return value;
}

absl::Status DeclareObject(World& world, const Words& words) {
  if (Status status = Fresh(world, words[1], world.objects.size(), kMaxObjects); !status.ok()) return status;
  ObjectSpec object{.name = words[1]};
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (words[i] != "loaded")
      return InvalidArgumentError(StrCat("unknown attribute '", words[i], "' of an object"));
    object.loaded = true;
  }
  world.objects.push_back(object);
  return absl::OkStatus();
}

absl::Status DeclareDatum(World& world, const Words& words) {
  if (Status status = Fresh(world, words[1], world.data.size(), kMaxData); !status.ok()) return status;
  DatumSpec datum{.name = words[1]};
  for (std::size_t i = 2; i < words.size(); i += 2) {
    if (i + 1 >= words.size()) return InvalidArgumentError(StrCat("'", words[i], "' needs a value"));
    if (words[i] != "=" && words[i] != "of" && words[i] != "pointer")
      return InvalidArgumentError(StrCat("unknown attribute '", words[i], "' of a datum"));
    absl::StatusOr<int> value = words[i] == "="    ? Number(words[i + 1], 0, 9)
                                : words[i] == "of" ? IndexOf(PatchNames(world), words[i + 1])
                                                   : IndexOf(FuncNames(world), words[i + 1]);
    if (!value.ok()) return value.status();
    (words[i] == "=" ? datum.initial : words[i] == "of" ? datum.owner : datum.pointer_to) = *value;
  }
  if (datum.pointer_to >= 0 && FindPointer(world, datum.pointer_to) >= 0)
    return InvalidArgumentError("the function has a pointer to it already");
  if (datum.pointer_to >= 0 && datum.initial > 1)
    return InvalidArgumentError("a pointer starts as 0 (not set) or 1 (the original)");
  world.data.push_back(datum);
  return absl::OkStatus();
}

absl::Status DeclareFunction(World& world, const Words& words) {
  if (Status status = Fresh(world, words[1], world.funcs.size(), kMaxFuncs); !status.ok()) return status;
  FuncSpec func{.name = words[1]};
  for (std::size_t i = 2; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "cold")
      func.cold = true;
    else if (word == "never-returns")
      func.never_returns = true;
    else if (word == "waits")
      func.waits = true;
    else if (word == "guest")
      func.guest = true;
    else if ((word == "in" || word == "inlined-into") && i + 1 < words.size()) {
      absl::StatusOr<int> index = IndexOf(word == "in" ? ObjectNames(world) : FuncNames(world), words[++i]);
      if (!index.ok()) return index.status();
      (word == "in" ? func.object : func.inlined_into) = *index;
    } else {
      return InvalidArgumentError(StrCat("unknown attribute '", word, "' of a function"));
    }
  }
  world.funcs.push_back(func);
  return absl::OkStatus();
}

absl::Status DeclarePatch(World& world, const Words& words) {
  if (Status status = Fresh(world, words[1], world.patches.size(), kMaxPatches); !status.ok()) return status;
  PatchSpec patch{.name = words[1]};
  std::size_t i = 2;
  for (; i < words.size() && words[i] != "changes"; ++i) {
    if (words[i] == "immediate")
      patch.immediate = true;
    else if (words[i] == "semantic")
      patch.semantic = true;
    else if (words[i] == "replace")
      patch.replace = true;
    else if (words[i] == "pre-patch-fails")
      patch.pre_patch_fails = true;
    else if (words[i] == "on" && i + 1 < words.size()) {
      absl::StatusOr<int> base = IndexOf(PatchNames(world), words[++i]);
      if (!base.ok()) return base.status();
      patch.base = *base;
    } else if (words[i] == "set" && i + 1 < words.size()) {
      absl::StatusOr<int> set = Number(words[++i], 0, 9);
      if (!set.ok()) return set.status();
      patch.replace_set = *set;
    } else {
      return InvalidArgumentError(StrCat("unknown attribute '", words[i], "' of a patch"));
    }
  }
  if (i + 1 >= words.size()) return InvalidArgumentError("a patch 'changes' at least one function");
  for (++i; i < words.size(); ++i) {
    absl::StatusOr<int> func = IndexOf(FuncNames(world), words[i]);
    if (!func.ok()) return func.status();
    if (FindFunc(patch, *func) >= 0) return InvalidArgumentError(StrCat("'", words[i], "' is changed twice"));
    patch.funcs.push_back({.func = *func});
  }
  world.patches.push_back(patch);
  return absl::OkStatus();
}

absl::Status DescribeFunc(World& world, const Words& words) {
  absl::StatusOr<int> patch = IndexOf(PatchNames(world), words[1]);
  if (!patch.ok()) return patch.status();
  absl::StatusOr<int> func = IndexOf(FuncNames(world), words.size() > 2 ? words[2] : "");
  if (!func.ok()) return func.status();
  const int index = FindFunc(world.patches[*patch], *func);
  if (index < 0) return InvalidArgumentError(StrCat(words[1], " does not change ", words[2]));
  PatchFunc& entry = world.patches[*patch].funcs[index];
  for (std::size_t i = 3; i < words.size(); ++i) {
    if (words[i] == "immediate")
      entry.immediate = true;
    else if (words[i] == "sympos" && i + 1 < words.size()) {
      absl::StatusOr<int> sympos = Number(words[++i], 0, 9);
      if (!sympos.ok()) return sympos.status();
      entry.sympos = *sympos;
    } else {
      return InvalidArgumentError(StrCat("unknown attribute '", words[i], "' of a func"));
    }
  }
  return absl::OkStatus();
}

absl::Status DescribeDirect(World& world, const Words& words) {
  if (words.size() != 4) return InvalidArgumentError("direct PATCH CALLER CALLEE");
  absl::StatusOr<int> patch = IndexOf(PatchNames(world), words[1]);
  if (!patch.ok()) return patch.status();
  int ends[2] = {0, 0};
  for (int i = 0; i < 2; ++i) {
    absl::StatusOr<int> func = IndexOf(FuncNames(world), words[2 + i]);
    if (!func.ok()) return func.status();
    if (FindFunc(world.patches[*patch], *func) < 0)
      return InvalidArgumentError(StrCat(words[1], " does not change ", words[2 + i]));
    ends[i] = *func;
  }
  world.patches[*patch].direct.emplace_back(ends[0], ends[1]);
  return absl::OkStatus();
}

absl::Status DescribeState(World& world, const Words& words) {
  if (words.size() != 4) return InvalidArgumentError("state PATCH ID VERSION");
  absl::StatusOr<int> patch = IndexOf(PatchNames(world), words[1]);
  absl::StatusOr<int> id = Number(words[2], 0, 1'000'000);
  absl::StatusOr<int> version = Number(words[3], 0, 1'000'000);
  for (const Status& status : {patch.status(), id.status(), version.status()}) {
    if (!status.ok()) return status;
  }
  world.patches[*patch].states.push_back({*id, *version});
  return absl::OkStatus();
}

absl::Status DeclareTask(World& world, const Words& words) {
  if (Status status = Fresh(world, words[1], world.tasks.size(), kMaxTasks); !status.ok()) return status;
  TaskSpec task{.name = words[1]};
  const std::optional<TaskKind> kind = words.size() > 2 ? TaskKindFromName(words[2]) : std::nullopt;
  if (!kind) return InvalidArgumentError("a task is user, kthread or idle");
  task.kind = *kind;
  for (std::size_t i = 3; i < words.size(); ++i) {
    if (words[i] == "unreliable")
      task.reliable = false;
    else if (words[i] == "busy")
      task.busy = true;
    else if (words[i] == "absent")
      task.absent = true;
    else if (words[i] == "in" && i + 1 < words.size()) {
      absl::StatusOr<int> func = IndexOf(FuncNames(world), words[++i]);
      if (!func.ok()) return func.status();
      task.starts_in = *func;
    } else {
      return InvalidArgumentError(StrCat("unknown attribute '", words[i], "' of a task"));
    }
  }
  world.tasks.push_back(task);
  return absl::OkStatus();
}

absl::Status DescribeEffect(World& world, const Words& words) {
  if (words.size() < 4) return InvalidArgumentError("effect SUBJECT VERB DATUM [VALUE...]");
  Effect effect;
  if (Status status = Subject(world, words[1], effect); !status.ok()) return status;
  const std::optional<EffectKind> kind = EffectKindFromName(words[2]);
  if (!kind) return InvalidArgumentError(StrCat("unknown verb '", words[2], "'"));
  effect.kind = *kind;
  absl::StatusOr<int> datum = IndexOf(DatumNames(world), words[3]);
  if (!datum.ok()) return datum.status();
  effect.datum = *datum;
  for (std::size_t i = 4; i < words.size(); ++i) {
    absl::StatusOr<int> value = Number(words[i], 0, 9);
    if (!value.ok()) return value.status();
    effect.values.insert(*value);
  }
  const bool needs_values = effect.kind == EffectKind::kWhen || effect.kind == EffectKind::kReads ||
                            effect.kind == EffectKind::kWrites;
  if (needs_values == effect.values.empty())
    return InvalidArgumentError("when, reads and writes take values, the others none");
  if (effect.kind == EffectKind::kWrites && effect.values.size() != 1)
    return InvalidArgumentError("writes takes one value");
  const int pointer_to = world.data[effect.datum].pointer_to;
  if (effect.kind == EffectKind::kWrites && pointer_to >= 0 && *effect.values.begin() > 1)
    return InvalidArgumentError("a pointer is written 0 or 1; code 'stores' its own function");
  const bool stores_own =
      effect.callback == CallbackSite::kNone && pointer_to >= 0 &&
      (effect.version == kOriginal || FindFunc(world.patches[effect.version - 1], pointer_to) >= 0);
  if (effect.kind == EffectKind::kStores && !stores_own)
    return InvalidArgumentError("'stores' needs a pointer, and code that has the function it leads to");
  if (pointer_to >= 0 && (effect.kind == EffectKind::kGets || effect.kind == EffectKind::kPuts ||
                          effect.kind == EffectKind::kTakes || effect.kind == EffectKind::kDrops))
    return InvalidArgumentError("a pointer is no lock and no count");
  world.effects.push_back(effect);
  return absl::OkStatus();
}

}  // namespace lpcheck::klp
