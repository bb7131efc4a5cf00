// Unchanged code of other files, as an index of the kernel knows it: who calls a changed function, who else moves or
// reads a field, where a function is defined. Names of such functions are "NAME of FILE", so that two statics of one name
// stay apart. An index that is stale, cut short, or of another tree is not asked: then every answer is empty, as without
// one, and Gaps() says so. What a file of the fix itself says never comes from the index.
#ifndef LPCHECK_ANALYZER_SEMANTICS_ELSEWHERE_H_
#define LPCHECK_ANALYZER_SEMANTICS_ELSEWHERE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/index/graph.h"
#include "analyzer/index/reader.h"
#include "analyzer/session/session.h"
#include "model/verdict.h"

namespace lpcheck::semantics {

struct IndexSource {
  std::string file;                    ///< the index; empty for none
  std::string tree;                    ///< absolute, as the index must say it
  std::string build;
  std::set<std::string> own;           ///< files that the fix or what it is based on touches, relative to the tree
  std::size_t built = 0;               ///< files that this configuration builds
  /// One other file of the tree, with the fix laid over its headers; null when it has no command or does not parse.
  std::function<std::unique_ptr<session::ParsedUnit>(const std::string& file)> parse;
  /// The file that defines a function with linkage, by the text of the tree: asked where no index is.
  std::function<std::optional<std::string>(const std::string& name)> define;
  /// Who outside of the fix's own files may call a function with linkage, by the text of the tree; nullopt for nobody.
  std::function<std::optional<std::string>(const std::string& name)> other_caller;
};

/// A function and the file it stands in.
struct Place {
  std::string name;
  std::string file;
  auto operator<=>(const Place&) const = default;
};

std::string NameOf(const Place& place);
/// The inverse; nullopt for the name of a function of the fix's own files.
std::optional<Place> PlaceOf(const std::string& name);

/// What about a caller in another file could matter to the rules; the others are not looked into.
struct CallerConcerns {
  std::set<std::int64_t> constants; ///< that changed functions return or store: a caller may look for one
  bool locks = false;               ///< changed functions take locks
  bool releases = false;            ///< changed functions give something back
};

class Elsewhere {
 public:
  explicit Elsewhere(const IndexSource& source);

  /// Functions of other files that call the function with linkage `name` directly; each once, ascending.
  std::vector<Place> Callers(const std::string& name);
  bool Matters(const Place& caller, const CallerConcerns& concerns);
  /// Functions of other files that move the field "struct tag.field" (or global) by an amount, then those that store one of
  /// `constants` in it, then those that read it: at most `most` of each.
  std::vector<Place> Users(const std::string& datum, const std::set<std::int64_t>& constants, std::size_t most);
  /// RECORD.FIELD that the address of `name` is stored in by other files; "" for any other use of the address.
  std::set<std::string> AddressUses(const std::string& name);
  /// The one definition with linkage, outside of the fix's own files, if it is short enough to be looked into; without an
  /// index the one that the text of the tree shows.
  std::optional<Place> Definition(const std::string& name);

  /// Where old code of a function waits until it is woken, by a few direct calls.
  std::optional<index::Sleeper> SleepOf(const Place& place);

  std::vector<Gap> Gaps() const { return gaps_; }
  /// The index is there, current, and has facts of every file that is built.
  bool KnowsEveryFile();

 private:
  bool IsOpen();
  bool IsOther(const std::string& file) const;
  bool Stores(const Place& place, const std::string& record, const std::string& field, const std::set<std::int64_t>& constants);

  const IndexSource& source_;
  bool tried_ = false;
  std::optional<index::Reader> reader_;
  std::vector<Gap> gaps_;
};

}  // namespace lpcheck::semantics

#endif  // LPCHECK_ANALYZER_SEMANTICS_ELSEWHERE_H_
