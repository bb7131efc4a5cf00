// The stamp record as bytes (kmod/uapi/lpguard.h), made from a report and what the module asks for; and a
// stamp as text for people. Writing only: the reader is kmod/shared/stamp_parse.c, and every record written
// is read back through it before it leaves here.
#ifndef LPCHECK_ANALYZER_STAMP_RECORD_H_
#define LPCHECK_ANALYZER_STAMP_RECORD_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "analyzer/stamp/module_patch.h"
#include "kmod/shared/stamp_parse.h"
#include "model/verdict.h"

namespace lpcheck {

/// All that goes into a record. Ids and digests are raw bytes.
struct StampInputs {
  const Report& report;
  const ModulePatch& patch;
  std::string kernel_id;       ///< build id of the kernel, 1 to 20 bytes
  std::string module_id;       ///< build id of the module, may be empty
  std::string module_digest;   ///< 32 bytes
  std::string verdict_digest;  ///< 32 bytes
};

/// InvalidArgument if something does not fit (too many functions, a name too long).
absl::StatusOr<std::string> EncodeRecord(const StampInputs& inputs);

/// The record as an ELF note: header, name, record.
std::string EncodeNote(std::string_view record);

/// What `lpcheck stamp --show` prints; one line a fact.
std::string DescribeStamp(const lpguard_stamp_view& view);

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_STAMP_RECORD_H_
