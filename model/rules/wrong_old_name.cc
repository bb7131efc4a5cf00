// wrong-old-name: see module.h for the formula.
#include "model/rules/module.h"

namespace lpcheck::rules {

Outcome WrongOldName(const Module& module) {
  Outcome outcome;
  for (const DeclaredFunction& function : module.functions) {
    if (!function.found_in.empty() || !function.candidates.empty() || function.may_be_more) continue;
    Finding finding;
    finding.rule = "wrong-old-name";
    finding.severity = Severity::kUndeliverable;
    finding.function = function.old_name;
    finding.where = function.where;
    finding.message = "no file of this kernel defines " + function.old_name + ": the patch will not load";
    finding.remedy = "name the function as this kernel's symbol table does";
    outcome.findings.push_back(std::move(finding));
  }
  return outcome;
}

}  // namespace lpcheck::rules
