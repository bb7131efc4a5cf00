// SPDX-License-Identifier: GPL-2.0
#define LPT_VERSION 3
#define LPT_A
#include "lpt_patch.h"
