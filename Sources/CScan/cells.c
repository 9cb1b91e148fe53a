#include "CCells.h"

#include <string.h>

// Two lanes of 64 bits, as the vector units of all processors have them.
typedef uint64_t pair __attribute__((vector_size(16)));

static inline pair both(uint64_t value) { return (pair){value, value}; }

static inline uint64_t fold(uint64_t left, uint64_t right) {
  const __uint128_t product = (__uint128_t)left * right;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// The inner loop of XXH3: eight lanes, in each the bytes as they are are added to the neighbour, so that no change of a
// single word can vanish, and the product of their halves to the lane. The keys move with every stripe of 64 bytes, so
// that the place counts.
uint64_t ccells_checksum(const void *bytes, size_t count, uint64_t seed) {
  static const uint64_t start[8] = {
      0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63,
      0x27D4EB2F165667C5, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB,
  };
  pair lanes[4], keys[4];
  for (int lane = 0; lane < 4; lane++) {
    lanes[lane] = (pair){start[2 * lane] + seed, start[2 * lane + 1] - seed};
    keys[lane] = (pair){start[7 - 2 * lane] ^ seed, start[6 - 2 * lane] + seed};
  }
  const pair step = {0x8EBC6AF09C88C6E3, 0x589965CC75374CC3};
  const pair lower = both(0xFFFFFFFF);
  const uint8_t *next = bytes;
  for (size_t left = count / 64; left > 0;) {
    const size_t stripes = left < 16 ? left : 16;
    for (size_t stripe = 0; stripe < stripes; stripe++) {
      for (int lane = 0; lane < 4; lane++) {
        pair data;
        memcpy(&data, next + 16 * lane, 16);
        const pair mixed = data ^ keys[lane];
        lanes[lane] += __builtin_shufflevector(data, data, 1, 0) + (mixed & lower) * (mixed >> 32);
        keys[lane] += step;
      }
      next += 64;
    }
    for (int lane = 0; lane < 4; lane++) {
      lanes[lane] ^= lanes[lane] >> 47;
      lanes[lane] ^= keys[lane];
      lanes[lane] *= both(0x9E3779B1);
    }
    left -= stripes;
  }
  uint64_t result = (uint64_t)count * start[0] + seed;
  for (int lane = 0; lane < 4; lane++)
    result = (result ^ fold(lanes[lane][0] ^ start[lane], lanes[lane][1] ^ start[lane + 4])) * start[3];
  result ^= result >> 37;
  result *= 0x165667919E3779F9;
  return result ^ (result >> 32);
}

// A cell less one is the greatest of its kind exactly where it is missing, so that the minimum passes it over.
#define RANGE(NAME, CELL, UNSIGNED, MISSING, GREATEST)                                   \
  ccells_range NAME(const void *start, size_t count) {                                   \
    const CELL *cells = start;                                                           \
    CELL low = GREATEST, high = MISSING;                                                 \
    uint64_t missing = 0;                                                                \
    for (size_t first = 0; first < count; first += 128) {                                \
      const size_t end = count - first < 128 ? count : first + 128;                      \
      UNSIGNED hits = 0;                                                                 \
      for (size_t i = first; i < end; i++) {                                             \
        const CELL cell = cells[i];                                                      \
        const CELL less = (CELL)((UNSIGNED)cell - (UNSIGNED)1);                          \
        low = less < low ? less : low;                                                   \
        high = cell > high ? cell : high;                                                \
        hits = (UNSIGNED)(hits + (cell == MISSING));                                     \
      }                                                                                  \
      missing += hits;                                                                   \
    }                                                                                    \
    if (missing == count) return (ccells_range){INT64_MAX, INT64_MIN, missing};          \
    return (ccells_range){(int64_t)low + 1, (int64_t)high, missing};                     \
  }

RANGE(ccells_signed8, int8_t, uint8_t, INT8_MIN, INT8_MAX)
RANGE(ccells_signed16, int16_t, uint16_t, INT16_MIN, INT16_MAX)
RANGE(ccells_signed32, int32_t, uint32_t, INT32_MIN, INT32_MAX)
RANGE(ccells_signed64, int64_t, uint64_t, INT64_MIN, INT64_MAX)
RANGE(ccells_codes8, uint8_t, uint8_t, 0, UINT8_MAX)
RANGE(ccells_codes16, uint16_t, uint16_t, 0, UINT16_MAX)
RANGE(ccells_codes32, uint32_t, uint32_t, 0, UINT32_MAX)

ccells_range ccells_booleans(const void *start, size_t count) {
  const uint8_t *cells = start;
  uint64_t zeros = 0, ones = 0, missing = 0;
  for (size_t first = 0; first < count; first += 128) {
    const size_t end = count - first < 128 ? count : first + 128;
    uint8_t these[3] = {0, 0, 0};
    for (size_t i = first; i < end; i++) {
      these[0] = (uint8_t)(these[0] + (cells[i] == 0));
      these[1] = (uint8_t)(these[1] + (cells[i] == 1));
      these[2] = (uint8_t)(these[2] + (cells[i] == 2));
    }
    zeros += these[0];
    ones += these[1];
    missing += these[2];
  }
  if (missing == count) return (ccells_range){INT64_MAX, INT64_MIN, missing};
  const int64_t high = zeros + ones + missing < count ? INT64_MAX : ones > 0;
  return (ccells_range){zeros > 0 ? 0 : 1, high, missing};
}

uint64_t ccells_not_numbers(const void *start, size_t count) {
  const uint64_t *cells = start;
  uint64_t found = 0;
  for (size_t i = 0; i < count; i++) found += (cells[i] & INT64_MAX) > 0x7FF0000000000000;
  return found;
}

int ccells_ascending32(const void *start, size_t count) {
  const uint32_t *numbers = start;
  int falls = 0;
  for (size_t i = 1; i < count; i++) falls |= numbers[i] < numbers[i - 1];
  return !falls;
}

int ccells_ascending64(const void *start, size_t count) {
  const uint64_t *numbers = start;
  int falls = 0;
  for (size_t i = 1; i < count; i++) falls |= numbers[i] < numbers[i - 1];
  return !falls;
}
