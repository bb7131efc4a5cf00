// Whether two texts are the same C but for comments, blanks and line breaks, before any preprocessing.
#ifndef LPCHECK_ANALYZER_CHECK_SAME_TOKENS_H_
#define LPCHECK_ANALYZER_CHECK_SAME_TOKENS_H_

#include <string>

namespace lpcheck::check {

bool SameTokens(const std::string& before, const std::string& after);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_SAME_TOKENS_H_
