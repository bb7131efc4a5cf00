// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/lpguard: what lpguard knows, as lines of words. The formats are described in
 * docs/lpguard.md; each file begins with its name and the version of its format.
 *
 *   gate     (read)   mode, counters, the last decisions
 *   history  (read)   functions and versions
 *   drain    (read)   figures of the last scan; (write, anything) do a scan
 */
#include <linux/debugfs.h>

#include "lpguard.h"

static struct dentry *folder;

static const char *left_name(enum lpguard_left left)
{
	switch (left) {
	case LPGUARD_NEVER_LEFT:
		return "no";
	case LPGUARD_LEFT_CHECKED:
		return "checked";
	case LPGUARD_LEFT_FORCED:
		return "forced";
	case LPGUARD_LEFT_UNCHECKED:
		return "unchecked";
	}
	return "unchecked";
}

static const char *yes_no(bool value)
{
	return value ? "yes" : "no";
}

static void show_version(struct seq_file *out, const struct lpguard_version *version)
{
	seq_printf(out,
		   "version %s %s %lu %s selectable=%s left=%s direct=%s drained=%s frames=%u holder=%d\n",
		   version->func->object, version->func->name, version->func->sympos,
		   version->patch[0] ? version->patch : "-", yes_no(version->selectable),
		   left_name(version->left), yes_no(lpguard_history_enterable_directly(version)),
		   yes_no(version->drained), version->frames, version->holder);
}

/*
 * The text is made under the spin lock: seq_file has its buffer before show is called, and cuts,
 * never sleeps.
 */
static void show_history(struct seq_file *out)
{
	const struct lpguard_version *version;
	const struct lpguard_func *func;
	unsigned long flags;

	raw_spin_lock_irqsave(&lpguard_history_lock, flags);
	seq_printf(out, "lpguard-history 1\nevents %lu\noverflow %s\ntainted-before %s\n",
		   lpguard_history.events, yes_no(lpguard_history.overflow),
		   yes_no(lpguard_history.tainted_before));
	list_for_each_entry(func, &lpguard_history.funcs, node) {
		seq_printf(out, "func %s %s %lu watched=%s\n", func->object, func->name,
			   func->sympos, yes_no(func->watched));
		list_for_each_entry(version, &func->versions, node)
			show_version(out, version);
	}
	raw_spin_unlock_irqrestore(&lpguard_history_lock, flags);
}

static int gate_show(struct seq_file *out, void *unused)
{
	lpguard_gate_show(out);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(gate);

static int history_show(struct seq_file *out, void *unused)
{
	show_history(out);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(history);

static int drain_show(struct seq_file *out, void *unused)
{
	lpguard_drain_show(out);
	return 0;
}

static int drain_open(struct inode *inode, struct file *file)
{
	return single_open(file, drain_show, NULL);
}

static ssize_t drain_write(struct file *file, const char __user *buffer, size_t size,
			   loff_t *offset)
{
	int error = lpguard_drain_scan();

	return error ? error : size;
}

static const struct file_operations drain_fops = {
	.owner = THIS_MODULE,
	.open = drain_open,
	.read = seq_read,
	.write = drain_write,
	.llseek = seq_lseek,
	.release = single_release,
};

int lpguard_debugfs_start(void)
{
	folder = debugfs_create_dir("lpguard", NULL);
	if (IS_ERR(folder))
		return PTR_ERR(folder);
	debugfs_create_file("gate", 0400, folder, NULL, &gate_fops);
	debugfs_create_file("history", 0400, folder, NULL, &history_fops);
	debugfs_create_file("drain", 0600, folder, NULL, &drain_fops);
	return 0;
}

void lpguard_debugfs_stop(void)
{
	debugfs_remove_recursive(folder);
}
