// SPDX-License-Identifier: MIT
#include "WakeSignal.h"
#include <sys/eventfd.h>
#include <unistd.h>

int cplatform_wake_signal_open(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void cplatform_wake_signal_raise(int descriptor) {
    eventfd_write(descriptor, 1);
}

void cplatform_wake_signal_clear(int descriptor) {
    eventfd_t count;
    eventfd_read(descriptor, &count);
}
