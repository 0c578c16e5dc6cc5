// SPDX-License-Identifier: MIT
#include "HeapUse.h"

#include <malloc.h>

size_t cplatform_heap_in_use(void) {
    struct mallinfo2 heap = mallinfo2();
    return heap.uordblks + heap.hblkhd;
}
