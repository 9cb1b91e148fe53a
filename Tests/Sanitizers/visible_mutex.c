// Tells ThreadSanitizer when a `Mutex` of Swift's Synchronization module goes from one thread to another that waits for it.
//
// A free mutex is taken by code that is compiled into the program, which ThreadSanitizer sees; where a thread has to wait,
// both go through functions of a library that is not instrumented. What follows then looks as if nobody had locked
// anything, and every use of what the mutex guards is reported. `Scripts/sanitize` loads this before that library: it does
// what the library does and says so.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// Of ThreadSanitizer's runtime, which is in the program.
void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));

// Synchronization._MutexHandle._lockSlow(UInt32) and ._unlockSlow()
SWIFT void lock_visibly(uint32_t thread, SELF handle) __asm__(LOCK);
SWIFT void unlock_visibly(SELF handle) __asm__(UNLOCK);

SWIFT void lock_visibly(uint32_t thread, SELF handle)
{
    static SWIFT void (*library)(uint32_t, SELF);
    if (!library)
        library = (SWIFT void (*)(uint32_t, SELF))dlsym(RTLD_NEXT, LOCK);
    library(thread, handle);
    if (__tsan_acquire)
        __tsan_acquire(handle);
}

SWIFT void unlock_visibly(SELF handle)
{
    static SWIFT void (*library)(SELF);
    if (!library)
        library = (SWIFT void (*)(SELF))dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release)
        __tsan_release(handle);
    library(handle);
}
