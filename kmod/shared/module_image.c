// SPDX-License-Identifier: GPL-2.0
/* See module_image.h. Headers are copied out of the bytes before use: a file need not be aligned. */
#include "module_image.h"

#include <string.h>

#include "sha256.h"

#define SIGNATURE_END "~Module signature appended~\n"

struct symbols {
	struct lpguard_span table;
	struct lpguard_span names;
};

static int fail(const char **why, const char *text)
{
	*why = text;
	return -1;
}

Elf64_Shdr module_image_section(const struct module_image *image, unsigned int index)
{
	Elf64_Shdr section;

	memcpy(&section, image->bytes + image->sections_offset + index * sizeof(section),
	       sizeof(section));
	return section;
}

struct lpguard_span module_image_contents(const struct module_image *image, unsigned int index)
{
	Elf64_Shdr section = module_image_section(image, index);
	struct lpguard_span contents = { image->bytes + section.sh_offset, section.sh_size };

	if (section.sh_type == SHT_NOBITS || section.sh_type == SHT_NULL) {
		contents.start = image->bytes;
		contents.size = 0;
	}
	return contents;
}

static const char *string_at(struct lpguard_span strings, size_t offset)
{
	if (offset >= strings.size || !memchr(strings.start + offset, 0, strings.size - offset))
		return "";
	return (const char *)strings.start + offset;
}

const char *module_image_name(const struct module_image *image, unsigned int index)
{
	return string_at(module_image_contents(image, image->names_index),
			 module_image_section(image, index).sh_name);
}

static int sections_are_sound(const struct module_image *image)
{
	for (unsigned int i = 0; i < image->section_count; i++) {
		Elf64_Shdr section = module_image_section(image, i);

		if (section.sh_type == SHT_NOBITS || section.sh_type == SHT_NULL)
			continue;
		if (section.sh_offset > image->size ||
		    section.sh_size > image->size - section.sh_offset)
			return 0;
	}
	return 1;
}

int module_image_open(const void *bytes, size_t size, struct module_image *image, const char **why)
{
	Elf64_Ehdr header;

	if (size < sizeof(header) || memcmp(bytes, ELFMAG, SELFMAG))
		return fail(why, "not an ELF file");
	memcpy(&header, bytes, sizeof(header));
	if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB)
		return fail(why, "not a 64-bit little-endian ELF file");
	if (header.e_type != ET_REL)
		return fail(why, "not a relocatable ELF file, so no kernel module");
	if (header.e_shentsize != sizeof(Elf64_Shdr) || !header.e_shnum ||
	    header.e_shstrndx >= header.e_shnum)
		return fail(why, "its section table is malformed");
	if (header.e_shoff > size || header.e_shnum * sizeof(Elf64_Shdr) > size - header.e_shoff)
		return fail(why, "it is cut off before the end of its section table");
	image->bytes = bytes;
	image->size = size;
	image->sections_offset = header.e_shoff;
	image->section_count = header.e_shnum;
	image->names_index = header.e_shstrndx;
	return sections_are_sound(image) ? 0 : fail(why, "a section lies outside the file");
}

int module_image_find(const struct module_image *image, const char *name)
{
	int found = -1;

	for (unsigned int i = 1; i < image->section_count; i++) {
		if (strcmp(module_image_name(image, i), name))
			continue;
		if (found >= 0)
			return -2;
		found = (int)i;
	}
	return found;
}

int module_image_is_signed(const void *bytes, size_t size)
{
	const size_t length = sizeof(SIGNATURE_END) - 1;

	return size > length &&
	       !memcmp((const char *)bytes + size - length, SIGNATURE_END, length);
}

static void add_string(struct sha256 *sha, const char *string)
{
	sha256_add(sha, string, strlen(string) + 1);
}

static void add_number(struct sha256 *sha, uint64_t number)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(number >> (8 * i));
	sha256_add(sha, bytes, sizeof(bytes));
}

static int is_loaded(const struct module_image *image, unsigned int index)
{
	return (module_image_section(image, index).sh_flags & SHF_ALLOC) &&
	       strcmp(module_image_name(image, index), LPGUARD_NOTE_SECTION);
}

static void add_section(struct sha256 *sha, const struct module_image *image, unsigned int index)
{
	Elf64_Shdr section = module_image_section(image, index);
	struct lpguard_span contents = module_image_contents(image, index);

	add_string(sha, module_image_name(image, index));
	add_number(sha, section.sh_type);
	add_number(sha, section.sh_flags);
	add_number(sha, section.sh_size);
	sha256_add(sha, contents.start, contents.size);
}

/* A symbol by what it means, not by its number: strip renumbers. */
static int add_symbol(struct sha256 *sha, const struct module_image *image, const struct symbols *symbols,
		      uint64_t index)
{
	Elf64_Sym symbol;

	if (index >= symbols->table.size / sizeof(symbol))
		return -1;
	memcpy(&symbol, symbols->table.start + index * sizeof(symbol), sizeof(symbol));
	add_string(sha, ELF64_ST_TYPE(symbol.st_info) == STT_SECTION ?
				"" :
				string_at(symbols->names, symbol.st_name));
	add_number(sha, symbol.st_value);
	if (symbol.st_shndx > 0 && symbol.st_shndx < image->section_count)
		add_string(sha, module_image_name(image, symbol.st_shndx));
	else
		add_number(sha, symbol.st_shndx);
	return 0;
}

static int add_relocations(struct sha256 *sha, const struct module_image *image, unsigned int index,
			   const struct symbols *symbols)
{
	struct lpguard_span contents = module_image_contents(image, index);
	Elf64_Rela entry;

	add_string(sha, module_image_name(image, index));
	for (size_t at = 0; contents.size - at >= sizeof(entry); at += sizeof(entry)) {
		memcpy(&entry, contents.start + at, sizeof(entry));
		add_number(sha, entry.r_offset);
		add_number(sha, ELF64_R_TYPE(entry.r_info));
		add_number(sha, (uint64_t)entry.r_addend);
		if (add_symbol(sha, image, symbols, ELF64_R_SYM(entry.r_info)))
			return -1;
	}
	return 0;
}

static int find_symbols(const struct module_image *image, struct symbols *symbols)
{
	for (unsigned int i = 1; i < image->section_count; i++) {
		Elf64_Shdr section = module_image_section(image, i);

		if (section.sh_type != SHT_SYMTAB || section.sh_link >= image->section_count)
			continue;
		symbols->table = module_image_contents(image, i);
		symbols->names = module_image_contents(image, section.sh_link);
		return 0;
	}
	return -1;
}

int module_image_digest(const struct module_image *image, unsigned char digest[LPGUARD_DIGEST_SIZE],
			const char **why)
{
	struct symbols symbols;
	struct sha256 sha;

	if (find_symbols(image, &symbols))
		return fail(why, "it has no symbol table");
	sha256_start(&sha);
	for (unsigned int i = 1; i < image->section_count; i++) {
		Elf64_Shdr section = module_image_section(image, i);

		int relocates = section.sh_type == SHT_RELA &&
				section.sh_info < image->section_count &&
				is_loaded(image, section.sh_info);

		if (relocates && add_relocations(&sha, image, i, &symbols))
			return fail(why, "a relocation names a symbol that does not exist");
		if (!relocates && is_loaded(image, i))
			add_section(&sha, image, i);
	}
	sha256_finish(&sha, digest);
	return 0;
}

struct lpguard_span module_image_build_id(const struct module_image *image)
{
	struct lpguard_span none = { image->bytes, 0 };
	int index = module_image_find(image, ".note.gnu.build-id");
	struct lpguard_span contents;

	if (index < 0)
		return none;
	contents = module_image_contents(image, (unsigned int)index);
	return lpguard_build_id(contents.start, contents.size);
}

enum lpguard_stamp_error module_image_stamp(const struct module_image *image,
					    struct lpguard_span *record)
{
	int index = module_image_find(image, LPGUARD_NOTE_SECTION);
	struct lpguard_span contents;

	if (index == -2)
		return LPGUARD_STAMP_DUPLICATE;
	if (index < 0)
		return LPGUARD_STAMP_ABSENT;
	contents = module_image_contents(image, (unsigned int)index);
	return lpguard_stamp_find(contents.start, contents.size, record);
}
