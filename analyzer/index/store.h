// The index file as its one writer sees it. A batch of units is one transaction: whoever is killed loses at most that
// batch, and the next run continues. Parts are stored once and kept as long as a unit or block names them.
#ifndef LPCHECK_ANALYZER_INDEX_STORE_H_
#define LPCHECK_ANALYZER_INDEX_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "analyzer/index/facts.h"
#include "analyzer/index/source_files.h"
#include "analyzer/index/sql.h"

namespace lpcheck::index {

struct StoredUnit {
  std::int64_t id = 0;
  std::uint64_t digest = 0;
  std::int64_t block = 0;
  std::vector<std::int64_t> deps;  ///< files besides those of its block: see TextOf
  std::string error;              ///< why it did not parse, empty when it did
};

struct StoredBlock {
  std::int64_t id = 0;
  std::uint64_t digest = 0;
  std::vector<std::int64_t> deps;
};

struct UnitResult {
  std::string file;
  std::string object;
  bool traced = true;
  std::uint64_t digest = 0;
  std::int64_t block = 0;  ///< 0: parsed plainly
  std::vector<Part> parts;
  std::vector<std::string> deps;
  std::string error;
};

/// What a vmlinux or a module says with its DWARF and its symbols.
struct Binary {
  std::string object;    ///< "vmlinux" or the module's name
  std::string build_id;  ///< "" when it has none
  std::vector<LinkedSymbol> symbols;
  std::vector<std::pair<std::string, std::string>> inlined;  ///< (inlined function, function that holds the copy)
};

/// What the index is made of; must agree with what an existing file says.
using Meta = std::map<std::string, std::string>;

class Store {
 public:
  enum class Existing { kContinue, kRebuild };
  /// kFailedPrecondition when the file is damaged, foreign, of another schema, tree or build: it names what differs
  /// and asks for --rebuild; kUnavailable when another writer holds it.
  static absl::StatusOr<Store> Open(const std::string& path, const Meta& meta, Existing existing);

  std::map<std::string, StoredUnit> Units();
  std::map<std::string, StoredBlock> Blocks();
  /// The name that an id stands for, of those that were there when this is called first; "" for others.
  const std::string& TextOf(std::int64_t id);

  absl::Status Begin() { return db_.Execute("BEGIN IMMEDIATE"); }
  absl::Status Commit() { return db_.Execute("COMMIT"); }

  absl::Status Put(const UnitResult& unit);
  absl::StatusOr<std::int64_t> PutBlock(const std::string& key, std::uint64_t digest, const std::vector<Part>& parts,
                                        const std::vector<std::string>& deps);
  /// Forgets units of other files, then every block and part that nobody names.
  absl::Status Sweep(const std::vector<std::string>& files);
  /// Between these two the facts may be of two states of the tree: readers that need one state refuse the file.
  absl::Status MarkUnfinished();
  absl::Status MarkFinished(const std::map<std::string, SourceStamp>& stamps);
  /// Brings the file into the form that a reader without write permission can open.
  absl::Status Close();
  /// Replaces what the index has of that object.
  absl::Status PutBinary(const Binary& binary);
  /// By object, of all binaries read so far.
  std::map<std::string, std::string> BuildIds();

 private:
  absl::Status Prepare();
  /// Runs it; the first failure stays, so that no later statement that works hides it.
  void Do(Statement& statement);
  std::int64_t NameId(const std::string& text);
  std::int64_t PartId(const Part& part);
  void PutFunctions(std::int64_t part, const Part& from);
  void PutFacts(std::int64_t part, std::int64_t function, const std::vector<Fact>& facts);
  void PutRecords(std::int64_t part, const std::vector<Record>& records);
  absl::Status DropWhere(const std::string& table, const std::string& columns, const std::function<bool(Statement&)>& gone);
  void DropPart(std::int64_t part);
  std::string Ids(const std::vector<std::string>& names);

  Connection db_;
  absl::Status failure_;
  std::map<std::string, Statement> statements_;
  std::unordered_map<std::string, std::int64_t> ids_;
  std::unordered_map<std::int64_t, const std::string*> texts_;  ///< into ids_, as it was when it was first asked
  std::map<std::pair<std::int64_t, std::uint64_t>, std::int64_t> part_ids_;
  std::int64_t next_name_ = 1, next_part_ = 1, next_function_ = 1, next_fact_ = 1, next_record_ = 1;
};

/// Sorted ids as bytes, differences in base 128.
std::string EncodeIds(std::vector<std::int64_t> ids);
std::vector<std::int64_t> DecodeIds(std::string_view bytes);

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_STORE_H_
