// A world is what stays fixed while the algorithm runs: the era, the functions, the patches, the tasks, the
// effects of code on data, and which events are explored. What changes is in state.h. Worlds are small on
// purpose (the limits below): the known bugs need one to three patches, and an exhaustive answer about a
// small world is worth more than a sample of a large one.
#ifndef LPCHECK_MODEL_KLP_WORLD_H_
#define LPCHECK_MODEL_KLP_WORLD_H_

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/klp/era.h"
#include "model/klp/event.h"
#include "model/klp/property.h"

namespace lpcheck::klp {

inline constexpr int kMaxTasks = 3;
inline constexpr int kMaxFuncs = 4;
inline constexpr int kMaxPatches = 4;
inline constexpr int kMaxFrames = 4;
inline constexpr int kMaxData = 4;
inline constexpr int kMaxObjects = 2;

/// Version 0 is the original; version p + 1 is what patch p brings.
using Version = std::uint8_t;
inline constexpr Version kOriginal = 0;
constexpr Version VersionOf(int patch) { return static_cast<Version>(patch + 1); }

struct FuncSpec {
  std::string name;
  int object = -1;             ///< index of the module that contains it; -1 is vmlinux
  bool cold = false;           ///< the compiler split off a part that can call or sleep (f.cold)
  bool never_returns = false;  ///< the main function of a kernel thread
  bool waits = false;          ///< returns only when signalled (a long sleeper)
  bool guest = false;          ///< the same inside KVM_RUN
  int inlined_into = -1;       ///< the original object has a copy of the body in this function
};

/// One klp_func of a patch.
struct PatchFunc {
  int func = 0;
  bool immediate = false;
  int sympos = 0;
};

struct StateSpec {
  int id = 0;
  int version = 0;
};

struct PatchSpec {
  std::string name;
  std::vector<PatchFunc> funcs = {};
  std::vector<std::pair<int, int>> direct =
      {};  ///< (f, g): f of this patch calls g of this patch past the redirect
  std::vector<StateSpec> states = {};
  bool immediate = false;
  bool semantic = false;  ///< changes semantics: what the computed flag says
  bool replace = false;
  int replace_set = 0;
  int base = -1;  ///< written on top of this patch: its author enables it only over that one
  bool pre_patch_fails = false;
};

enum class TaskKind { kUser, kThread, kIdle };

struct TaskSpec {
  std::string name;
  TaskKind kind = TaskKind::kUser;
  bool reliable = true;  ///< its stack can be unwound reliably
  bool busy = false;     ///< never gives up its CPU while in the kernel
  int starts_in = -1;    ///< function that is on the stack from the beginning, in its original version
  bool absent = false;   ///< does not exist until it is forked
};

/// What running (func, version), or a callback of a patch, does to abstract data. Effects happen at entry, in
/// order.
enum class EffectKind {
  kWhen,    ///< the call happens only while datum = value
  kReads,   ///< S5 if datum is not in `values`
  kWrites,  ///< datum := value
  kTakes,   ///< the task takes lock `datum`; S6 if it holds it; waits while another task holds it
  kDrops,   ///< S6 if the task does not hold it
  kGets,    ///< reference count + 1
  kPuts,    ///< reference count - 1; S7 below zero
  kStores,  ///< the address of this version's own function goes into the pointer `datum`
};

enum class CallbackSite { kNone, kPrePatch, kPostPatch, kPreUnpatch, kPostUnpatch };

struct Effect {
  EffectKind kind = EffectKind::kReads;
  int func = -1;                ///< or -1 for a callback
  Version version = kOriginal;  ///< of a callback: the patch's version
  CallbackSite callback = CallbackSite::kNone;
  int datum = 0;
  std::set<int> values;  ///< kWhen, kReads: allowed; kWrites: exactly one
};

struct DatumSpec {
  std::string name;
  int initial = 0;
  int owner = -1;  ///< patch whose klp_state it is: lost when that patch is freed
  /// Function whose address it holds (a timer, work, an ops table): 0 nothing, 1 the original, p + 2 patch p's.
  int pointer_to = -1;
};

struct ObjectSpec {
  std::string name;
  bool loaded = false;  ///< from the beginning
};

/// Coarse: enable, completion and the like are one event. Fine: every write that another CPU can see between
/// two memory barriers is an event of its own (`advance`), so a wrong order of writes shows.
enum class Grain { kCoarse, kFine };

struct World {
  std::string name;
  std::string title;  ///< one line for people
  Era era;
  std::vector<Remedy> remedies;  ///< already applied to `era`; kept for printing
  std::vector<DatumSpec> data;
  std::vector<ObjectSpec> objects;
  std::vector<FuncSpec> funcs;
  std::vector<PatchSpec> patches;
  std::vector<TaskSpec> tasks;
  std::vector<Effect> effects;
  bool reliable_arch = true;
  int max_frames = 2;
  Grain grain = Grain::kCoarse;
  std::set<EventKind> with;     ///< events explored besides the ordinary ones
  std::set<EventKind> without;  ///< ordinary events left out
  std::set<Property> check;     ///< properties that exploration checks
  int watch_patch = -1;         ///< channels are computed for this patch
};

/// The datum that holds a pointer to `func`; -1 if there is none.
int FindPointer(const World& world, int func);

/// -1 if patch `patch` has no func entry for `func`, else its index in PatchSpec::funcs.
int FindFunc(const PatchSpec& patch, int func);

/// Whether a patch is immediate as a whole in this world's era (4.12-4.15, or the computed flag).
bool IsImmediate(const World& world, int patch);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_WORLD_H_
