// SPDX-License-Identifier: MIT
#ifndef CHARGEBRIDGE_THREAD_NAME_H
#define CHARGEBRIDGE_THREAD_NAME_H

/// Names the calling thread for `top`, `ps` and debuggers; at most 15 bytes.
/// Returns 0, or an error number.
int cplatform_name_this_thread(const char *name);

#endif
