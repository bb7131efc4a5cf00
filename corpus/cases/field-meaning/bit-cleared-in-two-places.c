// Two functions now clear the bit that says the hardware has a valid copy, as others did before.
// lpcheck: expect immediate
// lpcheck: origin kernel
// lpcheck: known-wrong too strict: undecided for undischarged
// Clearing needs nothing that the other one left: in any mix the bit is clear more often than in old code alone.
#include "kernel.h"

struct vm { u32 clean, dbg, lbr; };

static bool vm_needs_load(struct vm *vm)
{
	return !(vm->clean & 4);
}

void vm_set_dbg(struct vm *vm, u32 dbg)
{
	vm->dbg = dbg;
#ifdef FIXED
	vm->clean &= ~4u;
#endif
}

void vm_set_lbr(struct vm *vm, u32 lbr)
{
	vm->lbr = lbr;
#ifdef FIXED
	vm->clean &= ~4u;
#endif
}

bool vm_enter(struct vm *vm)
{
	return vm_needs_load(vm);
}
