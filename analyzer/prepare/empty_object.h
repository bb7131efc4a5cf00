// The smallest relocatable ELF object that linkers, ar and objtool accept: a header and the null section. It
// stands where make expects the outcome of a compilation that was recorded instead of run.
#ifndef LPCHECK_ANALYZER_PREPARE_EMPTY_OBJECT_H_
#define LPCHECK_ANALYZER_PREPARE_EMPTY_OBJECT_H_

#include <elf.h>

#include <string_view>

namespace lpcheck {

struct EmptyElf {
  Elf64_Ehdr header;
  Elf64_Shdr sections[2];
  char names[16];
};

inline constexpr EmptyElf kEmptyElf = {
    {{ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT, ELFOSABI_NONE, 0, 0, 0, 0, 0, 0, 0, 0},
     ET_REL, EM_X86_64, EV_CURRENT, 0, 0, sizeof(Elf64_Ehdr), 0, sizeof(Elf64_Ehdr), 0, 0, sizeof(Elf64_Shdr), 2, 1},
    {{}, {1, SHT_STRTAB, 0, 0, sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Shdr), 11, 0, 0, 1, 0}},
    "\0.shstrtab"};

/// The bytes of the object, valid for the whole run.
inline std::string_view EmptyObject() {
  return {reinterpret_cast<const char*>(&kEmptyElf), sizeof kEmptyElf};
}

}  // namespace lpcheck

#endif  // LPCHECK_ANALYZER_PREPARE_EMPTY_OBJECT_H_
