#include "model/rules/common.h"

#include <algorithm>
#include <utility>

namespace lpcheck::rules {
namespace {

constexpr std::size_t kMostNames = 4;

void Append(Outcome& all, Outcome part) {
  for (Finding& finding : part.findings) all.findings.push_back(std::move(finding));
  for (Gap& gap : part.gaps) all.gaps.push_back(std::move(gap));
  for (Condition& condition : part.conditions) all.conditions.push_back(std::move(condition));
}

}  // namespace

std::vector<const FunctionChange*> Redirected(const UnitChanges& unit) {
  std::vector<const FunctionChange*> functions;
  for (const FunctionChange& change : unit.functions) {
    if (change.before == nullptr || change.after == nullptr) continue;
    const bool is_inline =
        change.before->linkage == Linkage::kStatic &&
        (change.before->inlining == Inlining::kHint || change.before->inlining == Inlining::kAlways);
    if (!is_inline) functions.push_back(&change);
  }
  return functions;
}

Finding Undeliverable(std::string rule, const FunctionFact& function, std::string message,
                      std::string remedy) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.severity = Severity::kUndeliverable;
  finding.function = function.name;
  finding.where = function.where;
  finding.message = std::move(message);
  finding.remedy = std::move(remedy);
  return finding;
}

std::string Enumerate(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kMostNames; ++i) {
    if (i != 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  if (names.size() > kMostNames) text += " and " + std::to_string(names.size() - kMostNames) + " more";
  return text;
}

bool IsRegistered(const GlobalFact& variable) {
  if (variable.section.empty()) return false;
  for (const char* placing : {".data", ".bss", ".rodata", ".init.data", ".init.rodata", ".exit.data", ".exit.rodata",
                              ".meminit", "__modver", ".discard", ".ref.data"}) {
    if (variable.section.rfind(placing, 0) == 0) return false;
  }
  return true;
}

bool Contains(const UnitChanges& unit, const std::string& function) {
  return std::any_of(unit.functions.begin(), unit.functions.end(),
                     [&](const FunctionChange& change) { return change.name == function; });
}

Outcome RunAll(const Subject& subject) {
  Outcome all;
  for (auto rule :
       {NotPatchableInit, NotPatchableNotrace, NotPatchableNoreturn, PrototypeExported, PrototypeMismatch,
        LayoutChange, InitialValueChange, ConstTableChange, RegistrationChange,
        DeclarationChange, StaticLocalDuplicated, StaticKeyInModule}) {
    Append(all, rule(subject));
  }
  return all;
}

bool IsUndeliverable(const Outcome& outcome, const std::string& name) {
  return std::any_of(outcome.findings.begin(), outcome.findings.end(), [&](const Finding& finding) {
    return finding.severity == Severity::kUndeliverable && finding.function == name;
  });
}

}  // namespace lpcheck::rules
