// SPDX-License-Identifier: GPL-2.0
/*
 * lpguard: the kernel's part of lpcheck. It starts its parts in the order in which they need each
 * other and stops them in the other order; what each does is said in lpguard.h.
 *
 * Parameter mode: off, audit (default: report, let pass) or enforce (refuse). It can be changed at
 * run time in /sys/module/lpguard/parameters/mode.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "lpguard.h"

static const char *const mode_names[] = { "off", "audit", "enforce" };
static int mode = LPGUARD_AUDIT;

enum lpguard_mode lpguard_mode(void)
{
	return READ_ONCE(mode);
}

const char *lpguard_mode_name(void)
{
	return mode_names[lpguard_mode()];
}

static int set_mode(const char *value, const struct kernel_param *unused)
{
	int wanted = sysfs_match_string(mode_names, value);

	if (wanted < 0) {
		pr_err("mode: unknown value; say off, audit or enforce\n");
		return -EINVAL;
	}
	WRITE_ONCE(mode, wanted);
	return 0;
}

static int get_mode(char *buffer, const struct kernel_param *unused)
{
	return sysfs_emit(buffer, "%s\n", lpguard_mode_name());
}

static const struct kernel_param_ops mode_ops = { .set = set_mode, .get = get_mode };

module_param_cb(mode, &mode_ops, NULL, 0644);
MODULE_PARM_DESC(mode,
		 "off, audit or enforce: what happens to livepatch modules without a valid stamp");

static int __init lpguard_init(void)
{
	int error = lpguard_find_kernel_symbols();

	if (error)
		return error;
	error = lpguard_watch_start();
	if (error)
		goto free_history;
	error = lpguard_gate_start();
	if (error)
		goto stop_watch;
	error = lpguard_debugfs_start();
	if (error)
		goto stop_gate;
	pr_info("watching, mode %s\n", lpguard_mode_name());
	return 0;

stop_gate:
	lpguard_gate_stop();
stop_watch:
	lpguard_watch_stop();
free_history:
	lpguard_history_free();
	return error;
}

static void __exit lpguard_exit(void)
{
	lpguard_debugfs_stop();
	lpguard_gate_stop();
	lpguard_watch_stop();
	lpguard_history_free();
}

module_init(lpguard_init);
module_exit(lpguard_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("gate, history and drain for live patches that lpcheck has judged");
