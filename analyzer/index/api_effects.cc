#include "analyzer/index/api_effects.h"

#include <cstdlib>

#include "analyzer/index/facts.h"

namespace lpcheck::index {
namespace {

std::uint32_t KindEffects(api::Kind kind) {
  switch (kind) {
    case api::Kind::kLock:
    case api::Kind::kTryLock:
      return kLocks;
    case api::Kind::kUnlock:
      return kUnlocks;
    case api::Kind::kGet:
    case api::Kind::kTryGet:
      return kGets;
    case api::Kind::kPut:
      return kPuts;
    case api::Kind::kAlloc:
      return kAllocates;
    case api::Kind::kFree:
      return kFrees;
    case api::Kind::kPublish:
    case api::Kind::kRegister:
      return kPublishes;
    case api::Kind::kUnpublish:
    case api::Kind::kUnregister:
      return kUnpublishes;
    case api::Kind::kStore:
    case api::Kind::kAdd:
    case api::Kind::kSub:
    case api::Kind::kSetBit:
    case api::Kind::kClearBit:
    case api::Kind::kStart:
    case api::Kind::kStop:
      return kWritesShared;
    case api::Kind::kLoad:
      return kReadsShared;
    case api::Kind::kDefer:
    case api::Kind::kCancel:
      return kDefers;
    case api::Kind::kWake:
      return kWakes;
    case api::Kind::kWait:
      return kWaits;
    case api::Kind::kCopyOut:
    case api::Kind::kCopyIn:
      return kCopiesOut;
    case api::Kind::kSleep:
    case api::Kind::kInit:
    case api::Kind::kWrite:
    case api::Kind::kBarrier:
    case api::Kind::kAssertHeld:
    case api::Kind::kLog:
    case api::Kind::kAssert:
    case api::Kind::kPure:
    case api::Kind::kSlot:
    case api::Kind::kNoReturn:
      return 0;
  }
  std::abort();
}

}  // namespace

std::uint32_t EffectsOf(const api::Entry& entry) {
  std::uint32_t effects = KindEffects(entry.kind);
  if (entry.sleeps || entry.kind == api::Kind::kSleep) effects |= kSleeps;
  if (entry.irq == "off" || entry.irq == "save") effects |= kDisablesIrq;
  return effects;
}

int LockModeOf(const api::Entry& entry) {
  int mode = entry.mode == "read" ? kReadMode : entry.mode == "write" ? kWriteMode : kExclusive;
  if (entry.kind == api::Kind::kUnlock) mode |= kReleases;
  if (entry.kind == api::Kind::kTryLock) mode |= kTries;
  if (entry.irq == "off" || entry.irq == "save") mode |= kIrqOff;
  if (entry.irq == "bh") mode |= kBhOff;
  return mode;
}

}  // namespace lpcheck::index
