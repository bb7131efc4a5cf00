// A length in an on-disk record is written in sectors instead of bytes, and read accordingly.
// lpcheck: expect refused
// lpcheck: because outside-format
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Records that are on disk already are read with the wrong unit; they outlive even a reboot.
#include "kernel.h"

struct rec { __le32 magic, len; };
int disk_write(const void *p, size_t n);
int disk_read(void *p, size_t n);

int rec_store(u32 bytes)
{
#ifdef FIXED
	struct rec r = { cpu_to_le32(0x1234), cpu_to_le32(bytes / 512) };
#else
	struct rec r = { cpu_to_le32(0x1234), cpu_to_le32(bytes) };
#endif
	return disk_write(&r, sizeof(r));
}

long rec_load(void)
{
	struct rec r;

	if (disk_read(&r, sizeof(r)) || le32_to_cpu(r.magic) != 0x1234)
		return -EIO;
#ifdef FIXED
	return (long)le32_to_cpu(r.len) * 512;
#else
	return le32_to_cpu(r.len);
#endif
}
