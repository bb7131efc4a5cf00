/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared by the scenario target and the scenario patches: how a version sleeps, and how it says who
 * it is.
 */
#ifndef LPT_H
#define LPT_H

enum { LPT_RUN, LPT_HOLD };

void lpt_wait(int mode);
void lpt_cold_wait(int mode);

/*
 * Opaque to the compiler, so that versions of a function stay distinct bodies with a frame of their
 * own.
 */
static __always_inline int lpt_version(int version)
{
	OPTIMIZER_HIDE_VAR(version);
	return version;
}

#endif
