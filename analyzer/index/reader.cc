#include "analyzer/index/reader.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/index/schema.h"

namespace lpcheck::index {
namespace {

constexpr std::int64_t kAny = -1;
constexpr std::int64_t kUnknown = -2;  ///< a name that the index does not have: matches nothing

void SortUnique(std::vector<Site>& sites) {
  std::sort(sites.begin(), sites.end());
  sites.erase(std::unique(sites.begin(), sites.end()), sites.end());
}

}  // namespace

absl::StatusOr<Reader> Reader::Open(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    return absl::FailedPreconditionError(file + ": no such index: make it with lpcheck index");
  }
  absl::StatusOr<Connection> db = Connection::Open(file, Connection::Mode::kReadOnly);
  if (!db.ok()) return db.status();
  Reader reader;
  reader.db_ = std::make_shared<Connection>(*std::move(db));
  for (auto [pragma, wanted] : {std::pair{"application_id", kApplicationId}, {"user_version", kSchemaVersion}}) {
    absl::StatusOr<Statement> row = reader.db_->Prepare(Cat("PRAGMA ", pragma));
    if (!row.ok()) return row.status();
    if (!row->Step() || row->Integer(0) != wanted) {
      return absl::FailedPreconditionError(Cat(file, ": not an index that this lpcheck reads (", pragma, " ", row->Integer(0),
                                               ", wanted ", wanted, "); make it with lpcheck index --rebuild"));
    }
  }
  reader.root_ = reader.Meta()["tree"] + "/";
  return reader;
}

Statement& Reader::Query(const std::string& sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    absl::StatusOr<Statement> made = db_->Prepare(sql);
    found = statements_.emplace(sql, made.ok() ? *std::move(made) : Statement()).first;
  }
  found->second.Reset();
  return found->second;
}

std::map<std::string, std::string> Reader::Meta() {
  std::map<std::string, std::string> meta;
  Statement& row = Query("SELECT key,value FROM meta");
  while (row.Step()) meta[row.Text(0)] = row.Text(1);
  return meta;
}

std::vector<std::pair<std::string, std::string>> Reader::Missing() {
  std::vector<std::pair<std::string, std::string>> missing;
  Statement& row = Query("SELECT file,error FROM unit WHERE error<>'' ORDER BY file");
  while (row.Step()) missing.emplace_back(row.Text(0), row.Text(1));
  return missing;
}

std::int64_t Reader::Id(const std::string& name) {
  Statement& row = Query("SELECT id FROM name WHERE text=?1");
  row.Bind(1, std::string_view(name));
  return row.Step() ? row.Integer(0) : kUnknown;
}

std::string Reader::Text(std::int64_t id) {
  if (auto found = texts_.find(id); found != texts_.end()) return found->second;
  Statement& row = Query("SELECT text FROM name WHERE id=?1");
  row.Bind(1, id);
  return texts_[id] = row.Step() ? row.Text(0) : "";
}

std::string Reader::Relative(std::int64_t file) {
  std::string path = Text(file);
  return path.starts_with(root_) ? path.substr(root_.size()) : path;
}

FunctionRef Reader::FunctionById(std::int64_t id) {
  Statement& row = Query(
      "SELECT f.name,p.file,f.line,f.flags,f.effects FROM function f JOIN part p ON p.id=f.part WHERE f.id=?1");
  row.Bind(1, id);
  if (!row.Step()) return {};
  std::int64_t name = row.Integer(0), file = row.Integer(1);
  FunctionRef made{"", "", static_cast<int>(row.Integer(2)), static_cast<std::uint32_t>(row.Integer(3)),
                   static_cast<std::uint32_t>(row.Integer(4))};
  made.name = Text(name);
  made.file = Relative(file);
  return made;
}

std::vector<std::int64_t> Reader::FunctionIds(const std::string& name, const std::string& file) {
  std::vector<std::int64_t> ids;
  std::int64_t id = Id(name);
  Statement& row = Query("SELECT f.id,p.file FROM function f JOIN part p ON p.id=f.part WHERE f.name=?1 ORDER BY f.id");
  row.Bind(1, id);
  std::vector<std::pair<std::int64_t, std::int64_t>> found;
  while (row.Step()) found.emplace_back(row.Integer(0), row.Integer(1));
  for (auto [function, path] : found) {
    if (file.empty() || Relative(path) == file) ids.push_back(function);
  }
  return ids;
}

std::vector<FunctionRef> Reader::Functions(const std::string& name) {
  std::vector<FunctionRef> functions;
  for (std::int64_t id : FunctionIds(name, "")) functions.push_back(FunctionById(id));
  std::sort(functions.begin(), functions.end());
  functions.erase(std::unique(functions.begin(), functions.end()), functions.end());
  return functions;
}

std::vector<Site> Reader::Sites(std::int64_t a, FactKind kind, std::int64_t b) {
  struct Row {
    std::int64_t function, part, b;
    int line, mode;
    std::int64_t detail;
  };
  std::vector<Row> rows;
  Statement& query = Query(b == kAny ? "SELECT function,part,b,line,mode,detail FROM fact WHERE a=?1 AND kind=?2"
                                 : "SELECT function,part,b,line,mode,detail FROM fact WHERE a=?1 AND kind=?2 AND b=?3");
  query.Bind(1, a).Bind(2, static_cast<std::int64_t>(kind));
  if (b != kAny) query.Bind(3, b);
  while (query.Step()) {
    rows.push_back({query.Integer(0), query.Integer(1), query.Integer(2), static_cast<int>(query.Integer(3)),
                    static_cast<int>(query.Integer(4)), query.Integer(5)});
  }
  std::vector<Site> sites;
  for (const Row& row : rows) {
    Site site{row.function == 0 ? FunctionRef{} : FunctionById(row.function), row.line, row.mode, Text(row.b), Text(row.detail)};
    if (row.function == 0) {
      Statement& part = Query("SELECT file FROM part WHERE id=?1");
      part.Bind(1, row.part);
      std::int64_t file = part.Step() ? part.Integer(0) : -1;
      site.function.file = Relative(file);
    }
    sites.push_back(std::move(site));
  }
  SortUnique(sites);
  return sites;
}

std::vector<Site> Reader::Callers(const std::string& name, const std::string& file) {
  std::vector<Site> sites = Sites(Id(name), FactKind::kCall, kAny);
  if (!file.empty()) std::erase_if(sites, [&file](const Site& site) { return site.function.file != file; });
  return sites;
}

std::vector<Fact> Reader::FactsOf(std::int64_t function, const std::vector<FactKind>& kinds) {
  struct Row {
    FactKind kind;
    std::int64_t a, b;
    int line, mode;
    std::int64_t detail;
  };
  std::vector<Row> rows;
  Statement& query = Query(
      "SELECT kind,a,b,line,mode,detail FROM fact WHERE id BETWEEN (SELECT first_fact FROM function WHERE id=?1) AND "
      "(SELECT last_fact FROM function WHERE id=?1)");
  query.Bind(1, function);
  while (query.Step()) {
    auto kind = static_cast<FactKind>(query.Integer(0));
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) continue;
    rows.push_back({kind, query.Integer(1), query.Integer(2), static_cast<int>(query.Integer(3)), static_cast<int>(query.Integer(4)),
                    query.Integer(5)});
  }
  std::vector<Fact> facts;
  for (const Row& row : rows) facts.push_back({row.kind, Text(row.a), Text(row.b), row.line, row.mode, Text(row.detail)});
  return facts;
}

std::vector<Site> Reader::Callees(const std::string& name, const std::string& file) {
  std::vector<Site> sites;
  for (std::int64_t id : FunctionIds(name, file)) {
    const FunctionRef function = FunctionById(id);
    for (const Fact& fact : FactsOf(id, {FactKind::kCall, FactKind::kCallPointer})) {
      bool pointer = fact.kind == FactKind::kCallPointer;
      sites.push_back({function, fact.line, pointer ? 1 : 0, !pointer ? fact.a : fact.a.empty() ? fact.b : fact.a + "." + fact.b});
    }
  }
  SortUnique(sites);
  return sites;
}

std::vector<Site> Reader::Targets(const std::string& record, const std::string& field) {
  std::vector<Site> sites;
  Statement& query = Query("SELECT DISTINCT a FROM fact WHERE kind=7 AND b=?1");
  static_assert(static_cast<int>(FactKind::kPointerInField) == 7);
  query.Bind(1, Id(record + "." + field));
  std::vector<std::int64_t> functions;
  while (query.Step()) functions.push_back(query.Integer(0));
  for (std::int64_t function : functions) {
    for (Site& site : Sites(function, FactKind::kPointerInField, Id(record + "." + field))) {
      site.what = Text(function);
      sites.push_back(std::move(site));
    }
  }
  SortUnique(sites);
  return sites;
}

std::vector<Site> Reader::AddressUses(const std::string& name) {
  std::vector<Site> sites = Sites(Id(name), FactKind::kPointerInField, kAny);
  for (Site& site : Sites(Id(name), FactKind::kPointerToCall, kAny)) {
    site.what += "()";
    sites.push_back(std::move(site));
  }
  for (Site& site : Sites(Id(name), FactKind::kPointerElse, kAny)) sites.push_back(std::move(site));
  SortUnique(sites);
  return sites;
}

std::vector<Site> Reader::PointerCallers(const std::string& record, const std::string& field) {
  return Sites(Id(record), FactKind::kCallPointer, Id(field));
}

std::vector<std::string> Reader::Called(const std::function<bool(const std::string&)>& wanted) {
  std::vector<std::string> names;
  static_assert(static_cast<int>(FactKind::kCall) == 1 && static_cast<int>(FactKind::kApi) == 11);
  Statement& query = Query("SELECT text FROM name WHERE id IN (SELECT DISTINCT a FROM fact WHERE kind IN (1,11)) ORDER BY text");
  while (query.Step()) {
    if (std::string name = query.Text(0); wanted(name)) names.push_back(std::move(name));
  }
  return names;
}

std::vector<Site> Reader::Waiters(const std::string& name) {
  std::vector<Site> sites = Sites(Id(name), FactKind::kCall, kAny);
  for (Site& site : Sites(Id(name), FactKind::kApi, kAny)) sites.push_back(std::move(site));
  SortUnique(sites);
  return sites;
}

std::vector<std::string> Reader::PassedTo(const std::string& callee, int argument) {
  std::vector<std::string> names;
  static_assert(static_cast<int>(FactKind::kPointerToCall) == 8);
  Statement& query = Query("SELECT DISTINCT n.text FROM fact f JOIN name n ON n.id=f.a WHERE f.kind=8 AND f.b=?1 AND f.mode=?2 ORDER BY 1");
  query.Bind(1, Id(callee)).Bind(2, argument);
  while (query.Step()) names.push_back(query.Text(0));
  return names;
}

std::vector<Site> Reader::FieldUses(const std::string& record, const std::string& field, int access) {
  std::vector<Site> sites = Sites(Id(record), FactKind::kField, Id(field));
  std::erase_if(sites, [access](const Site& site) { return (site.mode & access) == 0; });
  return sites;
}

std::vector<Site> Reader::GlobalUses(const std::string& name, int access) {
  std::vector<Site> sites = Sites(Id(name), FactKind::kGlobal, kAny);
  std::erase_if(sites, [access](const Site& site) { return (site.mode & access) == 0; });
  return sites;
}

std::vector<Site> Reader::Allocations(const std::string& record) { return Sites(Id(record), FactKind::kAllocate, kAny); }
std::vector<Site> Reader::Frees(const std::string& record) { return Sites(Id(record), FactKind::kFree, kAny); }

std::vector<Record> Reader::Records(const std::string& name) {
  std::vector<std::pair<std::int64_t, Record>> found;
  Statement& query = Query("SELECT id,line,is_union,size,align FROM record WHERE name=?1");
  query.Bind(1, Id(name));
  while (query.Step()) {
    found.push_back({query.Integer(0), {name, static_cast<int>(query.Integer(1)), query.Integer(2) != 0, query.Integer(3), query.Integer(4), {}}});
  }
  std::vector<Record> records;
  for (auto& [id, record] : found) {
    Statement& rows = Query("SELECT n.text,t.text,e.text,f.offset,f.size FROM field f JOIN name n ON n.id=f.name JOIN name t "
                            "ON t.id=f.type JOIN name e ON e.id=f.embeds WHERE record=?1 ORDER BY position");
    rows.Bind(1, id);
    while (rows.Step()) record.fields.push_back({rows.Text(0), rows.Text(1), rows.Text(2), rows.Integer(3), rows.Integer(4)});
    records.push_back(std::move(record));
  }
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
  return records;
}

std::vector<std::pair<std::string, std::string>> Reader::Embeddings(const std::string& record) {
  std::vector<std::pair<std::string, std::string>> pairs;
  Statement& query = Query("SELECT DISTINCT r.text,n.text FROM field f JOIN record o ON o.id=f.record JOIN name r ON r.id=o.name "
                           "JOIN name n ON n.id=f.name WHERE f.embeds=?1 ORDER BY 1,2");
  query.Bind(1, Id(record));
  while (query.Step()) pairs.emplace_back(query.Text(0), query.Text(1));
  return pairs;
}

bool Reader::Exported(const std::string& name) { return !Sites(Id(name), FactKind::kExport, kAny).empty(); }

std::vector<LockUse> Reader::LocksOf(const FunctionRef& function) {
  std::vector<LockUse> locks;
  for (std::int64_t id : FunctionIds(function.name, function.file)) {
    for (const Fact& fact : FactsOf(id, {FactKind::kLock})) locks.push_back({fact.a, fact.b, fact.mode, fact.line});
  }
  std::sort(locks.begin(), locks.end());
  return locks;
}

}  // namespace lpcheck::index
