// SPDX-License-Identifier: GPL-2.0
/* More than the whole cannot be used: there is no room then, not a negative one. */
#include <linux/livepatch.h>
#include <linux/module.h>

#include "e2e.h"

static noinline int new_e2e_room(unsigned int used)
{
	if (used > E2E_SIZE)
		return 0;
	return E2E_SIZE - used;
}

static struct klp_func funcs[] = {
	{ .old_name = "e2e_room", .new_func = new_e2e_room },
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
