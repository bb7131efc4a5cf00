// What one step does to the world outside its own locals, read off the kernel API table. A step has one main effect.
#ifndef LPCHECK_MODEL_HEART_EFFECT_H_
#define LPCHECK_MODEL_HEART_EFFECT_H_

#include <string>

#include "model/api/api.h"
#include "model/steps/function.h"

namespace lpcheck::heart {

enum class EffectKind {
  kNone,       ///< locals only
  kHarmless,   ///< messages, assertions, barriers, sleeping: no state that another version could miss
  kLock, kUnlock,
  kAcquire,    ///< reference, memory, registration, started phase: something that must be given back
  kRelease,
  kWrite,      ///< a place outside this invocation's locals, or memory behind a pointer
  kCounter,    ///< read-modify-write by an amount: += and atomic_add
  kPublish, kUnpublish,
  kCopyOut,    ///< leaves the kernel or the machine
  kWait, kWake,
  kDefer, kCancel,
  kBarrier,
  kCall,       ///< a function the table does not know literally
  kIndirect,   ///< a call through a pointer
  kAsm,
  kGap,
};

struct Effect {
  EffectKind kind = EffectKind::kNone;
  steps::ExprRef object = nullptr;      ///< the lock, object or place; nullptr if there is none
  std::string cls;                      ///< pairing class of the table, or the callee's name
  const api::Entry* entry = nullptr;
  steps::ExprRef term = nullptr;        ///< the call, or the value assigned
  int line = 0;
  std::string how;                      ///< stores: the macro or operator of the step (Step::how)
  int step = -1;                        ///< index of the step in its version, where the effect was met by walking steps
};

Effect EffectOf(const steps::Step& step, const api::Table& table);

/// "struct tag.field" of the outermost field, the name of a global, or "" for a bare pointer target and locals.
std::string DatumOf(steps::ExprRef place);

/// All data read by evaluating `expr`, as DatumOf names, into `visit`.
/// Taking an address reads nothing but what the address is computed from.
template <typename Visit>
void ForEachDatum(steps::ExprRef expr, const Visit& visit) {
  if (expr->op == steps::Op::kAddrOf) {
    steps::ExprRef place = expr->kids[0];
    while (place->op == steps::Op::kField) place = place->kids[0];
    if (place->op != steps::Op::kGlobal && place->op != steps::Op::kLocal) {
      for (steps::ExprRef kid : place->kids) ForEachDatum(kid, visit);
    }
    return;
  }
  if (expr->op == steps::Op::kField || expr->op == steps::Op::kGlobal) visit(expr->text);
  for (steps::ExprRef kid : expr->kids) ForEachDatum(kid, visit);
}

/// What the call's operands say of a length: bytes, and for arrays how many elements of that many bytes. nullptr: nothing.
struct Extent {
  steps::ExprRef size = nullptr;
  steps::ExprRef count = nullptr;
  bool operator==(const Extent&) const = default;
};
Extent ExtentOf(const Effect& effect);

/// The term below its casts.
steps::ExprRef Bare(steps::ExprRef expr);

/// The call whose result the value is, below casts; nullptr if it is something else.
steps::ExprRef CallResult(steps::ExprRef value);

/// The call term of a step, nullptr if it makes none.
steps::ExprRef CallOf(const steps::Step& step);

/// How many steps of `body` call the function `name`; 0 without a body.
int CountCalls(const steps::Function* body, const std::string& name);

}  // namespace lpcheck::heart

#endif  // LPCHECK_MODEL_HEART_EFFECT_H_
