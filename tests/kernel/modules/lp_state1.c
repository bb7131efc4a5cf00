// SPDX-License-Identifier: GPL-2.0
#define LPT_VERSION 1
#define LPT_A
#define LPT_STATE_ID 7
#define LPT_STATE_VERSION 1
#include "lpt_patch.h"
