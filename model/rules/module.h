// A livepatch module's own statements, as its struct klp_patch makes them, for the rules that check those
// statements against the kernel they are about. A fix that came as a diff has none, and these rules are
// silent about it.
#ifndef LPCHECK_MODEL_RULES_MODULE_H_
#define LPCHECK_MODEL_RULES_MODULE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/rules/rules.h"

namespace lpcheck::rules {

struct DeclaredFunction {
  std::string old_name;
  std::string object;      ///< as the klp_object says
  std::string found_in;    ///< file that defines old_name; empty: none does
  std::string built_into;  ///< vmlinux or the module of that file; empty: unknown
  Location where;          ///< of the entry in the module's source
  std::uint64_t position = 0;           ///< old_sympos
  std::vector<std::string> candidates;  ///< files of the object that define a function of that name
  std::size_t sure = 0;                 ///< how many of them have such a symbol in every build
  bool may_be_more = false;             ///< there may be such symbols that no file shows
};

struct DeclaredCallbacks {
  std::string object;
  bool pre_patch = false, post_patch = false, pre_unpatch = false, post_unpatch = false;
};

enum class ShadowAction { kGet, kAllocate, kFree };

struct DeclaredShadow {
  ShadowAction action = ShadowAction::kGet;
  std::optional<std::uint64_t> id;  ///< nothing when it is no constant
  std::string function;
  Location where;
};

struct Module {
  std::vector<DeclaredFunction> functions;
  std::vector<DeclaredCallbacks> callbacks;
  std::vector<DeclaredShadow> shadows;
  std::size_t states = 0;
};

/// wrong-old-name:  violated <=> exists f declared. nothing in the tree can define old_name(f)
Outcome WrongOldName(const Module& module);

/// wrong-sympos, with n the symbols called old_name(f) in object(f), Sure(f) <= n <= Candidates(f) if no more may be:
///   violated <=> exists f declared. (old_sympos(f) = 0 and Sure(f) > 1) or (old_sympos(f) > Candidates(f) >= 1 and no more)
///   gap <=> old_sympos(f) > 0 and more may be: which is meant depends on the order of addresses
Outcome WrongSympos(const Module& module);

/// wrong-object:  violated <=> exists f declared. BuiltInto(f) known and /= object(f)
Outcome WrongObject(const Module& module);

/// callbacks-unpaired:  violated <=> pre_patch without post_unpatch, or post_patch without pre_unpatch
Outcome CallbacksUnpaired(const Module& module);

/// state-missing:  noted <=> (callbacks or shadow variables) and no klp_state
Outcome StateMissing(const Module& module);

/// shadow-incomplete:  violated <=> exists id. allocated and never freed
Outcome ShadowIncomplete(const Module& module);

/// inlined-not-in-set:  violated <=> exists f in changed, g not declared. f may be inside g
Outcome InlinedNotInSet(const Module& module, const Subject& subject);

Outcome RunModuleRules(const Module& module, const Subject& subject);

}  // namespace lpcheck::rules

#endif  // LPCHECK_MODEL_RULES_MODULE_H_
