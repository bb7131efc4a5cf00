// SPDX-License-Identifier: GPL-2.0
/* A patch that needs no symbol of its object, so that it can be there before it. */
#define LPT_VERSION 1
#define LPT_LATE
#include "lpt_patch.h"
