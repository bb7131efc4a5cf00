// SPDX-License-Identifier: GPL-2.0
/*
 * The history: for every function that was ever patched, the versions that can be on a stack, and
 * how each of them ceased to be selectable. The core itself remembers only what is on its
 * func_stacks now, and its check looks at one older version; that is why a forced patch followed by
 * a normal one can lose sight of a sleeper.
 *
 *   selectable(f)  =  {top}              no transition touches f
 *                     {top, next below}  the patch in transition is the top (the handler chooses
 * per task) where the stack of f is the patched klp_funcs in the order of klp_patches, above the
 * original.
 *
 * A version that leaves the set is `checked` if the core compared every task with it, `forced` if
 * it was told not to, `unchecked` otherwise. Callers hold klp_mutex (to read the core's lists); the
 * records have a lock of their own, because readers of debugfs do not take klp_mutex and probes may
 * not sleep.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/slab.h>

#include "lpguard.h"

#define VERSIONS_MAX 8192

struct lpguard_history lpguard_history = { .funcs = LIST_HEAD_INIT(lpguard_history.funcs) };
DEFINE_RAW_SPINLOCK(lpguard_history_lock);

/* What the transition does to a function, seen from one event. */
enum phase {
	PHASE_SETTLED,	 /* no transition, or it does not touch the function */
	PHASE_RUNNING,	 /* the patch is in transition, either direction */
	PHASE_PATCHED,	 /* the patch's transition to patched is completing */
	PHASE_UNPATCHED, /* the patch's transition to unpatched is completing */
};

struct event {
	struct klp_patch *patch; /* in transition; NULL if none */
	enum phase phase;
	bool forced;
};

static struct klp_patch *forced_patch; /* the transition that was forced, by identity only */

static struct lpguard_version *add_version(struct lpguard_func *func, const char *patch,
					   unsigned long start, unsigned long size)
{
	struct lpguard_version *version = NULL;

	if (lpguard_history.versions < VERSIONS_MAX)
		version = kzalloc(sizeof(*version), GFP_ATOMIC);
	if (!version) {
		lpguard_history.overflow = true;
		return NULL;
	}
	version->func = func;
	strscpy(version->patch, patch, sizeof(version->patch));
	version->body.start = start;
	version->body.end = start + size;
	list_add_tail(&version->node, &func->versions);
	lpguard_history.versions++;
	return version;
}

static void free_version(struct lpguard_version *version)
{
	list_del(&version->node);
	kfree(version);
	lpguard_history.versions--;
}

static void free_func(struct lpguard_func *func)
{
	struct lpguard_version *version, *next;

	list_for_each_entry_safe(version, next, &func->versions, node)
		free_version(version);
	list_del(&func->node);
	kfree(func->name);
	kfree(func);
}

static const char *object_name(const struct klp_object *obj)
{
	return obj->name ? obj->name : "vmlinux";
}

static struct lpguard_func *find_func(const struct klp_func *klp)
{
	struct lpguard_func *func;

	list_for_each_entry(func, &lpguard_history.funcs, node)
		if (func->address == (unsigned long)klp->old_func)
			return func;
	return NULL;
}

/* A function appears when it is first patched: until then only its original could be entered. */
static struct lpguard_func *add_func(const struct klp_object *obj, const struct klp_func *klp)
{
	struct lpguard_func *func = kzalloc(sizeof(*func), GFP_ATOMIC);
	struct lpguard_version *original;

	if (!func)
		goto overflow;
	INIT_LIST_HEAD(&func->versions);
	func->name = kstrdup(klp->old_name, GFP_ATOMIC);
	if (!func->name)
		goto overflow;
	strscpy(func->object, object_name(obj), sizeof(func->object));
	func->sympos = klp->old_sympos;
	func->address = (unsigned long)klp->old_func;
	func->watched = !lpguard_history.tainted_before;
	original = add_version(func, "", func->address, klp->old_size);
	if (!original)
		goto overflow;
	original->selectable = true;
	list_add_tail(&func->node, &lpguard_history.funcs);
	return func;

overflow:
	if (func)
		kfree(func->name);
	kfree(func);
	lpguard_history.overflow = true;
	return NULL;
}

static struct lpguard_version *original_of(struct lpguard_func *func)
{
	return list_first_entry(&func->versions, struct lpguard_version, node);
}

static struct lpguard_version *version_of(struct lpguard_func *func, const struct klp_patch *patch,
					  const struct klp_func *klp)
{
	unsigned long start = (unsigned long)klp->new_func;
	struct lpguard_version *version;
	struct lpguard_span text;

	if (klp->nop)
		return original_of(func);
	list_for_each_entry(version, &func->versions, node)
		if (version->body.start == start && !strcmp(version->patch, patch->mod->name))
			return version;
	version = add_version(func, patch->mod->name, start, klp->new_size);
	if (version) {
		text = lpguard_module_text(patch->mod);
		version->module_text.start = (unsigned long)text.start;
		version->module_text.end = version->module_text.start + text.size;
	}
	return version;
}

/* The klp_func of a patch for the function, if it stands on the function's stack. */
static struct klp_func *stacked(struct klp_patch *patch, const struct lpguard_func *func)
{
	struct klp_object *obj;
	struct klp_func *klp;

	list_for_each_entry(obj, &patch->obj_list, node) {
		if (!obj->patched)
			continue;
		list_for_each_entry(klp, &obj->func_list, node)
			if (klp->patched && (unsigned long)klp->old_func == func->address)
				return klp;
	}
	return NULL;
}

static bool on_stack_after(const struct klp_patch *patch, const struct event *event)
{
	switch (event->phase) {
	case PHASE_SETTLED:
	case PHASE_RUNNING:
		return true;
	case PHASE_PATCHED:
		return patch == event->patch || !event->patch->replace;
	case PHASE_UNPATCHED:
		return patch != event->patch;
	}
	return true;
}

/*
 * The two versions that dispatch can reach after the event; below is NULL unless the handler
 * chooses.
 */
struct choice {
	struct lpguard_version *top;
	struct lpguard_version *below;
};

static struct choice choice_after(struct lpguard_func *func, const struct event *event)
{
	struct choice choice = { original_of(func), NULL };
	struct klp_patch *patch;

	list_for_each_entry(patch, lpguard_kernel.klp_patches, list) {
		struct klp_func *klp = on_stack_after(patch, event) ? stacked(patch, func) : NULL;
		struct lpguard_version *version = klp ? version_of(func, patch, klp) : NULL;

		if (!version)
			continue;
		choice.below =
			event->phase == PHASE_RUNNING && patch == event->patch ? choice.top : NULL;
		choice.top = version;
	}
	return choice;
}

static void leave(struct lpguard_version *version, const struct event *event)
{
	version->selectable = false;
	version->drained = false;
	version->left = event->phase == PHASE_SETTLED || event->phase == PHASE_RUNNING
				? LPGUARD_LEFT_UNCHECKED
			: event->forced ? LPGUARD_LEFT_FORCED
					: LPGUARD_LEFT_CHECKED;
}

static void reselect(struct lpguard_func *func, const struct event *event)
{
	struct choice choice = choice_after(func, event);
	struct lpguard_version *version;

	list_for_each_entry(version, &func->versions, node) {
		bool selectable = version == choice.top || version == choice.below;

		if (selectable) {
			version->selectable = true;
			version->drained = false;
			version->left = LPGUARD_NEVER_LEFT;
		} else if (version->selectable) {
			leave(version, event);
		}
	}
}

/*
 * A patch below another one is disabled: nobody was redirected to it, but the core did look for it.
 *
 */
static void note_check_of(struct lpguard_version *version, const struct event *event)
{
	if (version && !version->selectable && event->phase == PHASE_UNPATCHED && !event->forced)
		version->left = LPGUARD_LEFT_CHECKED;
}

static void apply(struct klp_patch *patch, const struct event *event, const char *only_object)
{
	struct klp_object *obj;
	struct klp_func *klp;
	unsigned long flags;

	raw_spin_lock_irqsave(&lpguard_history_lock, flags);
	lpguard_history.events++;
	list_for_each_entry(obj, &patch->obj_list, node) {
		if (!obj->patched || (only_object && strcmp(object_name(obj), only_object)))
			continue;
		list_for_each_entry(klp, &obj->func_list, node) {
			struct lpguard_func *func = find_func(klp);
			struct lpguard_version *version;

			if (!func)
				func = add_func(obj, klp);
			if (!func)
				continue;
			version = version_of(func, patch, klp);
			if (version && event->forced)
				version->forced = true;
			reselect(func, event);
			note_check_of(version, event);
		}
	}
	raw_spin_unlock_irqrestore(&lpguard_history_lock, flags);
}

/*
 * A patch that was enabled before lpguard came: what it and its predecessors left behind is
 * unknown.
 */
void lpguard_history_adopt(struct klp_patch *patch)
{
	struct klp_patch *transition = *lpguard_kernel.transition_patch;
	struct event event = { transition, transition ? PHASE_RUNNING : PHASE_SETTLED,
			       patch->forced };

	lpguard_history.tainted_before = true;
	apply(patch, &event, NULL);
}

void lpguard_history_start(struct klp_patch *patch, bool patching)
{
	struct event event = { patch, PHASE_RUNNING, false };

	forced_patch = NULL;
	apply(patch, &event, NULL);
}

void lpguard_history_force(struct klp_patch *patch)
{
	forced_patch = patch;
}

void lpguard_history_complete(struct klp_patch *patch, bool patching)
{
	struct event event = { patch, patching ? PHASE_PATCHED : PHASE_UNPATCHED,
			       forced_patch == patch };

	forced_patch = NULL;
	apply(patch, &event, NULL);
}

void lpguard_history_object_loaded(struct klp_patch *patch, const struct module *object)
{
	struct klp_patch *transition = *lpguard_kernel.transition_patch;
	struct event event = { transition, transition ? PHASE_RUNNING : PHASE_SETTLED, false };

	apply(patch, &event, object->name);
}

static bool is_quiet(const struct lpguard_func *func)
{
	return list_is_singular(&func->versions);
}

/* Freed code is on no stack (or the machine is lost anyway): its records go. */
void lpguard_history_module_going(const struct module *mod)
{
	struct lpguard_version *version, *next_version;
	struct lpguard_func *func, *next;
	unsigned long flags;

	raw_spin_lock_irqsave(&lpguard_history_lock, flags);
	list_for_each_entry_safe(func, next, &lpguard_history.funcs, node) {
		if (!strcmp(func->object, mod->name)) {
			free_func(func);
			continue;
		}
		list_for_each_entry_safe(version, next_version, &func->versions, node)
			if (!strcmp(version->patch, mod->name))
				free_version(version);
		if (is_quiet(func))
			free_func(func);
	}
	raw_spin_unlock_irqrestore(&lpguard_history_lock, flags);
}

/* A call inside one module does not pass the redirect: a live function of the module can enter its
 * dead ones.
 */
bool lpguard_history_enterable_directly(const struct lpguard_version *version)
{
	const struct lpguard_version *other;
	const struct lpguard_func *func;

	if (!version->patch[0])
		return false;
	list_for_each_entry(func, &lpguard_history.funcs, node)
		list_for_each_entry(other, &func->versions, node)
			if (other->selectable && !strcmp(other->patch, version->patch))
				return true;
	return false;
}

void lpguard_history_free(void)
{
	struct lpguard_func *func, *next;

	list_for_each_entry_safe(func, next, &lpguard_history.funcs, node)
		free_func(func);
}
