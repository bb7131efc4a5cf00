// Builds terms and functions of the step language by hand, so that a test says in a few lines what Clang would have to
// lower from a source file.
#ifndef LPCHECK_TESTS_UNIT_MODEL_STEPS_BUILD_H_
#define LPCHECK_TESTS_UNIT_MODEL_STEPS_BUILD_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/steps/function.h"

namespace lpcheck::steps {

inline Type Int() { return {32, true, false, "int"}; }
inline Type Unsigned() { return {32, false, false, "unsigned int"}; }
inline Type Pointer() { return {64, false, true, "struct node *"}; }
inline Type Record() { return {0, false, false, "struct node"}; }

/// Short names for the terms that tests need, all in one arena.
class Build {
 public:
  ExprRef Number(std::int64_t value, std::string spelled = "") { return arena.Const(value, Int(), std::move(spelled)); }
  ExprRef Local(std::string name, Type type = Int()) { return arena.Make(Op::kLocal, std::move(name), {}, std::move(type)); }
  ExprRef Global(std::string name, Type type = Int()) { return arena.Make(Op::kGlobal, std::move(name), {}, std::move(type)); }
  ExprRef Deref(ExprRef pointer) { return arena.Make(Op::kDeref, "", {pointer}, Record()); }
  ExprRef AddressOf(ExprRef place) { return arena.Make(Op::kAddrOf, "", {place}, Pointer()); }
  ExprRef Field(ExprRef record, std::string name) { return arena.Make(Op::kField, "struct node." + std::move(name), {record}, Int()); }
  ExprRef Index(ExprRef base, ExprRef index) { return arena.Make(Op::kIndex, "", {base, index}, Int()); }
  ExprRef Binary(std::string op, ExprRef a, ExprRef b) { return arena.Make(Op::kBinary, std::move(op), {a, b}, Int()); }
  ExprRef Pure(std::string name, std::vector<ExprRef> args, Type type = Int()) {
    return arena.Make(Op::kPure, std::move(name), std::move(args), std::move(type));
  }
  ExprRef Call(std::string name, std::vector<ExprRef> args = {}, Type type = Int()) {
    return arena.Make(Op::kCall, std::move(name), std::move(args), std::move(type));
  }
  ExprRef Result(ExprRef call) { return arena.Make(Op::kResult, "", {call}, call->type); }

  Arena arena;
};

inline Step Assign(ExprRef place, ExprRef value) { return {.kind = StepKind::kAssign, .place = place, .value = value}; }
inline Step Do(ExprRef call) { return {.kind = StepKind::kCall, .value = call}; }
inline Step If(ExprRef value, int yes, int no) { return {.kind = StepKind::kBranch, .value = value, .succ = {yes, no}}; }
inline Step Return(ExprRef value = nullptr) { return {.kind = StepKind::kReturn, .value = value}; }

/// A step without successors that does not return goes on to the one below it; lines count from 1.
inline Function Func(Type result, std::vector<Step> body) {
  Function function;
  function.name = "f";
  function.file = "f.c";
  function.result = std::move(result);
  for (std::size_t i = 0; i < body.size(); ++i) {
    body[i].line = static_cast<int>(i) + 1;
    if (body[i].kind != StepKind::kReturn && body[i].succ.empty()) body[i].succ = {static_cast<int>(i) + 1};
  }
  function.steps = std::move(body);
  return function;
}

}  // namespace lpcheck::steps

#endif  // LPCHECK_TESTS_UNIT_MODEL_STEPS_BUILD_H_
