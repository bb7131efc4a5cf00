// The machine's pseudo files under an injected root: "/" in life, a recorded tree in tests. Files of /proc
// and /sys vanish while they are read; that is an ordinary answer here (NotFound), not an event.
#ifndef LPCHECK_RUNTIME_ROOT_H_
#define LPCHECK_RUNTIME_ROOT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lpcheck::runtime {

class Root {
 public:
  explicit Root(std::string path) : path_(std::move(path)) {}

  /// `name` is relative, without a leading slash. At most `limit` bytes are read; more is InvalidArgument.
  absl::StatusOr<std::string> Read(const std::string& name, size_t limit = 1 << 22) const;

  /// The same, without blanks at both ends; `otherwise` if it cannot be read.
  std::string Word(const std::string& name, const std::string& otherwise = "") const;

  /// Names in a folder, sorted, without "." and ".."; empty if there is no such folder.
  std::vector<std::string> List(const std::string& name) const;

  bool Exists(const std::string& name) const;
  std::string Path(const std::string& name) const;

 private:
  std::string path_;
};

/// What errno says, as a status whose message starts with `what`.
absl::Status FromErrno(int error, const std::string& what);

/// Pieces between blanks.
std::vector<std::string> Words(const std::string& text);
std::vector<std::string> Lines(const std::string& text);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_ROOT_H_
