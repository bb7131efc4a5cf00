// The three things that lpadmit does to a kernel, and the clock, behind an interface: tests give it a kernel
// of their own. Every action says in its status what the kernel answered.
#ifndef LPCHECK_RUNTIME_KERNEL_H_
#define LPCHECK_RUNTIME_KERNEL_H_

#include <string>

#include "absl/status/status.h"
#include "runtime/root.h"

namespace lpcheck::runtime {

class Kernel {
 public:
  virtual ~Kernel() = default;
  virtual absl::Status LoadModule(const std::string& bytes) = 0;
  virtual absl::Status RemoveModule(const std::string& name) = 0;
  /// Writes a file of /sys; `name` is relative to the root.
  virtual absl::Status Write(const std::string& name, const std::string& text) = 0;
  virtual void SleepMilliseconds(int milliseconds) = 0;
  /// Of a clock that never goes back.
  virtual long long Milliseconds() = 0;
};

class RealKernel : public Kernel {
 public:
  explicit RealKernel(Root root) : root_(std::move(root)) {}
  absl::Status LoadModule(const std::string& bytes) override;
  absl::Status RemoveModule(const std::string& name) override;
  absl::Status Write(const std::string& name, const std::string& text) override;
  void SleepMilliseconds(int milliseconds) override;
  long long Milliseconds() override;

 private:
  Root root_;
};

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_KERNEL_H_
