#include "model/heart/touches.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;

using Pairs = std::set<std::pair<std::string, std::string>>;

constexpr const char* kOriginal = "original";

// Pairing classes whose object is the lock itself; every other class names what it locks.
const std::set<std::string> kPlainLocks = {
    "spinlock", "raw_spinlock", "arch_spinlock", "bit_spinlock", "bit_lock", "local_lock", "rwlock", "xa_lock", "mutex", "rt_mutex",
    "ww_mutex", "semaphore", "rwsem", "percpu_rwsem", "seqlock", "seqcount", "guess"};

// Classes of what is only counted: nobody waits for another holder.
constexpr std::array<std::string_view, 8> kCounted = {"rcu", "srcu", "preempt", "irq", "bh", "migrate", "pagefault", "u64_stats"};

class Collector {
 public:
  explicit Collector(const Analysis& analysis) : analysis_(analysis) {}

  Touches Run() {
    for (const auto& function : analysis_.functions) AddFunction(*function);
    Touches touches;
    for (auto& [name, touch] : data_) touches.data.push_back(std::move(touch));
    Pairs orders;
    std::set_difference(new_orders_.begin(), new_orders_.end(), old_orders_.begin(), old_orders_.end(),
                        std::inserter(orders, orders.end()));
    touches.locks.assign(orders.begin(), orders.end());
    touches.direct_calls.assign(calls_.begin(), calls_.end());
    return touches;
  }

 private:
  void Writes(const std::string& datum, const FunctionAnalysis& by) {
    DatumTouch& touch = data_[datum];
    touch.name = datum;
    if (touch.writes.empty()) touch.writes = "changed-in-" + by.name;
  }

  void Reads(const std::string& datum) {
    DatumTouch& touch = data_[datum];
    touch.name = datum;
    if (touch.reads.empty()) touch.reads = {kOriginal};
  }

  // A difference that rests on what a function returned, and on what the function was shown: test_bit(N, &s->flags).
  void ReadsResults(ExprRef expr) {
    if (expr == nullptr) return;
    steps::ForEach(expr, [this](ExprRef term) {
      if (term->op != Op::kResult) return;
      const ExprRef call = term->kids[0];
      if (!call->text.empty()) Reads(call->text + "()");
      for (ExprRef shown : call->kids) {
        while (shown->op == Op::kCast) shown = shown->kids[0];
        if (shown->op != Op::kAddrOf || steps::IsLocalStorage(shown->kids[0])) continue;
        if (const std::string datum = DatumOf(shown->kids[0]); !datum.empty()) Reads(datum);
      }
    });
  }

  // A condition looks at what it takes the address of: the bit tests of <linux/bitops.h>, opened, index an address.
  void ReadsTested(ExprRef expr) {
    steps::ForEach(expr, [this](ExprRef term) {
      if (term->op != Op::kAddrOf || steps::IsLocalStorage(term->kids[0])) return;
      if (const std::string datum = DatumOf(term->kids[0]); !datum.empty()) Reads(datum);
    });
  }

  // A difference that hands a named function something, or no longer does.
  void Hands(const Effect& effect, const FunctionAnalysis& by) {
    const bool is_call = effect.kind == EffectKind::kCall && effect.term != nullptr && effect.term->op == Op::kCall;
    if (is_call && !effect.term->text.empty()) Writes(effect.term->text + "(...)", by);
  }

  void AddDelta(const Delta& delta, const FunctionAnalysis& function) {
    // Another way through the function may end in another value, whether or not a return is written differently.
    const bool ends_otherwise = delta.kind == DeltaKind::kResult || delta.kind == DeltaKind::kRedirect;
    if (ends_otherwise && function.any().result.name != "void") Writes(function.name + "()", function);
    for (const Effect& effect : delta.extra_new) Hands(effect, function);
    if (delta.kind == DeltaKind::kAdded || delta.kind == DeltaKind::kChanged) Hands(delta.after, function);
    if (delta.kind == DeltaKind::kRemoved) Hands(delta.before, function);
    for (ExprRef term : {delta.before.term, delta.after.term, delta.old_value, delta.new_value}) ReadsResults(term);
    for (const Literal& literal : delta.condition) {
      ReadsResults(literal.expr);
      ReadsTested(literal.expr);
    }
    const bool counts = delta.before.kind == EffectKind::kCounter || delta.after.kind == EffectKind::kCounter;
    const Effect& effect = delta.after.object != nullptr ? delta.after : delta.before;
    if (counts && effect.object != nullptr && !DatumOf(effect.object).empty()) Reads(DatumOf(effect.object));
  }

  // What the order is written between: the field or global that is the lock; for a lock of an object as a whole
  // (sockets, pages) its class, whatever pointer led to the object. Empty where a lock is known only by an expression,
  // which names nothing outside this function, and for what is only counted.
  static std::string SharedName(const Resource& resource) {
    for (std::string_view counted : kCounted) {
      if (resource.cls.starts_with(counted)) return "";
    }
    if (kPlainLocks.contains(resource.cls)) return resource.datum;
    return resource.object.empty() ? resource.cls : resource.cls + " lock";
  }

  static void AddOrders(const Obligations& owes, Pairs& orders) {
    std::map<std::string, std::string> names;  // as the order has them, to what others would call them
    for (const Resource& resource : owes.taken_here) {
      if (!resource.is_lock) continue;
      const std::string& place = resource.datum.empty() ? resource.object : resource.datum;
      names[place.empty() ? resource.cls : place] = SharedName(resource);
    }
    for (const LockEdge& edge : owes.order) {
      const std::string held = names[edge.held];
      const std::string taken = names[edge.taken];
      // Two locks of one class are ordered by something that names do not tell.
      if (held != taken && !held.empty() && !taken.empty()) orders.emplace(held, taken);
    }
  }

  void AddCalls(const FunctionAnalysis& function) {
    for (const steps::Step& step : function.after->steps) {
      const ExprRef call = CallOf(step);
      if (call == nullptr || call->text.empty()) continue;
      const FunctionAnalysis* callee = analysis_.Find(call->text);
      const bool is_replaced = callee != nullptr && callee->before != nullptr && callee->after != nullptr;
      if (is_replaced && callee != &function) calls_.emplace(function.name, callee->name);
    }
  }

  void AddFunction(const FunctionAnalysis& function) {
    if (function.before != nullptr && function.after != nullptr) AddCalls(function);
    for (const auto& [datum, touch] : function.writes) Writes(datum, function);
    for (const auto& [datum, touch] : function.reads) Reads(datum);
    for (const Delta& delta : function.diff.deltas) AddDelta(delta, function);
    if (function.differs()) Reads(function.name + "(...)");
    AddOrders(function.owes_before, old_orders_);
    AddOrders(function.owes_after, new_orders_);
  }

  const Analysis& analysis_;
  std::map<std::string, DatumTouch> data_;
  Pairs old_orders_;
  Pairs new_orders_;
  Pairs calls_;
};

}  // namespace

Touches TouchesOf(const Analysis& analysis) { return Collector(analysis).Run(); }

}  // namespace lpcheck::heart
