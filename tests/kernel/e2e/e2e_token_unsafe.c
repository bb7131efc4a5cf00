// SPDX-License-Identifier: GPL-2.0
/* The answer of start is turned round: 0 says that a user was counted. */
#include <linux/livepatch.h>
#include <linux/module.h>

#include "e2e.h"

static noinline int new_e2e_start(int wanted)
{
	if (!wanted)
		return 1;
	atomic_inc(&e2e_users);
	return 0;
}

static noinline void new_e2e_finish(int token)
{
	if (!token)
		atomic_dec(&e2e_users);
}

static struct klp_func funcs[] = {
	{ .old_name = "e2e_start", .new_func = new_e2e_start },
	{ .old_name = "e2e_finish", .new_func = new_e2e_finish },
	{}
};

static struct klp_object objs[] = { { .name = "e2e_target", .funcs = funcs }, {} };

static struct klp_patch patch = { .mod = THIS_MODULE, .objs = objs };

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
MODULE_DESCRIPTION("end-to-end case");
