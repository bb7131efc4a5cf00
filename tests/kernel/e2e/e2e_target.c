// SPDX-License-Identifier: GPL-2.0
/*
 * e2e_target: six small subsystems that check themselves, for the end-to-end cases. /proc/e2e is the
 * remote control: "run CASE" makes the writer go through the case and sleep in its middle, "probe
 * CASE" is a second caller who does not sleep, "release" lets everybody go on. Reading gives a line
 * for each case: idle; inside (somebody is in it); ok; or harm.
 */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "e2e.h"

struct e2e_object e2e_object;
EXPORT_SYMBOL_GPL(e2e_object);
atomic_t e2e_users = ATOMIC_INIT(0);
EXPORT_SYMBOL_GPL(e2e_users);
DEFINE_MUTEX(e2e_outer);
EXPORT_SYMBOL_GPL(e2e_outer);
DEFINE_MUTEX(e2e_inner);
EXPORT_SYMBOL_GPL(e2e_inner);
int e2e_shared;
EXPORT_SYMBOL_GPL(e2e_shared);

static DECLARE_WAIT_QUEUE_HEAD(gate);
static unsigned int generation;
static struct task_struct *sleeper; /* the one whom the gate stops */

void e2e_gate(void)
{
	unsigned int seen = READ_ONCE(generation);

	if (READ_ONCE(sleeper) == current)
		wait_event(gate, READ_ONCE(generation) != seen);
}
EXPORT_SYMBOL_GPL(e2e_gate);

noinline int e2e_room(unsigned int used)
{
	return E2E_SIZE - used;
}
EXPORT_SYMBOL_GPL(e2e_room);

noinline int e2e_fill(unsigned int used)
{
	int room;

	e2e_gate();
	room = e2e_room(used);
	return used + room;
}

noinline void e2e_enter(struct e2e_object *object)
{
	mutex_lock(&object->lock);
}
EXPORT_SYMBOL_GPL(e2e_enter);

noinline void e2e_leave(struct e2e_object *object)
{
	mutex_unlock(&object->lock);
}
EXPORT_SYMBOL_GPL(e2e_leave);

noinline int e2e_visit(struct e2e_object *object)
{
	if (!object)
		return -EINVAL;
	e2e_enter(object);
	e2e_gate();
	object->visits++;
	e2e_leave(object);
	return 0;
}

noinline int e2e_open(struct e2e_object *object)
{
	if (object->open)
		return -EBUSY;
	object->open = 1;
	atomic_inc(&e2e_users);
	return 0;
}

noinline int e2e_close(struct e2e_object *object)
{
	object->open = 0;
	atomic_dec(&e2e_users);
	return 0;
}

noinline int e2e_set_timeout(struct e2e_object *object, unsigned int seconds)
{
	if (!seconds)
		return -EINVAL;
	object->timeout = seconds;
	return 0;
}

noinline unsigned int e2e_get_timeout(struct e2e_object *object)
{
	return object->timeout;
}

noinline int e2e_first(int amount)
{
	if (!amount)
		return -EINVAL;
	mutex_lock(&e2e_outer);
	e2e_gate();
	mutex_lock(&e2e_inner);
	e2e_shared += amount;
	mutex_unlock(&e2e_inner);
	mutex_unlock(&e2e_outer);
	return 0;
}

noinline int e2e_second(int amount)
{
	if (!amount)
		return -EINVAL;
	mutex_lock(&e2e_outer);
	mutex_lock(&e2e_inner);
	e2e_shared += 2 * amount;
	mutex_unlock(&e2e_inner);
	mutex_unlock(&e2e_outer);
	return 0;
}

noinline int e2e_start(int wanted)
{
	if (!wanted)
		return 0;
	atomic_inc(&e2e_users);
	return 1;
}

noinline void e2e_finish(int token)
{
	if (token)
		atomic_dec(&e2e_users);
}

/* The cases. Each answers 1 for harm. */
static int run_contract(void)
{
	return e2e_fill(16) != E2E_SIZE;
}

static int run_lock(void)
{
	if (e2e_visit(&e2e_object))
		return 1;
	return mutex_is_locked(&e2e_object.lock);
}

static int run_counter(void)
{
	int before = atomic_read(&e2e_users);

	if (e2e_open(&e2e_object))
		return 1;
	e2e_gate();
	e2e_close(&e2e_object);
	return atomic_read(&e2e_users) != before;
}

static int run_format(void)
{
	if (e2e_set_timeout(&e2e_object, 30))
		return 1;
	e2e_gate();
	return e2e_get_timeout(&e2e_object) != 30;
}

static int run_order(void)
{
	return e2e_first(1) != 0;
}

static int probe_order(void)
{
	return e2e_second(1) != 0;
}

static int run_token(void)
{
	int before = atomic_read(&e2e_users);
	int token = e2e_start(1);

	e2e_gate();
	e2e_finish(token);
	return atomic_read(&e2e_users) != before;
}

static struct e2e_case {
	const char *name;
	int (*run)(void);
	int (*probe)(void);
	int started;
	atomic_t inside;
	int harm;
} cases[] = {
	{ "contract", run_contract, run_contract }, { "lock", run_lock, NULL },
	{ "counter", run_counter, run_counter },    { "format", run_format, run_format },
	{ "order", run_order, probe_order },	    { "token", run_token, run_token },
};

static struct e2e_case *find_case(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		if (!strcmp(cases[i].name, name))
			return &cases[i];
	return NULL;
}

static int run_command(char *line)
{
	char *verb = strsep(&line, " ");
	struct e2e_case *found;
	int (*way)(void);

	if (!strcmp(verb, "release")) {
		WRITE_ONCE(generation, generation + 1);
		wake_up_all(&gate);
		return 0;
	}
	found = line ? find_case(line) : NULL;
	way = found && !strcmp(verb, "run") ? found->run : found ? found->probe : NULL;
	if (!way)
		return -EINVAL;
	if (way == found->run && !strcmp(verb, "run")) {
		found->harm = 0;
		WRITE_ONCE(sleeper, current);
	}
	found->started = 1;
	atomic_inc(&found->inside);
	found->harm |= way();
	atomic_dec(&found->inside);
	return 0;
}

static ssize_t e2e_write(struct file *file, const char __user *buffer, size_t size, loff_t *offset)
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

static int e2e_show(struct seq_file *out, void *unused)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct e2e_case *one = &cases[i];

		seq_printf(out, "%s=%s\n", one->name,
			   !one->started		? "idle" :
			   atomic_read(&one->inside) > 0 ? "inside" :
			   one->harm			? "harm" :
							  "ok");
	}
	return 0;
}

static int e2e_proc_open(struct inode *inode, struct file *file)
{
	return single_open(file, e2e_show, NULL);
}

static const struct proc_ops e2e_ops = {
	.proc_open = e2e_proc_open,
	.proc_read = seq_read,
	.proc_write = e2e_write,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

static int __init e2e_init(void)
{
	mutex_init(&e2e_object.lock);
	return proc_create("e2e", 0600, NULL, &e2e_ops) ? 0 : -ENOMEM;
}

static void __exit e2e_exit(void)
{
	remove_proc_entry("e2e", NULL);
}

module_init(e2e_init);
module_exit(e2e_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("six subsystems that check themselves, for live patches to be tried on");
