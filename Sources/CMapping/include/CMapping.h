#pragma once
// Files mapped into memory whose bytes stay as they were found, whoever writes to the file.
//
// A mapped file changes with the file, and reading behind an end that has moved kills the process. Here the kernel is
// asked to hold back whoever opens the file for writing or cuts it (a lease, fcntl(2)): before the other one may go on,
// the parts that are in use are copied, at the addresses that they have. Where there are no leases there is no mapping.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cmapping cmapping;

/// Maps the first `length` bytes of a file that was opened for reading alone; at most `parts` parts of it can be held.
///
/// Null where that cannot be: it is shorter, somebody has it open for writing, the file system has no leases, it is not
/// the user's file, the signal SIGIO is used otherwise, or too many files are mapped.
cmapping *cmapping_open(int descriptor, size_t length, size_t parts);

/// Where the bytes are; none may be read that is not held.
const uint8_t *cmapping_start(const cmapping *mapping);

/// Holds `length` bytes from `first` on as they are now, until the mapping is closed: the number of this part; -1 when
/// the file may have been changed meanwhile, or too many parts are held.
long cmapping_hold(cmapping *mapping, size_t first, size_t length);

/// Says that what a part holds was found to be right; false when some of it could not be read.
bool cmapping_trust(cmapping *mapping, long part);

void cmapping_close(cmapping *mapping);

/// How many times since the program began something that was trusted could not be read again or copied: zeros may stand
/// there.
unsigned cmapping_failures(void);
