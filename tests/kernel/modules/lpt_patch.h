/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One body for all scenario patches. A patch file defines LPT_VERSION and any of
 *   LPT_A, LPT_B, LPT_CALLER, LPT_W   which functions it replaces
 *   LPT_LATE                          like LPT_A, but without a symbol of the target
 *   LPT_REPLACE                       .replace = true
 *   LPT_STATE_ID, LPT_STATE_VERSION   one klp_state
 *   LPT_CALLBACKS                     callbacks that count in the log
 */
#include <linux/kernel.h>
#include <linux/livepatch.h>
#include <linux/module.h>

#include "lpt.h"

#ifdef LPT_LATE
static noinline int new_lpt_a(int mode)
{
	return lpt_version(LPT_VERSION);
}
#endif

#ifdef LPT_A
static noinline int new_lpt_a(int mode)
{
	lpt_wait(mode);
	return lpt_version(LPT_VERSION);
}
#endif

#ifdef LPT_B
static noinline int new_lpt_b(int mode)
{
	lpt_wait(mode);
	return lpt_version(LPT_VERSION);
}
#endif

/* Calls the lpt_b of its own module: such a call does not pass the redirect. */
#ifdef LPT_CALLER
static noinline int new_lpt_caller(int mode)
{
	int version = new_lpt_b(mode);

	return lpt_version(version);
}
#endif

#ifdef LPT_W
static noinline int new_lpt_w(int mode)
{
	lpt_wait(mode);
	return lpt_version(LPT_VERSION);
}
#endif

static struct klp_func funcs[] = {
#if defined(LPT_A) || defined(LPT_LATE)
	{ .old_name = "lpt_a", .new_func = new_lpt_a },
#endif
#ifdef LPT_B
	{ .old_name = "lpt_b", .new_func = new_lpt_b },
#endif
#ifdef LPT_CALLER
	{ .old_name = "lpt_caller", .new_func = new_lpt_caller },
#endif
#ifdef LPT_W
	{ .old_name = "lpt_w", .new_func = new_lpt_w },
#endif
	{}
};

#ifdef LPT_CALLBACKS
static int pre_patch(struct klp_object *obj)
{
	pr_info("callback pre_patch\n");
	return 0;
}

static void post_patch(struct klp_object *obj)
{
	pr_info("callback post_patch\n");
}

static void pre_unpatch(struct klp_object *obj)
{
	pr_info("callback pre_unpatch\n");
}

static void post_unpatch(struct klp_object *obj)
{
	pr_info("callback post_unpatch\n");
}
#endif

static struct klp_object objs[] = { {
					    .name = "lpt_target",
					    .funcs = funcs,
#ifdef LPT_CALLBACKS
					    .callbacks = { pre_patch, post_patch, pre_unpatch,
							   post_unpatch },
#endif
				    },
				    {} };

#ifdef LPT_STATE_ID
static struct klp_state states[] = { { .id = LPT_STATE_ID, .version = LPT_STATE_VERSION }, {} };
#endif

static struct klp_patch patch = {
	.mod = THIS_MODULE,
	.objs = objs,
#ifdef LPT_STATE_ID
	.states = states,
#endif
#ifdef LPT_REPLACE
	.replace = true,
#endif
};

static int __init patch_init(void)
{
	return klp_enable_patch(&patch);
}

static void __exit patch_exit(void)
{
}

module_init(patch_init);
module_exit(patch_exit);
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
MODULE_DESCRIPTION("a patch of the scenarios' target");
