/* SPDX-License-Identifier: GPL-2.0 */
/* SHA-256 (FIPS 180-4), for user space: small, and without a library that a rescue system may lack. */
#ifndef LPGUARD_SHARED_SHA256_H
#define LPGUARD_SHARED_SHA256_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct sha256 {
	uint32_t state[8];
	uint64_t length; /* bytes so far */
	unsigned char block[64];
};

void sha256_start(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *bytes, size_t size);
void sha256_finish(struct sha256 *sha, unsigned char digest[32]);

#ifdef __cplusplus
}
#endif

#endif /* LPGUARD_SHARED_SHA256_H */
