// SPDX-License-Identifier: GPL-2.0
/*
 * The drain scan: looks at the reliable stack of every task once and says which versions are still
 * on one.
 *
 *   drained(v)  <=>  v is not selectable, no live function of its own module can call it directly,
 *                    and one whole scan after that found no frame in v, nor in v.cold and its like
 *
 * A version that nothing can enter only loses frames, so one clean look at each task is enough; the
 * looks need not be simultaneous. Sleeping tasks are looked at with their runqueue lock held, as
 * the livepatch core does. Tasks that are running then, and the idle tasks, are looked at under
 * stop_machine(), when nothing but the stopper runs: few stacks, some microseconds. klp_mutex is
 * held throughout: no transition moves meanwhile.
 *
 * Not seen: pointers to functions of a patch module that are stored somewhere (timers, work, ops
 * tables). The verdict's condition pin-module speaks of those.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kallsyms.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/stop_machine.h>

#include "lpguard.h"

#define STACK_ENTRIES 100 /* the livepatch core's own limit */
#define ROUNDS 5
#define ROUND_PAUSE_MS 20
#define SPARE_TASKS 256

static DEFINE_MUTEX(scan_lock);
static unsigned long stack_entries[STACK_ENTRIES]; /* one stack at a time: under the scan lock */

struct scan {
	struct task_struct **postponed; /* the unsettled ones first */
	unsigned int unsettled;
	unsigned int postponed_count; /* references held */
	unsigned int capacity;
	bool lost_some; /* more tasks than there was room for */
};

static struct {
	unsigned long scans;
	unsigned int tasks;
	unsigned int idle;
	unsigned int stopped;	/* looked at under stop_machine, last round */
	unsigned int unsettled; /* no reliable look at these */
	s64 microseconds;
} last;

static bool within(const struct lpguard_range *range, unsigned long address)
{
	/* The end counts: a call that never returns may be the last instruction of a body. */
	return range->start && address >= range->start && address <= range->end;
}

static bool in_version(const struct lpguard_version *version, unsigned long address)
{
	unsigned int i;

	if (within(&version->body, address))
		return true;
	for (i = 0; i < version->part_count; i++)
		if (within(&version->parts[i], address))
			return true;
	return !version->selectable && within(&version->module_text, address) &&
	       !lpguard_history_enterable_directly(version);
}

static void note_frame(struct task_struct *task, unsigned long address)
{
	struct lpguard_version *version;
	struct lpguard_func *func;

	list_for_each_entry(func, &lpguard_history.funcs, node)
		list_for_each_entry(version, &func->versions, node) {
			if (!in_version(version, address))
				continue;
			version->frames++;
			version->holder = task->pid;
			strscpy(version->holder_comm, task->comm, sizeof(version->holder_comm));
		}
}

/* 0: looked at. The task does not run, or everything is stopped. */
static int look_at_stack(struct task_struct *task)
{
	int count = lpguard_reliable_stack(task, stack_entries, STACK_ENTRIES);
	int i;

	if (count < 0)
		return count;
	for (i = 0; i < count; i++)
		note_frame(task, stack_entries[i]);
	return 0;
}

static int look_at_sleeper(struct task_struct *task, void *unused)
{
	return task == current || lpguard_task_runs(task) ? -EBUSY : look_at_stack(task);
}

static void postpone(struct scan *scan, struct task_struct *task)
{
	if (scan->postponed_count == scan->capacity) {
		scan->lost_some = true;
		return;
	}
	get_task_struct(task);
	scan->postponed[scan->postponed_count++] = task;
	swap(scan->postponed[scan->unsettled], scan->postponed[scan->postponed_count - 1]);
	scan->unsettled++;
}

static void look_at_sleepers(struct scan *scan)
{
	struct task_struct *process, *task;

	rcu_read_lock();
	for_each_process_thread(process, task) {
		last.tasks++;
		if (lpguard_call_on_task(task, look_at_sleeper, NULL))
			postpone(scan, task);
	}
	rcu_read_unlock();
}

/*
 * Every other task stands still, so that current is the only one with a stack in motion: the
 * stopper's own.
 */
static int look_at_the_rest(void *data)
{
	struct scan *scan = data;
	unsigned int left = 0;
	unsigned int i;
	int cpu;

	for (i = 0; i < scan->unsettled; i++) {
		struct task_struct *task = scan->postponed[i];

		if (task != current && look_at_stack(task))
			swap(scan->postponed[left++], scan->postponed[i]);
	}
	scan->unsettled = left;
	if (last.idle)
		return 0;
	for_each_online_cpu(cpu) {
		if (look_at_stack(lpguard_idle_task(cpu)))
			postpone(scan, lpguard_idle_task(cpu));
		last.idle++;
	}
	return 0;
}

static void add_part(struct lpguard_version *version, unsigned long address)
{
	struct lpguard_range *part;

	if (version->part_count == LPGUARD_PARTS_MAX) {
		lpguard_history.overflow = true;
		return;
	}
	part = &version->parts[version->part_count++];
	part->start = address;
	part->end = address + lpguard_symbol_size(address);
}

/* gcc's clones of NAME are NAME.cold, NAME.part.0, NAME.isra.0 and combinations. */
static int match_vmlinux_part(void *unused, const char *name, unsigned long address)
{
	const char *dot = strchr(name, '.');
	struct lpguard_version *original;
	struct lpguard_func *func;

	if (!dot || dot == name)
		return 0;
	list_for_each_entry(func, &lpguard_history.funcs, node) {
		original = list_first_entry(&func->versions, struct lpguard_version, node);
		if (!original->parts_known && !strcmp(func->object, "vmlinux") &&
		    strlen(func->name) == dot - name && !strncmp(func->name, name, dot - name))
			add_part(original, address);
	}
	return 0;
}

static void find_module_parts(struct lpguard_version *version, const char *module, const char *name)
{
	static const char *const suffixes[] = {
		"cold",	       "part.0",	   "isra.0", "constprop.0", "part.0.cold",
		"isra.0.cold", "constprop.0.cold", "part.1", "part.1.cold"
	};
	char *symbol;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(suffixes); i++) {
		unsigned long address;

		symbol = kasprintf(GFP_KERNEL, "%s:%s.%s", module, name, suffixes[i]);
		if (!symbol) {
			lpguard_history.overflow = true;
			return;
		}
		address = lpguard_lookup_symbol(symbol);
		kfree(symbol);
		if (address)
			add_part(version, address);
	}
}

static void find_parts_of(struct lpguard_version *version)
{
	char name[KSYM_SYMBOL_LEN];

	if (!version->patch[0]) {
		if (strcmp(version->func->object, "vmlinux"))
			find_module_parts(version, version->func->object, version->func->name);
		return;
	}
	sprint_symbol_no_offset(name, version->body.start);
	name[strcspn(name, " ")] = '\0';
	find_module_parts(version, version->patch, name);
}

/* klp_mutex keeps the records in place; only this file touches their parts and scan results. */
static void find_parts(void)
{
	struct lpguard_version *version;
	struct lpguard_func *func;
	bool vmlinux_wanted = false;

	list_for_each_entry(func, &lpguard_history.funcs, node)
		list_for_each_entry(version, &func->versions, node) {
			if (version->parts_known)
				continue;
			if (!version->patch[0] && !strcmp(func->object, "vmlinux"))
				vmlinux_wanted = true;
			else
				find_parts_of(version);
		}
	if (vmlinux_wanted)
		lpguard_each_vmlinux_symbol(match_vmlinux_part, NULL);
	list_for_each_entry(func, &lpguard_history.funcs, node)
		list_for_each_entry(version, &func->versions, node)
			version->parts_known = true;
}

static void forget_frames(void)
{
	struct lpguard_version *version;
	struct lpguard_func *func;

	list_for_each_entry(func, &lpguard_history.funcs, node)
		list_for_each_entry(version, &func->versions, node) {
			version->frames = 0;
			version->holder = 0;
		}
}

static void conclude(const struct scan *scan)
{
	struct lpguard_version *version;
	struct lpguard_func *func;
	unsigned long flags;

	last.unsettled = scan->unsettled + scan->lost_some;
	raw_spin_lock_irqsave(&lpguard_history_lock, flags);
	list_for_each_entry(func, &lpguard_history.funcs, node)
		list_for_each_entry(version, &func->versions, node)
			if (!version->selectable && !version->frames && !last.unsettled &&
			    !lpguard_history.overflow &&
			    !lpguard_history_enterable_directly(version))
				version->drained = true;
	raw_spin_unlock_irqrestore(&lpguard_history_lock, flags);
}

static void scan_all(struct scan *scan)
{
	int round;

	forget_frames();
	last.tasks = 0;
	last.idle = 0;
	look_at_sleepers(scan);
	for (round = 0; round < ROUNDS; round++) {
		last.stopped = scan->unsettled;
		stop_machine(look_at_the_rest, scan, NULL);
		if (!scan->unsettled)
			break;
		msleep(ROUND_PAUSE_MS);
	}
	conclude(scan);
	while (scan->postponed_count)
		put_task_struct(scan->postponed[--scan->postponed_count]);
}

static unsigned int count_tasks(void)
{
	struct task_struct *process, *task;
	unsigned int count = 0;

	rcu_read_lock();
	for_each_process_thread(process, task)
		count++;
	rcu_read_unlock();
	return count;
}

int lpguard_drain_scan(void)
{
	struct scan scan = { .capacity = count_tasks() + SPARE_TASKS };
	ktime_t start = ktime_get();

	scan.postponed = kvmalloc_array(scan.capacity, sizeof(*scan.postponed), GFP_KERNEL);
	if (!scan.postponed)
		return -ENOMEM;
	mutex_lock(&scan_lock);
	mutex_lock(lpguard_kernel.klp_mutex);
	find_parts();
	scan_all(&scan);
	last.microseconds = ktime_us_delta(ktime_get(), start);
	last.scans++;
	mutex_unlock(lpguard_kernel.klp_mutex);
	mutex_unlock(&scan_lock);
	kvfree(scan.postponed);
	return 0;
}

void lpguard_drain_show(struct seq_file *out)
{
	mutex_lock(&scan_lock);
	seq_printf(out,
		   "lpguard-drain 1\nscans %lu\ntasks %u\nidle %u\nstopped %u\nunsettled %u\nmicroseconds %lld\n",
		   last.scans, last.tasks, last.idle, last.stopped, last.unsettled,
		   last.microseconds);
	mutex_unlock(&scan_lock);
}
