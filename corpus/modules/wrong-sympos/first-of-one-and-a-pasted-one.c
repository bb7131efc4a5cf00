// old_sympos 1, and a macro pastes another function of that name into another file.
// lpcheck: expect undecided
// lpcheck: because sympos-unproved
// lpcheck: origin synthetic
// The first by address may be the other one: an unrelated function would be replaced.
// lpcheck: file kernel/a.c
static int limit_a;
static int show_limit(void) { return limit_a; }
// lpcheck: file kernel/b.c
#define SHOW(name, value) static int show_##name(void) { return value; } int (*name##_shows)(void) = show_##name
SHOW(
	limit,
	3);
// lpcheck: file fix.c
#include <linux/livepatch.h>
static int new_show_limit(void) { return 7; }
static struct klp_func funcs[] = { { "show_limit", new_show_limit, 1 }, { } };
static struct klp_object objs[] = { { .funcs = funcs }, { } };
static struct klp_patch patch = { .objs = objs };
