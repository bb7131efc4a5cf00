#include "analyzer/index/store.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/index/part_hash.h"
#include "analyzer/index/schema.h"

namespace lpcheck::index {
namespace {

constexpr std::pair<const char*, const char*> kStatements[] = {
    {"name", "INSERT INTO name VALUES(?1,?2)"},
    {"unit", "INSERT OR REPLACE INTO unit(file,object,traced,digest,block,parts,deps,error) VALUES(?1,?2,?3,?4,?5,?6,?7,?8)"},
    // Units of an earlier run name the row: it keeps its id.
    {"block", "INSERT INTO block(key,digest,parts,deps) VALUES(?1,?2,?3,?4) ON CONFLICT(key) DO UPDATE SET "
              "digest=excluded.digest,parts=excluded.parts,deps=excluded.deps"},
    {"part", "INSERT INTO part VALUES(?1,?2,?3,?4,?5,?6,?7)"},
    {"function", "INSERT INTO function VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)"},
    {"fact", "INSERT INTO fact VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)"},
    {"record", "INSERT INTO record VALUES(?1,?2,?3,?4,?5,?6,?7)"},
    {"field", "INSERT INTO field VALUES(?1,?2,?3,?4,?5,?6,?7)"},
    {"global", "INSERT INTO global(part,name,line,is_static,type,section) VALUES(?1,?2,?3,?4,?5,?6)"},
    {"source", "INSERT OR REPLACE INTO source VALUES(?1,?2,?3,?4,?5)"},
    {"binary", "INSERT OR REPLACE INTO binary VALUES(?1,?2)"},
    {"symbol", "INSERT OR IGNORE INTO symbol VALUES(?1,?2,?3,?4,?5)"},
    {"inlined", "INSERT OR IGNORE INTO inlined VALUES(?1,?2,?3)"},
};

std::int64_t Signed(std::uint64_t value) { return static_cast<std::int64_t>(value); }

absl::StatusOr<std::int64_t> Pragma(Connection& db, const std::string& name) {
  absl::StatusOr<Statement> statement = db.Prepare("PRAGMA " + name);
  if (!statement.ok()) return statement.status();
  if (!statement->Step()) return db.status().ok() ? absl::InternalError(name) : db.status();
  return statement->Integer(0);
}

/// OK when the file is an index of this schema made from the same things.
absl::Status Agrees(Connection& db, const std::string& path, const Meta& meta) {
  absl::StatusOr<std::int64_t> application = Pragma(db, "application_id");
  if (!application.ok()) return application.status();
  if (*application != kApplicationId) {
    return absl::FailedPreconditionError(Cat(path, ": a database, but no lpcheck index; name another file with -o"));
  }
  absl::StatusOr<std::int64_t> version = Pragma(db, "user_version");
  if (!version.ok()) return version.status();
  if (*version != kSchemaVersion) {
    return absl::FailedPreconditionError(Cat(path, ": index of schema ", *version, ", this lpcheck writes ",
                                             kSchemaVersion, "; build it again with --rebuild"));
  }
  absl::StatusOr<Statement> row = db.Prepare("SELECT value FROM meta WHERE key=?1");
  if (!row.ok()) return row.status();
  for (const auto& [key, value] : meta) {
    row->Bind(1, std::string_view(key));
    std::string found = row->Step() ? row->Text(0) : "";
    row->Reset();
    if (found == value) continue;
    return absl::FailedPreconditionError(Cat(path, ": index of another ", key, " (", found, ", asked for ", value,
                                             "); name another file with -o, or --rebuild"));
  }
  return absl::OkStatus();
}

absl::Status Create(Connection& db, const Meta& meta) {
  std::string sql = Cat("BEGIN IMMEDIATE;", kSchema, "PRAGMA application_id=", kApplicationId,
                        ";PRAGMA user_version=", kSchemaVersion, ";");
  if (absl::Status status = db.Execute(sql); !status.ok()) return status;
  absl::StatusOr<Statement> row = db.Prepare("INSERT INTO meta VALUES(?1,?2)");
  if (!row.ok()) return row.status();
  for (const auto& [key, value] : meta) row->Bind(1, std::string_view(key)).Bind(2, std::string_view(value)).Run();
  return db.Execute("COMMIT");
}

}  // namespace

std::string EncodeIds(std::vector<std::int64_t> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::string bytes;
  std::int64_t before = 0;
  for (std::int64_t id : ids) {
    auto step = static_cast<std::uint64_t>(id - before);
    before = id;
    for (; step >= 128; step >>= 7) bytes.push_back(static_cast<char>(step | 128));
    bytes.push_back(static_cast<char>(step));
  }
  return bytes;
}

std::vector<std::int64_t> DecodeIds(std::string_view bytes) {
  std::vector<std::int64_t> ids;
  std::int64_t id = 0;
  std::uint64_t step = 0;
  int shift = 0;
  for (char byte : bytes) {
    step |= static_cast<std::uint64_t>(byte & 127) << shift;
    shift += 7;
    if ((byte & 128) != 0) continue;
    ids.push_back(id += static_cast<std::int64_t>(step));
    step = 0;
    shift = 0;
  }
  return ids;
}

absl::StatusOr<Store> Store::Open(const std::string& path, const Meta& meta, Existing existing) {
  std::error_code ignored;
  if (existing == Existing::kRebuild) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(path + suffix, ignored);
  }
  const bool fresh = !std::filesystem::exists(path, ignored) || std::filesystem::file_size(path, ignored) == 0;
  Store store;
  absl::StatusOr<Connection> db = Connection::Open(path, Connection::Mode::kReadWrite);
  if (!db.ok()) return db.status();
  store.db_ = *std::move(db);
  absl::Status status = fresh ? Create(store.db_, meta) : Agrees(store.db_, path, meta);
  if (!status.ok()) return status;
  status = store.db_.Execute("PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-262144;PRAGMA temp_store=MEMORY");
  if (!status.ok()) return status;
  if (status = store.Prepare(); !status.ok()) return status;
  return store;
}

absl::Status Store::Prepare() {
  for (const auto& [name, sql] : kStatements) {
    absl::StatusOr<Statement> statement = db_.Prepare(sql);
    if (!statement.ok()) return statement.status();
    statements_[name] = *std::move(statement);
  }
  absl::StatusOr<Statement> names = db_.Prepare("SELECT id,text FROM name");
  if (!names.ok()) return names.status();
  while (names->Step()) {
    std::int64_t id = names->Integer(0);
    ids_.emplace(names->Text(1), id);
    next_name_ = std::max(next_name_, id + 1);
  }
  absl::StatusOr<Statement> parts = db_.Prepare("SELECT id,file,hash FROM part");
  if (!parts.ok()) return parts.status();
  while (parts->Step()) {
    part_ids_[{parts->Integer(1), static_cast<std::uint64_t>(parts->Integer(2))}] = parts->Integer(0);
    next_part_ = std::max(next_part_, parts->Integer(0) + 1);
  }
  for (auto [table, next] : {std::pair{"function", &next_function_}, {"fact", &next_fact_}, {"record", &next_record_}}) {
    absl::StatusOr<Statement> last = db_.Prepare(Cat("SELECT COALESCE(MAX(id),0)+1 FROM ", table));
    if (!last.ok()) return last.status();
    if (last->Step()) *next = last->Integer(0);
  }
  return db_.status();
}

std::int64_t Store::NameId(const std::string& text) {
  auto [found, added] = ids_.try_emplace(text, next_name_);
  if (added) Do(statements_["name"].Bind(1, next_name_++).Bind(2, std::string_view(text)));
  return found->second;
}

std::string Store::Ids(const std::vector<std::string>& names) {
  std::vector<std::int64_t> ids;
  for (const std::string& name : names) ids.push_back(NameId(name));
  return EncodeIds(std::move(ids));
}

const std::string& Store::TextOf(std::int64_t id) {
  if (texts_.empty()) {
    for (const auto& [text, known] : ids_) texts_.emplace(known, &text);
  }
  static const std::string none;
  auto found = texts_.find(id);
  return found == texts_.end() ? none : *found->second;
}

std::map<std::string, StoredUnit> Store::Units() {
  std::map<std::string, StoredUnit> units;
  absl::StatusOr<Statement> rows = db_.Prepare("SELECT id,file,digest,block,deps,error FROM unit");
  while (rows.ok() && rows->Step()) {
    units[rows->Text(1)] = {rows->Integer(0), static_cast<std::uint64_t>(rows->Integer(2)), rows->Integer(3),
                            DecodeIds(rows->Text(4)), rows->Text(5)};
  }
  return units;
}

std::map<std::string, StoredBlock> Store::Blocks() {
  std::map<std::string, StoredBlock> blocks;
  absl::StatusOr<Statement> rows = db_.Prepare("SELECT id,key,digest,deps FROM block");
  while (rows.ok() && rows->Step()) {
    blocks[rows->Text(1)] = {rows->Integer(0), static_cast<std::uint64_t>(rows->Integer(2)), DecodeIds(rows->Text(3))};
  }
  return blocks;
}

void Store::PutFacts(std::int64_t part, std::int64_t function, const std::vector<Fact>& facts) {
  Statement& row = statements_["fact"];
  for (const Fact& fact : facts) {
    std::int64_t a = NameId(fact.a), b = NameId(fact.b);
    row.Bind(1, next_fact_++).Bind(2, function).Bind(3, part).Bind(4, static_cast<std::int64_t>(fact.kind));
    Do(row.Bind(5, a).Bind(6, b).Bind(7, fact.line).Bind(8, fact.mode).Bind(9, NameId(fact.detail)));
  }
}

void Store::PutFunctions(std::int64_t part, const Part& from) {
  Statement& row = statements_["function"];
  for (const Function& function : from.functions) {
    std::int64_t id = next_function_++, first = next_fact_;
    PutFacts(part, id, function.facts);
    row.Bind(1, id).Bind(2, part).Bind(3, NameId(function.name)).Bind(4, function.line).Bind(5, function.last_line);
    row.Bind(6, function.flags).Bind(7, function.effects).Bind(8, NameId(function.section)).Bind(9, NameId(function.type));
    Do(row.Bind(10, first).Bind(11, next_fact_ - 1));
  }
}

void Store::PutRecords(std::int64_t part, const std::vector<Record>& records) {
  for (const Record& record : records) {
    std::int64_t id = next_record_++;
    Do(statements_["record"].Bind(1, id).Bind(2, part).Bind(3, NameId(record.name)).Bind(4, record.line)
           .Bind(5, record.is_union ? 1 : 0).Bind(6, record.size).Bind(7, record.align));
    std::int64_t position = 0;
    for (const Field& field : record.fields) {
      Do(statements_["field"].Bind(1, id).Bind(2, position++).Bind(3, NameId(field.name)).Bind(4, NameId(field.type))
             .Bind(5, NameId(field.embeds)).Bind(6, field.offset_bits).Bind(7, field.size_bits));
    }
  }
}

std::int64_t Store::PartId(const Part& part) {
  const std::int64_t file = NameId(part.file);
  const std::uint64_t hash = HashOf(part);
  auto [found, added] = part_ids_.try_emplace({file, hash}, next_part_);
  if (!added) return found->second;
  const std::int64_t id = next_part_++, function = next_function_, fact = next_fact_;
  PutFunctions(id, part);
  PutFacts(id, 0, part.facts);
  PutRecords(id, part.records);
  for (const Global& global : part.globals) {
    Do(statements_["global"].Bind(1, id).Bind(2, NameId(global.name)).Bind(3, global.line)
           .Bind(4, global.is_static ? 1 : 0).Bind(5, NameId(global.type)).Bind(6, NameId(global.section)));
  }
  Do(statements_["part"].Bind(1, id).Bind(2, file).Bind(3, Signed(hash)).Bind(4, function).Bind(5, next_function_ - 1)
         .Bind(6, fact).Bind(7, next_fact_ - 1));
  return id;
}

absl::Status Store::Put(const UnitResult& unit) {
  std::vector<std::int64_t> parts;
  for (const Part& part : unit.parts) parts.push_back(PartId(part));
  const std::string deps = Ids(unit.deps);
  Do(statements_["unit"].Bind(1, std::string_view(unit.file)).Bind(2, std::string_view(unit.object)).Bind(3, unit.traced ? 1 : 0)
         .Bind(4, Signed(unit.digest)).Bind(5, unit.block).BindBlob(6, EncodeIds(std::move(parts))).BindBlob(7, deps)
         .Bind(8, std::string_view(unit.error)));
  return failure_;
}

absl::StatusOr<std::int64_t> Store::PutBlock(const std::string& key, std::uint64_t digest, const std::vector<Part>& parts,
                                             const std::vector<std::string>& deps) {
  std::vector<std::int64_t> ids;
  for (const Part& part : parts) ids.push_back(PartId(part));
  const std::string dep_ids = Ids(deps);
  Do(statements_["block"].Bind(1, std::string_view(key)).Bind(2, Signed(digest))
         .BindBlob(3, EncodeIds(std::move(ids))).BindBlob(4, dep_ids));
  if (!failure_.ok()) return failure_;
  absl::StatusOr<Statement> row = db_.Prepare("SELECT id FROM block WHERE key=?1");
  if (!row.ok()) return row.status();
  row->Bind(1, std::string_view(key));
  if (!row->Step()) return db_.status();
  return row->Integer(0);
}

void Store::DropPart(std::int64_t part) {
  for (const char* sql :
       {"DELETE FROM fact WHERE id BETWEEN (SELECT first_fact FROM part WHERE id=?1) AND (SELECT last_fact FROM part WHERE id=?1)",
        "DELETE FROM function WHERE id BETWEEN (SELECT first_function FROM part WHERE id=?1) AND (SELECT last_function FROM part WHERE id=?1)",
        "DELETE FROM field WHERE record IN (SELECT id FROM record WHERE part=?1)", "DELETE FROM record WHERE part=?1",
        "DELETE FROM global WHERE part=?1", "DELETE FROM part WHERE id=?1"}) {
    absl::StatusOr<Statement> statement = db_.Prepare(sql);
    if (statement.ok()) Do(statement->Bind(1, part));
  }
}

absl::Status Store::Close() {
  statements_.clear();
  return db_.Execute("PRAGMA wal_checkpoint(TRUNCATE);PRAGMA journal_mode=DELETE");
}

absl::Status Store::DropWhere(const std::string& table, const std::string& columns, const std::function<bool(Statement&)>& gone) {
  absl::StatusOr<Statement> rows = db_.Prepare(Cat("SELECT id,", columns, " FROM ", table));
  if (!rows.ok()) return rows.status();
  std::vector<std::int64_t> ids;
  while (rows->Step()) {
    if (gone(*rows)) ids.push_back(rows->Integer(0));
  }
  absl::StatusOr<Statement> drop = db_.Prepare("DELETE FROM " + table + " WHERE id=?1");
  if (!drop.ok()) return drop.status();
  for (std::int64_t id : ids) Do(drop->Bind(1, id));
  return absl::OkStatus();
}

absl::Status Store::Sweep(const std::vector<std::string>& files) {
  const std::set<std::string> kept(files.begin(), files.end());
  std::set<std::int64_t> named, blocks;
  auto name_all = [&named](const std::string& ids) {
    for (std::int64_t part : DecodeIds(ids)) named.insert(part);
  };
  absl::Status status = DropWhere("unit", "file,block,parts", [&](Statement& row) {
    if (!kept.contains(row.Text(1))) return true;
    blocks.insert(row.Integer(2));
    name_all(row.Text(3));
    return false;
  });
  if (!status.ok()) return status;
  status = DropWhere("block", "parts", [&](Statement& row) {
    if (!blocks.contains(row.Integer(0))) return true;
    name_all(row.Text(1));
    return false;
  });
  if (!status.ok()) return status;
  for (auto it = part_ids_.begin(); it != part_ids_.end();) {
    if (named.contains(it->second)) {
      ++it;
      continue;
    }
    DropPart(it->second);
    it = part_ids_.erase(it);
  }
  return failure_;
}

absl::Status Store::MarkUnfinished() { return db_.Execute("DELETE FROM meta WHERE key='finished'"); }

absl::Status Store::MarkFinished(const std::map<std::string, SourceStamp>& stamps) {
  if (absl::Status status = db_.Execute("DELETE FROM source"); !status.ok()) return status;
  for (const auto& [file, stamp] : stamps) {
    Do(statements_["source"].Bind(1, NameId(file)).Bind(2, Signed(stamp.size)).Bind(3, Signed(stamp.modified))
           .Bind(4, Signed(stamp.changed)).Bind(5, Signed(stamp.hash)));
  }
  if (!failure_.ok()) return failure_;
  return db_.Execute("INSERT OR REPLACE INTO meta VALUES('finished','1')");
}

absl::Status Store::PutBinary(const Binary& binary) {
  for (const char* table : {"binary", "symbol", "inlined"}) {
    absl::StatusOr<Statement> drop = db_.Prepare(Cat("DELETE FROM ", table, " WHERE object=?1"));
    if (!drop.ok()) return drop.status();
    Do(drop->Bind(1, std::string_view(binary.object)));
  }
  Do(statements_["binary"].Bind(1, std::string_view(binary.object)).Bind(2, std::string_view(binary.build_id)));
  for (const LinkedSymbol& symbol : binary.symbols) {
    Do(statements_["symbol"].Bind(1, std::string_view(binary.object)).Bind(2, std::string_view(symbol.symbol)).Bind(3, symbol.position)
           .Bind(4, std::string_view(symbol.name)).Bind(5, std::string_view(symbol.file)));
  }
  for (const auto& [function, into] : binary.inlined) {
    Do(statements_["inlined"].Bind(1, std::string_view(binary.object)).Bind(2, NameId(function)).Bind(3, NameId(into)));
  }
  return failure_;
}

std::map<std::string, std::string> Store::BuildIds() {
  std::map<std::string, std::string> ids;
  absl::StatusOr<Statement> rows = db_.Prepare("SELECT object,build_id FROM binary");
  while (rows.ok() && rows->Step()) ids[rows->Text(0)] = rows->Text(1);
  return ids;
}

void Store::Do(Statement& statement) {
  if (!statement.Run() && failure_.ok()) failure_ = db_.status();
}

}  // namespace lpcheck::index
