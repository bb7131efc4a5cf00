// See parse_share.h.
#include "analyzer/prepare/parse_share.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "analyzer/base/process.h"
#include "analyzer/base/text.h"
#include "analyzer/compile/arguments.h"
#include "analyzer/session/session.h"

namespace lpcheck {
namespace {

/// The first error of parsing one command; empty when there is none.
std::string FirstError(const ClangCommand& command) {
  auto unit = session::Parse({command.directory, command.file, command.arguments, {}});
  if (!unit.ok()) return Cat(command.file, ": ", std::string(unit.status().message()));
  if ((*unit)->errors().empty()) return "";
  const session::ParseError& error = (*unit)->errors().front();
  return Cat(error.file, ":", error.line, ": ", error.message);
}

std::vector<std::string> Sample(const Database& database, std::size_t count) {
  std::vector<std::string> files = database.Files();
  if (count >= files.size()) return files;
  std::vector<std::string> sample;
  for (std::size_t i = 0; i < count; ++i) sample.push_back(files[i * files.size() / count]);
  return sample;
}

}  // namespace

ParseShare MeasureParseShare(const Database& database, std::size_t count, int jobs,
                             const std::function<void(const std::string&)>& progress) {
  std::vector<std::string> files = Sample(database, count);
  ParseShare share;
  std::set<std::string> warnings;
  std::mutex mutex;
  std::atomic<std::size_t> next = 0;
  auto work = [&] {
    for (std::size_t i; (i = next++) < files.size() && !Interrupted();) {
      ClangCommand command = ToClang(*database.CommandFor(files[i]), database.tree());
      std::string error = FirstError(command);
      std::lock_guard lock(mutex);
      ++share.tried;
      share.parsed += error.empty() ? 1 : 0;
      if (!error.empty()) share.failures.push_back(error);
      for (const std::string& warning : command.warnings) warnings.insert(warning.substr(warning.find(": ") + 2));
      progress(Cat("parsed ", share.tried, " of ", files.size(), " files, ", share.failures.size(), " with errors"));
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < jobs; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  std::sort(share.failures.begin(), share.failures.end());
  share.warnings.assign(warnings.begin(), warnings.end());
  return share;
}

}  // namespace lpcheck
