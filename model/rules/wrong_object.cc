// wrong-object: see module.h for the formula.
#include <algorithm>

#include "model/rules/module.h"

namespace lpcheck::rules {
namespace {

/// Module names have underscores, file names may have dashes.
std::string Normal(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace

Outcome WrongObject(const Module& module) {
  Outcome outcome;
  for (const DeclaredFunction& function : module.functions) {
    if (function.built_into.empty() || Normal(function.built_into) == Normal(function.object)) continue;
    Finding finding;
    finding.rule = "wrong-object";
    finding.severity = Severity::kUndeliverable;
    finding.function = function.old_name;
    finding.where = function.where;
    finding.message = function.old_name + " is declared for " + function.object + ", but " +
                      function.found_in + " is built into " + function.built_into;
    finding.remedy = "put it under the klp_object of " + function.built_into;
    outcome.findings.push_back(std::move(finding));
  }
  return outcome;
}

}  // namespace lpcheck::rules
