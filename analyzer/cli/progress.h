// One line of progress on standard error, written over itself. Only a terminal sees it: logs and pipes stay clean.
// Lines that start with "warning:" stay, everywhere. May be called from several threads.
#ifndef LPCHECK_ANALYZER_CLI_PROGRESS_H_
#define LPCHECK_ANALYZER_CLI_PROGRESS_H_

#include <mutex>
#include <string>

namespace lpcheck {

class Progress {
 public:
  enum class Show { kNever, kOnTerminals };

  explicit Progress(Show show);
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Say(const std::string& text);
  /// Wipes the line.
  void Clear();

 private:
  void ClearLocked();

  std::mutex mutex_;
  bool terminal_;
  bool dirty_ = false;
};

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_CLI_PROGRESS_H_
