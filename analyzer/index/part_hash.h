// The contents of a part as one number, and files' contents likewise: equal facts, equal hash.
#ifndef LPCHECK_ANALYZER_INDEX_PART_HASH_H_
#define LPCHECK_ANALYZER_INDEX_PART_HASH_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/index/facts.h"

namespace lpcheck::index {

/// Every field of the part but its file's name, one after the other.
std::string Serialize(const Part& part);

std::uint64_t HashOf(const Part& part);
std::uint64_t HashOf(std::string_view bytes);

}  // namespace lpcheck::index

#endif  // LPCHECK_ANALYZER_INDEX_PART_HASH_H_
