// The other static show_limit is in a module: in vmlinux the name occurs once.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Only the symbols of the object itself are counted. The new function returns another number for people to read.
// lpcheck: file kernel/a.c
struct ops { int (*show)(void); };
static int limit_a;
static int show_limit(void) { return limit_a; }
struct ops a_ops = { .show = show_limit };
// lpcheck: file kernel/b.c of b
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
