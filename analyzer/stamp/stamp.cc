// See stamp.h.
#include "analyzer/stamp/stamp.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "analyzer/base/text.h"
#include "analyzer/stamp/module_patch.h"
#include "analyzer/stamp/note_writer.h"
#include "analyzer/stamp/record.h"
#include "analyzer/stamp/relocated_object.h"
#include "kmod/shared/module_image.h"
#include "kmod/shared/sha256.h"

namespace lpcheck {
namespace {

using Name = std::pair<std::string, std::string>;  // object, function

std::string Bytes(lpguard_span span) { return {reinterpret_cast<const char*>(span.start), span.size}; }

std::string Sha256(std::string_view bytes) {
  sha256 sha;
  unsigned char digest[LPGUARD_DIGEST_SIZE];
  sha256_start(&sha);
  sha256_add(&sha, bytes.data(), bytes.size());
  sha256_finish(&sha, digest);
  return {reinterpret_cast<const char*>(digest), sizeof(digest)};
}

std::string List(const std::set<Name>& names) {
  return absl::StrJoin(names, ", ",
                       [](std::string* out, const Name& name) { *out += Cat(name.first, ":", name.second); });
}

std::set<Name> Minus(const std::set<Name>& left, const std::set<Name>& right) {
  std::set<Name> rest;
  std::set_difference(left.begin(), left.end(), right.begin(), right.end(), std::inserter(rest, rest.end()));
  return rest;
}

/// The module replaces what was judged, no more and no less.
absl::Status SameFunctions(const Report& report, const ModulePatch& patch) {
  std::set<Name> judged, replaced;
  for (const FixFunction& function : report.functions) judged.emplace(function.object, function.name);
  for (const PatchedFunction& function : patch.functions) replaced.emplace(function.object, function.name);
  if (std::set<Name> extra = Minus(replaced, judged); !extra.empty()) {
    return absl::InvalidArgumentError(Cat("the module replaces functions that the verdict does not name: ",
                                          List(extra), "; check the fix that it was built from"));
  }
  if (std::set<Name> missing = Minus(judged, replaced); !missing.empty()) {
    return absl::InvalidArgumentError(Cat("the module does not replace functions that the verdict names: ",
                                          List(missing), "; rebuild it with them"));
  }
  return absl::OkStatus();
}

/// A module may name the source that it was built from: MODULE_INFO(lpcheck_source, "hash").
absl::Status SameSource(const Report& report, std::string_view module) {
  absl::StatusOr<RelocatedObject> object = RelocatedObject::Parse(module);
  if (!object.ok()) return object.status();
  std::optional<std::string> source = object->ModuleInfo("lpcheck_source");
  if (!source || *source == report.bound_to.source_hash) return absl::OkStatus();
  return absl::InvalidArgumentError(Cat("the module was built from source ", *source, ", the verdict is for ",
                                        report.bound_to.source_hash, "; run lpcheck on the new source"));
}

absl::StatusOr<std::string> KernelId(const Report& report, std::string_view given) {
  const std::string& bound = report.bound_to.build_id;
  if (!given.empty() && !bound.empty() && given != bound) {
    return absl::InvalidArgumentError(
        Cat("the verdict is bound to kernel build id ", bound, ", not to ", given));
  }
  const std::string hex = given.empty() ? bound : std::string(given);
  if (hex.empty()) {
    return absl::InvalidArgumentError(
        "the verdict names no kernel build id; give one with --kernel-notes /sys/kernel/notes or a vmlinux");
  }
  const bool is_hex = hex.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!is_hex || hex.size() % 2 != 0 || hex.size() > 2 * LPGUARD_ID_MAX) {
    return absl::InvalidArgumentError(Cat("not a build id: ", hex));
  }
  return absl::HexStringToBytes(hex);
}

struct Identity {
  std::string build_id;
  std::string digest;
};

absl::StatusOr<Identity> IdentityOf(std::string_view module) {
  module_image image;
  const char* why = nullptr;
  unsigned char digest[LPGUARD_DIGEST_SIZE];
  if (module_image_open(module.data(), module.size(), &image, &why) != 0 ||
      module_image_digest(&image, digest, &why) != 0) {
    return absl::InvalidArgumentError(why);
  }
  return Identity{Bytes(module_image_build_id(&image)),
                  {reinterpret_cast<const char*>(digest), sizeof(digest)}};
}

}  // namespace

absl::StatusOr<std::string> StampModule(std::string_view module, const Report& report,
                                        std::string_view verdict_json, std::string_view kernel_id) {
  absl::StatusOr<Identity> identity = IdentityOf(module);
  if (!identity.ok()) return identity.status();
  absl::StatusOr<ModulePatch> patch = ReadModulePatch(module);
  if (!patch.ok()) return patch.status();
  if (absl::Status status = SameFunctions(report, *patch); !status.ok()) return status;
  if (absl::Status status = SameSource(report, module); !status.ok()) return status;
  absl::StatusOr<std::string> id = KernelId(report, kernel_id);
  if (!id.ok()) return id.status();
  absl::StatusOr<std::string> record =
      EncodeRecord({report, *patch, *id, identity->build_id, identity->digest, Sha256(verdict_json)});
  if (!record.ok()) return record.status();
  return WithStampNote(module, EncodeNote(*record));
}

absl::StatusOr<std::string> ShowStamp(std::string_view module) {
  absl::StatusOr<Identity> identity = IdentityOf(module);
  if (!identity.ok()) return identity.status();
  module_image image;
  const char* why = nullptr;
  module_image_open(module.data(), module.size(), &image, &why);
  lpguard_span record;
  lpguard_stamp_view view;
  lpguard_stamp_error error = module_image_stamp(&image, &record);
  if (error == LPGUARD_STAMP_OK) error = lpguard_stamp_parse(record.start, record.size, &view);
  if (error == LPGUARD_STAMP_ABSENT) return absl::NotFoundError(lpguard_stamp_error_text(error));
  if (error != LPGUARD_STAMP_OK) return absl::InvalidArgumentError(lpguard_stamp_error_text(error));
  std::string text = DescribeStamp(view);
  const std::string stamped(reinterpret_cast<const char*>(view.head.module_digest), LPGUARD_DIGEST_SIZE);
  if (stamped != identity->digest) {
    return absl::InvalidArgumentError(Cat("the module was changed after it was stamped\n", text));
  }
  return text;
}

}  // namespace lpcheck
