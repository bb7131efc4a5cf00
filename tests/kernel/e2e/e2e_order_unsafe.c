// SPDX-License-Identifier: GPL-2.0
/* Both callers take the inner lock first. */
#include <linux/livepatch.h>
#include <linux/module.h>

#include "e2e.h"

static noinline int new_e2e_first(int amount)
{
	if (!amount)
		return -EINVAL;
	mutex_lock(&e2e_inner);
	e2e_gate();
	mutex_lock(&e2e_outer);
	e2e_shared += amount;
	mutex_unlock(&e2e_outer);
	mutex_unlock(&e2e_inner);
	return 0;
}

static noinline int new_e2e_second(int amount)
{
	if (!amount)
		return -EINVAL;
	mutex_lock(&e2e_inner);
	mutex_lock(&e2e_outer);
	e2e_shared += 2 * amount;
	mutex_unlock(&e2e_outer);
	mutex_unlock(&e2e_inner);
	return 0;
}

static struct klp_func funcs[] = {
	{ .old_name = "e2e_first", .new_func = new_e2e_first },
	{ .old_name = "e2e_second", .new_func = new_e2e_second },
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
