// Expressions of the step language: immutable, hash-consed terms. Two equal terms built in the same Arena are the same
// pointer, across both versions of a fix, so "the same expression" costs one comparison. C's implicit conversions are kept
// as casts only where they change the value. Not an AST: no source positions, no sugar, no parentheses.
#ifndef LPCHECK_MODEL_STEPS_EXPR_H_
#define LPCHECK_MODEL_STEPS_EXPR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace lpcheck::steps {

enum class Op {
  kConst,     ///< value; text is the name it was written with (enumerator, macro), not part of its identity
  kString,    ///< text
  kLocal,     ///< a local variable or parameter; text is its name, unique in the function
  kGlobal,    ///< a variable with static storage; text is its name (static locals: function.name)
  kFunction,  ///< the address of a function
  kField,     ///< text "struct tag.field"; kids: the record place
  kIndex,     ///< kids: array place or pointer, index
  kDeref,     ///< the place a pointer points to
  kAddrOf,    ///< kids: a place
  kUnary,     ///< text "-", "~", "!"
  kBinary,    ///< text: C operator; "<", "==", never ">", "<=", ">=", "!="
  kCast,      ///< conversion that may change the value
  kSelect,    ///< c ? a : b without side effects
  kResult,    ///< value of the most recent execution of the call kids[0]
  kCall,      ///< text callee name; kids: arguments. With text empty, kids[0] is the called pointer
  kPure,      ///< text names a pure function or macro, with its non-expression arguments
  kOpaque,    ///< not understood; text is the token sequence
};

/// What the value looks like to a bit-vector solver.
struct Type {
  std::uint8_t bits = 0;       ///< 0: not a scalar (record, array, void)
  bool is_signed = false;
  bool is_pointer = false;
  std::string name;            ///< spelled type for reports and for record identity ("struct sock *")
  bool operator==(const Type&) const = default;
};

struct Expr {
  Op op;
  std::string text;
  std::int64_t value = 0;
  Type type;
  std::vector<const Expr*> kids;
  std::uint32_t id = 0;        ///< dense, in order of creation: deterministic for the same input
};
using ExprRef = const Expr*;

/// Orders terms by creation, so that whatever iterates over them does so alike in every run.
struct ById {
  bool operator()(ExprRef a, ExprRef b) const { return a->id < b->id; }
};

/// Owns and shares terms. Not thread-safe: one arena a fix.
class Arena {
 public:
  ExprRef Make(Op op, std::string text, std::vector<ExprRef> kids, Type type, std::int64_t value = 0);
  ExprRef Const(std::int64_t value, Type type, std::string spelled = "");
  std::size_t size() const { return terms_.size(); }

 private:
  struct Hash { std::size_t operator()(const Expr* e) const; };
  struct Equal { bool operator()(const Expr* a, const Expr* b) const; };
  std::vector<std::unique_ptr<Expr>> terms_;
  std::unordered_set<Expr*, Hash, Equal> index_;
};

/// C-like text for reports.
std::string ToString(ExprRef expr);

/// Calls `visit` on the term and all below it, each shared term once a path.
template <typename Visit>
void ForEach(ExprRef expr, const Visit& visit) {
  visit(expr);
  for (ExprRef kid : expr->kids) ForEach(kid, visit);
}

bool Contains(ExprRef expr, ExprRef part);
/// A place: something that can stand left of `=`.
bool IsPlace(ExprRef expr);
/// The innermost local, global, or pointer expression a place hangs on; expr itself if it is no place.
ExprRef RootOf(ExprRef place);
/// True if the place lies in storage of this invocation: a local or a field or element of one, no pointer followed.
bool IsLocalStorage(ExprRef place);

}  // namespace lpcheck::steps

#endif  // LPCHECK_MODEL_STEPS_EXPR_H_
