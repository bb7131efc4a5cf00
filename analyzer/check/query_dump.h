// The queries of one fix as files, so that another solver can be asked the same: FIX-0001.smt2 and so on, in the order
// asked, each with our answer in its first line.
#ifndef LPCHECK_ANALYZER_CHECK_QUERY_DUMP_H_
#define LPCHECK_ANALYZER_CHECK_QUERY_DUMP_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace lpcheck::check {

class QueryDump {
 public:
  /// `folder` is made where it is missing; empty: nothing is written.
  QueryDump(std::string folder, std::string_view fix);

  bool wanted() const { return !folder_.empty(); }
  void Write(std::string_view smt2);
  /// The first file that could not be written.
  const absl::Status& status() const { return status_; }

 private:
  std::string folder_;
  std::string prefix_;
  int count_ = 0;
  absl::Status status_;
};

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_QUERY_DUMP_H_
