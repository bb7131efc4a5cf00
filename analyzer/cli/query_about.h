// What an index says about one function or record, as rows of an answer.
#ifndef LPCHECK_ANALYZER_CLI_QUERY_ABOUT_H_
#define LPCHECK_ANALYZER_CLI_QUERY_ABOUT_H_

#include <string>
#include <vector>

#include "analyzer/index/reader.h"

namespace lpcheck::query {

struct Row {
  std::string name;  ///< the function, record or context that answers
  std::string file;
  int line = 0;
  std::string note;
  std::vector<std::string> path;
};

struct Answer {
  std::vector<Row> rows;
  std::string gap;  ///< why there may be more, empty when there is not
};

/// A row a definition: linkage, section, attributes, whether the tracer can redirect it and why not, effects of its own text
/// and of what it calls; then a row an object that links it, as it is spelled there.
Answer About(index::Reader& reader, const std::string& function);

/// A row a member: offset and size; then a row a record that holds this one by value.
Answer Layout(index::Reader& reader, const std::string& record);

}  // namespace lpcheck::query

#endif  // LPCHECK_ANALYZER_CLI_QUERY_ABOUT_H_
