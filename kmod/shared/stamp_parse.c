// SPDX-License-Identifier: GPL-2.0
/*
 * The only reader of stamps. See stamp_parse.h; the layout is uapi/lpguard.h.
 *
 * Order of the checks: size of the header, magic, version, size of the record, checksum, fields,
 * tables, strings. Whoever gets past the checksum by accident still meets bounds everywhere.
 */
#include "stamp_parse.h"

#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif

#define NOTE_HEADER 12
#define GNU_NOTE_TYPE_BUILD_ID 3

static __u16 read16(const unsigned char *p)
{
	return (__u16)(p[0] | p[1] << 8);
}

static __u32 read32(const unsigned char *p)
{
	return p[0] | (__u32)p[1] << 8 | (__u32)p[2] << 16 | (__u32)p[3] << 24;
}

static size_t round_up4(size_t size)
{
	return (size + 3) & ~(size_t)3;
}

static __u32 crc32_step(__u32 crc, unsigned char byte)
{
	int bit;

	crc ^= byte;
	for (bit = 0; bit < 8; bit++)
		crc = crc >> 1 ^ (crc & 1 ? 0xedb88320U : 0);
	return crc;
}

__u32 lpguard_stamp_checksum(const void *record, size_t size)
{
	const size_t field = offsetof(struct lpguard_stamp, crc32);
	const unsigned char *bytes = record;
	__u32 crc = ~0U;
	size_t i;

	for (i = 0; i < size; i++)
		crc = crc32_step(crc, i >= field && i < field + 4 ? 0 : bytes[i]);
	return ~crc;
}

/*
 * The note at `at`, if one with this name and type starts there: its descriptor. A descriptor that
 * leaves the area is given with size 0, so that a cut note is an error and not an absence. No such
 * note: start is NULL.
 */
static struct lpguard_span note_at(const unsigned char *area, size_t size, size_t at,
				   const char *name, __u32 namesz, __u32 type)
{
	struct lpguard_span desc = { NULL, 0 };

	if (size - at < NOTE_HEADER + round_up4(namesz))
		return desc;
	if (read32(area + at) != namesz || read32(area + at + 8) != type)
		return desc;
	if (memcmp(area + at + NOTE_HEADER, name, namesz))
		return desc;
	desc.start = area + at + NOTE_HEADER + round_up4(namesz);
	desc.size = read32(area + at + 4);
	if (desc.size > (size_t)(area + size - desc.start))
		desc.size = 0;
	return desc;
}

enum lpguard_stamp_error lpguard_stamp_find(const void *area, size_t size,
					    struct lpguard_span *record)
{
	size_t at = (size_t)(-(unsigned long)area & (LPGUARD_NOTE_ALIGN - 1));
	struct lpguard_span found = { NULL, 0 };

	for (; at < size; at += LPGUARD_NOTE_ALIGN) {
		struct lpguard_span desc = note_at(area, size, at, LPGUARD_NOTE_NAME,
						   LPGUARD_NOTE_NAMESZ, LPGUARD_NOTE_TYPE);

		if (!desc.start)
			continue;
		if (found.start)
			return LPGUARD_STAMP_DUPLICATE;
		found = desc;
	}
	if (!found.start)
		return LPGUARD_STAMP_ABSENT;
	*record = found;
	return LPGUARD_STAMP_OK;
}

static struct lpguard_stamp decode_head(const unsigned char *p)
{
	struct lpguard_stamp head;

	memcpy(&head, p, sizeof(head));
#define FIX16(field) (head.field = read16(p + offsetof(struct lpguard_stamp, field)))
#define FIX32(field) (head.field = read32(p + offsetof(struct lpguard_stamp, field)))
	FIX32(magic);
	FIX16(version);
	FIX16(header_size);
	FIX32(total_size);
	FIX32(crc32);
	FIX16(func_count);
	FIX16(state_count);
	FIX16(condition_count);
	FIX16(reserved);
	FIX32(string_size);
	FIX32(fix);
	FIX32(kernel_release);
	FIX32(config_hash);
	FIX32(compiler);
	FIX32(source_hash);
	FIX32(functions_hash);
	FIX32(base_stack);
#undef FIX16
#undef FIX32
	return head;
}

static const unsigned char *funcs_of(const struct lpguard_stamp_view *view)
{
	return view->record + sizeof(struct lpguard_stamp);
}

static const unsigned char *states_of(const struct lpguard_stamp_view *view)
{
	return funcs_of(view) + view->head.func_count * sizeof(struct lpguard_stamp_func);
}

static const unsigned char *conditions_of(const struct lpguard_stamp_view *view)
{
	return states_of(view) + view->head.state_count * sizeof(struct lpguard_stamp_state);
}

static const unsigned char *strings_of(const struct lpguard_stamp_view *view)
{
	return conditions_of(view) +
	       view->head.condition_count * sizeof(struct lpguard_stamp_condition);
}

struct lpguard_stamp_func lpguard_stamp_func_at(const struct lpguard_stamp_view *view,
						unsigned int index)
{
	const unsigned char *p = funcs_of(view) + index * sizeof(struct lpguard_stamp_func);
	struct lpguard_stamp_func func = { read32(p), read32(p + 4), read32(p + 8) };

	return func;
}

struct lpguard_stamp_state lpguard_stamp_state_at(const struct lpguard_stamp_view *view,
						  unsigned int index)
{
	const unsigned char *p = states_of(view) + index * sizeof(struct lpguard_stamp_state);
	struct lpguard_stamp_state state = { read32(p), read32(p + 4), read32(p + 8) };

	return state;
}

struct lpguard_stamp_condition lpguard_stamp_condition_at(const struct lpguard_stamp_view *view,
							  unsigned int index)
{
	const unsigned char *p =
		conditions_of(view) + index * sizeof(struct lpguard_stamp_condition);
	struct lpguard_stamp_condition condition = { read32(p), read32(p + 4) };

	return condition;
}

const char *lpguard_stamp_string(const struct lpguard_stamp_view *view, __u32 offset)
{
	return (const char *)strings_of(view) + offset;
}

static int all_zero(const unsigned char *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (bytes[i])
			return 0;
	return 1;
}

static int counts_are_sound(const struct lpguard_stamp *head)
{
	return head->func_count >= 1 && head->func_count <= LPGUARD_FUNCS_MAX &&
	       head->state_count <= LPGUARD_STATES_MAX &&
	       head->condition_count <= LPGUARD_CONDITIONS_MAX && head->kernel_id_size >= 1 &&
	       head->kernel_id_size <= LPGUARD_ID_MAX && head->module_id_size <= LPGUARD_ID_MAX;
}

static int fields_are_sound(const struct lpguard_stamp *head)
{
	return head->verdict >= LPGUARD_VERDICT_IMMEDIATE &&
	       head->verdict <= LPGUARD_VERDICT_REFUSED &&
	       !(head->mechanisms & ~LPGUARD_MECH_ALL) && !(head->may & ~LPGUARD_MAY_ALL) &&
	       head->replace <= 1 && counts_are_sound(head) && !head->reserved &&
	       all_zero(head->reserved2, sizeof(head->reserved2)) &&
	       all_zero(head->reserved3, sizeof(head->reserved3));
}

static size_t expected_size(const struct lpguard_stamp *head)
{
	return sizeof(*head) + head->func_count * sizeof(struct lpguard_stamp_func) +
	       head->state_count * sizeof(struct lpguard_stamp_state) +
	       head->condition_count * sizeof(struct lpguard_stamp_condition) + head->string_size;
}

/*
 * A string is sound if it starts in the table and ends there, within LPGUARD_STRING_MAX printable
 * bytes.
 */
static int string_is_sound(const struct lpguard_stamp_view *view, __u32 offset)
{
	const unsigned char *strings = strings_of(view);
	__u32 i;

	for (i = offset; i < view->head.string_size && i - offset <= LPGUARD_STRING_MAX; i++) {
		if (!strings[i])
			return 1;
		if (strings[i] < 0x20 || strings[i] > 0x7e)
			return 0;
	}
	return 0;
}

static int tables_are_sound(const struct lpguard_stamp_view *view)
{
	unsigned int i;

	for (i = 0; i < view->head.func_count; i++) {
		struct lpguard_stamp_func func = lpguard_stamp_func_at(view, i);

		if (!func.name || !func.object || !string_is_sound(view, func.object) ||
		    !string_is_sound(view, func.name))
			return 0;
	}
	for (i = 0; i < view->head.condition_count; i++) {
		struct lpguard_stamp_condition condition = lpguard_stamp_condition_at(view, i);

		if (condition.kind < LPGUARD_COND_NO_DISABLE ||
		    condition.kind > LPGUARD_COND_NO_FORCE ||
		    !string_is_sound(view, condition.name))
			return 0;
	}
	return 1;
}

static int strings_are_sound(const struct lpguard_stamp_view *view)
{
	const struct lpguard_stamp *head = &view->head;

	return string_is_sound(view, 0) && !strings_of(view)[0] &&
	       string_is_sound(view, head->fix) && string_is_sound(view, head->kernel_release) &&
	       string_is_sound(view, head->config_hash) && string_is_sound(view, head->compiler) &&
	       string_is_sound(view, head->source_hash) &&
	       string_is_sound(view, head->functions_hash) &&
	       string_is_sound(view, head->base_stack);
}

enum lpguard_stamp_error lpguard_stamp_parse(const void *record, size_t size,
					     struct lpguard_stamp_view *view)
{
	struct lpguard_stamp head;

	if (size < sizeof(head))
		return LPGUARD_STAMP_SHORT;
	head = decode_head(record);
	if (head.magic == LPGUARD_STAMP_MAGIC_SWAPPED)
		return LPGUARD_STAMP_WRONG_ENDIAN;
	if (head.magic != LPGUARD_STAMP_MAGIC)
		return LPGUARD_STAMP_BAD_MAGIC;
	if (head.version != LPGUARD_STAMP_VERSION)
		return LPGUARD_STAMP_BAD_VERSION;
	if (head.header_size != sizeof(head) || head.total_size != size || size > LPGUARD_STAMP_MAX)
		return LPGUARD_STAMP_BAD_SIZE;
	if (head.crc32 != lpguard_stamp_checksum(record, size))
		return LPGUARD_STAMP_BAD_CHECKSUM;
	if (!fields_are_sound(&head))
		return LPGUARD_STAMP_BAD_FIELD;
	if (head.string_size > size || expected_size(&head) != size)
		return LPGUARD_STAMP_BAD_SIZE;
	view->record = record;
	view->head = head;
	return tables_are_sound(view) && strings_are_sound(view) ? LPGUARD_STAMP_OK
								 : LPGUARD_STAMP_BAD_STRING;
}

const char *lpguard_stamp_error_text(enum lpguard_stamp_error error)
{
	switch (error) {
	case LPGUARD_STAMP_OK:
		return "the stamp is sound";
	case LPGUARD_STAMP_ABSENT:
		return "there is no stamp";
	case LPGUARD_STAMP_DUPLICATE:
		return "there is more than one stamp";
	case LPGUARD_STAMP_SHORT:
		return "the stamp is cut off";
	case LPGUARD_STAMP_BAD_MAGIC:
		return "the stamp does not begin as one";
	case LPGUARD_STAMP_WRONG_ENDIAN:
		return "the stamp was written for the other byte order";
	case LPGUARD_STAMP_BAD_VERSION:
		return "the stamp has a version that this reader does not know";
	case LPGUARD_STAMP_BAD_SIZE:
		return "the stamp's sizes contradict each other";
	case LPGUARD_STAMP_BAD_CHECKSUM:
		return "the stamp's checksum is wrong";
	case LPGUARD_STAMP_BAD_FIELD:
		return "the stamp holds a value that is out of range";
	case LPGUARD_STAMP_BAD_STRING:
		return "the stamp's tables or strings are malformed";
	}
	return "unknown stamp error";
}

struct lpguard_span lpguard_build_id(const void *notes, size_t size)
{
	struct lpguard_span none = { NULL, 0 };
	const unsigned char *bytes = notes;
	size_t at = 0;

	while (size - at >= NOTE_HEADER) {
		struct lpguard_span id = note_at(bytes, size, at, "GNU", 4, GNU_NOTE_TYPE_BUILD_ID);
		size_t namesz = read32(bytes + at);
		size_t descsz = read32(bytes + at + 4);

		if (id.start)
			return id.size && id.size <= LPGUARD_ID_MAX ? id : none;
		if (namesz > size - at || descsz > size - at)
			return none;
		if (NOTE_HEADER + round_up4(namesz) + round_up4(descsz) > size - at)
			return none;
		at += NOTE_HEADER + round_up4(namesz) + round_up4(descsz);
	}
	return none;
}

struct lpguard_span lpguard_build_id_scan(const void *area, size_t size)
{
	size_t at = (size_t)(-(unsigned long)area & (LPGUARD_NOTE_ALIGN - 1));
	struct lpguard_span none = { NULL, 0 };

	for (; at < size; at += LPGUARD_NOTE_ALIGN) {
		struct lpguard_span id = note_at(area, size, at, "GNU", 4, GNU_NOTE_TYPE_BUILD_ID);

		if (id.start && id.size && id.size <= LPGUARD_ID_MAX)
			return id;
	}
	return none;
}
