// SPDX-License-Identifier: GPL-2.0
/*
 * lpt_target: the module that the scenarios patch.
 *
 * Its functions say which version ran, and can be made to sleep on request, so that a scenario
 * decides which frames are on which stack. /proc/lpt is the remote control: write "hold a"      the
 * writer sleeps inside lpt_a (of the version that its redirect selects) until "release" write
 * "kthread a"   a kernel thread does the same write "caller"      the writer sleeps inside lpt_b
 * called from lpt_caller write "cold"        the writer sleeps in the unlikely part of lpt_w
 * (lpt_w.cold) write "fork"        one more kernel thread is started from inside lpt_a write
 * "release"     everybody may go read                "a=V b=V w=V caller=V held=N": the versions a
 * fresh caller gets
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "lpt.h"

static DECLARE_WAIT_QUEUE_HEAD(gate);
static unsigned int gate_generation;
static atomic_t held = ATOMIC_INIT(0);

void lpt_wait(int mode)
{
	unsigned int seen = READ_ONCE(gate_generation);

	if (mode == LPT_RUN)
		return;
	atomic_inc(&held);
	wait_event(gate, READ_ONCE(gate_generation) != seen);
	atomic_dec(&held);
}
EXPORT_SYMBOL_GPL(lpt_wait);

/* Not __cold: since 6.2 that is empty where gcc would misalign cold functions, and nothing is split off. */
noinline __attribute__((__cold__)) void lpt_cold_wait(int mode)
{
	lpt_wait(mode);
}
EXPORT_SYMBOL_GPL(lpt_cold_wait);

noinline int lpt_a(int mode)
{
	lpt_wait(mode);
	return lpt_version(0);
}

noinline int lpt_b(int mode)
{
	lpt_wait(mode);
	return lpt_version(0);
}

noinline int lpt_caller(int mode)
{
	int version = lpt_b(mode);

	return lpt_version(version);
}

/* gcc moves the unlikely branch with its cold callee into lpt_w.cold. */
noinline int lpt_w(int mode)
{
	if (unlikely(mode == LPT_HOLD)) {
		lpt_cold_wait(mode);
		pr_debug("back from the cold part\n");
		return lpt_version(0);
	}
	return lpt_version(0);
}

/* The remote control reaches the functions through pointers: no inlining, no cloning. */
int (*volatile lpt_entry[])(int mode) = { lpt_a, lpt_b, lpt_caller, lpt_w };

static int held_thread(void *which)
{
	lpt_entry[(long)which](LPT_HOLD);
	return 0;
}

static int run_command(const char *line)
{
	if (!strcmp(line, "release")) {
		WRITE_ONCE(gate_generation, gate_generation + 1);
		wake_up_all(&gate);
	} else if (!strcmp(line, "hold a")) {
		lpt_entry[0](LPT_HOLD);
	} else if (!strcmp(line, "hold b")) {
		lpt_entry[1](LPT_HOLD);
	} else if (!strcmp(line, "caller")) {
		lpt_entry[2](LPT_HOLD);
	} else if (!strcmp(line, "cold")) {
		lpt_entry[3](LPT_HOLD);
	} else if (!strcmp(line, "kthread a")) {
		kthread_run(held_thread, (void *)0L, "lpt_kthread");
	} else if (!strcmp(line, "kthread b")) {
		kthread_run(held_thread, (void *)1L, "lpt_kthread");
	} else {
		return -EINVAL;
	}
	return 0;
}

static ssize_t lpt_write(struct file *file, const char __user *buffer, size_t size, loff_t *offset)
{
	char line[32] = {};
	int error;

	if (size >= sizeof(line))
		return -EINVAL;
	if (copy_from_user(line, buffer, size))
		return -EFAULT;
	error = run_command(strim(line));
	return error ? error : size;
}

static int lpt_show(struct seq_file *out, void *unused)
{
	seq_printf(out, "a=%d b=%d caller=%d w=%d held=%d\n", lpt_entry[0](LPT_RUN),
		   lpt_entry[1](LPT_RUN), lpt_entry[2](LPT_RUN), lpt_entry[3](LPT_RUN),
		   atomic_read(&held));
	return 0;
}

static int lpt_open(struct inode *inode, struct file *file)
{
	return single_open(file, lpt_show, NULL);
}

static const struct proc_ops lpt_ops = {
	.proc_open = lpt_open,
	.proc_read = seq_read,
	.proc_write = lpt_write,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

static int __init lpt_init(void)
{
	return proc_create("lpt", 0600, NULL, &lpt_ops) ? 0 : -ENOMEM;
}

static void __exit lpt_exit(void)
{
	remove_proc_entry("lpt", NULL);
}

module_init(lpt_init);
module_exit(lpt_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("the module that the scenarios patch");
