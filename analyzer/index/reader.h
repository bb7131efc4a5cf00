// Questions to a finished index, for `lpcheck query` and for checks. Opened read-only; answers are sorted and complete
// as far as the index is: a file that did not parse, or that the index does not cover, is in Missing() and its facts
// are a gap. File names are relative to the tree.
#ifndef LPCHECK_ANALYZER_INDEX_READER_H_
#define LPCHECK_ANALYZER_INDEX_READER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "analyzer/index/facts.h"
#include "analyzer/index/sql.h"

namespace lpcheck::index {

/// A function's identity: static functions of one name are told apart by their file.
struct FunctionRef {
  std::string name;
  std::string file;
  int line = 0;
  std::uint32_t flags = 0;    ///< FunctionFlag
  std::uint32_t effects = 0;  ///< Effect, of its own text
  auto operator<=>(const FunctionRef&) const = default;
};

/// A place in a function (or, with an empty name, in an initialiser) where a fact stands.
struct Site {
  FunctionRef function;
  int line = 0;
  int mode = 0;      ///< Access bits, argument index, LockMode: by the fact's kind
  std::string what;  ///< the other name of the fact: allocator, RECORD.FIELD, object of a lock
  std::string detail = {};  ///< Fact::detail
  auto operator<=>(const Site&) const = default;
};

struct LockUse {
  std::string cls;
  std::string object;  ///< RECORD.FIELD or variable
  int mode = 0;        ///< LockMode
  int line = 0;
  auto operator<=>(const LockUse&) const = default;
};

/// A compiled file that holds a definition.
struct BuiltIn {
  std::string file;
  std::string object;  ///< module, or "vmlinux"
  bool traced = true;
};

/// Effects of a function and of all it calls, directly or through others, as far as definitions are known.
struct Summary {
  std::uint32_t effects = 0;
  bool complete = true;  ///< false: a callee without a definition in the index, or a call through a pointer
  std::vector<LockUse> locks;
};

class Reader {
 public:
  /// kFailedPrecondition when the file is damaged, foreign, or of another schema.
  static absl::StatusOr<Reader> Open(const std::string& file);

  /// What it was made from: tree, build, kernel, clang.
  std::map<std::string, std::string> Meta();
  /// OK when the facts are those of this tree and build as they are now: nothing that was read has changed since, and
  /// no run was cut short. kFailedPrecondition says what differs and names a file. Costs one look at each inode.
  absl::Status IsCurrent(const std::string& tree, const std::string& build);
  /// The files that it has facts of, relative to the tree, ascending.
  std::vector<std::string> Units();
  /// Files that did not parse, with the first error.
  std::vector<std::pair<std::string, std::string>> Missing();

  std::vector<FunctionRef> Functions(const std::string& name);
  /// Direct calls. Callers of a static function come from its own file only: give `file`.
  std::vector<Site> Callers(const std::string& name, const std::string& file = "");
  /// what = callee; through pointers: "RECORD.FIELD" in what, and mode = 1.
  std::vector<Site> Callees(const std::string& name, const std::string& file = "");
  /// Functions that a call through this field may reach: all whose address is stored in it.
  std::vector<Site> Targets(const std::string& record, const std::string& field);
  /// Where the function's address goes: what = RECORD.FIELD, "FUNCTION()" when passed as argument `mode`, or a variable.
  std::vector<Site> AddressUses(const std::string& name);

  /// Calls through this field.
  std::vector<Site> PointerCallers(const std::string& record, const std::string& field);
  /// Names of called functions and used API macros for which `wanted` says yes.
  std::vector<std::string> Called(const std::function<bool(const std::string&)>& wanted);
  /// Functions that call `name`, or use it as a macro of the API table.
  std::vector<Site> Waiters(const std::string& name);
  /// Macros of the API table that the function uses.
  std::vector<std::string> Macros(const std::string& name, const std::string& file);
  /// Functions whose address is passed to `callee` as argument `argument`.
  std::vector<std::string> PassedTo(const std::string& callee, int argument);

  /// Accesses with one of the bits of `access`.
  std::vector<Site> FieldUses(const std::string& record, const std::string& field, int access);
  std::vector<Site> GlobalUses(const std::string& name, int access);
  std::vector<Site> Allocations(const std::string& record);
  std::vector<Site> Frees(const std::string& record);
  std::vector<Record> Records(const std::string& name);
  /// Records that hold this one by value.
  std::vector<std::pair<std::string, std::string>> Embeddings(const std::string& record);

  bool Exported(const std::string& name);
  std::vector<Fact> FactsOf(const FunctionRef& function, const std::vector<FactKind>& kinds);
  std::string SectionOf(const FunctionRef& function);
  /// How many lines its definition has.
  int LinesOf(const FunctionRef& function);
  std::vector<LockUse> LocksOf(const FunctionRef& function);
  Summary SummaryOf(const FunctionRef& function);
  /// Functions as they are linked, clones included, of all binaries that were read.
  std::vector<std::pair<std::string, LinkedSymbol>> Symbols(const std::string& name);
  /// The commands that see this definition: (file, object, whether the tracer is on).
  std::vector<BuiltIn> BuiltBy(const FunctionRef& function);
  /// "vmlinux" or a module's name.
  bool HasDwarfOf(const std::string& object);
  /// From DWARF; nullopt when the index has none for this object.
  std::optional<std::vector<std::string>> InlinedInto(const std::string& name);

  /// The contents as sorted lines, the same for equal contents whatever the history.
  absl::Status Dump(const std::function<void(const std::string&)>& line);

 private:
  std::int64_t Id(const std::string& name);
  std::string Text(std::int64_t id);
  std::string Relative(std::int64_t file);
  std::vector<Site> Sites(std::int64_t a, FactKind kind, std::int64_t b);
  FunctionRef FunctionById(std::int64_t id);
  std::vector<std::int64_t> FunctionIds(const std::string& name, const std::string& file);
  std::vector<Fact> FactsOf(std::int64_t function, const std::vector<FactKind>& kinds);
  Statement& Query(const std::string& sql);

  std::shared_ptr<Connection> db_;
  std::map<std::string, Statement> statements_;
  std::map<std::int64_t, std::string> texts_;
  std::string root_;
};

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_READER_H_
