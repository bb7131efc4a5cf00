/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The stamp: a verdict as it travels inside a livepatch module.
 *
 * `lpcheck stamp` writes it, `lpadmit` and the lpguard kernel module read it; all three include
 * this header and the two readers share one parser (kmod/shared/stamp_parse.c). It is an ordinary
 * allocated ELF note, so that strip and sign-file keep it and the module loader maps it read-only:
 *
 *   section .note.lpcheck:  namesz=8, descsz=total_size, type=LPGUARD_NOTE_TYPE, "lpcheck\0",
 * record
 *
 *   record:  struct lpguard_stamp | funcs[] | states[] | conditions[] | strings
 *
 * All numbers are little-endian. Strings are NUL-terminated and named by their offset in the string
 * table; offset 0 is the empty string. The record is bound to one kernel (kernel_id) and to one
 * module (module_id, module_digest). The checksum finds damage; it is no protection against intent:
 * that is the module signature's work, which covers the note because the module is stamped before
 * it is signed.
 *
 * A reader accepts exactly LPGUARD_STAMP_VERSION. A field is added by raising the version.
 */
#ifndef LPGUARD_UAPI_H
#define LPGUARD_UAPI_H

#include <linux/types.h>

#define LPGUARD_NOTE_SECTION ".note.lpcheck"
#define LPGUARD_NOTE_NAME "lpcheck" /* 8 bytes with its NUL */
#define LPGUARD_NOTE_NAMESZ 8
#define LPGUARD_NOTE_TYPE 0x5350434cU /* "LCPS" */
#define LPGUARD_NOTE_ALIGN 4

#define LPGUARD_STAMP_MAGIC 0x54534c31U /* "1LST" */
#define LPGUARD_STAMP_MAGIC_SWAPPED 0x314c5354U
#define LPGUARD_STAMP_VERSION 1
#define LPGUARD_STAMP_MAX 65536 /* bytes, the whole record */
#define LPGUARD_FUNCS_MAX 1024
#define LPGUARD_STATES_MAX 64
#define LPGUARD_CONDITIONS_MAX 256
#define LPGUARD_STRING_MAX 511 /* bytes of one string, without its NUL */
#define LPGUARD_ID_MAX 20      /* bytes of a GNU build id */
#define LPGUARD_DIGEST_SIZE 32 /* SHA-256 */

enum lpguard_verdict {
	LPGUARD_VERDICT_IMMEDIATE = 1,
	LPGUARD_VERDICT_CONSISTENCY = 2,
	LPGUARD_VERDICT_UNDECIDED = 3,
	LPGUARD_VERDICT_REFUSED = 4,
};

/* Bits of `mechanisms`: the minimal ones that the bare change needs. */
enum lpguard_mechanism {
	LPGUARD_MECH_IMMEDIATE = 1 << 0,
	LPGUARD_MECH_PER_TASK = 1 << 1,
	LPGUARD_MECH_KERNEL_EXIT = 1 << 2,
	LPGUARD_MECH_STOP_MACHINE = 1 << 3,
	LPGUARD_MECH_MIGRATION = 1 << 4,
	LPGUARD_MECH_NONE = 1 << 5,
	LPGUARD_MECH_ALL = (1 << 6) - 1,
};

/* Bits of `may`. */
enum lpguard_may {
	LPGUARD_MAY_FORCE = 1 << 0,
	LPGUARD_MAY_REVERSE = 1 << 1,
	LPGUARD_MAY_DISABLE = 1 << 2,
	LPGUARD_MAY_ALL = (1 << 3) - 1,
};

enum lpguard_condition_kind {
	LPGUARD_COND_NO_DISABLE = 1,
	LPGUARD_COND_NO_REVERSE = 2,
	LPGUARD_COND_PIN_MODULE = 3,
	LPGUARD_COND_CORRELATE_STATIC = 4,
	LPGUARD_COND_ADD_CALLER = 5,
	LPGUARD_COND_NO_FORCE = 6,
};

/* 192 bytes; every multi-byte field little-endian. */
struct lpguard_stamp {
	__u32 magic;
	__u16 version;
	__u16 header_size; /* sizeof(struct lpguard_stamp) */
	__u32 total_size;  /* of the record, equal to the note's descsz */
	__u32 crc32;	   /* IEEE, over the record with this field zero */
	__u8 verdict;	   /* enum lpguard_verdict */
	__u8 mechanisms;   /* bits of enum lpguard_mechanism */
	__u8 may;	   /* bits of enum lpguard_may */
	__u8 replace;	   /* 0 or 1: struct klp_patch.replace */
	__u16 func_count;
	__u16 state_count;
	__u16 condition_count;
	__u16 reserved; /* 0 */
	__u32 string_size;
	__u8 kernel_id_size; /* 1 to LPGUARD_ID_MAX */
	__u8 module_id_size; /* 0 (the module has none) to LPGUARD_ID_MAX */
	__u8 reserved2[2];   /* 0 */
	__u8 kernel_id[LPGUARD_ID_MAX];
	__u8 module_id[LPGUARD_ID_MAX];
	__u8 module_digest[LPGUARD_DIGEST_SIZE];  /* kmod/shared/module_image.h */
	__u8 verdict_digest[LPGUARD_DIGEST_SIZE]; /* SHA-256 of the verdict's JSON bytes */
	/* string offsets */
	__u32 fix;
	__u32 kernel_release;
	__u32 config_hash;
	__u32 compiler;
	__u32 source_hash;
	__u32 functions_hash;
	__u32 base_stack;    /* names of the patches it was judged on top of, by spaces */
	__u8 reserved3[24]; /* 0 */
};

struct lpguard_stamp_func {
	__u32 object; /* string: "vmlinux" or a module's name */
	__u32 name;   /* string: old_name */
	__u32 sympos;
};

struct lpguard_stamp_state {
	__u32 id_low;
	__u32 id_high;
	__u32 version;
};

struct lpguard_stamp_condition {
	__u32 kind; /* enum lpguard_condition_kind */
	__u32 name; /* string, empty unless the kind names something */
};

#endif /* LPGUARD_UAPI_H */
