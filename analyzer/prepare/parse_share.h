// How many of a database's files Clang parses without an error, on a sample: says whether the flag table fits this
// compiler and configuration. Every k-th file is taken, so that the same database gives the same sample.
#ifndef LPCHECK_ANALYZER_PREPARE_PARSE_SHARE_H_
#define LPCHECK_ANALYZER_PREPARE_PARSE_SHARE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "analyzer/compile/database.h"

namespace lpcheck {

struct ParseShare {
  std::size_t tried = 0;
  std::size_t parsed = 0;
  std::vector<std::string> failures;  ///< "file:line: message", ascending
  std::vector<std::string> warnings;  ///< flags left out unknown, each once
};

/// Parses `sample` files (all, when it is not less than their number) with `jobs` threads.
ParseShare MeasureParseShare(const Database& database, std::size_t sample, int jobs,
                             const std::function<void(const std::string&)>& progress);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_PREPARE_PARSE_SHARE_H_
