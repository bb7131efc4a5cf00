#include "analyzer/check/query_dump.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "analyzer/base/files.h"

namespace lpcheck::check {

QueryDump::QueryDump(std::string folder, std::string_view fix) : folder_(std::move(folder)), prefix_(fix) {
  for (char& c : prefix_) {
    if (c == '/') c = '_';
  }
  if (folder_.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) status_ = absl::UnavailableError(absl::StrCat(folder_, ": cannot be made: ", error.message(), "; name another folder with --dump-smt"));
}

void QueryDump::Write(std::string_view smt2) {
  if (!status_.ok()) return;
  status_ = WriteFile(absl::StrCat(folder_, "/", prefix_, absl::StrFormat("-%04d.smt2", ++count_)), smt2);
}

}  // namespace lpcheck::check
