// What the text of files says of the symbols of an object: old_name and old_sympos of a klp_func are looked up among
// them. Text is not the symbol table. A static function may be inlined and leave no symbol, a macro may paste a name
// that stands nowhere; so one function errs towards fewer symbols and the other towards more.
#ifndef LPCHECK_ANALYZER_INPUT_SYMBOLS_H_
#define LPCHECK_ANALYZER_INPUT_SYMBOLS_H_

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/input/tree.h"

namespace lpcheck {

/// Every build of a file with this text has a symbol `name` for a function: it is defined outside any #if, and other
/// files may call it or a variable's initialiser holds its address.
bool SurelyEmits(std::string_view text, const std::string& name);

/// A symbol `name` may come from one of `files` although none of them defines a function of that name by text: it is data
/// there, a header brings a static inline function, or a macro can paste the name.
bool MayEmitUnseen(const std::string& name, const std::vector<std::string>& files, const Tree& tree);

/// Does an inline function or a macro of this header mention `name`? A declaration alone asks for nothing.
bool HeaderUses(std::string_view text, const std::string& name);

/// Headers below include/, below arch/*/include and beside `files`, relative to the tree.
std::vector<std::string> HeadersFor(const std::vector<std::string>& files, const Tree& tree);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_INPUT_SYMBOLS_H_
