// old_sympos 1 of a name that occurs once.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The first of one is that one. The new function returns another number for people to read.
// lpcheck: file kernel/a.c
static int limit_a;
int show_limit(void) { return limit_a; }
// lpcheck: file fix.c
#include <linux/livepatch.h>
static int new_show_limit(void) { return 7; }
static struct klp_func funcs[] = { { "show_limit", new_show_limit, 1 }, { } };
static struct klp_object objs[] = { { .funcs = funcs }, { } };
static struct klp_patch patch = { .objs = objs };
