// A machine made of files, and a kernel that changes them as the real one would: for tests of the runtime.
#ifndef LPCHECK_TESTS_UNIT_RUNTIME_FAKE_MACHINE_H_
#define LPCHECK_TESTS_UNIT_RUNTIME_FAKE_MACHINE_H_

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>

#include "runtime/kernel.h"
#include "runtime/root.h"

namespace lpcheck::runtime {

/// A folder of its own, removed at the end.
class FakeTree {
 public:
  FakeTree() {
    char name[] = "runtime-test-XXXXXX";
    const std::string path = (std::filesystem::temp_directory_path() / name).string();
    std::string buffer = path;
    folder_ = mkdtemp(buffer.data());
  }
  ~FakeTree() { std::filesystem::remove_all(folder_); }
  FakeTree(const FakeTree&) = delete;
  FakeTree& operator=(const FakeTree&) = delete;

  void Put(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = std::filesystem::path(folder_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  void Remove(const std::string& name) const {
    std::filesystem::remove_all(std::filesystem::path(folder_) / name);
  }

  /// A patch of vmlinux:`function`.
  void PutPatch(const std::string& name, const std::string& function, const std::string& enabled,
                const std::string& transition) const {
    const std::string folder = "sys/kernel/livepatch/" + name + "/";
    Put(folder + "enabled", enabled + "\n");
    Put(folder + "transition", transition + "\n");
    Put(folder + "vmlinux/" + function + ",1/old", "");
  }
  void PutTask(int pid, const std::string& name, const std::string& patch_state,
               const std::string& stack) const {
    const std::string folder = "proc/" + std::to_string(pid) + "/task/" + std::to_string(pid) + "/";
    Put(folder + "patch_state", patch_state + "\n");
    Put(folder + "comm", name + "\n");
    Put(folder + "stat", std::to_string(pid) + " (" + name + ") S 1\n");
    Put(folder + "stack", stack);
    Put("proc/" + std::to_string(pid) + "/cmdline", name);
  }
  Root root() const { return Root(folder_); }
  std::string Path(const std::string& name) const { return folder_ + "/" + name; }

 private:
  std::string folder_;
};

/// Time passes only in sleeps; what a write does is the test's to say.
class FakeKernel : public Kernel {
 public:
  absl::Status LoadModule(const std::string&) override { return absl::OkStatus(); }
  absl::Status RemoveModule(const std::string& name) override {
    removed = name;
    return absl::OkStatus();
  }
  absl::Status Write(const std::string& name, const std::string& text) override {
    writes[name] = text;
    return on_write ? on_write(name, text) : absl::OkStatus();
  }
  void SleepMilliseconds(int milliseconds) override {
    now += milliseconds;
    if (on_sleep) on_sleep(now);
  }
  long long Milliseconds() override { return now; }

  long long now = 0;
  std::string removed;
  std::map<std::string, std::string> writes;
  std::function<absl::Status(const std::string&, const std::string&)> on_write;
  std::function<void(long long)> on_sleep;
};

}  // namespace lpcheck::runtime

#endif  // LPCHECK_TESTS_UNIT_RUNTIME_FAKE_MACHINE_H_
