#include "analyzer/check/units.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/compile/arguments.h"
#include "analyzer/input/find_function.h"

namespace lpcheck::check {
namespace {

struct Overlays {
  session::Overlay before;
  session::Overlay after;
};

/// The base fixes lie under both versions, the fix over them.
Overlays OverlaysOf(const Fix& fix, const CheckOptions& options) {
  Overlays overlays;
  if (options.tree != nullptr) {
    for (const auto& [path, text] : options.tree->overlay())
      overlays.before[options.tree->Absolute(path)] = text;
  }
  overlays.after = overlays.before;
  for (const FileChange& file : fix.files) {
    const std::string path = AbsoluteIn(fix, options, file.path);
    const std::string old_path = AbsoluteIn(fix, options, file.old_path.empty() ? file.path : file.old_path);
    overlays.before[old_path] = file.before;
    if (old_path != path) overlays.after[old_path] = std::nullopt;
    overlays.after[path] = file.after;
  }
  return overlays;
}

/// A kernel without the function tracer has the flag nowhere; then its absence says nothing about one file.
bool KernelIsTraced(const Database& database) {
  return std::any_of(database.commands().begin(), database.commands().end(), HasTracerFlag);
}

Gap NotInConfig(const std::string& path, const char* why) {
  return {"not-in-config", "", {path, 0}, true, Cat(path, " ", why)};
}

UnitPlan SelfContained(const Fix& fix, const CheckOptions& options, const FileChange& file,
                       const Overlays& overlays) {
  UnitPlan unit;
  unit.file = file.path;
  unit.before.directory = std::filesystem::current_path().string();
  unit.before.main_file = AbsoluteIn(fix, options, file.path);
  unit.before.args = fix.clang_arguments;
  unit.after = unit.before;
  unit.before.overlay = overlays.before;
  unit.after.overlay = overlays.after;
  return unit;
}

/// The recorded command, or the one that the fix brings for a sample's module that hardly a configuration builds.
const CompileCommand* CommandOf(const Fix& fix, const Database& database, const std::string& path) {
  if (const CompileCommand* recorded = database.CommandFor(path); recorded != nullptr) return recorded;
  auto brought = std::find_if(fix.commands.begin(), fix.commands.end(),
                              [&path](const CompileCommand& command) { return command.file == path; });
  return brought == fix.commands.end() ? nullptr : &*brought;
}

UnitPlan Recorded(const CompileCommand& command, const std::string& file, const CheckOptions& options,
                  const Overlays& overlays) {
  const ClangCommand clang = ToClang(command, options.database->tree());
  UnitPlan unit;
  unit.file = file;
  unit.object = options.database->ObjectOf(command.file);
  if (unit.object.empty()) unit.object = ModuleNameOf(command.file);
  unit.traced = HasTracerFlag(command) || !KernelIsTraced(*options.database);
  unit.before = {clang.directory, clang.file, clang.arguments, overlays.before};
  unit.after = {clang.directory, clang.file, clang.arguments, overlays.after};
  return unit;
}

void PlanSource(const Fix& fix, const CheckOptions& options, const FileChange& file, const Overlays& overlays,
                Plan& plan) {
  if (options.database == nullptr) {
    plan.units.push_back(SelfContained(fix, options, file, overlays));
    return;
  }
  const CompileCommand* command = CommandOf(fix, *options.database, file.path);
  if (command == nullptr) {
    plan.gaps.push_back(NotInConfig(file.path, "is not built by this configuration"));
  } else if (!file.before || !file.after || file.old_path != file.path) {
    plan.gaps.push_back(
        NotInConfig(file.path, "is added, deleted or renamed: only one version has a compile command"));
  } else {
    plan.units.push_back(Recorded(*command, file.path, options, overlays));
  }
}

}  // namespace

std::string RootOf(const Fix& fix, const CheckOptions& options) {
  return options.tree != nullptr ? options.tree->root() : fix.base_dir;
}

std::string AbsoluteIn(const Fix& fix, const CheckOptions& options, const std::string& path) {
  if (options.tree != nullptr) return options.tree->Absolute(path);
  const std::filesystem::path joined = std::filesystem::path(fix.base_dir) / path;
  return std::filesystem::absolute(joined).lexically_normal().string();
}

UnitPlan PlanFor(const CompileCommand& command, const Fix& fix, const CheckOptions& options) {
  return Recorded(command, command.file, options, OverlaysOf(fix, options));
}

Plan PlanOf(const Fix& fix, const CheckOptions& options) {
  Plan plan;
  const Overlays overlays = OverlaysOf(fix, options);
  for (const FileChange& file : fix.files) {
    switch (file.kind) {
      case FileKind::kCSource:
        PlanSource(fix, options, file, overlays, plan);
        break;
      case FileKind::kHeader:
        plan.headers.push_back(file.path);
        break;
      case FileKind::kAssembly:
        plan.gaps.push_back(NotInConfig(file.path, "is assembly, which is not analysed"));
        break;
      case FileKind::kBuild:
        plan.gaps.push_back(
            NotInConfig(file.path, "changes how the kernel is built, not code of this build"));
        break;
      case FileKind::kOther:
        plan.gaps.push_back(NotInConfig(file.path, "is no C source"));
        break;
      case FileKind::kDocumentation:
        break;
    }
  }
  return plan;
}

}  // namespace lpcheck::check
