// Two files of vmlinux have a static show_limit in a table, and old_sympos is left out.
// lpcheck: expect refused
// lpcheck: because wrong-sympos
// lpcheck: origin synthetic
// kernel/livepatch/core.c klp_find_object_symbol() refuses a name that occurs twice when old_sympos is 0: the patch does
// not load.
// lpcheck: file kernel/a.c
struct ops { int (*show)(void); };
static int limit_a;
static int show_limit(void) { return limit_a; }
struct ops a_ops = { .show = show_limit };
// lpcheck: file kernel/b.c
struct ops { int (*show)(void); };
static int limit_b;
static int show_limit(void) { return limit_b + 1; }
struct ops b_ops = { .show = show_limit };
// lpcheck: file fix.c
#include <linux/livepatch.h>
static int new_show_limit(void) { return 7; }
static struct klp_func funcs[] = { { "show_limit", new_show_limit }, { } };
static struct klp_object objs[] = { { .funcs = funcs }, { } };
static struct klp_patch patch = { .objs = objs };
