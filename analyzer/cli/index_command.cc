// See index_command.h.
#include "analyzer/cli/index_command.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "analyzer/base/process.h"
#include "analyzer/base/text.h"
#include "analyzer/cli/exit_code.h"
#include "analyzer/cli/progress.h"
#include "analyzer/compile/database.h"
#include "analyzer/exact/inlining.h"
#include "analyzer/index/builder.h"
#include "analyzer/index/reader.h"
#include "analyzer/input/tree.h"

namespace lpcheck {
namespace {

/// The tree that the build folder was configured from: its `source` link, as the kernel's own build makes it.
std::string TreeOf(const std::string& build) {
  std::error_code error;
  std::filesystem::path source = std::filesystem::canonical(std::filesystem::path(build) / "source", error);
  return error ? std::string() : source.string();
}

std::string Describe(const index::IndexProgress& progress) {
  double rate = progress.seconds > 0 ? static_cast<double>(progress.done) / progress.seconds : 0;
  long left = rate > 0 ? static_cast<long>(static_cast<double>(progress.total - progress.done) / rate) : 0;
  return Cat(progress.done, " of ", progress.total, " files, ", static_cast<long>(rate), " a second, ", left, " s left");
}

void Print(const index::IndexSummary& summary, const std::string& file) {
  for (const auto& [path, error] : summary.failed) std::printf("does not parse: %s: %s\n", path.c_str(), error.c_str());
  std::printf("%s: %zu files, %zu parsed now (%zu without a shared header block, %zu blocks), %zu do not parse\n",
              file.c_str(), summary.units, summary.parsed, summary.alone, summary.blocks, summary.failed.size());
}

absl::Status AddBinary(const std::string& path, const std::string& object, index::IndexOptions& options) {
  absl::StatusOr<exact::Inlining> read = exact::ReadInlining(path);
  if (!read.ok()) return read.status();
  index::Binary binary{object, std::move(read->build_id), {}, std::move(read->pairs)};
  for (exact::Symbol& symbol : read->symbols) {
    binary.symbols.push_back({std::move(symbol.name), std::move(symbol.symbol), symbol.position, std::move(symbol.file)});
  }
  options.binaries.push_back(std::move(binary));
  return absl::OkStatus();
}

/// A vmlinux beside the compile database is the one that its commands made.
absl::Status IsOfTheBuild(const std::string& vmlinux, const std::string& build) {
  const std::string own = exact::BuildIdOf(build + "/vmlinux"), given = exact::BuildIdOf(vmlinux);
  if (own.empty() || own == given) return absl::OkStatus();
  return absl::FailedPreconditionError(Cat(vmlinux, ": build id ", given.empty() ? "missing" : given, ", but the build folder's own vmlinux has ", own,
                                           "; give the vmlinux that belongs to ", build));
}

/// The DWARF and symbols of a vmlinux, and of every module below a folder that has some.
absl::Status ReadDwarf(const std::string& vmlinux, const std::string& modules, const std::string& build, index::IndexOptions& options) {
  if (!vmlinux.empty()) {
    if (absl::Status status = IsOfTheBuild(vmlinux, build); !status.ok()) return status;
    if (absl::Status status = AddBinary(vmlinux, "vmlinux", options); !status.ok()) return status;
  }
  std::error_code error;
  std::filesystem::recursive_directory_iterator end, it;
  if (!modules.empty()) it = std::filesystem::recursive_directory_iterator(modules, error);
  if (error) return absl::NotFoundError(Cat(modules, ": ", error.message()));
  for (; it != end; it.increment(error)) {
    if (it->path().extension() != ".ko") continue;
    // The kernel's names of modules have no hyphens.
    std::string object = it->path().stem().string();
    std::replace(object.begin(), object.end(), '-', '_');
    if (absl::Status status = AddBinary(it->path().string(), object, options); !status.ok()) return status;
  }
  std::sort(options.binaries.begin(), options.binaries.end(), [](const index::Binary& a, const index::Binary& b) { return a.object < b.object; });
  return absl::OkStatus();
}

int Dump(const std::string& file) {
  absl::StatusOr<index::Reader> reader = index::Reader::Open(file);
  if (!reader.ok()) return Fail(reader.status());
  absl::Status status = reader->Dump([](const std::string& line) { std::printf("%s\n", line.c_str()); });
  return status.ok() ? kExitDeliverable : Fail(status);
}

}  // namespace

int RunIndex(const Arguments& arguments) {
  std::string build = FromEnvironment("LPCHECK_BUILD", ""), kernel = FromEnvironment("LPCHECK_KERNEL", "");
  std::string vmlinux, modules;
  index::IndexOptions options;
  options.jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  bool plain = false, quiet = false, rebuild = false, dump = false;
  CLI::App app(
      "Collect the facts of a configured kernel into one file: functions, calls, field accesses, allocations, function "
      "pointers, layouts. What has not changed since the last run is not parsed again; the command can be interrupted "
      "at any moment and repeated.",
      "lpcheck index");
  app.add_option("-p,--build", build, "the build folder (else $LPCHECK_BUILD)")->type_name("DIR");
  app.add_option("--kernel", kernel, "the source tree (default: what the build folder's `source` points to)")->type_name("DIR");
  app.add_option("-o", options.file, "the index (default: lpcheck.index in the build folder)")->type_name("FILE");
  app.add_option("--only", options.only, "only these files or folders of the tree")->type_name("PATH");
  app.add_option("-j", options.jobs, "parallel jobs (default: all processors)")->check(CLI::Range(1, 1024));
  app.add_option("--vmlinux", vmlinux, "a vmlinux with DWARF: exact inlining")->type_name("FILE");
  app.add_option("--modules", modules, "a folder of .ko files with DWARF")->type_name("DIR");
  app.add_flag("--plain", plain, "parse every file by itself: slow, to compare");
  app.add_flag("--rebuild", rebuild, "forget an existing index");
  app.add_flag("--dump", dump, "print the contents of the index as sorted text, building nothing");
  app.add_flag("-q,--quiet", quiet, "no progress");
  app.footer("Examples:\n  lpcheck index --build build-def -j 4\n  lpcheck index --build build-def --only net/sched fs/ext4");
  if (std::optional<int> exit = ParseOptions(app, arguments)) return *exit;
  if (build.empty() && (options.file.empty() || !dump)) {
    return Fail(absl::OutOfRangeError("index needs --build DIR (or $LPCHECK_BUILD)"));
  }
  if (options.file.empty()) options.file = build + "/lpcheck.index";
  if (dump) return Dump(options.file);
  if (kernel.empty()) kernel = TreeOf(build);
  absl::StatusOr<Tree> tree = Tree::Open(kernel);
  if (!tree.ok()) return Fail(tree.status());
  absl::StatusOr<Database> database = Database::Load(build, tree->root());
  if (!database.ok()) return Fail(database.status());
  if (absl::Status status = ReadDwarf(vmlinux, modules, build, options); !status.ok()) return Fail(status);
  options.kernel_version = tree->version();
  options.headers = plain ? index::IndexOptions::Headers::kPlain : index::IndexOptions::Headers::kShared;
  options.existing = rebuild ? index::Store::Existing::kRebuild : index::Store::Existing::kContinue;
  Progress progress(quiet ? Progress::Show::kNever : Progress::Show::kOnTerminals);
  options.on_progress = [&progress](const index::IndexProgress& now) { progress.Say(Describe(now)); };
  CatchInterrupts();
  absl::StatusOr<index::IndexSummary> summary = index::BuildIndex(*database, options);
  progress.Clear();
  if (!summary.ok()) return Fail(summary.status());
  if (!quiet) Print(*summary, options.file);
  return kExitDeliverable;
}

}  // namespace lpcheck
