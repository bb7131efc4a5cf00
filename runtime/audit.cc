// See audit.h.
#include "runtime/audit.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/root.h"

namespace lpcheck::runtime {
namespace {

using Json = nlohmann::ordered_json;

void MakeFolders(const std::string& path) {
  for (size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    mkdir(path.substr(0, slash).c_str(), 0700);
  }
}

std::string Now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts;
  char text[32];
  gmtime_r(&now, &parts);
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string ReadAll(int file) {
  std::string text;
  char buffer[65536];
  ssize_t got;
  lseek(file, 0, SEEK_SET);
  while ((got = read(file, buffer, sizeof(buffer))) > 0) text.append(buffer, static_cast<size_t>(got));
  return text;
}

absl::Status WriteAll(int file, const std::string& text) {
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t wrote = write(file, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return FromErrno(errno, "audit log");
    done += static_cast<size_t>(wrote);
  }
  return fsync(file) == 0 ? absl::OkStatus() : FromErrno(errno, "audit log");
}

}  // namespace

absl::StatusOr<AuditLog> AuditLog::Open(const std::string& path) {
  MakeFolders(path);
  AuditLog log;
  log.file_ = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log.file_ < 0) return FromErrno(errno, path);
  struct stat about;
  if (fstat(log.file_, &about) != 0 || !S_ISREG(about.st_mode)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": the audit log must be an ordinary file"));
  }
  if (flock(log.file_, LOCK_EX | LOCK_NB) != 0) {
    return absl::UnavailableError(
        absl::StrCat(path, ": another lpadmit is at work; wait for it, or see who holds it"));
  }
  if (absl::Status status = log.Recover(); !status.ok()) return status;
  return log;
}

AuditLog::AuditLog(AuditLog&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      sequence_(other.sequence_),
      unfinished_(std::move(other.unfinished_)) {}

AuditLog::~AuditLog() {
  if (file_ >= 0) close(file_);
}

absl::Status AuditLog::Recover() {
  const std::string text = ReadAll(file_);
  for (const std::string& line : Lines(text)) {
    const Json record = Json::parse(line, nullptr, false);
    if (!record.is_object() || !record.contains("seq") || !record["seq"].is_number_integer()) continue;
    sequence_ = record["seq"].get<long>();
    const std::string event = record.value("event", "");
    if (event == "intent") unfinished_ = record;
    if (event == "result" || event == "recovered") unfinished_.reset();
  }
  if (text.empty() || text.back() == '\n') return absl::OkStatus();
  if (absl::Status status = WriteAll(file_, "\n"); !status.ok()) return status;
  return Append("torn-line", {{"because", "an earlier run ended while writing"}});
}

absl::Status AuditLog::Append(const std::string& event, Json fields) {
  Json record = {{"seq", sequence_ + 1}, {"time", Now()}, {"pid", getpid()}, {"event", event}};
  if (fields.is_object()) record.update(fields);
  const std::string line = record.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  absl::Status status = WriteAll(file_, line);
  if (status.ok()) ++sequence_;
  return status;
}

}  // namespace lpcheck::runtime
