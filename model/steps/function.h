// One version of one function as a graph of steps: assign a place, call, branch, return. Lowered from Clang by
// analyzer/lower; everything in model/heart works on this form and on nothing else.
//
// A step is what happens at one moment: the operands are expressions over the state before it. Short-circuit operators
// and conditional operators with side effects are branches; calls inside expressions are steps of their own, their value
// is kResult. Kernel macros that the API table names stay one call.
#ifndef LPCHECK_MODEL_STEPS_FUNCTION_H_
#define LPCHECK_MODEL_STEPS_FUNCTION_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/steps/expr.h"

namespace lpcheck::steps {

enum class StepKind {
  kAssign,   ///< place = value
  kCall,     ///< value is a kCall term, executed for its effect; its result may be read as kResult
  kBranch,   ///< on value: succ[0] if non-zero, succ[1] if zero
  kSwitch,   ///< on value: succ[i] for cases[i], the last succ is the default
  kReturn,   ///< value or nullptr; no successor
  kAsm,      ///< inline assembly; value is an kOpaque term with the operands as kids
  kGap,      ///< a construct that was not understood; value says which
};

struct Step {
  StepKind kind;
  ExprRef place = nullptr;                             ///< kAssign only
  ExprRef value = nullptr;
  std::string how;                                     ///< kAssign: "", "+=" ..., or the storing macro: WRITE_ONCE, rcu_assign_pointer
  std::vector<int> succ;                               ///< indices into Function::steps
  std::vector<std::pair<std::int64_t, std::int64_t>> cases;  ///< kSwitch: inclusive ranges
  int line = 0;
  std::string file;                                    ///< "" means the function's own file
};

struct Param {
  std::string name;
  Type type;
};

struct Function {
  std::string name;
  std::string file;
  int line = 0;
  int end_line = 0;
  bool is_static = false;
  bool is_inline = false;
  Type result;
  std::vector<Param> params;
  std::vector<Step> steps;                             ///< in source order; entry is steps[0]; never empty
  std::map<std::string, std::string> locals;           ///< name -> spelled type
};

/// What else the heart needs to know of one version of a translation unit, apart from the bodies.
struct UnitContext {
  /// "struct tag.field" -> functions stored there by initialisers of ops tables in this unit.
  std::map<std::string, std::set<std::string>> implementers;
  /// Functions whose address is taken other than by such an initialiser.
  std::set<std::string> address_taken;
  /// "struct tag" of records and names of variables that only this unit's own file knows: it shows every user of them.
  std::set<std::string> private_data;
};

std::string ToString(const Step& step);
/// Numbered listing with successors, for tests and --verbose.
std::string ToString(const Function& function);

}  // namespace lpcheck::steps

#endif  // LPCHECK_MODEL_STEPS_FUNCTION_H_
