// SPDX-License-Identifier: GPL-2.0
/*
 * The gate: a livepatch module enters only with a valid stamp that was made for this kernel and
 * this module.
 *
 * It is a module notifier: since 5.10 an error from the COMING notification undoes the load. At
 * that moment the module's note attributes do not exist yet (mod->notes_attrs is NULL), so the
 * stamp is searched where the loader put the note: in the module's read-only data.
 *
 *   admitted  <=>  the module is no livepatch
 *                  or exactly one sound stamp, verdict not refused, kernel_id = ours, module_id =
 * the module's
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt


#include "lpguard.h"

#define DECISIONS_KEPT 64

struct decision {
	char module[MODULE_NAME_LEN];
	const char *outcome;
	const char *reason;
};

static struct {
	struct mutex lock; /* of all that follows */
	struct decision decisions[DECISIONS_KEPT];
	unsigned long seen;
	unsigned long refused;
	unsigned long objections; /* refused, or would have been in enforce */
} gate = { .lock = __MUTEX_INITIALIZER(gate.lock) };

#ifdef LPGUARD_MODULE_MEM
struct lpguard_span lpguard_module_rodata(const struct module *mod)
{
	struct lpguard_span span = { mod->mem[MOD_RODATA].base, mod->mem[MOD_RODATA].size };

	return span;
}

struct lpguard_span lpguard_module_text(const struct module *mod)
{
	struct lpguard_span span = { mod->mem[MOD_TEXT].base, mod->mem[MOD_TEXT].size };

	return span;
}
#else
struct lpguard_span lpguard_module_rodata(const struct module *mod)
{
	const struct module_layout *core = &mod->core_layout;
	struct lpguard_span span = { core->base + core->text_size,
				     core->ro_size - core->text_size };

	return span;
}

struct lpguard_span lpguard_module_text(const struct module *mod)
{
	struct lpguard_span span = { mod->core_layout.base, mod->core_layout.text_size };

	return span;
}
#endif

static bool same_id(struct lpguard_span actual, const u8 *stamped, unsigned int size)
{
	return actual.size == size && !memcmp(actual.start, stamped, size);
}

/* NULL: nothing against it. */
static const char *objection_to(const struct module *mod)
{
	const struct lpguard_kernel *kernel = &lpguard_kernel;
	struct lpguard_span rodata = lpguard_module_rodata(mod);
	struct lpguard_stamp_view view;
	struct lpguard_span record;
	enum lpguard_stamp_error error;

	error = lpguard_stamp_find(rodata.start, rodata.size, &record);
	if (!error)
		error = lpguard_stamp_parse(record.start, record.size, &view);
	if (error)
		return lpguard_stamp_error_text(error);
	if (view.head.verdict == LPGUARD_VERDICT_REFUSED)
		return "its verdict is refused";
	if (!same_id(
		    lpguard_build_id(kernel->notes_start, kernel->notes_stop - kernel->notes_start),
		    view.head.kernel_id, view.head.kernel_id_size))
		return "its verdict was made for another kernel build";
	if (!same_id(lpguard_build_id_scan(rodata.start, rodata.size), view.head.module_id,
		     view.head.module_id_size))
		return "its stamp was made for another build of the module";
	return NULL;
}

static void remember(const struct module *mod, const char *outcome, const char *reason)
{
	struct decision *slot;

	mutex_lock(&gate.lock);
	slot = &gate.decisions[gate.seen++ % DECISIONS_KEPT];
	strscpy(slot->module, mod->name, sizeof(slot->module));
	slot->outcome = outcome;
	slot->reason = reason;
	if (strcmp(outcome, "admitted"))
		gate.objections++;
	if (!strcmp(outcome, "refused"))
		gate.refused++;
	mutex_unlock(&gate.lock);
}

static int judge(const struct module *mod)
{
	const char *objection;

	if (lpguard_mode() == LPGUARD_OFF || !is_livepatch_module((struct module *)mod))
		return 0;
	objection = objection_to(mod);
	if (!objection) {
		remember(mod, "admitted", "stamp valid");
		return 0;
	}
	if (lpguard_mode() == LPGUARD_AUDIT) {
		pr_warn("audit: livepatch module '%s' would be refused: %s\n", mod->name,
			objection);
		remember(mod, "audited", objection);
		return 0;
	}
	pr_err("livepatch module '%s' refused: %s; see lpcheck stamp --show\n", mod->name,
	       objection);
	remember(mod, "refused", objection);
	return -EPERM;
}

static int on_module(struct notifier_block *unused, unsigned long state, void *data)
{
	return state == MODULE_STATE_COMING ? notifier_from_errno(judge(data)) : NOTIFY_DONE;
}

static struct notifier_block notifier = { .notifier_call = on_module };

int lpguard_gate_start(void)
{
	return register_module_notifier(&notifier);
}

void lpguard_gate_stop(void)
{
	unregister_module_notifier(&notifier);
}

void lpguard_gate_show(struct seq_file *out)
{
	unsigned long i;

	mutex_lock(&gate.lock);
	seq_printf(out, "lpguard-gate 1\nmode %s\nseen %lu\nobjections %lu\nrefused %lu\n",
		   lpguard_mode_name(), gate.seen, gate.objections, gate.refused);
	for (i = gate.seen > DECISIONS_KEPT ? gate.seen - DECISIONS_KEPT : 0; i < gate.seen; i++) {
		const struct decision *decision = &gate.decisions[i % DECISIONS_KEPT];

		seq_printf(out, "%s %s %s\n", decision->outcome, decision->module,
			   decision->reason);
	}
	mutex_unlock(&gate.lock);
}
