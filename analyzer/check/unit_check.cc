#include "analyzer/check/unit_check.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/check/exact_changes.h"
#include "analyzer/check/linked_inlining.h"
#include "analyzer/extract/extract.h"

namespace lpcheck::check {
namespace {

Location Relative(const session::ParseError& error, const std::string& root) {
  std::string_view file = error.file;
  if (!root.empty() && file.rfind(root + "/", 0) == 0) file.remove_prefix(root.size() + 1);
  return {std::string(file), error.line};
}

void ReportErrors(const session::UnitPair& pair, const UnitPlan& plan, const std::string& root,
                  CheckedUnit& unit) {
  if (!pair.before->errors().empty()) {
    const session::ParseError& first = pair.before->errors().front();
    unit.gaps.push_back({"does-not-parse", "", Relative(first, root), true,
                         Cat(plan.file, " does not parse before the fix: ", first.message)});
    return;
  }
  const session::ParseError& first = pair.after->errors().front();
  Finding finding;
  finding.rule = "does-not-compile";
  finding.severity = Severity::kUndeliverable;
  finding.where = Relative(first, root);
  finding.message = Cat(plan.file, " does not compile with the fix: ", first.message);
  finding.remedy = "complete the fix: it needs something that another file or commit brings";
  unit.findings.push_back(std::move(finding));
}

extract::Scope ScopeOf(const session::UnitPair& pair, const Fix& fix, const CheckOptions& options) {
  extract::Scope scope;
  scope.tree = RootOf(fix, options);
  scope.headers = pair.shared ? extract::Scope::Headers::kEqual : extract::Scope::Headers::kMayDiffer;
  for (const FileChange& file : fix.files) {
    scope.touched.insert(AbsoluteIn(fix, options, file.path));
    if (!file.old_path.empty()) scope.touched.insert(AbsoluteIn(fix, options, file.old_path));
  }
  return scope;
}

bool IsSkipped(const std::vector<session::SkippedLines>& skipped, const std::string& path,
               const LineRange& range) {
  return std::any_of(skipped.begin(), skipped.end(), [&](const session::SkippedLines& lines) {
    return lines.file == path && lines.first < range.first && std::max(range.first, range.last) < lines.last;
  });
}

/// Lines that change but are compiled in neither version.
void ReportInactive(const session::UnitPair& pair, const Fix& fix, const CheckOptions& options,
                    CheckedUnit& unit) {
  for (const FileChange& file : fix.files) {
    const std::string path = AbsoluteIn(fix, options, file.path);
    for (const LineRange& range : file.touched_new) {
      if (!IsSkipped(pair.after->skipped(), path, range)) continue;
      Finding finding;
      finding.rule = "inactive-if";
      finding.where = {file.path, range.first};
      finding.message =
          "this change is inside an #if branch that this configuration leaves out: it was not checked";
      finding.remedy = "check again with a configuration that compiles it";
      unit.findings.push_back(std::move(finding));
    }
  }
}

UnitFacts FactsOf(const session::ParsedUnit& parsed, const UnitPlan& plan,
                  const session::ParseRequest& request, const extract::Scope& scope) {
  UnitFacts facts = extract::Extract(parsed, request.main_file, scope);
  facts.file = plan.file;
  facts.object = plan.object;
  facts.traced = plan.traced;
  facts.touched = scope.touched.count(request.main_file) != 0;
  return facts;
}

std::unique_ptr<semantics::Unit> BodiesOf(session::UnitPair pair, const UnitChanges& changes, Bodies& bodies) {
  const api::Table& table = api::Table::Kernel();
  if (bodies.trees < kMostTrees) {
    ++bodies.trees;
    return semantics::Whole(std::move(pair), table, bodies.arena);
  }
  std::set<std::string> changed;
  for (const FunctionChange& change : changes.functions) changed.insert(change.name);
  return semantics::Digested(std::move(pair), changed, table, bodies.arena);
}

}  // namespace

session::SessionOptions SessionFor(const CheckOptions& options) {
  session::SessionOptions session;
  if (options.cache == Cache::kUse && options.database != nullptr)
    session.cache_directory = options.database->build() + "/.lpcheck/preambles";
  return session;
}

CheckedUnit CheckUnit(const UnitPlan& plan, const Fix& fix, const CheckOptions& options, Bodies& bodies) {
  CheckedUnit unit;
  unit.file = plan.file;
  absl::StatusOr<session::UnitPair> pair = session::ParsePair(plan.before, plan.after, SessionFor(options));
  if (!pair.ok()) {
    unit.gaps.push_back({"does-not-parse",
                         "",
                         {plan.file, 0},
                         true,
                         Cat(plan.file, ": ", std::string(pair.status().message()))});
    return unit;
  }
  for (const session::ParsedUnit* version : {pair->before.get(), pair->after.get()})
    unit.includes.insert(version->includes().begin(), version->includes().end());
  if (!pair->before->errors().empty() || !pair->after->errors().empty()) {
    ReportErrors(*pair, plan, RootOf(fix, options), unit);
    return unit;
  }
  ReportInactive(*pair, fix, options, unit);
  const extract::Scope scope = ScopeOf(*pair, fix, options);
  unit.facts = std::make_unique<UnitPairFacts>();
  unit.facts->before = FactsOf(*pair->before, plan, plan.before, scope);
  unit.facts->after = FactsOf(*pair->after, plan, plan.after, scope);
  unit.changes = ChangesOf(*unit.facts);
  RefineByDwarf(options, unit);
  if (options.objects == Objects::kCompile) RefineByObjects(plan, options, unit);
  if (!unit.changes.functions.empty()) unit.bodies = BodiesOf(*std::move(pair), unit.changes, bodies);
  return unit;
}

}  // namespace lpcheck::check
