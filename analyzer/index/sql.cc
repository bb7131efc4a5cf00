#include "analyzer/index/sql.h"

#include <sqlite3.h>

#include "analyzer/base/text.h"

namespace lpcheck::index {
namespace {

absl::Status StatusOf(int code, const std::string& path, const std::string& what) {
  std::string message = Cat(path, ": ", what);
  switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return absl::OkStatus();
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return absl::ResourceExhaustedError(Cat(message, "; free some space and run again: what is finished is kept"));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::UnavailableError(Cat(message, "; another program is reading or writing it: run again when it is done, what is finished is kept"));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::FailedPreconditionError(Cat(message, "; it is damaged or no index: build it again with --rebuild"));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return absl::PermissionDeniedError(message);
    default:
      return absl::InternalError(message);
  }
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* raw) const { sqlite3_finalize(raw); }
Statement::Statement(sqlite3_stmt* raw) : raw_(raw) {}

Statement& Statement::Bind(int index, std::int64_t value) {
  sqlite3_bind_int64(raw_.get(), index, value);
  return *this;
}

Statement& Statement::Bind(int index, std::string_view text) {
  sqlite3_bind_text(raw_.get(), index, text.data() == nullptr ? "" : text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::BindBlob(int index, std::string_view bytes) {
  sqlite3_bind_blob(raw_.get(), index, bytes.data() == nullptr ? "" : bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
  return *this;
}

bool Statement::Step() { return sqlite3_step(raw_.get()) == SQLITE_ROW; }

bool Statement::Run() {
  int code = sqlite3_step(raw_.get());
  while (code == SQLITE_ROW) code = sqlite3_step(raw_.get());
  Reset();
  return code == SQLITE_DONE;
}

void Statement::Reset() { sqlite3_reset(raw_.get()); }
std::int64_t Statement::Integer(int column) const { return sqlite3_column_int64(raw_.get(), column); }

std::string Statement::Text(int column) const {
  const void* bytes = sqlite3_column_blob(raw_.get(), column);
  int size = sqlite3_column_bytes(raw_.get(), column);
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

void Connection::Close::operator()(sqlite3* raw) const { sqlite3_close_v2(raw); }

absl::StatusOr<Connection> Connection::Open(const std::string& path, Mode mode) {
  Connection made;
  made.path_ = path;
  sqlite3* raw = nullptr;
  int flags = mode == Mode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  made.raw_.reset(raw);
  if (code != SQLITE_OK) return StatusOf(code, path, raw == nullptr ? "out of memory" : sqlite3_errmsg(raw));
  sqlite3_busy_timeout(raw, 2000);
  return made;
}

absl::Status Connection::Execute(const std::string& sql) {
  int code = sqlite3_exec(raw_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  return StatusOf(code, path_, sqlite3_errmsg(raw_.get()));
}

absl::StatusOr<Statement> Connection::Prepare(const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  int code = sqlite3_prepare_v2(raw_.get(), sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr);
  if (code != SQLITE_OK) return StatusOf(code, path_, sqlite3_errmsg(raw_.get()));
  return Statement(raw);
}

absl::Status Connection::status() const {
  return StatusOf(sqlite3_errcode(raw_.get()), path_, sqlite3_errmsg(raw_.get()));
}

}  // namespace lpcheck::index
