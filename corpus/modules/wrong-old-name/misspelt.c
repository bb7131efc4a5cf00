// old_name is misspelt: nothing in vmlinux is called that.
// lpcheck: expect refused
// lpcheck: because wrong-old-name
// lpcheck: origin synthetic
// The kernel does not find the symbol: the patch does not load.
// lpcheck: file kernel/a.c
static int limit_a;
int show_limit(void) { return limit_a; }
// lpcheck: file fix.c
#include <linux/livepatch.h>
static int new_show_limit(void) { return 7; }
static struct klp_func funcs[] = { { "show_limits", new_show_limit }, { } };
static struct klp_object objs[] = { { .funcs = funcs }, { } };
static struct klp_patch patch = { .objs = objs };
