// The key is masked in a local before it goes to a lookup that is not shown.
// lpcheck: expect refused
// lpcheck: because agreement
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Objects were put under the whole key: the entry is not found, or another one is taken away for it.
#include "kernel.h"

struct tree;
struct obj { u32 id; };
void tree_remove(struct tree *t, u32 key);

void obj_drop(struct tree *t, struct obj *o)
{
	u32 key = o->id;

#ifdef FIXED
	key &= 0xffff;
#endif
	tree_remove(t, key);
}
