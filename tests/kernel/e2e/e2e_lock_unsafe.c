// SPDX-License-Identifier: GPL-2.0
/* The lock moves from enter and leave to their caller. */
#include <linux/livepatch.h>
#include <linux/module.h>

#include "e2e.h"

static noinline void new_e2e_enter(struct e2e_object *object)
{
}

static noinline void new_e2e_leave(struct e2e_object *object)
{
}

static noinline int new_e2e_visit(struct e2e_object *object)
{
	if (!object)
		return -EINVAL;
	mutex_lock(&object->lock);
	e2e_enter(object);
	e2e_gate();
	object->visits++;
	e2e_leave(object);
	mutex_unlock(&object->lock);
	return 0;
}

static struct klp_func funcs[] = {
	{ .old_name = "e2e_enter", .new_func = new_e2e_enter },
	{ .old_name = "e2e_leave", .new_func = new_e2e_leave },
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
