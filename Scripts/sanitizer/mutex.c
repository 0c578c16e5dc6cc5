// SPDX-License-Identifier: MIT
// Lets ThreadSanitizer see what Swift's Mutex does when two threads meet.
//
// Without a contender a Mutex is locked and unlocked by atomic operations in our own, instrumented code. With
// one, the kernel hands it over (a priority-inheriting futex) inside libswiftSynchronization, which is not
// instrumented: the sanitizer misses the hand-over and reports a race on everything the Mutex protects. These two
// functions take the place of the library's, tell the sanitizer, and call it. Nothing is suppressed: a race on
// anything that no Mutex protects is still found.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

// Synchronization._MutexHandle._lockSlow(UInt32) and ._unlockSlow(); self comes in the context register.
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

void __tsan_acquire(void *address);
void __tsan_release(void *address);

typedef void (*LockSlow)(uint32_t thread, SELF void *mutex) SWIFT;
typedef void (*UnlockSlow)(SELF void *mutex) SWIFT;

SWIFT void seen_lock_slow(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT void seen_unlock_slow(SELF void *mutex) __asm__(UNLOCK);

static LockSlow lock_slow;
static UnlockSlow unlock_slow;

__attribute__((constructor)) static void find(void) {
    lock_slow = (LockSlow)dlsym(RTLD_NEXT, LOCK);
    unlock_slow = (UnlockSlow)dlsym(RTLD_NEXT, UNLOCK);
    // Another toolchain, with another Mutex: better no run than a wrong one.
    if (!lock_slow || !unlock_slow) abort();
}

SWIFT void seen_lock_slow(uint32_t thread, SELF void *mutex) {
    lock_slow(thread, mutex);
    __tsan_acquire(mutex);
}

SWIFT void seen_unlock_slow(SELF void *mutex) {
    __tsan_release(mutex);
    unlock_slow(mutex);
}
