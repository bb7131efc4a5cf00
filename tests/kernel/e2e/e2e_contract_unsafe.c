// SPDX-License-Identifier: GPL-2.0
/* The unit of what e2e_room answers becomes the word, and its caller follows. */
#include <linux/livepatch.h>
#include <linux/module.h>

#include "e2e.h"

static noinline int new_e2e_room(unsigned int used)
{
	return (E2E_SIZE - used) / 4;
}

static noinline int new_e2e_fill(unsigned int used)
{
	int room;

	e2e_gate();
	room = e2e_room(used);
	return used + room * 4;
}

static struct klp_func funcs[] = {
	{ .old_name = "e2e_room", .new_func = new_e2e_room },
	{ .old_name = "e2e_fill", .new_func = new_e2e_fill },
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
