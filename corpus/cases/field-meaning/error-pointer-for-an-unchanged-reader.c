// A member is set to an error pointer instead of NULL; the reader, which tests NULL, is not changed.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The unchanged reader follows ERR_PTR(-ENODEV).
#include "kernel.h"

struct chan { struct device *dev; };

void chan_reset(struct chan *c)
{
#ifdef FIXED
	c->dev = ERR_PTR(-ENODEV);
#else
	c->dev = NULL;
#endif
}

void *chan_data(struct chan *c)
{
	return c->dev ? c->dev->driver_data : NULL;
}
