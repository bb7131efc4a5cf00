// Random step graphs, the same for the same seed: branches, loops, locks, writes, unknown calls, any of them in any order.
// No kernel function looks like that; what holds for all of them holds by construction, not by habit.
#ifndef LPCHECK_TESTS_UNIT_MODEL_HEART_GENERATE_H_
#define LPCHECK_TESTS_UNIT_MODEL_HEART_GENERATE_H_

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/model/steps/build.h"

namespace lpcheck::steps {

class Generate {
 public:
  Generate(Build& build, unsigned seed) : b_(build), random_(seed) {}

  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  ExprRef Value() {
    switch (Below(6)) {
      case 0: return b_.Number(Below(4));
      case 1: return b_.Local("n" + std::to_string(Below(3)));
      case 2: return b_.Global("g" + std::to_string(Below(2)));
      case 3: return b_.Field(b_.Deref(b_.Local("p", Pointer())), "x");
      case 4: return b_.Binary(Below(2) == 0 ? "+" : "&", b_.Local("n0"), b_.Number(1 + Below(7)));
      default: return b_.Binary(Below(2) == 0 ? "<" : "==", b_.Local("n1"), b_.Number(Below(5)));
    }
  }

  ExprRef Call() {
    const ExprRef lock = b_.AddressOf(b_.Field(b_.Deref(b_.Local("p", Pointer())), "lock"));
    switch (Below(5)) {
      case 0: return b_.Call("mutex_lock", {lock});
      case 1: return b_.Call("mutex_unlock", {lock});
      case 2: return b_.Call("wake_up", {b_.AddressOf(b_.Global("queue", Record()))});
      case 3: return b_.Call("kfree", {b_.Local("p", Pointer())});
      default: return b_.Call("helper" + std::to_string(Below(3)), {b_.Local("n2")});
    }
  }

  /// Any step but a return; branches go forward, one in eight back.
  Step Any(int index, int size) {
    const auto forward = [&] { return index + 1 + Below(size - index - 1); };
    switch (Below(6)) {
      case 0: return Assign(b_.Local("n" + std::to_string(Below(3))), Value());
      case 1: return Assign(b_.Global("g" + std::to_string(Below(2))), Value());
      case 2: return Assign(b_.Field(b_.Deref(b_.Local("p", Pointer())), Below(2) == 0 ? "x" : "y"), Value());
      case 3: return Do(Call());
      default: return If(Value(), Below(8) == 0 && index > 0 ? Below(index) : forward(), forward());
    }
  }

  Function Any(int size) {
    std::vector<Step> body;
    for (int i = 0; i + 1 < size; ++i) body.push_back(Below(9) == 0 ? Return(Value()) : Any(i, size));
    body.push_back(Return(Value()));
    return Func(Int(), std::move(body));
  }

  /// One step of `function` replaced by another.
  Function Mutant(const Function& function) {
    Function out = function;
    const int size = static_cast<int>(out.steps.size());
    const int at = Below(size - 1);
    Step step = Any(at, size);
    if (step.succ.empty()) step.succ = {at + 1};
    step.line = out.steps[at].line;
    out.steps[at] = std::move(step);
    return out;
  }

 private:
  Build& b_;
  std::mt19937 random_;
};

}  // namespace lpcheck::steps

#endif  // LPCHECK_TESTS_UNIT_MODEL_HEART_GENERATE_H_
