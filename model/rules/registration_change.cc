// registration-change: see rules.h for the formula. An export is only noted: the new code of another module reaches
// the function through a relocation of the patch, and a symbol that is exported stays so.
#include <algorithm>

#include "model/rules/common.h"

namespace lpcheck::rules {
namespace {

Finding Finds(Severity severity, const std::string& name, const Location& where, const std::string& message) {
  Finding finding;
  finding.rule = "registration-change";
  finding.severity = severity;
  finding.function = name;
  finding.where = where;
  finding.message = message;
  if (severity == Severity::kUndeliverable)
    finding.remedy = "call what registers it from a post_patch callback, and its opposite from pre_unpatch";
  return finding;
}

/// Sections that the module loader walks again for the patch module itself.
bool IsWalkedForThePatch(const GlobalFact& variable) {
  return variable.section == "__param" || variable.section.rfind("__tracepoints", 0) == 0;
}

/// True when nothing that runs now is meant: all that it names comes with the fix.
bool ServesOnlyWhatIsNew(const GlobalFact& variable, const UnitFacts& before) {
  return IsWalkedForThePatch(variable) &&
         std::none_of(variable.mentions.begin(), variable.mentions.end(), [&](const std::string& name) {
           return before.globals.count(name) != 0 || before.functions.count(name) != 0;
         });
}

void CompareData(const UnitChanges& unit, Outcome& outcome) {
  for (const GlobalChange& change : unit.globals) {
    const GlobalFact& fact = change.after != nullptr ? *change.after : *change.before;
    const bool registered = (change.before != nullptr && IsRegistered(*change.before)) ||
                            (change.after != nullptr && IsRegistered(*change.after));
    if (!registered) continue;
    if (change.before == nullptr && ServesOnlyWhatIsNew(*change.after, unit.facts->before)) {
      outcome.findings.push_back(Finds(Severity::kNote, change.name, fact.where,
                                       change.name + " is registered for the patch module, not for this one"));
      continue;
    }
    const std::string how = change.before == nullptr ? " is added to " : change.after == nullptr ? " is removed from " : " changes in ";
    outcome.findings.push_back(Finds(Severity::kUndeliverable, change.name, fact.where,
                                     change.name + how + "section " + fact.section +
                                         ": that section has been read, and nobody reads it again"));
  }
}

bool Holds(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

/// Names that the module loader calls (include/linux/module.h).
bool IsModuleEntry(const std::string& alias) {
  return alias.rfind("init_module ", 0) == 0 || alias.rfind("cleanup_module ", 0) == 0;
}

bool FillsAWalkedSection(const std::string& assembly) {
  return Holds(assembly, ".initcall") || Holds(assembly, ".pci_fixup") || Holds(assembly, "initcall.init");
}

void CompareMarks(const UnitChanges& unit, Outcome& outcome) {
  const Location where{unit.facts->after.file, 0};
  for (const MarkChange& mark : unit.marks) {
    const std::string how = mark.side == MarkChange::Side::kAdded ? " is added" : " is removed";
    switch (mark.kind) {
      case MarkChange::Kind::kExport:
        outcome.findings.push_back(Finds(Severity::kNote, mark.text, where,
                                         "the export of " + mark.text + how + "; the running kernel's stay as they are"));
        break;
      case MarkChange::Kind::kAlias:
        if (IsModuleEntry(mark.text)) {
          outcome.findings.push_back(Finds(Severity::kUndeliverable, "", where,
                                           mark.text + how + ": the module is loaded, and its old way out is known"));
        } else {
          outcome.gaps.push_back({"alias-change", "", where, true, "the alias " + mark.text + how});
        }
        break;
      case MarkChange::Kind::kAssembly:
        if (FillsAWalkedSection(mark.text)) {
          outcome.findings.push_back(Finds(Severity::kUndeliverable, "", where,
                                           "an entry of a section that has been read" + how));
        } else {
          outcome.gaps.push_back({"file-assembly", "", where, true, "assembly outside functions" + how});
        }
        break;
    }
  }
}

/// Which definition a name means was decided when the kernel was linked.
void CompareBinding(const UnitChanges& unit, Outcome& outcome) {
  for (const FunctionChange& change : unit.functions) {
    if (change.before == nullptr || change.after == nullptr || change.before->weak == change.after->weak) continue;
    outcome.gaps.push_back({"weak-change", change.name, change.after->where, true,
                            change.name + " changes between weak and strong: which definition the kernel has "
                                          "was decided when it was linked"});
  }
}

}  // namespace

Outcome RegistrationChange(const Subject& subject) {
  Outcome outcome;
  for (const UnitChanges& unit : subject.units) {
    CompareData(unit, outcome);
    CompareMarks(unit, outcome);
    CompareBinding(unit, outcome);
  }
  return outcome;
}

}  // namespace lpcheck::rules
