// A stamp as lpadmit sees it: read from a module file, or from the notes of a module that is loaded. Only
// stamps are read here, no verdict files: what the kernel would not see does not count.
#ifndef LPCHECK_RUNTIME_STAMP_H_
#define LPCHECK_RUNTIME_STAMP_H_

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "model/verdict.h"

namespace lpcheck::runtime {

struct FunctionName {
  std::string object;
  std::string name;
  uint32_t sympos = 0;
  auto operator<=>(const FunctionName&) const = default;
};

struct Stamp {
  Verdict verdict = Verdict::kRefused;
  May may;
  bool replace = false;
  std::string fix;
  std::string kernel_id;  ///< hex
  std::string kernel_release;
  std::vector<FunctionName> functions;
  std::vector<ConditionKind> conditions;
  std::vector<std::string> base;  ///< patches that it was judged on top of
};

bool Has(const Stamp& stamp, ConditionKind condition);

/// A module file.
struct ModuleFile {
  std::string name;  ///< as the kernel will call it
  bool is_livepatch = false;
  bool is_signed = false;
  Stamp stamp;
};

/// InvalidArgument: not a module, no sound stamp, or changed after stamping; says which and what to do.
absl::StatusOr<ModuleFile> ReadModuleFile(const std::string& bytes);

/// `notes` is /sys/module/NAME/notes/.note.lpcheck.
absl::StatusOr<Stamp> ReadStampNote(const std::string& notes);

/// The GNU build id in /sys/kernel/notes, hex; empty if there is none.
std::string BuildIdOf(const std::string& notes);

}  // namespace lpcheck::runtime

#endif  // LPCHECK_RUNTIME_STAMP_H_
