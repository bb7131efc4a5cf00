// See kernel_id.h. Of an ELF file only note sections count: its data may hold other build ids, such as the
// vdso's.
#include "analyzer/stamp/kernel_id.h"

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "kmod/shared/stamp_parse.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/Error.h"

namespace lpcheck {
namespace {

lpguard_span BuildIdOfElf(std::string_view bytes) {
  const lpguard_span none = {nullptr, 0};
  auto file = llvm::object::ObjectFile::createELFObjectFile(
      llvm::MemoryBufferRef(llvm::StringRef(bytes.data(), bytes.size()), "kernel"));
  if (!file) {
    llvm::consumeError(file.takeError());
    return none;
  }
  for (const llvm::object::ELFSectionRef section :
       llvm::cast<llvm::object::ELFObjectFileBase>(**file).sections()) {
    if (section.getType() != llvm::ELF::SHT_NOTE) continue;
    llvm::Expected<llvm::StringRef> contents = section.getContents();
    if (!contents) {
      llvm::consumeError(contents.takeError());
      continue;
    }
    const lpguard_span id = lpguard_build_id(contents->data(), contents->size());
    if (id.size != 0) return id;
  }
  return none;
}

}  // namespace

absl::StatusOr<std::string> KernelBuildId(std::string_view bytes) {
  const bool is_elf = bytes.substr(0, 4) == "\177ELF";
  const lpguard_span id = is_elf ? BuildIdOfElf(bytes) : lpguard_build_id(bytes.data(), bytes.size());
  if (id.size == 0) {
    return absl::InvalidArgumentError("no GNU build id in it; expected /sys/kernel/notes or a vmlinux");
  }
  return absl::BytesToHexString(std::string(reinterpret_cast<const char*>(id.start), id.size));
}

}  // namespace lpcheck
