// "No owner" is stored as an error pointer instead of NULL.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// An old reader tests NULL and dereferences ERR_PTR(-ENOENT) that a switched task stored; a new reader tests IS_ERR and
// dereferences the NULL of an old object.
#include "kernel.h"

struct own { u32 uid; };
struct res { struct own *owner; };

void res_drop(struct res *r)
{
#ifdef FIXED
	WRITE_ONCE(r->owner, ERR_PTR(-ENOENT));
#else
	WRITE_ONCE(r->owner, NULL);
#endif
}

u32 res_uid(const struct res *r)
{
	struct own *o = READ_ONCE(r->owner);

#ifdef FIXED
	return IS_ERR(o) ? 0 : o->uid;
#else
	return o ? o->uid : 0;
#endif
}
