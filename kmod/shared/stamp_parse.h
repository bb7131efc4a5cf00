/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading a stamp, in the kernel and in user space: the same C file is built into lpguard.ko, into
 * lpadmit and into the fuzz target. It trusts nothing: every offset and count is checked against
 * the bytes that are there before it is used, nothing is allocated, nothing is written but the
 * caller's struct.
 */
#ifndef LPGUARD_SHARED_STAMP_PARSE_H
#define LPGUARD_SHARED_STAMP_PARSE_H

#include "../uapi/lpguard.h"

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stddef.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum lpguard_stamp_error {
	LPGUARD_STAMP_OK,
	LPGUARD_STAMP_ABSENT,
	LPGUARD_STAMP_DUPLICATE,
	LPGUARD_STAMP_SHORT,
	LPGUARD_STAMP_BAD_MAGIC,
	LPGUARD_STAMP_WRONG_ENDIAN,
	LPGUARD_STAMP_BAD_VERSION,
	LPGUARD_STAMP_BAD_SIZE,
	LPGUARD_STAMP_BAD_CHECKSUM,
	LPGUARD_STAMP_BAD_FIELD,
	LPGUARD_STAMP_BAD_STRING,
};

/* A record that passed lpguard_stamp_parse(): the accessors below cannot leave it. */
struct lpguard_stamp_view {
	const unsigned char *record;
	struct lpguard_stamp head; /* in host byte order */
};

struct lpguard_span {
	const unsigned char *start;
	size_t size;
};

/*
 * Find the one stamp note in an area that the linker or the module loader made (a section, a
 * module's read-only data). Looks at every 4-byte aligned place. Two notes are an error, for it
 * would be unclear which one is meant.
 */
enum lpguard_stamp_error lpguard_stamp_find(const void *area, size_t size,
					    struct lpguard_span *record);

/* Check a whole record and fill the view. */
enum lpguard_stamp_error lpguard_stamp_parse(const void *record, size_t size,
					     struct lpguard_stamp_view *view);

/* What to tell a person; never NULL. */
const char *lpguard_stamp_error_text(enum lpguard_stamp_error error);

/*
 * Accessors of a parsed record. index < count in view->head; offsets out of the record's own
 * fields.
 */
struct lpguard_stamp_func lpguard_stamp_func_at(const struct lpguard_stamp_view *view,
						unsigned int index);
struct lpguard_stamp_state lpguard_stamp_state_at(const struct lpguard_stamp_view *view,
						  unsigned int index);
struct lpguard_stamp_condition lpguard_stamp_condition_at(const struct lpguard_stamp_view *view,
							  unsigned int index);
const char *lpguard_stamp_string(const struct lpguard_stamp_view *view, __u32 offset);

/* The checksum of a record whose crc32 field counts as zero; size is at least the header's. */
__u32 lpguard_stamp_checksum(const void *record, size_t size);

/*
 * The GNU build id in an area of ELF notes (a walk, not a scan): the span is empty if there is
 * none. Bounded.
 */
struct lpguard_span lpguard_build_id(const void *notes, size_t size);

/*
 * The same for an area that holds more than notes: a scan at 4-byte alignment, like
 * lpguard_stamp_find().
 */
struct lpguard_span lpguard_build_id_scan(const void *area, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* LPGUARD_SHARED_STAMP_PARSE_H */
