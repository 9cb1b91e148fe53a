#pragma once
// Checking cells and sections of snapshots: what is read from a disk is believed only after these have seen it.
#include <stddef.h>
#include <stdint.h>

// A checksum of `count` bytes, a multiple of 64. Different seeds give unrelated checksums. It is for damage, not against
// an adversary. The same on every machine of this byte order.
uint64_t ccells_checksum(const void *bytes, size_t count, uint64_t seed);

// The smallest and largest of the cells that are not missing, and how many are. `low > high` where all are missing.
typedef struct {
  int64_t low;
  int64_t high;
  uint64_t missing;
} ccells_range;

// The smallest value of the width is a missing cell.
ccells_range ccells_signed8(const void *cells, size_t count);
ccells_range ccells_signed16(const void *cells, size_t count);
ccells_range ccells_signed32(const void *cells, size_t count);
ccells_range ccells_signed64(const void *cells, size_t count);

// Zero is a missing cell.
ccells_range ccells_codes8(const void *cells, size_t count);
ccells_range ccells_codes16(const void *cells, size_t count);
ccells_range ccells_codes32(const void *cells, size_t count);

// 0, 1, or 2 for a missing cell; `high` is above 1 where there is anything else.
ccells_range ccells_booleans(const void *cells, size_t count);

// How many of the doubles are not a number.
uint64_t ccells_not_numbers(const void *cells, size_t count);

// Whether no number is smaller than the one before it.
int ccells_ascending32(const void *numbers, size_t count);
int ccells_ascending64(const void *numbers, size_t count);
