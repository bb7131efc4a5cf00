// Where the tree defines a function, found by text: the files that the configuration builds are searched for the name at
// the place a definition has it, and the few that have it are outlined.
#ifndef LPCHECK_ANALYZER_INPUT_FIND_FUNCTION_H_
#define LPCHECK_ANALYZER_INPUT_FIND_FUNCTION_H_

#include <map>
#include <string>
#include <vector>

#include "analyzer/compile/database.h"
#include "analyzer/input/tree.h"

namespace lpcheck {

/// For each name the files with a definition of it, ascending. One pass over the files for all names. Files of the
/// kernel's own livepatch samples and tests are searched too, though hardly a configuration builds them.
std::map<std::string, std::vector<std::string>> FindDefinitions(const std::vector<std::string>& names,
                                                                const Tree& tree, const Database& database);

/// "foo-bar.c" and "foo_bar.c" are module foo_bar when they are linked alone.
std::string ModuleNameOf(std::string_view file);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_FIND_FUNCTION_H_
