// See progress.h.
#include "analyzer/cli/progress.h"

#include <unistd.h>

#include <cstdio>

namespace lpcheck {

Progress::Progress(Show show) : terminal_(show == Show::kOnTerminals && isatty(STDERR_FILENO) == 1) {}

void Progress::Say(const std::string& text) {
  std::lock_guard lock(mutex_);
  if (text.starts_with("warning:")) {
    ClearLocked();
    std::fprintf(stderr, "lpcheck: %s\n", text.c_str());
    return;
  }
  if (!terminal_) return;
  std::fprintf(stderr, "\r\x1b[K%s", text.c_str());
  std::fflush(stderr);
  dirty_ = true;
}

void Progress::Clear() {
  std::lock_guard lock(mutex_);
  ClearLocked();
}

void Progress::ClearLocked() {
  if (!dirty_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  dirty_ = false;
}

}  // namespace lpcheck
