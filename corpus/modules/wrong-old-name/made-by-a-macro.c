// The old function is made by a macro: no text says its name.
// lpcheck: expect undecided
// lpcheck: because function-not-found
// lpcheck: origin synthetic
// The patch loads; what it replaces was not compared.
// lpcheck: file kernel/a.c
static int limit_a;
#define SHOW(name) int show_##name(void) { return limit_a; }
SHOW(limit)
// lpcheck: file fix.c
#include <linux/livepatch.h>
static int new_show_limit(void) { return 7; }
static struct klp_func funcs[] = { { "show_limit", new_show_limit }, { } };
static struct klp_object objs[] = { { .funcs = funcs }, { } };
static struct klp_patch patch = { .objs = objs };
