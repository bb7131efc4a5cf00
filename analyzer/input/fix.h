// A fix as plain data: every file it touches with its contents before and after, whatever form it came in (unified
// diff, livepatch module, two versions of one file). The readers in this folder make it; the rest of the analyzer
// sees only this. Contents live in memory: nothing is ever written into the kernel tree.
#ifndef LPCHECK_ANALYZER_INPUT_FIX_H_
#define LPCHECK_ANALYZER_INPUT_FIX_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/compile/database.h"
#include "model/verdict.h"

namespace lpcheck {

/// Lines first..last, 1-based, both included. An empty range (last == first - 1) is the place before line `first`:
/// where the other side has lines that this one lacks.
struct LineRange {
  int first = 0;
  int last = -1;
  bool operator==(const LineRange&) const = default;
};

enum class FileKind {
  kCSource,
  kHeader,
  kAssembly,
  kBuild,          ///< Makefile, Kbuild, Kconfig, device trees, linker scripts
  kDocumentation,  ///< Documentation/, *.rst, *.txt, MAINTAINERS, ...: ignored
  kOther,
};

/// What `path` (relative to the tree) holds, judged by its name alone.
FileKind KindOf(std::string_view path);

/// One touched file. `before` and `after` are whole contents; nullopt where the file does not exist on that side.
struct FileChange {
  std::string path;      ///< relative to the tree, the name after the fix (before it, for a deleted file)
  std::string old_path;  ///< the name before the fix; equals `path` unless the file was renamed
  std::optional<std::string> before;
  std::optional<std::string> after;
  FileKind kind = FileKind::kOther;
  std::vector<LineRange> touched_old;  ///< changed lines of `before`, ascending
  std::vector<LineRange> touched_new;  ///< changed lines of `after`, ascending
};

/// One entry of a klp_object's funcs table.
struct KlpFunc {
  std::string old_name;
  std::string new_name;
  std::uint64_t sympos = 0;  ///< old_sympos: 0 when the author left it out
  std::string file;          ///< where the tree defines old_name, relative to it; empty when not found
  Location where;            ///< of the entry in the module's source
  std::vector<std::string> candidates;  ///< files of the object that define old_name by their text, ascending
  std::size_t sure = 0;      ///< of these, how many have a symbol of that name in every build
  bool may_be_more = false;  ///< the object may have that symbol where no text shows it; asked only when it matters
};

/// Names of the callbacks of one object; empty where there is none.
struct KlpCallbacks {
  std::string pre_patch;
  std::string post_patch;
  std::string pre_unpatch;
  std::string post_unpatch;
};

struct KlpObject {
  std::string name;  ///< as written; "vmlinux" when NULL
  std::vector<KlpFunc> funcs;
  KlpCallbacks callbacks;
};

struct KlpState {
  std::uint64_t id = 0;
  std::uint64_t version = 0;
};

enum class ShadowCall { kGet, kAlloc, kGetOrAlloc, kFree, kFreeAll };

/// One use of a shadow variable in the module.
struct KlpShadowUse {
  ShadowCall call = ShadowCall::kGet;
  std::optional<std::uint64_t> id;  ///< nullopt when it is no constant
  std::string constructor;          ///< or destructor, when the call takes one
  std::string function;             ///< the enclosing function
  Location where;
};

/// The livepatch module a fix came as: what its struct klp_patch says.
struct KlpModule {
  std::vector<KlpObject> objects;
  std::vector<KlpState> states;
  std::vector<KlpShadowUse> shadow_uses;
  std::vector<CallbackTouch> callback_effects;  ///< ascending by name within one source
  std::vector<std::string> callback_reads;      ///< data that callbacks look at
  bool replace = false;
  bool immediate = false;            ///< the flag of 4.12 to 4.15
  std::vector<FileChange> sources;   ///< the module's own files as given: `after` holds the contents
};

/// One question for lpcheck.
struct Fix {
  std::string name;  ///< what reports call it: the last component of the path given, for a folder's member DIR/FILE
  std::vector<FileChange> files;  ///< ascending by path
  std::optional<KlpModule> module;
  std::vector<Finding> findings;  ///< what reading it already showed
  std::vector<Gap> gaps;
  /// How to parse files of `files` that the configuration does not build (a sample's module): what the database lacks.
  std::vector<CompileCommand> commands;
  std::string source_hash;  ///< SHA-256, lower-case hex, over paths and both contents of every file
  std::string base_dir;     ///< for --before only: the folder that `path`s are relative to; else empty
  std::vector<std::string> clang_arguments;  ///< for --before only: what followed `--`
};

/// Fills kind, touched_old and touched_new (from the contents) and the source hash, and sorts the files.
void Complete(Fix& fix);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_FIX_H_
