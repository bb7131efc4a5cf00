// SPDX-License-Identifier: GPL-2.0
/*
 * Watching the livepatch core: kprobes on the three functions through which every transition goes,
 * and the module notifier for objects that come and go. All three run under klp_mutex, which their
 * callers hold, so the handlers may read the core's lists; they may not sleep.
 *
 *   klp_start_transition     new versions become selectable (also after a reverse)
 *   klp_force_transition     whoever is inside an old version stays there unchecked
 *   klp_complete_transition  old versions are no longer selectable
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>

#include "lpguard.h"

#define TARGET_PATCHED 1 /* KLP_PATCHED, KLP_TRANSITION_PATCHED since 6.11 */

static bool patching(void)
{
	return READ_ONCE(*lpguard_kernel.target_state) == TARGET_PATCHED;
}

static struct klp_patch *transition_patch(void)
{
	return READ_ONCE(*lpguard_kernel.transition_patch);
}

static int on_start(struct kprobe *unused, struct pt_regs *regs)
{
	if (transition_patch())
		lpguard_history_start(transition_patch(), patching());
	return 0;
}

static int on_force(struct kprobe *unused, struct pt_regs *regs)
{
	if (transition_patch())
		lpguard_history_force(transition_patch());
	return 0;
}

static int on_complete(struct kprobe *unused, struct pt_regs *regs)
{
	if (transition_patch())
		lpguard_history_complete(transition_patch(), patching());
	return 0;
}

static struct kprobe start_probe = { .symbol_name = "klp_start_transition",
				     .pre_handler = on_start };
static struct kprobe force_probe = { .symbol_name = "klp_force_transition",
				     .pre_handler = on_force };
static struct kprobe complete_probe = { .symbol_name = "klp_complete_transition",
					.pre_handler = on_complete };
static struct kprobe *probes[] = { &start_probe, &force_probe, &complete_probe };

/*
 * COMING: klp_module_coming() ran just before and has redirected the object's functions. GOING:
 * klp_module_going() has taken the redirects away; the text of the module will be freed. klp_mutex
 * is free in both.
 */
static int on_module(struct notifier_block *unused, unsigned long state, void *data)
{
	struct module *mod = data;
	struct klp_patch *patch;

	mutex_lock(lpguard_kernel.klp_mutex);
	if (state == MODULE_STATE_COMING)
		list_for_each_entry(patch, lpguard_kernel.klp_patches, list)
			lpguard_history_object_loaded(patch, mod);
	if (state == MODULE_STATE_GOING)
		lpguard_history_module_going(mod);
	mutex_unlock(lpguard_kernel.klp_mutex);
	return NOTIFY_DONE;
}

/* After the gate (priority 0): a refused module was never there. */
static struct notifier_block notifier = { .notifier_call = on_module, .priority = -1 };

static void adopt_what_is_there(void)
{
	struct klp_patch *patch;

	mutex_lock(lpguard_kernel.klp_mutex);
	list_for_each_entry(patch, lpguard_kernel.klp_patches, list)
		lpguard_history_adopt(patch);
	mutex_unlock(lpguard_kernel.klp_mutex);
}

int lpguard_watch_start(void)
{
	int error;

	lpguard_history.tainted_before = test_taint(TAINT_LIVEPATCH);
	error = register_kprobes(probes, ARRAY_SIZE(probes));
	if (error) {
		pr_err("cannot watch the livepatch core (%d): not loading\n", error);
		return error;
	}
	error = register_module_notifier(&notifier);
	if (error) {
		unregister_kprobes(probes, ARRAY_SIZE(probes));
		return error;
	}
	adopt_what_is_there();
	return 0;
}

void lpguard_watch_stop(void)
{
	unregister_module_notifier(&notifier);
	unregister_kprobes(probes, ARRAY_SIZE(probes));
}
