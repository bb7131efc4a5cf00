// wrong-sympos: see module.h for the formula. klp_find_object_symbol of kernel/livepatch/core.c counts the symbols of the
// object in the order of their addresses; 0 asks for a name that occurs once.
#include "model/rules/common.h"
#include "model/rules/module.h"

namespace lpcheck::rules {
namespace {

Finding Wrong(const DeclaredFunction& function, std::string message, std::string remedy) {
  Finding finding;
  finding.rule = "wrong-sympos";
  finding.severity = Severity::kUndeliverable;
  finding.function = function.old_name;
  finding.where = function.where;
  finding.message = std::move(message);
  finding.remedy = std::move(remedy);
  return finding;
}

std::string CountOf(const DeclaredFunction& function) {
  const std::size_t count = function.candidates.size();
  return function.object + (count == 1 ? " has one function " : " has " + std::to_string(count) + " functions ") +
         function.old_name + " (" + Enumerate(function.candidates) + ")";
}

}  // namespace

Outcome WrongSympos(const Module& module) {
  Outcome outcome;
  for (const DeclaredFunction& function : module.functions) {
    if (function.position == 0 && function.sure > 1) {
      outcome.findings.push_back(
          Wrong(function, CountOf(function) + ", and old_sympos is 0, which asks for the only one: the patch will not load",
                "set old_sympos to the position of the function that is meant, counted from 1 by address, as kallsyms of this kernel has it"));
    }
    if (function.candidates.empty() || function.position == 0) continue;
    const std::string count = CountOf(function) + ", and old_sympos is " + std::to_string(function.position);
    if (function.may_be_more) {
      outcome.gaps.push_back({.kind = "sympos-unproved", .function = function.old_name, .where = function.where, .matters = true,
                              .message = count + ": a macro or a header may make more; which is meant only kallsyms of this kernel tells"});
    } else if (function.position > function.candidates.size()) {
      outcome.findings.push_back(Wrong(function, count + ": the patch will not load",
                                       "take the position from kallsyms of this kernel; 0 where the name is unique"));
    }
  }
  return outcome;
}

}  // namespace lpcheck::rules
