#define _GNU_SOURCE
#include "CMapping.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { most_mappings = 64, page = 4096 };

typedef struct {
    size_t first, end;  // Multiples of a page.
    _Atomic bool is_held, is_trusted, has_failed;
} part;

struct cmapping {
    uint8_t *start;
    size_t length;
    int descriptor, place;
    // Set before the parts are copied: no part is held from then on.
    _Atomic bool is_released;
    size_t most_parts;
    _Atomic size_t count;
    part parts[];
};

// What the signal handlers know, which have no context argument. A place is in use from `start` being set until it is
// cleared; `is_busy` is taken by whoever looks into the mapping behind it or is about to free it.
static struct {
    _Atomic(cmapping *) mapping;
    _Atomic uintptr_t start, end;
    _Atomic bool is_busy;
} places[most_mappings];
static _Atomic unsigned failures;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool has_handlers;

unsigned cmapping_failures(void) { return failures; }

const uint8_t *cmapping_start(const cmapping *mapping) { return mapping->start; }

// How many parts there are; one that was refused may have been counted.
static size_t parts_of(const cmapping *mapping) {
    size_t count = mapping->count;
    return count < mapping->most_parts ? count : mapping->most_parts;
}

static void fail(part *part) {
    part->has_failed = true;
    if (part->is_trusted) failures++;
}

// Puts a copy where the bytes of the file were. Threads that read them meanwhile wait or do not notice.
static void copy(cmapping *mapping, part *part) {
    size_t length = part->end - part->first;
    uint8_t *place = mapping->start + part->first;
    uint8_t *copied = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (copied == MAP_FAILED) return fail(part);
    memcpy(copied, place, length);
    if (mprotect(copied, length, PROT_READ) != 0
        || mremap(copied, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, place) == MAP_FAILED) {
        munmap(copied, length);
        fail(part);
    }
}

// Somebody waits to change one of the files.
static void on_lease_break(int signal) {
    (void)signal;
    int saved = errno;
    for (int i = 0; i < most_mappings; i++) {
        if (!places[i].mapping || atomic_exchange(&places[i].is_busy, true)) continue;
        cmapping *mapping = places[i].mapping;
        if (mapping && !mapping->is_released && fcntl(mapping->descriptor, F_GETLEASE) != F_RDLCK) {
            mapping->is_released = true;
            size_t count = parts_of(mapping);
            for (size_t part = 0; part < count; part++)
                if (mapping->parts[part].is_held) copy(mapping, &mapping->parts[part]);
            // Without a lease to give back the kernel has stopped waiting, as it does for a program that is halted.
            if (fcntl(mapping->descriptor, F_SETLEASE, F_UNLCK) != 0)
                for (size_t part = 0; part < count; part++) fail(&mapping->parts[part]);
        }
        places[i].is_busy = false;
    }
    errno = saved;
}

// A byte of a mapped file could not be read: the disk is damaged, or the file was cut although it was held.
static void on_bus_error(int signal, siginfo_t *info, void *context) {
    (void)context;
    uintptr_t address = (uintptr_t)info->si_addr;
    for (int i = 0; i < most_mappings; i++) {
        if (address < places[i].start || address >= places[i].end) continue;
        int saved = errno;
        // Whoever reads there holds the mapping, so that it is not freed now.
        cmapping *mapping = places[i].mapping;
        size_t offset = (address - places[i].start) & ~(size_t)(page - 1);
        void *zeros = mmap(
            (void *)(places[i].start + offset), page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        if (!mapping || zeros == MAP_FAILED) break;
        size_t count = parts_of(mapping);
        for (size_t part = 0; part < count; part++)
            if (offset >= mapping->parts[part].first && offset < mapping->parts[part].end) fail(&mapping->parts[part]);
        errno = saved;
        return;
    }
    // Not ours: the instruction that caused it runs again, and ends the program.
    struct sigaction action = {0};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, NULL);
}

static bool is_unused(int signal) {
    struct sigaction found;
    return sigaction(signal, NULL, &found) == 0 && !(found.sa_flags & SA_SIGINFO)
        && (found.sa_handler == SIG_DFL || found.sa_handler == SIG_IGN);
}

static void install_handlers(void) {
    if (!is_unused(SIGIO) || sysconf(_SC_PAGESIZE) != page) return;
    struct sigaction action = {0};
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    action.sa_handler = on_lease_break;
    has_handlers = sigaction(SIGIO, &action, NULL) == 0;
    // A sanitizer has a handler of its own, and keeps it.
    if (!is_unused(SIGBUS)) return;
    action.sa_flags = SA_RESTART | SA_SIGINFO | SA_NODEFER;
    action.sa_sigaction = on_bus_error;
    sigaction(SIGBUS, &action, NULL);
}

cmapping *cmapping_open(int descriptor, size_t length, size_t parts) {
    pthread_once(&once, install_handlers);
    if (!has_handlers || length == 0 || length > SIZE_MAX / 2 || parts > 1 << 20) return NULL;
    cmapping *mapping = calloc(1, sizeof *mapping + parts * sizeof *mapping->parts);
    if (!mapping) return NULL;
    mapping->most_parts = parts;
    mapping->length = (length + page - 1) & ~(size_t)(page - 1);
    mapping->descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (mapping->descriptor < 0) goto no_descriptor;
    void *start = mmap(NULL, length, PROT_READ, MAP_PRIVATE, mapping->descriptor, 0);
    if (start == MAP_FAILED) goto no_memory;
    mapping->start = start;
    for (int i = 0; i < most_mappings; i++) {
        if (atomic_exchange(&places[i].is_busy, true)) continue;
        bool is_free = !places[i].mapping;
        if (is_free) {
            mapping->place = i;
            places[i].start = (uintptr_t)start;
            places[i].end = (uintptr_t)start + mapping->length;
            places[i].mapping = mapping;
        }
        places[i].is_busy = false;
        if (!is_free) continue;
        struct stat status;
        if (fcntl(mapping->descriptor, F_SETLEASE, F_RDLCK) == 0 && fstat(mapping->descriptor, &status) == 0
            && status.st_size >= (off_t)length)
            return mapping;
        cmapping_close(mapping);
        return NULL;
    }
    munmap(start, mapping->length);
no_memory:
    close(mapping->descriptor);
no_descriptor:
    free(mapping);
    return NULL;
}

long cmapping_hold(cmapping *mapping, size_t first, size_t length) {
    if (first > mapping->length || length > mapping->length - first || length == 0) return -1;
    if (mapping->is_released || mapping->count >= mapping->most_parts) return -1;
    size_t number = atomic_fetch_add(&mapping->count, 1);
    if (number >= mapping->most_parts) return -1;
    part *part = &mapping->parts[number];
    part->first = first & ~(size_t)(page - 1);
    part->end = (first + length + page - 1) & ~(size_t)(page - 1);
    part->is_held = true;
    // Released meanwhile, it may have been overlooked.
    return mapping->is_released ? -1 : (long)number;
}

bool cmapping_trust(cmapping *mapping, long part) {
    if (part < 0 || (size_t)part >= mapping->most_parts) return false;
    mapping->parts[part].is_trusted = true;
    return !mapping->parts[part].has_failed;
}

void cmapping_close(cmapping *mapping) {
    int place = mapping->place;
    while (atomic_exchange(&places[place].is_busy, true)) {}
    places[place].mapping = NULL;
    places[place].start = places[place].end = 0;
    munmap(mapping->start, mapping->length);
    // Releases the lease, too.
    close(mapping->descriptor);
    free(mapping);
    places[place].is_busy = false;
}
