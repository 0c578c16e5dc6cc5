// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "ThreadName.h"
#include <pthread.h>

int cplatform_name_this_thread(const char *name) {
    return pthread_setname_np(pthread_self(), name);
}
