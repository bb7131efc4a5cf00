// See files.h.
#include "analyzer/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "analyzer/base/text.h"

namespace lpcheck {
namespace {

/// Closes when it goes out of scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int Close() { return close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

absl::Status ErrorFor(const std::string& path, int error) {
  std::string message = Cat(path, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(Cat(message, "; check the permissions"));
    case ENOSPC:
    case EDQUOT:
      return absl::ResourceExhaustedError(Cat(message, "; free some space and run again"));
    case ELOOP:
      return absl::InvalidArgumentError(message);
    default:
      return absl::UnavailableError(message);
  }
}

absl::Status WriteAll(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    ssize_t done = write(fd, text.data(), text.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return ErrorFor(path, errno);
    text.remove_prefix(static_cast<std::size_t>(done));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t limit) {
  Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return ErrorFor(path, errno);
  struct stat info;
  if (fstat(file.get(), &info) != 0) return ErrorFor(path, errno);
  if (S_ISDIR(info.st_mode)) return absl::InvalidArgumentError(Cat(path, ": is a folder, a file was expected"));
  if (!S_ISREG(info.st_mode)) return absl::InvalidArgumentError(Cat(path, ": is no regular file"));
  if (static_cast<std::size_t>(info.st_size) > limit) {
    return absl::InvalidArgumentError(Cat(path, ": has ", info.st_size, " bytes, more than the limit of ", limit));
  }
  std::string text(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    ssize_t got = read(file.get(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ErrorFor(path, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return text;
}

absl::Status WriteFile(const std::string& path, std::string_view text) {
  std::string temporary = Cat(path, ".XXXXXX");
  Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return ErrorFor(path, errno);
  fchmod(file.get(), 0644);
  absl::Status written = WriteAll(file.get(), text, path);
  if (written.ok() && file.Close() != 0) written = ErrorFor(path, errno);
  if (written.ok() && rename(temporary.c_str(), path.c_str()) != 0) written = ErrorFor(path, errno);
  if (!written.ok()) unlink(temporary.c_str());
  return written;
}

}  // namespace lpcheck
