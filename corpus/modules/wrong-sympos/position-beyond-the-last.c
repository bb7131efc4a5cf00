// old_sympos asks for the second function of a name that occurs once.
// lpcheck: expect refused
// lpcheck: because wrong-sympos
// lpcheck: origin synthetic
// klp_find_object_symbol() counts one symbol, not two, and answers -EINVAL.
// lpcheck: file kernel/a.c
static int limit_a;
int show_limit(void) { return limit_a; }
// lpcheck: file fix.c
#include <linux/livepatch.h>
static int new_show_limit(void) { return 7; }
static struct klp_func funcs[] = { { "show_limit", new_show_limit, 2 }, { } };
static struct klp_object objs[] = { { .funcs = funcs }, { } };
static struct klp_patch patch = { .objs = objs };
