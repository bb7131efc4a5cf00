// One writer a file: a lock beside it that goes with the process, however that ends.
#ifndef LPCHECK_ANALYZER_INDEX_WRITER_LOCK_H_
#define LPCHECK_ANALYZER_INDEX_WRITER_LOCK_H_

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "analyzer/base/text.h"

namespace lpcheck::index {

class WriterLock {
 public:
  static absl::StatusOr<WriterLock> Take(const std::string& path) {
    WriterLock lock;
    lock.fd_ = ::open((path + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (lock.fd_ < 0) return absl::PermissionDeniedError(Cat(path, ".lock: ", std::strerror(errno)));
    if (::flock(lock.fd_, LOCK_EX | LOCK_NB) == 0) return lock;
    return absl::UnavailableError(Cat(path, ": another lpcheck index is writing it; wait for that one"));
  }
  WriterLock(WriterLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  WriterLock& operator=(WriterLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~WriterLock() {
    if (fd_ >= 0) ::close(fd_);
  }

 private:
  WriterLock() = default;
  int fd_ = -1;
};

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_WRITER_LOCK_H_
