// One step of a run, as a value. Operands are indices into the world; event.cc prints an event in the
// notation of world files (`call t a`) and reads it back.
#ifndef LPCHECK_MODEL_KLP_EVENT_H_
#define LPCHECK_MODEL_KLP_EVENT_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lpcheck::klp {

struct World;

enum class EventKind {
  // What tasks do.
  kCall,       ///< call TASK FUNC: through the redirect
  kDirect,     ///< direct TASK FUNC: from the top frame's own module, past the redirect
  kThrough,    ///< through TASK FUNC: by a pointer to it that code has stored
  kReturn,     ///< return TASK
  kCold,       ///< cold TASK: the top frame goes on in its split-off part
  kInterrupt,  ///< interrupt TASK FUNC: a handler runs FUNC in the interrupted task's state
  kExit,       ///< exit TASK: to user mode, or once around the idle loop
  kFork,       ///< fork TASK CHILD; where the copy is not atomic, only the flag
  kForkEnd,    ///< fork-end TASK CHILD: the state, and the child appears on the task list
  kDie,        ///< die TASK: off the task list, but still running
  // What the core does.
  kTrySwitch,   ///< try-switch TASK
  kSelfSwitch,  ///< self-switch TASK: a busy kernel thread at cond_resched()
  kComplete,    ///< complete: all tasks are in the target state
  kAdvance,     ///< advance: the next write of a fine-grained operation
  kSwitchAll,   ///< switch-all: stop_machine with a check of every stack
  // What people do.
  kEnable,     ///< enable PATCH
  kDisable,    ///< disable PATCH
  kReverse,    ///< reverse
  kForce,      ///< force
  kSignal,     ///< signal: wake what can be woken
  kRemove,     ///< rmmod PATCH
  kModComing,  ///< coming OBJECT: the module becomes visible
  kModLive,    ///< live OBJECT: its COMING handler has run
  kModGoing,   ///< going OBJECT
  kFtraceOff,  ///< ftrace-off
  kFtraceOn,   ///< ftrace-on
};
inline constexpr int kEventKindCount = static_cast<int>(EventKind::kFtraceOn) + 1;

struct Event {
  EventKind kind = EventKind::kAdvance;
  std::uint8_t a = 0;  ///< task, patch or object
  std::uint8_t b = 0;  ///< function or child task
  auto operator<=>(const Event&) const = default;
};

std::string_view Name(EventKind kind);
std::optional<EventKind> EventKindFromName(std::string_view name);

/// "call t a"
std::string ToText(const World& world, const Event& event);
/// Inverse of ToText; the error names the unknown word and what was expected.
absl::StatusOr<Event> EventFromText(const World& world, std::string_view text);

}  // namespace lpcheck::klp

#endif  // LPCHECK_MODEL_KLP_EVENT_H_
