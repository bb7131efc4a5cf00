// SPDX-License-Identifier: GPL-2.0
#define LPT_VERSION 1
#define LPT_W
#include "lpt_patch.h"
