// See note_writer.h.
#include "analyzer/stamp/note_writer.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <vector>

#include "absl/status/status.h"
#include "analyzer/base/text.h"
#include "kmod/shared/module_image.h"

namespace lpcheck {
namespace {

struct Section {
  Elf64_Shdr header;
  std::string contents;
};

std::vector<Section> Sections(const module_image& image) {
  std::vector<Section> sections;
  for (unsigned i = 0; i < image.section_count; ++i) {
    const lpguard_span contents = module_image_contents(&image, i);
    sections.push_back({module_image_section(&image, i),
                        std::string(reinterpret_cast<const char*>(contents.start), contents.size)});
  }
  return sections;
}

/// The offset of a name in the string table, which grows if it lacks the name.
Elf64_Word NameOffset(std::string& names, std::string_view name) {
  const std::string entry = Cat('\0', name, '\0');
  const size_t found = names.find(entry);
  if (found != std::string::npos) return static_cast<Elf64_Word>(found + 1);
  const size_t offset = names.size();
  names.append(entry.substr(1));
  return static_cast<Elf64_Word>(offset);
}

Section NoteSection(std::string_view note, Elf64_Word name) {
  Section section{};
  section.header.sh_name = name;
  section.header.sh_type = SHT_NOTE;
  section.header.sh_flags = SHF_ALLOC;
  section.header.sh_addralign = LPGUARD_NOTE_ALIGN;
  section.contents = note;
  return section;
}

bool HasBytes(const Section& section) {
  return section.header.sh_type != SHT_NOBITS && section.header.sh_type != SHT_NULL;
}

void Pad(std::string& bytes, size_t alignment) {
  if (alignment > 1) bytes.resize((bytes.size() + alignment - 1) / alignment * alignment, '\0');
}

std::string LayOut(std::string_view elf_header, std::vector<Section> sections) {
  std::string bytes(elf_header);
  for (Section& section : sections) {
    Pad(bytes, HasBytes(section) ? section.header.sh_addralign : 1);
    if (section.header.sh_type != SHT_NULL) section.header.sh_offset = bytes.size();
    if (!HasBytes(section)) continue;
    section.header.sh_size = section.contents.size();
    bytes += section.contents;
  }
  Pad(bytes, alignof(Elf64_Shdr));
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  header.e_shoff = bytes.size();
  header.e_shnum = static_cast<Elf64_Half>(sections.size());
  std::memcpy(bytes.data(), &header, sizeof(header));
  for (const Section& section : sections) {
    bytes.append(reinterpret_cast<const char*>(&section.header), sizeof(section.header));
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> WithStampNote(std::string_view bytes, std::string_view note) {
  module_image image;
  const char* why = nullptr;
  if (module_image_open(bytes.data(), bytes.size(), &image, &why) != 0)
    return absl::InvalidArgumentError(why);
  if (module_image_is_signed(bytes.data(), bytes.size())) {
    return absl::InvalidArgumentError("the module is signed already; stamp it first, then sign it");
  }
  const int present = module_image_find(&image, LPGUARD_NOTE_SECTION);
  if (present == -2) {
    return absl::InvalidArgumentError("the module has several stamp sections; build it again");
  }
  std::vector<Section> sections = Sections(image);
  if (present >= 0) {
    sections[static_cast<size_t>(present)].contents = note;
  } else {
    const Elf64_Word name = NameOffset(sections[image.names_index].contents, LPGUARD_NOTE_SECTION);
    sections.push_back(NoteSection(note, name));
  }
  return LayOut(bytes.substr(0, sizeof(Elf64_Ehdr)), std::move(sections));
}

}  // namespace lpcheck
