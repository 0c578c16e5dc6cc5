// SPDX-License-Identifier: MIT
#ifndef CHARGEBRIDGE_BUILD_STAMP_H
#define CHARGEBRIDGE_BUILD_STAMP_H

/// The commit that the program was built from, or "development": see `Scripts/version`.
const char *chargebridge_build_stamp(void);

#endif
