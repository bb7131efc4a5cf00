// A macro pastes a second function of that name in another file: the position may be right.
// lpcheck: expect undecided
// lpcheck: because sympos-unproved
// lpcheck: origin synthetic
// What the text does not show the symbol table may have; which of the two is meant only kallsyms tells.
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
static struct klp_func funcs[] = { { "show_limit", new_show_limit, 2 }, { } };
static struct klp_object objs[] = { { .funcs = funcs }, { } };
static struct klp_patch patch = { .objs = objs };
