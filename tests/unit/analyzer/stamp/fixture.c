/*
 * A livepatch module in miniature: the fields that authors fill in, at the kernel's offsets, with made-up sizes for the
 * rest. Compiled to an object file that the stamp tests read; never linked.
 */
struct klp_func {
	const char *old_name;
	void *new_func;
	unsigned long old_sympos;
	unsigned char internal[72];
};

struct klp_object {
	const char *name;
	struct klp_func *funcs;
	void *callbacks[5];
	unsigned char internal[64];
};

struct klp_state {
	unsigned long id;
	unsigned int version;
	void *data;
};

extern struct module __this_module;

struct klp_patch {
	struct module *mod;
	struct klp_object *objs;
	struct klp_state *states;
	_Bool replace;
	unsigned char internal[100];
};

static int new_open(void)
{
	return 1;
}

static int new_close(void)
{
	return 2;
}

static struct klp_func vmlinux_funcs[] = {
	{ .old_name = "open_it", .new_func = new_open, .old_sympos = 2 },
	{},
};

static struct klp_func net_funcs[] = {
	{ .old_name = "close_it", .new_func = new_close },
	{ .old_name = "open_it", .new_func = new_open },
	{},
};

/* An object that brings only callbacks, before all others. */
static struct klp_func no_funcs[] = { {} };

static struct klp_object objs[] = {
	{ .name = "callbacks_only", .funcs = no_funcs },
	{ .funcs = vmlinux_funcs },
	{ .name = "net", .funcs = net_funcs, .callbacks = { (void *)new_open } },
	{},
};

static struct klp_state states[] = { { .id = 7, .version = 3 }, {} };

static struct klp_patch patch __attribute__((used)) = {
	.mod = &__this_module,
	.objs = objs,
	.states = states,
	.replace = 1,
};

/* Also begins with __this_module, as file_operations do, and must not be taken for a patch. */
static struct {
	struct module *owner;
	void *llseek;
} decoy __attribute__((used)) = { &__this_module, (void *)new_close };

static const char info[] __attribute__((section(".modinfo"), used)) =
	"license=GPL\0livepatch=Y\0vermagic=6.1.0-56-amd64 SMP";

static const unsigned char build_id[] __attribute__((section(".note.gnu.build-id,\"a\",@note#"), used,
						     aligned(4))) = {
	4, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 'G', 'N', 'U', 0, 0xde, 0xad, 0xbe, 0xef,
};
