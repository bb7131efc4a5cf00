// A fix written as a unified diff of the tree: what lpcheck understood, in a form that people and other tools read.
#ifndef LPCHECK_ANALYZER_INPUT_UNIFIED_H_
#define LPCHECK_ANALYZER_INPUT_UNIFIED_H_

#include <string>

#include "analyzer/input/fix.h"

namespace lpcheck {

/// -p1, three lines of context, files ascending by path.
std::string WriteUnified(const Fix& fix);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_UNIFIED_H_
