// SPDX-License-Identifier: GPL-2.0
#define LPT_VERSION 2
#define LPT_B
#include "lpt_patch.h"
