// Entries are kept on a new list: add puts them there, find looks there.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: because publication
// lpcheck: because agreement
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Entries that old code put on the old list are not found by new code, though their owners still use them; and an entry
// found by nobody is added a second time.
#include "kernel.h"

struct ent { struct list_head node; u32 id; };
static LIST_HEAD(all);
static LIST_HEAD(active);
static DEFINE_MUTEX(lock);
#ifdef FIXED
#define ENTRIES active
#else
#define ENTRIES all
#endif

void ent_add(struct ent *e)
{
	mutex_lock(&lock);
	list_add(&e->node, &ENTRIES);
	mutex_unlock(&lock);
}

struct ent *ent_find(u32 id)
{
	struct ent *e, *found = NULL;

	mutex_lock(&lock);
	list_for_each_entry(e, &ENTRIES, node)
		if (e->id == id)
			found = e;
	mutex_unlock(&lock);
	return found;
}
