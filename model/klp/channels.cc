#include "model/klp/channels.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "model/klp/explore.h"
#include "model/klp/world.h"

namespace lpcheck::klp {
namespace {

enum class Rollback { kNever, kAllowed };

// Which events and flags make `mechanism` happen in `era`; nullopt if nothing does.
std::optional<World> Offer(const Era& era, Mechanism mechanism, Stacks stacks) {
  World world;
  world.era = era;
  world.reliable_arch = stacks == Stacks::kReliable;
  world.patches = {{.name = "fix", .semantic = true}};
  const bool checks = era.unit == SwitchUnit::kTask && era.check != StackCheck::kNone;
  const bool refused = era.unreliable_refused && stacks == Stacks::kUnreliable;
  switch (mechanism) {
    case Mechanism::kImmediate:
      if (era.unit == SwitchUnit::kFunction) return world;
      if (era.immediate) {
        world.patches[0].immediate = true;
        return world;
      }
      if (!era.force || era.unit != SwitchUnit::kTask || refused) return std::nullopt;
      world.with.insert(EventKind::kForce);
      return world;
    case Mechanism::kPerTask:
      if (!checks || stacks == Stacks::kUnreliable) return std::nullopt;
      return world;
    case Mechanism::kKernelExit:
      if (era.unit != SwitchUnit::kTask || !era.kernel_exit || refused) return std::nullopt;
      if (checks && stacks == Stacks::kReliable) return std::nullopt;
      return world;
    case Mechanism::kStopMachine:
      if (era.unit != SwitchUnit::kKernel || stacks == Stacks::kUnreliable) return std::nullopt;
      return world;
    case Mechanism::kMigration:
    case Mechanism::kNone:
      return std::nullopt;
  }
  return std::nullopt;
}

void SetRollback(World& world, Rollback rollback) {
  if (rollback == Rollback::kNever) world.without = {EventKind::kDisable, EventKind::kReverse};
}

// An unchanged caller and two changed functions, in one task.
World OneChain(World world, TaskKind kind, Rollback rollback) {
  world.funcs = {{.name = "caller"}, {.name = "f"}, {.name = "g"}};
  world.patches[0].funcs = {{.func = 1}, {.func = 2}};
  world.tasks = {{.name = "task", .kind = kind}};
  world.max_frames = 2;
  world.watch_patch = 0;
  SetRollback(world, rollback);
  return world;
}

// Two changed functions in two tasks and an interrupt.
World TwoContexts(World world, Rollback rollback) {
  world.funcs = {{.name = "f"}, {.name = "g"}};
  world.patches[0].funcs = {{.func = 0}, {.func = 1}};
  world.tasks = {{.name = "task"}, {.name = "thread", .kind = TaskKind::kThread}};
  world.max_frames = 1;
  world.watch_patch = 0;
  world.with.insert(EventKind::kInterrupt);
  SetRollback(world, rollback);
  return world;
}

bool EndsFor(World world, TaskKind kind) {
  World chain = OneChain(std::move(world), kind, Rollback::kNever);
  chain.watch_patch = -1;
  chain.with.erase(EventKind::kForce);
  chain.check = {Property::kS9};
  return !Explore(chain).broken.contains(Property::kS9);
}

std::string Ends(const ChannelRow& row) {
  if (row.ends_for_user && row.ends_for_kthread) return "always";
  return row.ends_for_user ? "not for kernel threads" : "not always";
}

// The rows were made by ComputeChannels(); channels_test.cc recomputes them.
struct Cached {
  const char* era;
  Mechanism mechanism;
  Stacks stacks;
  ChannelSet open;
  bool ends_for_user;
  bool ends_for_kthread;
};
constexpr Cached kCached[] = {
#include "model/klp/channel_rows.inc"
};

std::vector<Channel> ChannelsIn(ChannelSet set) {
  std::vector<Channel> channels;
  for (int i = 0; i < 5; ++i) {
    if ((set & (1u << i)) != 0) channels.push_back(static_cast<Channel>(i));
  }
  return channels;
}

}  // namespace

absl::StatusOr<ChannelRow> ComputeChannels(const Era& era, Mechanism mechanism, Stacks stacks) {
  const std::optional<World> offer = Offer(era, mechanism, stacks);
  if (!offer) {
    return absl::FailedPreconditionError(absl::StrCat("era ", era.name, " does not offer ",
                                                      std::string(Name(mechanism)), " on such a machine"));
  }
  ChannelSet open = 0;
  for (Rollback rollback : {Rollback::kNever, Rollback::kAllowed}) {
    const std::vector<World> worlds = {OneChain(*offer, TaskKind::kUser, rollback),
                                       OneChain(*offer, TaskKind::kThread, rollback),
                                       TwoContexts(*offer, rollback)};
    for (const World& world : worlds) {
      ChannelSet found = Explore(world).channels;
      // A roll-back goes the same ways backwards; only what is new with it counts.
      if (rollback == Rollback::kAllowed) found &= 1u << static_cast<int>(Channel::kRollback);
      open |= found;
    }
  }
  return ChannelRow{.era = era.name,
                    .mechanism = mechanism,
                    .stacks = stacks,
                    .open = ChannelsIn(open),
                    .ends_for_user = EndsFor(*offer, TaskKind::kUser),
                    .ends_for_kthread = EndsFor(*offer, TaskKind::kThread)};
}

const std::vector<ChannelRow>& ChannelTable() {
  static const auto* const table = [] {
    auto* rows = new std::vector<ChannelRow>;
    for (const Cached& cached : kCached) {
      rows->push_back({cached.era, cached.mechanism, cached.stacks, ChannelsIn(cached.open),
                       cached.ends_for_user, cached.ends_for_kthread});
    }
    return rows;
  }();
  return *table;
}

std::optional<ChannelRow> ChannelsOf(const Era& era, Mechanism mechanism, Stacks stacks) {
  for (const ChannelRow& row : ChannelTable()) {
    if (row.era == era.name && row.mechanism == mechanism && row.stacks == stacks) return row;
  }
  return std::nullopt;
}

std::string PrintChannelTable(const std::vector<ChannelRow>& rows) {
  std::string text =
      "| era | mechanism | stacks | open channels | the transition can end |\n|---|---|---|---|---|\n";
  for (const ChannelRow& row : rows) {
    std::vector<std::string> open;
    for (Channel channel : row.open) open.emplace_back(Name(channel));
    absl::StrAppend(&text, "| ", row.era, " | ", std::string(Name(row.mechanism)), " | ",
                    row.stacks == Stacks::kReliable ? "reliable" : "unreliable", " | ",
                    absl::StrJoin(open, ", "), " | ", Ends(row), " |\n");
  }
  return text;
}

}  // namespace lpcheck::klp
