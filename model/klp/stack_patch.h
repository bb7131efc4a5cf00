// One live patch, and a stack of them, as far as conflicts need to know: what a patch replaces, what it calls
// past the redirect, which data, locks, states and shadow variables it touches, and which of its versions may
// still be on stacks. Plain data: verdict files and stack files are read elsewhere.
#ifndef LPCHECK_MODEL_KLP_STACK_PATCH_H_
#define LPCHECK_MODEL_KLP_STACK_PATCH_H_

#include <string>
#include <utility>
#include <vector>

#include "model/klp/era.h"
#include "model/verdict.h"

namespace lpcheck::klp {

struct PatchedFunction {
  std::string name;
  std::string object = "vmlinux";
  std::string base = {};                       ///< the patch whose version was edited; empty: the original
  std::vector<std::string> direct_calls = {};  ///< functions of the same patch, called past the redirect
  Change change = Change::kUnknown;
  bool Is(const PatchedFunction& other) const { return name == other.name && object == other.object; }
};

/// How a patch uses a datum: a struct field by type, a global, a per-cpu variable, a static.
struct DatumUse {
  std::string name;
  std::string reads = {};   ///< formats that its code understands, space-separated; empty: does not read
  std::string writes = {};  ///< the format that its code leaves behind; empty: does not write
  bool derived = false;     ///< seen by the checker: a reason to look, where a declared use is a fact
};

struct ShadowUse {
  std::string id;
  std::string meaning = {};  ///< type or purpose; two patches with one id must agree on it
};

struct DeclaredState {
  std::string id;
  int version = 0;
};

struct StackPatch {
  std::string name;
  Verdict verdict = Verdict::kUndecided;
  bool replace = false;
  int replace_set = 0;
  bool immediate = false;  ///< enabled with klp_patch.immediate, or in an era that knows nothing else
  bool forced = false;     ///< its transition was forced
  bool in_transition = false;
  std::vector<PatchedFunction> functions = {};
  std::vector<DatumUse> data = {};
  std::vector<std::pair<std::string, std::string>> locks = {};  ///< (outer, inner)
  std::vector<DeclaredState> states = {};
  std::vector<ShadowUse> shadows = {};
  std::vector<CallbackTouch> callbacks = {};  ///< what its callbacks do to what is not its own
  std::vector<Finding> findings = {};       ///< of its verdict
  std::vector<std::string> checked_on = {};  ///< patches whose code was "before" when it was checked
  bool may_disable = false;                 ///< its verdict allows to disable it
  bool summarised = true;                   ///< data, locks and calls are known; false: they may be anything
  std::string era = {};                     ///< what its verdict was decided for; empty: unknown
  std::string arch = {};
};

/// A version that may still be on some stack although nothing can enter it any more.
struct DeadVersion {
  std::string function;
  std::string version;  ///< "original", or the name of the patch
  std::string because;
};

struct LoadedStack {
  Era era;
  std::string arch = "x86_64";
  bool reliable_stacks = true;
  bool watched = true;                   ///< every enable, force and disable since boot is known
  std::vector<StackPatch> patches = {};  ///< enabled ones, oldest first
  std::vector<DeadVersion> dead = {};    ///< known from the history, not drained
};

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_STACK_PATCH_H_
