#include "analyzer/check/index_source.h"

#include <algorithm>
#include <memory>

#include "analyzer/compile/definitions.h"

namespace lpcheck::check {
namespace {

std::unique_ptr<session::ParsedUnit> ParseOther(const std::string& file, const Fix& fix, const CheckOptions& options) {
  const CompileCommand* command = options.database->CommandFor(file);
  if (command == nullptr) return nullptr;
  const UnitPlan plan = PlanFor(*command, fix, options);
  absl::StatusOr<std::unique_ptr<session::ParsedUnit>> unit = session::ParseCached(plan.after, SessionFor(options));
  if (!unit.ok() || !(*unit)->errors().empty()) return nullptr;
  return *std::move(unit);
}

}  // namespace

semantics::IndexSource IndexFor(const std::vector<CheckedUnit>& units, const Fix& fix, const CheckOptions& options) {
  semantics::IndexSource source;
  if (options.database == nullptr || options.tree == nullptr) return source;
  source.file = options.index;
  source.tree = options.tree->root();
  source.build = options.database->build();
  for (const CheckedUnit& unit : units) source.own.insert(unit.file);
  for (const FileChange& file : fix.files) source.own.insert(file.path);
  for (const auto& [path, text] : options.tree->overlay()) source.own.insert(path);
  auto definitions = std::make_shared<Definitions>(*options.database, source.own);
  source.define = [definitions](const std::string& name) { return definitions->FileOf(name); };
  source.other_caller = [definitions](const std::string& name) { return definitions->OtherCaller(name); };
  source.parse = [&fix, &options](const std::string& file) { return ParseOther(file, fix, options); };
  if (source.file.empty()) return source;
  const std::vector<std::string> built = options.database->Files();
  const std::set<std::string> distinct(built.begin(), built.end());
  source.built = static_cast<std::size_t>(
      std::count_if(distinct.begin(), distinct.end(), [](const std::string& file) { return file.ends_with(".c"); }));
  return source;
}

}  // namespace lpcheck::check
