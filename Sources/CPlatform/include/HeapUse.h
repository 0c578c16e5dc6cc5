// SPDX-License-Identifier: MIT
#ifndef CPLATFORM_HEAP_USE_H
#define CPLATFORM_HEAP_USE_H

#include <stddef.h>

/// Bytes that the heap has handed out and not got back.
size_t cplatform_heap_in_use(void);

#endif
