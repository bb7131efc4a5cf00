/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A module file (.ko) as bytes: its sections, its stamp note, and a digest of what the loader will use. User space
 * only; shared by `lpcheck stamp`, which writes stamps, and lpadmit, which finds out whether the module was changed
 * afterwards. Handles 64-bit little-endian relocatable ELF files; trusts no header.
 *
 *   digest = SHA-256 of every allocated section but the stamp (name, type, flags, size, bytes),
 *            and of every relocation of such a section (place, type, addend, symbol by name, value and section)
 *
 * so that strip --strip-debug, sign-file and the stamp itself do not change it, and any other edit does.
 */
#ifndef LPGUARD_SHARED_MODULE_IMAGE_H
#define LPGUARD_SHARED_MODULE_IMAGE_H

#include <elf.h>
#include <stddef.h>

#include "stamp_parse.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module_image {
	const unsigned char *bytes;
	size_t size;
	size_t sections_offset;
	unsigned int section_count;
	unsigned int names_index;
};

/* 0, or -1 if the bytes are no such ELF file; *why says what is wrong. */
int module_image_open(const void *bytes, size_t size, struct module_image *image, const char **why);

/* index < section_count. The name lives in the bytes; "" if it has none. */
Elf64_Shdr module_image_section(const struct module_image *image, unsigned int index);
const char *module_image_name(const struct module_image *image, unsigned int index);

/* The contents, empty for SHT_NOBITS; bounds were checked by module_image_open(). */
struct lpguard_span module_image_contents(const struct module_image *image, unsigned int index);

/* Index of the section of that name; -1 none, -2 several. */
int module_image_find(const struct module_image *image, const char *name);

/* True if the file ends with a module signature. */
int module_image_is_signed(const void *bytes, size_t size);

/* 0, or -1 with *why if symbol tables or relocations are malformed. */
int module_image_digest(const struct module_image *image, unsigned char digest[LPGUARD_DIGEST_SIZE],
			const char **why);

/* The GNU build id of the module; empty if it has none. */
struct lpguard_span module_image_build_id(const struct module_image *image);

/* The one stamp record of the module. */
enum lpguard_stamp_error module_image_stamp(const struct module_image *image, struct lpguard_span *record);

#ifdef __cplusplus
}
#endif

#endif /* LPGUARD_SHARED_MODULE_IMAGE_H */
