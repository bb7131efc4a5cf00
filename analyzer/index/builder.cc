#include "analyzer/index/builder.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/process.h"
#include "analyzer/base/text.h"
#include "analyzer/compile/arguments.h"
#include "analyzer/index/cluster.h"
#include "analyzer/index/collector.h"
#include "analyzer/index/part_hash.h"
#include "analyzer/index/shared_parse.h"
#include "analyzer/index/source_files.h"
#include "analyzer/index/writer_lock.h"
#include "clang/Basic/Version.h"

namespace lpcheck::index {
namespace {

constexpr std::chrono::seconds kAtMost(2);  ///< a transaction takes
constexpr std::size_t kWorthABlock = 3;
constexpr int kRejectedFlags = 8;
constexpr std::string_view kHarmlessDefines[] = {"pr_fmt", "dev_fmt", "KMSG_COMPONENT", "DRIVER_NAME", "DRV_NAME"};

struct Unit {
  const CompileCommand* command = nullptr;
  ClangCommand clang;
  IncludeBlock includes;
  std::uint64_t base = 0;  ///< command and own text
  bool stale = true;
  bool selected = true;    ///< by --only; the others are only looked at: what is stale of them is forgotten
};

std::uint64_t Combine(std::initializer_list<std::uint64_t> numbers) {
  return HashOf(std::string_view(reinterpret_cast<const char*>(numbers.begin()), numbers.size() * sizeof(std::uint64_t)));
}

bool Selected(const std::string& file, const std::vector<std::string>& only) {
  if (only.empty()) return true;
  return std::any_of(only.begin(), only.end(), [&file](const std::string& path) {
    std::string_view bare = path;
    while (bare.ends_with('/')) bare.remove_suffix(1);
    return file == bare || (file.starts_with(bare) && file.size() > bare.size() && file[bare.size()] == '/');
  });
}

/// The headers of the unit by names that mean the same in every file: its folder's own ones by path.
std::vector<std::string> Resolved(const Unit& unit) {
  std::vector<std::string> headers;
  for (const std::string& header : unit.includes.headers) {
    if (header.starts_with('<')) {
      headers.push_back(header);
      continue;
    }
    std::string path = Cat(DirName(unit.clang.file), "/", header.substr(1, header.size() - 2));
    absl::StatusOr<std::string> text = header.ends_with(".h\"") ? ReadFile(path) : absl::NotFoundError("");
    if (text.ok() && HasGuard(*text)) headers.push_back(Cat("\"", path, "\""));
  }
  return headers;
}

/// What must be equal for files to share: their arguments but for the folders of their own headers.
std::vector<std::string> SharedArguments(const std::vector<std::string>& args) {
  std::vector<std::string> shared;
  for (std::string& arg : WithoutModuleName(args)) {
    bool local = arg.starts_with("-I") && !Contains(arg, "/include");
    if (!local) shared.push_back(std::move(arg));
  }
  return shared;
}

/// A kernel is linked once: whatever the index has from a binary must have come from the same one.
absl::Status AgreeOnBuildIds(Store& store, const IndexOptions& options) {
  const std::map<std::string, std::string> known = store.BuildIds();
  for (const Binary& binary : options.binaries) {
    auto found = known.find(binary.object);
    if (found == known.end() || found->second == binary.build_id) continue;
    return absl::FailedPreconditionError(Cat(options.file, ": ", binary.object, " has build id ", binary.build_id, ", the index was made with ",
                                             found->second, "; name another file with -o, or --rebuild"));
  }
  return absl::OkStatus();
}

class Builder {
 public:
  Builder(const Database& database, const IndexOptions& options, Store store)
      : database_(database), options_(options), store_(std::move(store)) {}

  absl::StatusOr<IndexSummary> Run() {
    sources_.HashOfFile(AbsolutePath(database_.build()) + "/compile_commands.json");
    stored_units_ = store_.Units();
    ReadUnits();
    FindStale();
    if (total_ > 0) MakePlan();
    begun_ = committed_ = std::chrono::steady_clock::now();
    if (absl::Status status = store_.Begin(); !status.ok()) return status;
    if (absl::Status status = store_.MarkUnfinished(); !status.ok()) return status;
    std::vector<std::thread> threads;
    for (int i = 1; i < options_.jobs; ++i) threads.emplace_back([this] { Work(); });
    Work();
    for (std::thread& thread : threads) thread.join();
    return Finish();
  }

 private:
  void ReadUnits() {
    std::vector<const CompileCommand*> commands;
    for (const CompileCommand& command : database_.commands()) {
      bool same = !commands.empty() && commands.back()->file == command.file;
      const bool wanted = Selected(command.file, options_.only) || stored_units_.contains(command.file);
      if (!same && command.file.ends_with(".c") && wanted) commands.push_back(&command);
    }
    units_.resize(commands.size());
    InParallel(commands.size(), [&](std::size_t i) {
      Unit& unit = units_[i];
      unit.command = commands[i];
      unit.selected = Selected(commands[i]->file, options_.only);
      unit.clang = ToClang(*commands[i], database_.tree());
      unit.clang.arguments = WithoutModuleName(unit.clang.arguments);
      std::string command = unit.clang.directory;
      for (const std::string& arg : commands[i]->arguments) command += '\0' + arg;
      unit.base = Combine({HashOf(command), sources_.HashOfFile(unit.clang.file)});
    });
  }

  template <typename Function>
  void InParallel(std::size_t count, const Function& function) {
    std::atomic<std::size_t> next = 0;
    auto work = [&] {
      for (std::size_t i = next++; i < count; i = next++) function(i);
    };
    std::vector<std::thread> threads;
    for (int i = 1; i < options_.jobs; ++i) threads.emplace_back(work);
    work();
    for (std::thread& thread : threads) thread.join();
  }

  /// Clusters of everything, so that a block is the same whatever of its cluster is stale. The key of a block is its arguments
  /// and its text.
  void MakePlan() {
    InParallel(units_.size(), [&](std::size_t i) {
      absl::StatusOr<std::string> text = ReadFile(units_[i].clang.file);
      if (text.ok()) units_[i].includes = ReadIncludes(*text);
    });
    std::vector<ClusterInput> inputs;
    for (const Unit& unit : units_) {
      std::string flags = unit.clang.directory;
      for (const std::string& arg : SharedArguments(unit.clang.arguments)) flags += '\n' + arg;
      inputs.push_back({std::string(DirName(unit.command->file)), std::move(flags), Resolved(unit)});
    }
    clusters_ = MakeClusters(inputs);
    if (options_.headers == IndexOptions::Headers::kPlain) {
      for (Cluster& cluster : clusters_) cluster.headers.clear();
    }
    std::sort(clusters_.begin(), clusters_.end(), [](const Cluster& a, const Cluster& b) {
      return a.members.size() != b.members.size() ? a.members.size() > b.members.size() : a.members < b.members;
    });
  }

  /// What a stored unit was made from is known by ids: a header that a thousand units read is looked at once.
  void FindStale() {
    std::map<std::int64_t, std::uint64_t> block_digest;
    for (const auto& [key, block] : store_.Blocks()) {
      bool current = block.digest == DigestOf(block.deps);
      block_digest[block.id] = current ? block.digest : block.digest + 1;
    }
    for (Unit& unit : units_) {
      if (auto found = stored_units_.find(unit.command->file); found != stored_units_.end()) {
        const StoredUnit& old = found->second;
        unit.stale = old.digest != Combine({unit.base, DigestOf(old.deps), old.block == 0 ? 0 : block_digest[old.block]});
        if (!unit.stale && !old.error.empty()) summary_.failed.emplace_back(unit.command->file, old.error);
      }
      total_ += unit.stale && unit.selected ? 1 : 0;
      summary_.units += unit.selected ? 1 : 0;
    }
  }

  std::uint64_t DigestOf(const std::vector<std::int64_t>& deps) {
    std::uint64_t sum = 0;
    for (std::int64_t id : deps) {
      auto [found, added] = terms_.try_emplace(id, 0);
      if (added) found->second = sources_.TermOf(store_.TextOf(id));
      sum += found->second;
    }
    return sum;
  }

  std::uint64_t DigestOf(const Unit& unit, const std::vector<std::string>& deps, std::uint64_t block) {
    return Combine({unit.base, sources_.DigestOf(deps), block});
  }

  void Work() {
    for (std::size_t i = next_cluster_++; i < clusters_.size() && Going(); i = next_cluster_++) DoCluster(clusters_[i]);
  }

  bool Going() {
    std::lock_guard<std::mutex> lock(mutex_);
    return failure_.ok() && !Interrupted();
  }

  struct Block {
    std::int64_t id = 0;
    std::uint64_t digest = 0;
    std::shared_ptr<const SharedBlock> shared;
  };

  void DoCluster(const Cluster& cluster) {
    std::vector<std::size_t> stale;
    for (std::size_t member : cluster.members) {
      if (units_[member].stale && units_[member].selected) stale.push_back(member);
    }
    if (stale.empty()) return;
    Block block;
    if (!cluster.headers.empty() && stale.size() >= kWorthABlock) block = MakeBlock(cluster);
    for (std::size_t member : stale) {
      if (!Going()) return;
      DoUnit(units_[member], block);
    }
  }

  /// Nothing shared when the headers do not parse by themselves, whatever is left out.
  Block MakeBlock(const Cluster& cluster) {
    const ClangCommand& first = units_[cluster.members.front()].clang;
    std::vector<Part> parts;
    Block block;
    std::string key;
    for (std::vector<std::string> headers = cluster.headers; !headers.empty() && block.shared == nullptr;) {
      std::string text;
      for (const std::string& header : headers) text += "#include " + header + "\n";
      auto made = Precompile(first.directory, first.arguments, text, [&](clang::ASTContext& ast) {
        parts = Collect(ast, first.directory);
      });
      if (made.ok()) block.shared = *std::move(made);
      if (!made.ok()) headers = WithoutCulprit(headers, std::string(made.status().message()));
      key = std::move(text);
    }
    for (const std::string& arg : first.arguments) key += arg + '\n';
    if (block.shared == nullptr) return block;
    block.digest = sources_.DigestOf(block.shared->header->files);
    std::lock_guard<std::mutex> lock(mutex_);
    const std::string name = Cat(HashOf(key));
    absl::StatusOr<std::int64_t> id = store_.PutBlock(name, block.digest, parts, block.shared->header->files);
    if (!id.ok()) failure_ = id.status();
    block.id = id.ok() ? *id : 0;
    ++summary_.blocks;
    return block;
  }

  /// True when the file means something else by a header than the block does.
  bool Disagrees(const Unit& unit, const SharedBlock& shared) {
    std::vector<std::string> names;
    for (const std::string& name : unit.includes.defines) {
      bool harmless = std::find(std::begin(kHarmlessDefines), std::end(kHarmlessDefines), name) != std::end(kHarmlessDefines);
      if (!harmless) names.push_back(name);
    }
    return sources_.Mention(shared.header->files, names);
  }

  absl::StatusOr<std::unique_ptr<session::ParsedUnit>> Parse(Unit& unit, const SharedBlock* shared) {
    for (int tries = 0;; ++tries) {
      auto parsed = ParseShared(unit.clang.directory, unit.clang.file, unit.clang.arguments, shared);
      if (parsed.ok() || tries == kRejectedFlags) return parsed;
      if (DropRejected(unit.clang, std::string(parsed.status().message())) == 0) return parsed;
    }
  }

  void DoUnit(Unit& unit, const Block& block) {
    bool use = block.shared != nullptr && !Disagrees(unit, *block.shared);
    auto parsed = Parse(unit, use ? block.shared.get() : nullptr);
    if (use && (!parsed.ok() || !(*parsed)->errors().empty())) {
      use = false;
      parsed = Parse(unit, nullptr);
    }
    UnitResult result;
    result.file = unit.command->file;
    result.object = database_.ObjectOf(result.file);
    result.traced = HasTracerFlag(*unit.command);
    if (!parsed.ok()) {
      result.error = std::string(parsed.status().message());
    } else {
      Fill(**parsed, unit, use ? &block : nullptr, result);
    }
    result.block = use ? block.id : 0;
    result.digest = DigestOf(unit, result.deps, use ? block.digest : 0);
    Keep(result, use);
  }

  static void Fill(const session::ParsedUnit& parsed, const Unit& unit, const Block* block, UnitResult& result) {
    result.deps = parsed.includes();
    if (block != nullptr) {
      const std::vector<std::string>& shared = block->shared->header->files;
      std::erase_if(result.deps, [&](const std::string& file) { return std::binary_search(shared.begin(), shared.end(), file); });
    }
    if (!parsed.errors().empty()) {
      const session::ParseError& error = parsed.errors().front();
      result.error = Cat(error.file, ":", error.line, ": ", error.message);
      return;
    }
    result.parts = Collect(parsed.ast(), unit.clang.directory);
    absl::StatusOr<std::string> text = ReadFile(unit.clang.file);
    if (!text.ok()) return;
    for (Part& part : result.parts) {
      if (part.file != unit.clang.file) continue;
      std::vector<Fact> exports = Exports(*text);
      part.facts.insert(part.facts.end(), exports.begin(), exports.end());
    }
  }

  void Keep(const UnitResult& result, bool shared) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!failure_.ok()) return;
    if (absl::Status status = store_.Put(result); !status.ok()) failure_ = status;
    if (!result.error.empty()) summary_.failed.emplace_back(result.file, result.error);
    if (!shared) ++summary_.alone;
    const auto now = std::chrono::steady_clock::now();
    if (++summary_.parsed % options_.batch == 0 || now - committed_ > kAtMost) {
      committed_ = now;
      if (absl::Status status = store_.Commit(); !status.ok()) failure_ = status;
      if (absl::Status status = store_.Begin(); !status.ok() && failure_.ok()) failure_ = status;
    }
    if (!options_.on_progress) return;
    std::chrono::duration<double> seconds = now - begun_;
    options_.on_progress({summary_.parsed, total_, seconds.count()});
  }

  absl::StatusOr<IndexSummary> Finish() {
    if (!failure_.ok()) return failure_;
    if (!Interrupted()) {
      std::vector<std::string> files;
      for (const Unit& unit : units_) {
        if (unit.selected || !unit.stale) files.push_back(unit.command->file);
      }
      if (absl::Status status = store_.Sweep(files); !status.ok()) return status;
      if (absl::Status status = store_.MarkFinished(sources_.Stamps()); !status.ok()) return status;
    }
    for (const Binary& binary : options_.binaries) {
      if (absl::Status status = store_.PutBinary(binary); !status.ok()) return status;
    }
    if (absl::Status status = store_.Commit(); !status.ok()) return status;
    if (Interrupted()) return absl::CancelledError("interrupted: what is finished is kept, run again to continue");
    if (absl::Status status = store_.Close(); !status.ok()) return status;
    std::sort(summary_.failed.begin(), summary_.failed.end());
    return summary_;
  }

  const Database& database_;
  const IndexOptions& options_;
  Store store_;
  SourceFiles sources_;
  std::vector<Unit> units_;
  std::vector<Cluster> clusters_;
  std::map<std::string, StoredUnit> stored_units_;
  std::unordered_map<std::int64_t, std::uint64_t> terms_;  ///< by id of the file: its share of a digest
  std::atomic<std::size_t> next_cluster_ = 0;
  std::size_t total_ = 0;
  std::chrono::steady_clock::time_point begun_, committed_;
  std::mutex mutex_;  ///< guards what follows, and the store
  absl::Status failure_;
  IndexSummary summary_;
};

}  // namespace

absl::StatusOr<IndexSummary> BuildIndex(const Database& database, const IndexOptions& options) {
  absl::StatusOr<WriterLock> lock = WriterLock::Take(options.file);
  if (!lock.ok()) return lock.status();
  Meta meta = {{"tree", database.tree()}, {"build", AbsolutePath(database.build())}, {"kernel", options.kernel_version},
               {"clang", clang::getClangFullVersion()}};
  absl::StatusOr<Store> store = Store::Open(options.file, meta, options.existing);
  if (!store.ok()) return store.status();
  if (absl::Status status = AgreeOnBuildIds(*store, options); !status.ok()) return status;
  return Builder(database, options, *std::move(store)).Run();
}

}  // namespace lpcheck::index
