// See kernel.h. init_module is used and not finit_module: the bytes that were judged are the bytes that are
// loaded.
#include "runtime/kernel.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

namespace lpcheck::runtime {

absl::Status RealKernel::LoadModule(const std::string& bytes) {
  if (syscall(SYS_init_module, bytes.data(), bytes.size(), "") == 0) return absl::OkStatus();
  return FromErrno(errno, "the kernel did not load the module (see dmesg)");
}

absl::Status RealKernel::RemoveModule(const std::string& name) {
  if (syscall(SYS_delete_module, name.c_str(), O_NONBLOCK) == 0) return absl::OkStatus();
  return FromErrno(errno, "the kernel did not remove the module");
}

absl::Status RealKernel::Write(const std::string& name, const std::string& text) {
  const std::string path = root_.Path(name);
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return FromErrno(errno, path);
  const ssize_t wrote = write(file, text.data(), text.size());
  const int error = errno;
  close(file);
  return wrote == static_cast<ssize_t>(text.size()) ? absl::OkStatus() : FromErrno(error, path);
}

void RealKernel::SleepMilliseconds(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

long long RealKernel::Milliseconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace lpcheck::runtime
