// The database's tables. Everything that tells one state of the tree from another is in `unit` and `block`; the facts
// hang on parts. docs/index.md explains the tables to a reader with a SQLite shell.
#ifndef LPCHECK_ANALYZER_INDEX_SCHEMA_H_
#define LPCHECK_ANALYZER_INDEX_SCHEMA_H_

namespace lpcheck::index {

inline constexpr int kSchemaVersion = 3;

/// "LPix": tells an index from any other SQLite database.
inline constexpr int kApplicationId = 0x4c506978;

inline constexpr char kSchema[] = R"sql(
-- What the index was made from: tree, build, kernel, clang; finished: no run is under way or was cut short.
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- Every name once: functions, records, fields, files, types.
CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
-- A compiled file. digest: command, text and every file it includes; parts and deps are lists of ids (varints).
-- traced: the command makes entries that the function tracer can redirect.
CREATE TABLE unit(id INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, object TEXT NOT NULL, traced INTEGER NOT NULL, digest INTEGER NOT NULL,
                  block INTEGER NOT NULL, parts BLOB NOT NULL, deps BLOB NOT NULL, error TEXT NOT NULL);
-- Every file that was read: what it was, so that whoever asks can see without reading it that it still is. Times are
-- nanoseconds; hash is of the bytes. Written when a run ends, together with the row `finished` of meta.
CREATE TABLE source(file INTEGER PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
                    hash INTEGER NOT NULL);
-- A precompiled block of headers: the parts and deps that all its units share.
CREATE TABLE block(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, digest INTEGER NOT NULL, parts BLOB NOT NULL,
                   deps BLOB NOT NULL);
-- A file's share of a unit; hash tells variants of one header apart.
CREATE TABLE part(id INTEGER PRIMARY KEY, file INTEGER NOT NULL, hash INTEGER NOT NULL, first_function INTEGER NOT NULL,
                  last_function INTEGER NOT NULL, first_fact INTEGER NOT NULL, last_fact INTEGER NOT NULL,
                  UNIQUE(file, hash));
CREATE TABLE function(id INTEGER PRIMARY KEY, part INTEGER NOT NULL, name INTEGER NOT NULL, line INTEGER NOT NULL,
                      last_line INTEGER NOT NULL, flags INTEGER NOT NULL, effects INTEGER NOT NULL,
                      section INTEGER NOT NULL, type INTEGER NOT NULL, first_fact INTEGER NOT NULL,
                      last_fact INTEGER NOT NULL);
CREATE INDEX function_by_name ON function(name);
-- kind, a, b, mode, detail: analyzer/index/facts.h. function is 0 outside of functions.
CREATE TABLE fact(id INTEGER PRIMARY KEY, function INTEGER NOT NULL, part INTEGER NOT NULL, kind INTEGER NOT NULL,
                  a INTEGER NOT NULL, b INTEGER NOT NULL, line INTEGER NOT NULL, mode INTEGER NOT NULL, detail INTEGER NOT NULL);
CREATE INDEX fact_by_name ON fact(a, kind, b);
CREATE INDEX fact_by_place ON fact(b) WHERE kind=7;
CREATE INDEX fact_by_callee ON fact(b) WHERE kind=8;
CREATE TABLE record(id INTEGER PRIMARY KEY, part INTEGER NOT NULL, name INTEGER NOT NULL, line INTEGER NOT NULL,
                    is_union INTEGER NOT NULL, size INTEGER NOT NULL, align INTEGER NOT NULL);
CREATE INDEX record_by_name ON record(name);
CREATE INDEX record_by_part ON record(part);
CREATE TABLE field(record INTEGER NOT NULL, position INTEGER NOT NULL, name INTEGER NOT NULL, type INTEGER NOT NULL,
                   embeds INTEGER NOT NULL, offset INTEGER NOT NULL, size INTEGER NOT NULL,
                   PRIMARY KEY(record, position)) WITHOUT ROWID;
CREATE TABLE global(id INTEGER PRIMARY KEY, part INTEGER NOT NULL, name INTEGER NOT NULL, line INTEGER NOT NULL,
                    is_static INTEGER NOT NULL, type INTEGER NOT NULL, section INTEGER NOT NULL);
CREATE INDEX global_by_name ON global(name);
CREATE INDEX global_by_part ON global(part);
-- A linked object whose DWARF was read: vmlinux or a module, with its build id ("" when it has none).
CREATE TABLE binary(object TEXT PRIMARY KEY, build_id TEXT NOT NULL) WITHOUT ROWID;
-- Its functions as they are linked. name: without the suffix of a clone (.isra.0, .cold); position: among equal symbols of the
-- object in the order of kallsyms, from 1; file: where the linker had it from, "" when it does not say.
CREATE TABLE symbol(object TEXT NOT NULL, symbol TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL,
                    PRIMARY KEY(name, symbol, object, position)) WITHOUT ROWID;
-- From DWARF: function (old symbol) has a copy inside another function of an object; clones as they are spelled.
CREATE TABLE inlined(object TEXT NOT NULL, function INTEGER NOT NULL, into_function INTEGER NOT NULL,
                     PRIMARY KEY(function, into_function, object)) WITHOUT ROWID;
)sql";

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_SCHEMA_H_
