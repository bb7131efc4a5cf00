/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Internal to lpguard.ko: what its files ask of each other.
 *
 *   gate            may this livepatch module be loaded?           (a module notifier)
 *   kernel_symbols  the few unexported functions and data we need  (the kprobe way)
 *   watch           what the livepatch core does                   (kprobes on its transitions)
 *   history         which versions of which functions exist        (plain records, one lock)
 *   drain           is a version still on some stack?              (reliable stacks of all tasks)
 *   debugfs         all of it as text
 *
 * lpguard changes nothing in the livepatch core: it reads, it records, and it refuses module loads.
 */
#ifndef LPGUARD_H
#define LPGUARD_H

#include <linux/list.h>
#include <linux/livepatch.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>

#include "shared/stamp_parse.h"

enum lpguard_mode { LPGUARD_OFF, LPGUARD_AUDIT, LPGUARD_ENFORCE };

/* main.c */
enum lpguard_mode lpguard_mode(void);
const char *lpguard_mode_name(void);

/* kernel_symbols.c: all found at load time, or the module does not load. */
struct lpguard_kernel {
	struct mutex *klp_mutex; /* all of the livepatch core's state */
	struct list_head *klp_patches;
	struct klp_patch **transition_patch;
	const int *target_state;
	const unsigned char *notes_start;
	const unsigned char *notes_stop;
};

extern struct lpguard_kernel lpguard_kernel;

int lpguard_find_kernel_symbols(void);
unsigned long lpguard_lookup_symbol(const char *name);
int lpguard_each_vmlinux_symbol(int (*visit)(void *data, const char *name, unsigned long address),
				void *data);
int lpguard_reliable_stack(struct task_struct *task, unsigned long *entries, unsigned int size);
int lpguard_call_on_task(struct task_struct *task,
			 int (*call)(struct task_struct *task, void *data), void *data);
bool lpguard_task_runs(struct task_struct *task);
struct task_struct *lpguard_idle_task(int cpu);
unsigned long lpguard_symbol_size(unsigned long address);

/* gate.c */
int lpguard_gate_start(void);
void lpguard_gate_stop(void);
void lpguard_gate_show(struct seq_file *out);
struct lpguard_span lpguard_module_rodata(const struct module *mod);
struct lpguard_span lpguard_module_text(const struct module *mod);

/* history.c */
enum lpguard_left {
	LPGUARD_NEVER_LEFT,	/* selectable now, or ever since */
	LPGUARD_LEFT_CHECKED,	/* the core checked every task against this very version */
	LPGUARD_LEFT_FORCED,	/* the core was told not to check */
	LPGUARD_LEFT_UNCHECKED, /* its object went away, or nobody watched */
};

#define LPGUARD_PARTS_MAX 8

struct lpguard_range {
	unsigned long start;
	unsigned long end;
};

struct lpguard_func;

/* One body of a function that a task can have on its stack. */
struct lpguard_version {
	struct list_head node;
	struct lpguard_func *func;
	char patch[MODULE_NAME_LEN]; /* empty: the original */
	struct lpguard_range body;
	struct lpguard_range module_text; /* of the patch module; empty for the original */
	struct lpguard_range
		parts[LPGUARD_PARTS_MAX]; /* NAME.cold and the like, found at a drain */
	unsigned int part_count;
	bool parts_known;
	bool selectable; /* a caller can be redirected here */
	bool drained;	 /* a scan after its death found it on no stack */
	bool forced;	 /* its own transition was forced */
	enum lpguard_left left;
	/* of the last scan */
	unsigned int frames;
	pid_t holder;
	char holder_comm[TASK_COMM_LEN];
};

struct lpguard_func {
	struct list_head node;
	struct list_head versions; /* the original first, then in order of appearance */
	char object[MODULE_NAME_LEN];
	char *name;
	unsigned long sympos;
	unsigned long address; /* of the original */
	bool watched;	       /* all of its history was seen */
};

struct lpguard_history {
	struct list_head funcs;
	unsigned int versions;
	unsigned long events;
	bool overflow;	     /* something could not be recorded: nothing is proved any more */
	bool tainted_before; /* a livepatch had been loaded before lpguard came */
};

extern struct lpguard_history lpguard_history;
extern raw_spinlock_t lpguard_history_lock;

void lpguard_history_adopt(struct klp_patch *patch);
void lpguard_history_start(struct klp_patch *patch, bool patching);
void lpguard_history_force(struct klp_patch *patch);
void lpguard_history_complete(struct klp_patch *patch, bool patching);
void lpguard_history_object_loaded(struct klp_patch *patch, const struct module *object);
void lpguard_history_module_going(const struct module *mod);
bool lpguard_history_enterable_directly(const struct lpguard_version *version);
void lpguard_history_free(void);

/* watch.c */
int lpguard_watch_start(void);
void lpguard_watch_stop(void);

/* drain.c */
int lpguard_drain_scan(void);
void lpguard_drain_show(struct seq_file *out);

/* debugfs.c */
int lpguard_debugfs_start(void);
void lpguard_debugfs_stop(void);

#endif /* LPGUARD_H */
