// SPDX-License-Identifier: GPL-2.0
/*
 * The few things of the kernel that lpguard reads and that are not exported.
 *
 * kallsyms_lookup_name() itself has not been exported since 5.7; its address is that of a kprobe on
 * it. Functions are called through static calls: the patched call site is a direct call, which
 * works where an indirect one would fault because the kernel removed the endbr64 of a function
 * whose address it never takes (CONFIG_X86_KERNEL_IBT).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <linux/static_call.h>
#include <linux/wait.h>

#include "lpguard.h"

#define ENDBR64_SIZE 4

struct lpguard_kernel lpguard_kernel;

#ifdef LPGUARD_SYMBOLS_WITHOUT_MODULE
typedef int (*symbol_visitor)(void *data, const char *name, unsigned long address);
#else
typedef int (*symbol_visitor)(void *data, const char *name, struct module *mod,
			      unsigned long address);
#endif

typedef unsigned long lookup_name_type(const char *name);
typedef int each_symbol_type(symbol_visitor visit, void *data);
typedef int reliable_stack_type(struct task_struct *task, unsigned long *entries, unsigned int size);
typedef int call_func_type(struct task_struct *task, task_call_f func, void *arg);
typedef int task_curr_type(const struct task_struct *task);
typedef struct task_struct *(idle_task_type)(int cpu);
typedef int size_offset_type(unsigned long address, unsigned long *size, unsigned long *offset);

DEFINE_STATIC_CALL_NULL(lookup_name, lookup_name_type);
DEFINE_STATIC_CALL_NULL(each_symbol, each_symbol_type);
DEFINE_STATIC_CALL_NULL(reliable_stack, reliable_stack_type);
DEFINE_STATIC_CALL_NULL(call_func, call_func_type);
DEFINE_STATIC_CALL_NULL(task_curr_call, task_curr_type);
DEFINE_STATIC_CALL_NULL(idle_task_call, idle_task_type);
DEFINE_STATIC_CALL_NULL(size_offset, size_offset_type);

unsigned long lpguard_lookup_symbol(const char *name)
{
	return static_call(lookup_name)(name);
}

struct visit_context {
	int (*visit)(void *data, const char *name, unsigned long address);
	void *data;
};

#ifdef LPGUARD_SYMBOLS_WITHOUT_MODULE
static int visit_symbol(void *context, const char *name, unsigned long address)
#else
static int visit_symbol(void *context, const char *name, struct module *mod, unsigned long address)
#endif
{
	struct visit_context *visitor = context;

	return visitor->visit(visitor->data, name, address);
}

int lpguard_each_vmlinux_symbol(int (*visit)(void *data, const char *name, unsigned long address),
				void *data)
{
	struct visit_context context = { visit, data };

	return static_call(each_symbol)(visit_symbol, &context);
}

int lpguard_reliable_stack(struct task_struct *task, unsigned long *entries, unsigned int size)
{
	return static_call(reliable_stack)(task, entries, size);
}

int lpguard_call_on_task(struct task_struct *task,
			 int (*call)(struct task_struct *task, void *data), void *data)
{
	return static_call(call_func)(task, call, data);
}

bool lpguard_task_runs(struct task_struct *task)
{
	return static_call(task_curr_call)(task);
}

struct task_struct *lpguard_idle_task(int cpu)
{
	return static_call(idle_task_call)(cpu);
}

/*
 * Size in bytes of the symbol that begins at address, as the livepatch core computes it; 0 if
 * unknown.
 */
unsigned long lpguard_symbol_size(unsigned long address)
{
	unsigned long size = 0;
	unsigned long offset = 0;

	if (!static_call(size_offset)(address, &size, &offset))
		return 0;
	return size;
}

/* A kprobe on an IBT kernel sits behind the endbr64; the function begins before it. */
static unsigned long function_start(unsigned long address)
{
	static const u8 endbr64[ENDBR64_SIZE] = { 0xf3, 0x0f, 0x1e, 0xfa };
	static const u8 sealed[ENDBR64_SIZE] = { 0x66, 0x0f, 0x1f, 0x00 }; /* what sealing leaves */
	const void *before = (const void *)(address - ENDBR64_SIZE);

	if (IS_ENABLED(CONFIG_X86_KERNEL_IBT) &&
	    (!memcmp(before, endbr64, ENDBR64_SIZE) || !memcmp(before, sealed, ENDBR64_SIZE)))
		return address - ENDBR64_SIZE;
	return address;
}

static unsigned long address_of_lookup(void)
{
	struct kprobe probe = { .symbol_name = "kallsyms_lookup_name" };
	unsigned long address;

	if (register_kprobe(&probe) < 0)
		return 0;
	address = function_start((unsigned long)probe.addr);
	unregister_kprobe(&probe);
	return address;
}

static unsigned long required(const char *name, int *error)
{
	unsigned long address = lpguard_lookup_symbol(name);

	if (!address && !*error) {
		pr_err("this kernel has no symbol %s (CONFIG_LIVEPATCH, CONFIG_KALLSYMS_ALL): not loading\n",
		       name);
		*error = -ENOENT;
	}
	return address;
}

int lpguard_find_kernel_symbols(void)
{
	unsigned long lookup = address_of_lookup();
	int error = 0;

	if (!lookup) {
		pr_err("no kprobe on kallsyms_lookup_name (CONFIG_KPROBES): not loading\n");
		return -ENOENT;
	}
	static_call_update(lookup_name, (lookup_name_type *)lookup);

	lpguard_kernel.klp_mutex = (void *)required("klp_mutex", &error);
	lpguard_kernel.klp_patches = (void *)required("klp_patches", &error);
	lpguard_kernel.transition_patch = (void *)required("klp_transition_patch", &error);
	lpguard_kernel.target_state = (void *)required("klp_target_state", &error);
	lpguard_kernel.notes_start = (void *)required("__start_notes", &error);
	lpguard_kernel.notes_stop = (void *)required("__stop_notes", &error);
#define REQUIRE(call, type, symbol)                                     \
	do {                                                            \
		unsigned long found = required(symbol, &error);         \
		if (found)                                              \
			static_call_update(call, (type *)found); \
	} while (0)
	REQUIRE(each_symbol, each_symbol_type, "kallsyms_on_each_symbol");
	REQUIRE(reliable_stack, reliable_stack_type, "stack_trace_save_tsk_reliable");
	REQUIRE(call_func, call_func_type, "task_call_func");
	REQUIRE(task_curr_call, task_curr_type, "task_curr");
	REQUIRE(idle_task_call, idle_task_type, "idle_task");
	REQUIRE(size_offset, size_offset_type, "kallsyms_lookup_size_offset");
#undef REQUIRE
	return error;
}
