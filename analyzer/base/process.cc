// See process.h. The flag that a signal handler may set is the one piece of process-wide state.
#include "analyzer/base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string_view>

#include "analyzer/base/text.h"

extern char** environ;

namespace lpcheck {
namespace {

constexpr int kPollMilliseconds = 200;

volatile sig_atomic_t interrupted = 0;

void OnSignal(int) { interrupted = 1; }

std::vector<std::string> Environment(const Process& process) {
  std::map<std::string, std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::string_view text(*entry);
    std::size_t equal = text.find('=');
    if (equal != std::string_view::npos) all.emplace(text.substr(0, equal), text.substr(equal + 1));
  }
  for (const auto& [name, value] : process.environment) all[name] = value;
  std::vector<std::string> out;
  for (const auto& [name, value] : all) out.push_back(Cat(name, '=', value));
  return out;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Starts the process as leader of its own group, so that all of its children can be ended together.
absl::StatusOr<pid_t> Spawn(const Process& process, int output, int errors) {
  std::vector<std::string> arguments = process.arguments;
  std::vector<std::string> environment = Environment(process);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_adddup2(&actions, errors, 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  for (int signal : {SIGINT, SIGTERM, SIGPIPE, SIGXFSZ}) sigaddset(&defaults, signal);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t pid = 0;
  int error = posix_spawnp(&pid, arguments[0].c_str(), &actions, &attributes, Pointers(arguments).data(),
                           Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) return absl::UnavailableError(Cat("cannot run ", arguments[0], ": ", std::strerror(error)));
  return pid;
}

/// Hands every chunk of `fd` to `take` until its end; false when the user interrupted.
bool Drain(int fd, const std::function<void(std::string_view)>& take) {
  char chunk[1 << 16];
  pollfd watch{fd, POLLIN, 0};
  while (!Interrupted()) {
    int ready = poll(&watch, 1, kPollMilliseconds);
    if (ready <= 0) continue;
    ssize_t got = read(fd, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    take(std::string_view(chunk, static_cast<std::size_t>(got)));
  }
  return false;
}

int StatusOf(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

enum class Errors { kJoined, kDropped };

absl::StatusOr<int> RunInto(const Process& process, const std::function<void(std::string_view)>& take, Errors errors) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return absl::UnavailableError(Cat("no pipe: ", std::strerror(errno)));
  int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  absl::StatusOr<pid_t> pid = Spawn(process, ends[1], errors == Errors::kJoined ? ends[1] : null);
  close(null);
  close(ends[1]);
  if (!pid.ok()) {
    close(ends[0]);
    return pid.status();
  }
  bool finished = Drain(ends[0], take);
  if (!finished) kill(-*pid, SIGTERM);
  close(ends[0]);
  int status = StatusOf(*pid);
  if (!finished) return absl::CancelledError("interrupted");
  return status;
}

}  // namespace

absl::StatusOr<int> Run(const Process& process) {
  std::string pending;
  auto take = [&](std::string_view chunk) {
    if (!process.on_line) return;
    pending.append(chunk);
    std::size_t from = 0;
    for (std::size_t end; (end = pending.find('\n', from)) != std::string::npos; from = end + 1) {
      process.on_line(pending.substr(from, end - from));
    }
    pending.erase(0, from);
  };
  absl::StatusOr<int> status = RunInto(process, take, Errors::kJoined);
  if (process.on_line && !pending.empty()) process.on_line(pending);
  return status;
}

absl::StatusOr<std::string> OutputOf(const std::vector<std::string>& arguments, std::size_t limit) {
  std::string output;
  bool too_long = false;
  auto take = [&](std::string_view chunk) {
    too_long = too_long || output.size() + chunk.size() > limit;
    if (!too_long) output.append(chunk);
  };
  absl::StatusOr<int> status = RunInto({arguments, {}, {}}, take, Errors::kDropped);
  if (!status.ok()) return status.status();
  if (*status != 0) return absl::InvalidArgumentError(Cat(arguments[0], " failed with status ", *status));
  if (too_long) return absl::InvalidArgumentError(Cat(arguments[0], " wrote more than ", limit, " bytes"));
  return output;
}

std::string FindProgram(const std::string& program) {
  if (Contains(program, "/")) return access(program.c_str(), X_OK) == 0 ? program : "";
  const char* path = std::getenv("PATH");
  for (std::string_view folder : Split(path != nullptr ? path : "/usr/bin:/bin", ':')) {
    std::string candidate = Cat(folder.empty() ? std::string_view(".") : folder, '/', program);
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return "";
}

void CatchInterrupts() {
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  action.sa_flags = SA_RESETHAND;  // whoever asks a second time does not want to wait for the end of a long check
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a file size limit is then an error of write(2), like a full disk
}

bool Interrupted() { return interrupted != 0; }

}  // namespace lpcheck
