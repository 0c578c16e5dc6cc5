// SPDX-License-Identifier: MIT
#include "CBuildStamp.h"

// The manifest defines it when the environment has CHARGEBRIDGE_COMMIT, as `make release` sets it.
#ifndef CHARGEBRIDGE_COMMIT
#define CHARGEBRIDGE_COMMIT "development"
#endif

const char *chargebridge_build_stamp(void) { return CHARGEBRIDGE_COMMIT; }
