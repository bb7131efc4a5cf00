// SPDX-License-Identifier: GPL-2.0
/* A dead object is not opened. */
#include <linux/livepatch.h>
#include <linux/module.h>

#include "e2e.h"

static noinline int new_e2e_open(struct e2e_object *object)
{
	if (object->open)
		return -EBUSY;
	if (object->dead)
		return -EBUSY;
	object->open = 1;
	atomic_inc(&e2e_users);
	return 0;
}

static struct klp_func funcs[] = {
	{ .old_name = "e2e_open", .new_func = new_e2e_open },
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
