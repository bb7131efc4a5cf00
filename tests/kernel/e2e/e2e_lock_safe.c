// SPDX-License-Identifier: GPL-2.0
/* A dead object is not visited. */
#include <linux/livepatch.h>
#include <linux/module.h>

#include "e2e.h"

static noinline int new_e2e_visit(struct e2e_object *object)
{
	if (!object)
		return -EINVAL;
	if (object->dead)
		return -EINVAL;
	e2e_enter(object);
	e2e_gate();
	object->visits++;
	e2e_leave(object);
	return 0;
}

static struct klp_func funcs[] = {
	{ .old_name = "e2e_visit", .new_func = new_e2e_visit },
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
