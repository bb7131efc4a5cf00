// A thin wrapper of SQLite: connections and statements as values, errors as statuses that name the file.
#ifndef LPCHECK_ANALYZER_INDEX_SQL_H_
#define LPCHECK_ANALYZER_INDEX_SQL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct sqlite3;
struct sqlite3_stmt;

namespace lpcheck::index {

class Statement {
 public:
  Statement() = default;
  explicit Statement(sqlite3_stmt* raw);

  Statement& Bind(int index, std::int64_t value);  ///< indices count from 1
  Statement& Bind(int index, std::string_view text);
  Statement& BindBlob(int index, std::string_view bytes);

  /// True: a row is there. False: done. After an error it stays false, see Connection::status.
  bool Step();
  /// Runs to the end and makes ready for the next binding.
  bool Run();
  void Reset();

  std::int64_t Integer(int column) const;
  std::string Text(int column) const;  ///< of text or blob

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* raw) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> raw_;
};

class Connection {
 public:
  enum class Mode { kReadOnly, kReadWrite };
  static absl::StatusOr<Connection> Open(const std::string& path, Mode mode);

  absl::Status Execute(const std::string& sql);
  absl::StatusOr<Statement> Prepare(const std::string& sql);
  /// The first error since opening: kResourceExhausted for a full disk, kFailedPrecondition for a damaged file,
  /// kUnavailable when another process holds it.
  absl::Status status() const;

 private:
  struct Close {
    void operator()(sqlite3* raw) const;
  };
  std::unique_ptr<sqlite3, Close> raw_;
  std::string path_;
};

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_SQL_H_
