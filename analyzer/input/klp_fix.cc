// See klp_fix.h. Read the tables, find what they name, graft file by file.
#include "analyzer/input/klp_fix.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/text.h"
#include "analyzer/compile/arguments.h"
#include "analyzer/input/contents.h"
#include "analyzer/input/find_function.h"
#include "analyzer/input/function_list.h"
#include "analyzer/input/graft.h"
#include "analyzer/input/klp_tables.h"
#include "analyzer/input/outline.h"
#include "analyzer/input/symbols.h"
#include "analyzer/session/session.h"

namespace lpcheck {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLikeFile = "kernel/livepatch/core.c";

struct Source {
  ModuleSource file;
  std::vector<Piece> outline;
  std::set<std::string> names;  ///< known in its translation unit
};

/// The command of any file of the kernel proper, the same one for the same database.
const CompileCommand* Like(const Database& database) {
  const CompileCommand* like = database.CommandFor(kLikeFile);
  if (like != nullptr) return like;
  for (const std::string& file : database.Files()) {
    if (!file.starts_with('/') && file.ends_with(".c")) return database.CommandFor(file);
  }
  return nullptr;
}

session::Overlay OverlayOf(const Tree& tree) {
  session::Overlay overlay;
  for (const auto& [path, text] : tree.overlay()) overlay[tree.Absolute(path)] = text;
  return overlay;
}

/// Headers beside the source that were not given along (a template's, a generated one) are empty here: what they would
/// declare is not needed to read the tables.
void AddMissingHeaders(const Source& source, session::Overlay& overlay) {
  for (const Piece& piece : source.outline) {
    if (piece.kind != PieceKind::kInclude || !piece.names[0].starts_with('"')) continue;
    std::string name = piece.names[0].substr(1, piece.names[0].size() - 2);
    fs::path header = (fs::path(source.file.path).parent_path() / name).lexically_normal();
    std::error_code error;
    if (!fs::exists(header, error)) overlay[header.string()] = "";
  }
}

session::ParseRequest RequestFor(const ClangCommand& command, session::Overlay overlay) {
  return {command.directory, command.file, command.arguments, std::move(overlay)};
}

class Reader {
 public:
  Reader(const Tree& tree, const Database& database) : tree_(tree), database_(database) {}

  absl::StatusOr<Fix> Run(const std::string& name, const std::vector<ModuleSource>& sources, std::string_view list) {
    fix_.name = name;
    fix_.module.emplace();
    for (const ModuleSource& source : sources) {
      absl::Status read = ReadSource(source, list.empty());
      if (!read.ok()) return read;
    }
    if (!list.empty()) {
      absl::StatusOr<std::string> config = ReadFile(database_.build() + "/.config");
      absl::StatusOr<std::vector<KlpObject>> objects =
          ParseFunctionList(list, "patched_funcs.csv", config.ok() ? std::string_view(*config) : std::string_view());
      if (!objects.ok()) return objects.status();
      fix_.module->objects = *std::move(objects);
    }
    if (fix_.module->objects.empty()) AddByConvention();
    if (fix_.module->objects.empty()) return NoLivepatch(name);
    Locate();
    GraftAll();
    Complete(fix_);
    return std::move(fix_);
  }

 private:
  absl::Status NoLivepatch(const std::string& name) const {
    if (!first_error_.empty()) {
      return absl::InvalidArgumentError(
          Cat(name, ": no livepatch was found and the source does not parse with this kernel: ", first_error_));
    }
    return absl::InvalidArgumentError(
        Cat(name, ": no livepatch was found: no constant struct klp_patch with objects, no patched_funcs.csv, and no "
                  "function named klpp_X, livepatch_X or X_new after one of the tree"));
  }

  absl::Status ReadSource(const ModuleSource& file, bool must_parse) {
    const CompileCommand* like = Like(database_);
    if (like == nullptr) {
      return absl::FailedPreconditionError(Cat(database_.build(), ": the compile database has no file of the kernel"));
    }
    Source source{file, OutlineOf(file.text), {}};
    ClangCommand command = ToClangFor(*like, tree_.root(), file.path);
    command.arguments.push_back("-DMODULE");
    session::Overlay overlay = OverlayOf(tree_);
    AddMissingHeaders(source, overlay);
    overlay[file.path] = file.text;
    auto unit = session::Parse(RequestFor(command, std::move(overlay)));
    if (!unit.ok()) return unit.status();
    std::string shown(BaseName(file.path));
    if (must_parse) NoteErrors(**unit, shown);
    ReadTables(**unit, shown, *fix_.module, fix_);
    source.names = KnownNames(**unit);
    FileChange change;
    change.path = change.old_path = shown;
    change.after = file.text;
    change.kind = FileKind::kCSource;
    fix_.module->sources.push_back(std::move(change));
    sources_.push_back(std::move(source));
    return absl::OkStatus();
  }

  void NoteErrors(const session::ParsedUnit& unit, const std::string& shown) {
    if (unit.errors().empty()) return;
    const session::ParseError& error = unit.errors().front();
    first_error_ = Cat(BaseName(error.file), ":", error.line, ": ", error.message);
    Finding finding;
    finding.rule = "does-not-compile";
    finding.severity = Severity::kUndeliverable;
    finding.where = {shown, BaseName(error.file) == shown ? error.line : 0};
    finding.message = Cat("the module does not parse with this kernel: ", first_error_);
    finding.remedy = "build the module against this kernel first; give the tree and configuration it was written for";
    fix_.findings.push_back(std::move(finding));
  }

  /// Without any table: functions named after one of the tree (klpp_X, livepatch_X, X_new).
  void AddByConvention() {
    std::map<std::string, std::string> new_names;
    for (const Source& source : sources_) {
      for (const Piece& piece : source.outline) {
        if (piece.kind != PieceKind::kFunction) continue;
        const std::string& name = piece.names[0];
        if (name.starts_with("klpp_")) new_names[name.substr(5)] = name;
        if (name.starts_with("livepatch_")) new_names[name.substr(10)] = name;
        if (name.ends_with("_new")) new_names[name.substr(0, name.size() - 4)] = name;
      }
    }
    std::vector<std::string> wanted;
    for (const auto& [old_name, new_name] : new_names) wanted.push_back(old_name);
    std::map<std::string, std::vector<std::string>> found = FindDefinitions(wanted, tree_, database_);
    std::map<std::string, KlpObject> objects;
    for (const auto& [old_name, files] : found) {
      KlpObject& object = objects[ObjectOf(files[0])];
      object.name = ObjectOf(files[0]);
      object.funcs.push_back({old_name, new_names[old_name], 0, "", {}});
    }
    for (auto& [name, object] : objects) fix_.module->objects.push_back(std::move(object));
  }

  std::string ObjectOf(const std::string& file) const {
    std::string object = database_.ObjectOf(file);
    return object.empty() ? ModuleNameOf(file) : object;
  }

  /// Finds the file of each function: those of the object first, since a name can occur in many modules.
  void Locate() {
    std::vector<std::string> names;
    for (const KlpObject& object : fix_.module->objects) {
      for (const KlpFunc& func : object.funcs) names.push_back(func.old_name);
    }
    std::map<std::string, std::vector<std::string>> found = FindDefinitions(names, tree_, database_);
    for (KlpObject& object : fix_.module->objects) {
      for (KlpFunc& func : object.funcs) LocateOne(object, func, found[func.old_name]);
    }
  }

  void LocateOne(const KlpObject& object, KlpFunc& func, const std::vector<std::string>& files) {
    for (const std::string& file : files) {
      if (ObjectOf(file) == object.name) func.candidates.push_back(file);
    }
    for (const std::string& file : func.candidates) func.sure += SurelyEmits(Contents(tree_, file).text(), func.old_name) ? 1 : 0;
    const std::vector<std::string>& candidates = func.candidates.empty() ? files : func.candidates;
    if (candidates.empty() || func.sympos > 0)  // with position 0 the kernel itself refuses a name that is not unique
      func.may_be_more = MayEmitUnseen(func.old_name, FilesOf(object.name), tree_);
    if (candidates.size() == 1) {
      func.file = candidates[0];
    } else if (candidates.empty()) {
      AddGap("function-not-found", func,
             Cat("no file that this configuration builds defines ", func.old_name, " by text; is it made by a macro, or "
                 "is the fix for another kernel?"));
    } else {
      AddGap("ambiguous-function", func,
             Cat(candidates.size(), " files of ", object.name, " define ", func.old_name, " (", candidates[0], ", ",
                 candidates[1], candidates.size() > 2 ? ", ..." : "", "); which one old_sympos ", func.sympos,
                 " means depends on the built kernel"));
    }
  }

  /// The files that are linked into an object, ascending.
  std::vector<std::string> FilesOf(const std::string& object) const {
    std::vector<std::string> files;
    for (const std::string& file : database_.Files()) {
      if (!file.starts_with('/') && file.ends_with(".c") && ObjectOf(file) == object) files.push_back(file);
    }
    return files;
  }

  void AddGap(std::string kind, const KlpFunc& func, std::string message) {
    fix_.gaps.push_back({std::move(kind), func.old_name, func.where, true, std::move(message)});
  }

  const Source* SourceOf(const std::string& function) const {
    for (const Source& source : sources_) {
      for (const Piece& piece : source.outline) {
        if (piece.kind == PieceKind::kFunction && piece.names[0] == function) return &source;
      }
    }
    return nullptr;
  }

  void GraftAll() {
    std::map<std::string, std::map<const Source*, std::vector<GraftFunction>>> work;
    std::map<std::string, std::string> renames;
    for (const KlpObject& object : fix_.module->objects) {
      for (const KlpFunc& func : object.funcs) {
        if (func.new_name.empty()) continue;  // a nop entry: the original code
        renames[func.new_name] = func.old_name;
        const Source* source = SourceOf(func.new_name);
        if (source == nullptr) {
          AddGap("not-grafted", func, Cat("the sources given do not define ", func.new_name));
        } else if (!func.file.empty()) {
          work[func.file][source].push_back({func.old_name, func.new_name});
        }
      }
    }
    for (const auto& [file, by_source] : work) GraftFile(file, by_source, renames);
  }

  void GraftFile(const std::string& file, const std::map<const Source*, std::vector<GraftFunction>>& by_source,
                 const std::map<std::string, std::string>& renames) {
    absl::StatusOr<std::optional<std::string>> before = tree_.Read(file);
    if (!before.ok() || !before->has_value()) return;
    std::set<std::string> names = NamesIn(file);
    FileChange change;
    change.path = change.old_path = file;
    change.before = **before;
    std::string text = **before;
    for (const auto& [source, functions] : by_source) {
      Grafted grafted = Graft({text, source->file.text, names, source->names, functions, renames});
      for (Gap& gap : grafted.gaps) {
        gap.where = {file, 0};
        fix_.gaps.push_back(std::move(gap));
      }
      text = std::move(grafted.text);
    }
    change.after = std::move(text);
    fix_.files.push_back(std::move(change));
  }

  /// What the tree's file sees, headers included; for a file outside the configuration with a command made up for it.
  std::set<std::string> NamesIn(const std::string& file) {
    const CompileCommand* command = database_.CommandFor(file);
    if (command == nullptr) command = &MakeCommand(file);
    auto unit = session::Parse(RequestFor(ToClang(*command, tree_.root()), OverlayOf(tree_)));
    if (unit.ok() && (*unit)->errors().empty()) return KnownNames(**unit);
    fix_.gaps.push_back({"does-not-parse", "", {file, 0}, true,
                         Cat("the tree's own ", file, " does not parse with its recorded command")});
    return unit.ok() ? KnownNames(**unit) : std::set<std::string>();
  }

  const CompileCommand& MakeCommand(const std::string& file) {
    CompileCommand command = *Like(database_);
    std::string name = ModuleNameOf(file);
    for (std::string& argument : command.arguments) {
      if (argument.starts_with("-DKBUILD_BASENAME=")) argument = Cat("-DKBUILD_BASENAME=\"", name, '"');
      if (argument.starts_with("-DKBUILD_MODNAME=")) argument = Cat("-DKBUILD_MODNAME=\"", name, '"');
      if (argument.starts_with("-D__KBUILD_MODNAME=")) argument = Cat("-D__KBUILD_MODNAME=kmod_", name);
      if (BaseName(argument) == BaseName(command.file)) argument = tree_.Absolute(file);
    }
    command.arguments.push_back("-DMODULE");
    command.file = file;
    command.output.clear();
    fix_.commands.push_back(std::move(command));
    return fix_.commands.back();
  }

  const Tree& tree_;
  const Database& database_;
  std::vector<Source> sources_;
  std::string first_error_;
  Fix fix_;
};

}  // namespace

bool LooksLikeModule(std::string_view text) {
  return Contains(text, "struct klp_patch") || Contains(text, "struct klp_func") || Contains(text, " klpp_") ||
         (Contains(text, "#include \"") && Contains(text, ".c\"\n"));
}

absl::StatusOr<Fix> ReadModule(const std::string& fix_name, const std::vector<ModuleSource>& sources,
                               std::string_view functions_csv, const Tree& tree, const Database& database) {
  return Reader(tree, database).Run(fix_name, sources, functions_csv);
}

}  // namespace lpcheck
