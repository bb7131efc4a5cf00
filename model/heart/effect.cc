#include "model/heart/effect.h"

#include <algorithm>

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;
using steps::Step;
using steps::StepKind;

EffectKind KindOf(api::Kind kind) {
  switch (kind) {
    case api::Kind::kLock:
    case api::Kind::kTryLock: return EffectKind::kLock;
    case api::Kind::kUnlock: return EffectKind::kUnlock;
    case api::Kind::kGet:
    case api::Kind::kTryGet:
    case api::Kind::kAlloc:
    case api::Kind::kRegister:
    case api::Kind::kStart: return EffectKind::kAcquire;
    case api::Kind::kPut:
    case api::Kind::kFree:
    case api::Kind::kUnregister:
    case api::Kind::kStop: return EffectKind::kRelease;
    case api::Kind::kPublish: return EffectKind::kPublish;
    case api::Kind::kUnpublish: return EffectKind::kUnpublish;
    case api::Kind::kInit:
    case api::Kind::kWrite:
    case api::Kind::kCopyIn:
    case api::Kind::kSetBit:
    case api::Kind::kClearBit:
    case api::Kind::kStore: return EffectKind::kWrite;
    case api::Kind::kAdd:
    case api::Kind::kSub: return EffectKind::kCounter;
    case api::Kind::kCopyOut: return EffectKind::kCopyOut;
    case api::Kind::kWait: return EffectKind::kWait;
    case api::Kind::kWake: return EffectKind::kWake;
    case api::Kind::kDefer: return EffectKind::kDefer;
    case api::Kind::kCancel: return EffectKind::kCancel;
    case api::Kind::kBarrier: return EffectKind::kBarrier;
    case api::Kind::kSleep: return EffectKind::kCall;
    case api::Kind::kAssertHeld:
    case api::Kind::kLog:
    case api::Kind::kAssert:
    case api::Kind::kLoad:
    case api::Kind::kPure:
    case api::Kind::kSlot:
    case api::Kind::kNoReturn: return EffectKind::kHarmless;
  }
  return EffectKind::kCall;
}

ExprRef ObjectOf(const api::Entry& entry, ExprRef call) {
  if (entry.obj < 0 || entry.obj >= static_cast<int>(call->kids.size())) return nullptr;
  ExprRef object = call->kids[entry.obj];
  while (object->op == Op::kCast) object = object->kids[0];
  return object->op == Op::kAddrOf ? object->kids[0] : object;
}

Effect OfCall(const Step& step, const api::Table& table) {
  Effect out{.kind = EffectKind::kCall, .term = step.value, .line = step.line};
  out.cls = step.value->text;
  if (step.value->text.empty()) {
    out.kind = EffectKind::kIndirect;
    return out;
  }
  out.entry = table.Find(step.value->text);
  if (out.entry == nullptr) return out;
  out.kind = out.entry->fatal ? EffectKind::kCall : KindOf(out.entry->kind);
  if (!out.entry->cls.empty()) out.cls = out.entry->cls;
  out.object = ObjectOf(*out.entry, step.value);
  if (out.entry->kind == api::Kind::kStore) out.how = step.value->text;
  if (out.entry->obj == api::kResult) out.object = nullptr;  // the result: named by where it is stored
  // What owes nothing (managed by devres, say) is a call that is known to be harmless to balances.
  if (out.entry->cls.empty() && (out.kind == EffectKind::kAcquire || out.kind == EffectKind::kRelease)) out.kind = EffectKind::kCall;
  // "get" in a name of something that answers a flag or an unsigned number reads a property.
  const bool is_getter = out.entry->guess && out.kind == EffectKind::kAcquire && step.value->type.bits > 0 &&
                         !step.value->type.is_pointer && !step.value->type.is_signed;
  if (is_getter) out.kind = EffectKind::kCall;
  // A naming convention is believed where it makes us careful, never where it makes us bold.
  const bool careful = out.kind == EffectKind::kLock || out.kind == EffectKind::kUnlock ||
                       out.kind == EffectKind::kAcquire || out.kind == EffectKind::kRelease;
  if (out.entry->guess && !careful && out.kind != EffectKind::kHarmless) out.kind = EffectKind::kCall;
  return out;
}

bool IsReadModifyWrite(const Step& step) {
  return step.how == "+=" || step.how == "-=" || step.how == "++" || step.how == "--";
}

}  // namespace

std::string DatumOf(ExprRef place) {
  while (place->op == Op::kIndex || place->op == Op::kCast) place = place->kids[0];
  if (place->op == Op::kField || place->op == Op::kGlobal) return place->text;
  return "";
}

Extent ExtentOf(const Effect& effect) {
  if (effect.entry == nullptr || effect.term == nullptr) return {};
  auto argument = [&](int index) {
    return index < 0 || index >= static_cast<int>(effect.term->kids.size()) ? nullptr : effect.term->kids[index];
  };
  return {.size = argument(effect.entry->size), .count = argument(effect.entry->count)};
}

ExprRef CallOf(const Step& step) { return step.kind == StepKind::kCall ? step.value : nullptr; }

Effect EffectOf(const Step& step, const api::Table& table) {
  switch (step.kind) {
    case StepKind::kCall: return OfCall(step, table);
    case StepKind::kAssign: {
      if (steps::IsLocalStorage(step.place)) return {};
      Effect out{.kind = IsReadModifyWrite(step) ? EffectKind::kCounter : EffectKind::kWrite,
                 .object = step.place, .cls = DatumOf(step.place), .term = step.value, .line = step.line, .how = step.how};
      return out;
    }
    case StepKind::kAsm: return {.kind = EffectKind::kAsm, .term = step.value, .line = step.line};
    case StepKind::kGap: return {.kind = EffectKind::kGap, .term = step.value, .line = step.line};
    case StepKind::kBranch:
    case StepKind::kSwitch:
    case StepKind::kReturn: return {};
  }
  return {};
}

int CountCalls(const steps::Function* body, const std::string& name) {
  if (body == nullptr) return 0;
  return static_cast<int>(std::count_if(body->steps.begin(), body->steps.end(), [&](const steps::Step& step) {
    const ExprRef call = CallOf(step);
    return call != nullptr && call->text == name;
  }));
}

ExprRef Bare(ExprRef expr) {
  while (expr->op == Op::kCast) expr = expr->kids[0];
  return expr;
}

ExprRef CallResult(ExprRef value) {
  if (value != nullptr) value = Bare(value);
  return value != nullptr && value->op == Op::kResult ? value->kids[0] : nullptr;
}

}  // namespace lpcheck::heart
