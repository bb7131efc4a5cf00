// See stamp.h. The parser is the kernel's own (kmod/shared/stamp_parse.c).
#include "runtime/stamp.h"

#include <algorithm>
#include <cstring>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "kmod/shared/module_image.h"
#include "runtime/root.h"

namespace lpcheck::runtime {
namespace {

std::string Hex(const unsigned char* bytes, size_t size) {
  return absl::BytesToHexString(std::string(reinterpret_cast<const char*>(bytes), size));
}

Verdict VerdictOf(uint8_t number) {
  switch (number) {
    case LPGUARD_VERDICT_IMMEDIATE:
      return Verdict::kImmediate;
    case LPGUARD_VERDICT_CONSISTENCY:
      return Verdict::kConsistency;
    case LPGUARD_VERDICT_UNDECIDED:
      return Verdict::kUndecided;
    default:
      return Verdict::kRefused;
  }
}

/// A condition that this lpadmit does not know is kept as the strictest one.
ConditionKind ConditionOf(uint32_t number) {
  switch (number) {
    case LPGUARD_COND_NO_DISABLE:
      return ConditionKind::kNoDisable;
    case LPGUARD_COND_NO_REVERSE:
      return ConditionKind::kNoReverse;
    case LPGUARD_COND_PIN_MODULE:
      return ConditionKind::kPinModule;
    case LPGUARD_COND_CORRELATE_STATIC:
      return ConditionKind::kCorrelateStatic;
    case LPGUARD_COND_ADD_CALLER:
      return ConditionKind::kAddCaller;
    default:
      return ConditionKind::kNoForce;
  }
}

Stamp StampOf(const lpguard_stamp_view& view) {
  const lpguard_stamp& head = view.head;
  Stamp stamp;
  stamp.verdict = VerdictOf(head.verdict);
  stamp.may = {(head.may & LPGUARD_MAY_FORCE) != 0, (head.may & LPGUARD_MAY_REVERSE) != 0,
               (head.may & LPGUARD_MAY_DISABLE) != 0};
  stamp.replace = head.replace != 0;
  stamp.fix = lpguard_stamp_string(&view, head.fix);
  stamp.kernel_id = Hex(head.kernel_id, head.kernel_id_size);
  stamp.kernel_release = lpguard_stamp_string(&view, head.kernel_release);
  stamp.base = Words(lpguard_stamp_string(&view, head.base_stack));
  for (unsigned i = 0; i < head.func_count; ++i) {
    const lpguard_stamp_func func = lpguard_stamp_func_at(&view, i);
    stamp.functions.push_back(
        {lpguard_stamp_string(&view, func.object), lpguard_stamp_string(&view, func.name), func.sympos});
  }
  for (unsigned i = 0; i < head.condition_count; ++i) {
    stamp.conditions.push_back(ConditionOf(lpguard_stamp_condition_at(&view, i).kind));
  }
  return stamp;
}

absl::StatusOr<Stamp> Parse(lpguard_stamp_error error, const lpguard_span& record, lpguard_stamp_view& view) {
  if (error == LPGUARD_STAMP_OK) error = lpguard_stamp_parse(record.start, record.size, &view);
  if (error == LPGUARD_STAMP_OK) return StampOf(view);
  return absl::InvalidArgumentError(
      absl::StrCat(lpguard_stamp_error_text(error), "; stamp the module with `lpcheck stamp`"));
}

/// The value of KEY=VALUE in .modinfo.
std::string ModuleInfo(const module_image& image, const std::string& key) {
  const int index = module_image_find(&image, ".modinfo");
  if (index < 0) return "";
  const lpguard_span contents = module_image_contents(&image, static_cast<unsigned>(index));
  std::istringstream entries(std::string(reinterpret_cast<const char*>(contents.start), contents.size));
  for (std::string entry; std::getline(entries, entry, '\0');) {
    if (entry.rfind(key + "=", 0) == 0) return entry.substr(key.size() + 1);
  }
  return "";
}

absl::Status Unchanged(const module_image& image, const lpguard_stamp_view& view) {
  unsigned char digest[LPGUARD_DIGEST_SIZE];
  const char* why = nullptr;
  if (module_image_digest(&image, digest, &why) != 0) return absl::InvalidArgumentError(why);
  if (std::memcmp(digest, view.head.module_digest, sizeof(digest)) == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "the module was changed after it was stamped; check it again and stamp it again");
}

}  // namespace

bool Has(const Stamp& stamp, ConditionKind condition) {
  return std::find(stamp.conditions.begin(), stamp.conditions.end(), condition) != stamp.conditions.end();
}

absl::StatusOr<ModuleFile> ReadModuleFile(const std::string& bytes) {
  module_image image;
  const char* why = nullptr;
  if (module_image_open(bytes.data(), bytes.size(), &image, &why) != 0)
    return absl::InvalidArgumentError(why);
  ModuleFile file;
  file.name = ModuleInfo(image, "name");
  file.is_livepatch = ModuleInfo(image, "livepatch") == "Y";
  file.is_signed = module_image_is_signed(bytes.data(), bytes.size()) != 0;
  if (file.name.empty()) return absl::InvalidArgumentError("not a kernel module: .modinfo names no module");
  if (!file.is_livepatch) {
    return absl::InvalidArgumentError("not a livepatch module; load it with modprobe or insmod");
  }
  lpguard_span record;
  lpguard_stamp_view view;
  absl::StatusOr<Stamp> stamp = Parse(module_image_stamp(&image, &record), record, view);
  if (!stamp.ok()) return stamp.status();
  if (absl::Status status = Unchanged(image, view); !status.ok()) return status;
  file.stamp = *std::move(stamp);
  return file;
}

absl::StatusOr<Stamp> ReadStampNote(const std::string& notes) {
  lpguard_span record;
  lpguard_stamp_view view;
  return Parse(lpguard_stamp_find(notes.data(), notes.size(), &record), record, view);
}

std::string BuildIdOf(const std::string& notes) {
  const lpguard_span id = lpguard_build_id(notes.data(), notes.size());
  return id.size == 0 ? "" : Hex(id.start, id.size);
}

}  // namespace lpcheck::runtime
