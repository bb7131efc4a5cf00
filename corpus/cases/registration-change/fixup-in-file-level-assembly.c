// A fixup is registered by assembly at file level, as the kernel's PCI quirks are.
// lpcheck: expect refused
// lpcheck: because registration-change
// lpcheck: origin synthetic
// The fixups were run when the devices were found; the section is not walked again.
#include "kernel.h"

void quirk_no_reset(struct device *dev)
{
	dev->driver_data = NULL;
}
#ifdef FIXED
__asm__(".section \".pci_fixup_final\", \"a\"\n.short 0x8086, 0x1234\n.long quirk_no_reset - .\n.previous");
#endif
