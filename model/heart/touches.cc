#include "model/heart/touches.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>

namespace lpcheck::heart {
namespace {

using steps::ExprRef;
using steps::Op;

using Pairs = std::set<std::pair<std::string, std::string>>;

constexpr const char* kOriginal = "original";

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

  // A difference that rests on what a function returned.
  void ReadsResults(ExprRef expr) {
    if (expr == nullptr) return;
    steps::ForEach(expr, [this](ExprRef term) {
      if (term->op == Op::kResult && !term->kids[0]->text.empty()) Reads(term->kids[0]->text + "()");
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
    for (const Literal& literal : delta.condition) ReadsResults(literal.expr);
    const bool counts = delta.before.kind == EffectKind::kCounter || delta.after.kind == EffectKind::kCounter;
    const Effect& effect = delta.after.object != nullptr ? delta.after : delta.before;
    if (counts && effect.object != nullptr && !DatumOf(effect.object).empty()) Reads(DatumOf(effect.object));
  }

  static void AddOrders(const Obligations& owes, Pairs& orders) {
    std::set<std::string> left_out;
    for (const Resource& resource : owes.taken_here) {
      if (!resource.datum.empty()) continue;
      // A lock known only by an expression names nothing outside this function; RCU, preemption and interrupts are only
      // counted: nobody waits for another holder of them.
      if (!resource.object.empty()) left_out.insert(resource.object);
      for (const char* counted : {"rcu", "srcu", "preempt", "irq", "bh"}) {
        if (resource.cls.starts_with(counted)) left_out.insert(resource.cls);
      }
    }
    for (const LockEdge& edge : owes.order) {
      const auto is_known = [&](const std::string& lock) { return !left_out.contains(lock); };
      // Two locks of one class are ordered by something that names do not tell.
      if (edge.held != edge.taken && is_known(edge.held) && is_known(edge.taken)) orders.emplace(edge.held, edge.taken);
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
