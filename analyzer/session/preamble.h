// The include block of one file as a precompiled header in memory. It is valid for a text that begins with
// the same bytes, under the same arguments, while every file in it has the same contents; who holds one
// checks that. Clang loads declarations and bodies from it as they are asked for, so whoever walks the whole
// unit pays for it again.
#ifndef LPCHECK_ANALYZER_SESSION_PREAMBLE_H_
#define LPCHECK_ANALYZER_SESSION_PREAMBLE_H_

#include <memory>
#include <string>
#include <vector>

#include "analyzer/session/invocation.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/MemoryBuffer.h"

namespace lpcheck::session {

struct Preamble {
  std::string text;  ///< the bytes of the main file that it covers
  bool ends_at_line_start = true;
  std::unique_ptr<llvm::MemoryBuffer> storage;  ///< owns or maps what `pch` points into
  llvm::StringRef pch;                          ///< clang's own format, only for the same clang
  std::vector<std::string> files;               ///< absolute, sorted
};

/// The part of the main file that a preamble would cover.
clang::PreambleBounds BoundsOf(const Invocation& invocation);

/// Null when the block does not parse by itself: then nothing is shared and the plain parse names the errors.
std::shared_ptr<const Preamble> BuildPreamble(const Invocation& invocation);

/// Parses the unit, against `preamble` unless it is null.
absl::StatusOr<std::unique_ptr<ParsedUnit>> ParseUnit(const Invocation& invocation,
                                                      std::shared_ptr<const Preamble> preamble);

}  // namespace lpcheck::session

#endif  // LPCHECK_ANALYZER_SESSION_PREAMBLE_H_
