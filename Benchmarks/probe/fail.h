// SPDX-License-Identifier: MIT
#ifndef FAIL_H
#define FAIL_H

#include <stdio.h>
#include <stdlib.h>

static inline void fail(const char *what) {
    perror(what);
    exit(1);
}

#endif
