// One function now sets the busy bit and another clears it.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// New vm_start sets the bit and an old vm_stop leaves it: the unchanged vm_enter turns the machine away for ever.
#include "kernel.h"

struct vm { u32 flags, runs; };

void vm_start(struct vm *vm)
{
	vm->runs++;
#ifdef FIXED
	vm->flags |= 4u;
#endif
}

void vm_stop(struct vm *vm)
{
	vm->runs--;
#ifdef FIXED
	vm->flags &= ~4u;
#endif
}

int vm_enter(struct vm *vm)
{
	return vm->flags & 4u ? -EBUSY : 0;
}
