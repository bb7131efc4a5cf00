// The static callee takes pages instead of bytes; both callers convert.
// lpcheck: expect consistency
// lpcheck: because argument-mismatch
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// Immediate: an old caller hands 8192 bytes to the new callee, which charges 8192 pages. The argument lives in registers
// only and the charge is in pages in both versions, so per-task, which keeps the chain in one universe, is enough.
#include "kernel.h"

static u64 charged_pages;

static noinline void charge(u64 amount)
{
#ifdef FIXED
	charged_pages += amount;
#else
	charged_pages += amount / PAGE_SIZE;
#endif
}

void charge_buffer(u32 bytes)
{
#ifdef FIXED
	charge(DIV_ROUND_UP(bytes, PAGE_SIZE));
#else
	charge(bytes);
#endif
}

void charge_page(void)
{
#ifdef FIXED
	charge(1);
#else
	charge(PAGE_SIZE);
#endif
}
