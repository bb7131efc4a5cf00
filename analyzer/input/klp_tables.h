// What a parsed livepatch module says in its tables: struct klp_patch, its objects, functions, callbacks and states, and
// every use of a shadow variable. Initialisers are read as Clang resolved them, so that macros and designators of any
// order do not matter; members are found by name, so that every era's layout will do.
#ifndef LPCHECK_ANALYZER_INPUT_KLP_TABLES_H_
#define LPCHECK_ANALYZER_INPUT_KLP_TABLES_H_

#include <set>
#include <string>

#include "analyzer/input/fix.h"
#include "analyzer/session/session.h"

namespace lpcheck {

/// Adds what `unit` holds to `module`; `file` names its main file in locations. What is not constant is a gap of `fix`.
void ReadTables(const session::ParsedUnit& unit, const std::string& file, KlpModule& module, Fix& fix);

/// Every name that is declared or defined as a macro at the top of the unit, its headers included.
std::set<std::string> KnownNames(const session::ParsedUnit& unit);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_KLP_TABLES_H_
