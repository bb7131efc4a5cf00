// The audit log: JSON lines, appended and synced before and after every action, one writer at a time. A
// record says what is intended before it is done; a record without its result is what a crash leaves, and the
// next lpadmit writes down what the kernel says instead. A line cut by a crash is closed and stays; no record
// is ever changed.
#ifndef LPCHECK_RUNTIME_AUDIT_H_
#define LPCHECK_RUNTIME_AUDIT_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace lpcheck::runtime {

class AuditLog {
 public:
  /// Opens or makes the log and takes the lock. Unavailable: another lpadmit is at work. ResourceExhausted
  /// and others: it cannot be written, so nothing may be done.
  static absl::StatusOr<AuditLog> Open(const std::string& path);

  AuditLog(AuditLog&& other) noexcept;
  AuditLog& operator=(AuditLog&&) = delete;
  ~AuditLog();

  /// Appends {"seq", "time", "pid", "event", ...fields} and syncs it to the disk.
  absl::Status Append(const std::string& event, nlohmann::ordered_json fields);

  /// The last intent of an earlier run that has no result; nullopt if all have one.
  const std::optional<nlohmann::ordered_json>& unfinished() const { return unfinished_; }

 private:
  AuditLog() = default;
  absl::Status Recover();

  int file_ = -1;
  long sequence_ = 0;
  std::optional<nlohmann::ordered_json> unfinished_;
};

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_AUDIT_H_
