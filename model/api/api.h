// What lpcheck knows about the kernel's own interfaces: locks, references, allocators, publication, waiting, user
// copies. The knowledge is data: model/api/kernel_api.txt, one line a function or macro, readable and extendable
// without C++; the build embeds it. This file parses the table and looks names up. It decides nothing.
//
// A line is   NAME KIND [KEY=VALUE | FLAG]...   and `#` starts a comment. NAME may contain `*` (a naming convention
// of the kernel, e.g. `*_put`); a literal entry wins over a pattern, a longer pattern (by its fixed characters) over a
// shorter one. KIND is the kebab-case of the enumerator. KIND `unmodelled` says that nothing is known: Find answers
// nullptr and no shorter pattern is asked, so that a name which only looks like a convention stays unknown; it may still say
// which arguments are the `size` and `count` of what it allocates. KIND `slot` speaks of a member of a record of callbacks,
// NAME is RECORD.MEMBER; its one flag is `sleeps`.
//
//   KEY                      VALUE                                    without it
//   obj                      argument index, `result` or `none`       alloc: result; pure, log, assert, sleep,
//                                                                     no-return, barrier: none; else 0
//   cls                      pairing class                            owes and discharges nothing
//   also                     further classes, comma-separated         none
//   value, size, count, gfp, tests   argument index                           none; assert: value=0
//   irq                      off, save, bh, preempt                   untouched
//   mode                     read, write; again: an unlink that may be repeated; sum, difference, product: what is written
//   fails                    null, errptr, errno, false, zero, nonzero, tested   cannot fail
//   FLAG                     sleeps null-ok zeroed scoped managed deferred lvalue fatal
//
// The arguments of guard(CLASS)(...) and scoped_guard(CLASS, ...) are counted behind the class; their entries are
// named `guard(CLASS)` and `scoped_guard(CLASS)`, beside the constructor and destructor that they expand to.
#ifndef LPCHECK_MODEL_API_API_H_
#define LPCHECK_MODEL_API_API_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lpcheck::api {

/// What a call does to the object that `Entry::obj` names.
enum class Kind {
  kLock, kUnlock, kTryLock, kAssertHeld,
  kGet, kPut, kTryGet,            ///< a reference of class `cls`
  kAlloc, kFree,                  ///< memory or an id
  kRegister, kUnregister,         ///< made known to / withdrawn from a subsystem
  kStart, kStop,                  ///< enable/disable, begin/end, charge/uncharge
  kPublish, kUnpublish,           ///< linked into / removed from a structure others walk
  kInit,                          ///< initialises an object not yet shared
  kWrite,                         ///< writes memory at obj (memset, memcpy, strscpy)
  kCopyOut, kCopyIn,              ///< to / from user space, a message, disk or device
  kAdd, kSub,                     ///< a counter at obj grows / shrinks
  kSetBit, kClearBit,
  kStore, kLoad,                  ///< WRITE_ONCE, rcu_assign_pointer / READ_ONCE, rcu_dereference: value is argument `value`
  kBarrier, kWait, kWake,
  kDefer, kCancel,                ///< work, timer, RCU callback queued / withdrawn
  kSleep,                         ///< may sleep, nothing else
  kLog,                           ///< messages, tracepoints, warnings: no effect on state
  kAssert,                        ///< WARN_ON and friends: value is that of argument `value`
  kPure,                          ///< result depends on arguments (and memory they point to) only, no effect
  kNoReturn,
  kSlot,                          ///< no call: a member of a record of callbacks; `sleeps`: only entered where sleeping is allowed
};

inline constexpr int kNoArg = -1;
inline constexpr int kResult = -2;

struct Entry {
  std::string name;
  Kind kind;
  int obj = 0;                    ///< argument index (0-based), kResult for the returned value, kNoArg
  std::string cls;                ///< pairing class: an acquire of a class is discharged by a release of the same;
                                  ///< "" owes and discharges nothing (managed by devres, or not paired at all)
  std::vector<std::string> also;  ///< further classes that a release discharges (kvfree: kmalloc, vmalloc)
  int value = kNoArg;             ///< argument that is stored, tested or copied from
  int size = kNoArg;              ///< argument holding the length or allocation size in bytes
  int count = kNoArg;             ///< argument holding how many elements of `size` bytes are allocated
  int tests = kNoArg;             ///< argument with the result of an acquire (fails=tested): it failed iff this result is not zero
  int gfp = kNoArg;               ///< argument with GFP flags: the call sleeps iff they allow direct reclaim
  std::string irq;                ///< "", "off", "save", "bh", "preempt": what the lock call does to interrupts
  std::string mode;               ///< "", "read", "write", "again", "sum", "difference", "product"
  std::string fails;              ///< "", "null", "errptr", "errno", "false", "zero", "nonzero": how failure shows in the result;
                                  ///< "tested": another function, with `tests`, tells
  bool sleeps = false;
  bool null_ok = false;           ///< a NULL (or error pointer) object is accepted and does nothing
  bool zeroed = false;            ///< allocation returns zeroed memory
  bool scoped = false;            ///< released at the end of the scope (guard(), scoped_guard, DEFINE_FREE)
  bool managed = false;           ///< released by the device (devm_*): owes nothing
  bool deferred = false;          ///< takes effect after an RCU grace period (kfree_rcu)
  bool lvalue = false;            ///< argument `obj` is the object itself, not its address (READ_ONCE, get_user)
  bool fatal = false;             ///< kAssert: execution ends here when the value is true (BUG_ON)
  bool guess = false;             ///< matched by a naming convention, not by a literal entry
};

class Table {
 public:
  /// InvalidArgument names the line and what is wrong with it; duplicates are errors.
  static absl::StatusOr<Table> Parse(std::string_view text);
  /// The table embedded at build time.
  static const Table& Kernel();
  /// nullptr if nothing is known. Stable for the lifetime of the table. A literal costs one map look-up, any other
  /// name one pass over the patterns (some hundred, most rejected at their first or last character).
  const Entry* Find(std::string_view name) const;
  /// Functions stored in the member "struct tag.member" are only entered where sleeping is allowed.
  bool SlotSleeps(std::string_view datum) const;
  /// Of an `unmodelled` name that allocates: its `size` and `count`, nothing else. nullptr if the table has none.
  const Entry* FindSize(std::string_view name) const;
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  static constexpr std::size_t kUnmodelled = ~std::size_t{0};
  struct Pattern {
    std::string glob;
    std::size_t entry;                               // into entries_, or kUnmodelled
  };
  std::vector<Entry> entries_;                       // literals in the table's order, then patterns, longest first
  std::map<std::string, std::size_t, std::less<>> literal_;
  std::map<std::string, Entry, std::less<>> sizes_;  // of unmodelled names
  std::vector<Pattern> patterns_;                    // longest first
};

std::string_view Name(Kind kind);
std::optional<Kind> KindFromName(std::string_view name);

/// Does `release` end what `acquire` began?  ⇔ cls(acquire) ≠ "" ∧ cls(acquire) ∈ {cls(release)} ∪ also(release)
bool Discharges(const Entry& release, const Entry& acquire);

}  // namespace lpcheck::api

#endif  // LPCHECK_MODEL_API_API_H_
