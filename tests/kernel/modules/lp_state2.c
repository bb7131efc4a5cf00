// SPDX-License-Identifier: GPL-2.0
#define LPT_VERSION 2
#define LPT_A
#define LPT_STATE_ID 7
#define LPT_STATE_VERSION 2
#define LPT_REPLACE
#include "lpt_patch.h"
