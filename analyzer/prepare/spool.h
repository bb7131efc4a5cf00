// What lpcheck-cc wrote while make ran, read back, and the compile database made of it.
//
// Spool record: decimal length, newline, then that many bytes of NUL-terminated strings: directory, output, source,
// arguments without argv[0].
#ifndef LPCHECK_ANALYZER_PREPARE_SPOOL_H_
#define LPCHECK_ANALYZER_PREPARE_SPOOL_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "analyzer/compile/database.h"

namespace lpcheck {

/// The records of `spool` in normal order: ascending by (file, output), the last one where make compiled twice. `file`
/// is absolute here. A record cut off at the end (make was killed) is left out.
std::vector<CompileCommand> ReadSpool(std::string_view spool, std::string_view compiler);

/// The text of a compile_commands.json: one entry a line with "file" first, which Database reads without parsing all.
std::string DatabaseText(const std::vector<CompileCommand>& commands);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_PREPARE_SPOOL_H_
