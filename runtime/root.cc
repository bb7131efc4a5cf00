// See root.h.
#include "runtime/root.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace lpcheck::runtime {

absl::Status FromErrno(int error, const std::string& what) {
  const std::string message = absl::StrCat(what, ": ", std::string(std::strerror(error)));
  switch (error) {
    case ENOENT:
    case ESRCH:
    case ENODEV:
      return absl::NotFoundError(message);
    case EACCES:
    case EPERM:
      return absl::PermissionDeniedError(message);
    case EBUSY:
    case EAGAIN:
      return absl::UnavailableError(message);
    case ENOSPC:
    case EDQUOT:
    case ENOMEM:
      return absl::ResourceExhaustedError(message);
    case EINVAL:
    case ENOEXEC:
      return absl::InvalidArgumentError(message);
    default:
      return absl::FailedPreconditionError(message);
  }
}

absl::StatusOr<std::string> Root::Read(const std::string& name, size_t limit) const {
  const std::string path = Path(name);
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return FromErrno(errno, path);
  std::string text;
  char buffer[16384];
  ssize_t got;
  while ((got = read(file, buffer, sizeof(buffer))) > 0 && text.size() <= limit) text.append(buffer, got);
  const int error = errno;
  close(file);
  if (got < 0) return FromErrno(error, path);
  if (text.size() > limit) return absl::InvalidArgumentError(absl::StrCat(path, ": too large"));
  return text;
}

std::string Root::Word(const std::string& name, const std::string& otherwise) const {
  absl::StatusOr<std::string> text = Read(name);
  if (!text.ok()) return otherwise;
  const size_t first = text->find_first_not_of(" \t\n");
  if (first == std::string::npos) return "";
  return text->substr(first, text->find_last_not_of(" \t\n") - first + 1);
}

std::vector<std::string> Root::List(const std::string& name) const {
  std::vector<std::string> names;
  DIR* folder = opendir(Path(name).c_str());
  if (folder == nullptr) return names;
  while (const dirent* entry = readdir(folder)) {
    const std::string found = entry->d_name;
    if (found != "." && found != "..") names.push_back(found);
  }
  closedir(folder);
  std::sort(names.begin(), names.end());
  return names;
}

bool Root::Exists(const std::string& name) const { return access(Path(name).c_str(), F_OK) == 0; }

std::string Root::Path(const std::string& name) const {
  return path_.empty() || path_.back() == '/' ? path_ + name : path_ + "/" + name;
}

std::vector<std::string> Words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::vector<std::string> Lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace lpcheck::runtime
