#include "CCells.h"

#include <string.h>

// Eight lanes of 64 bits: one register where they are wide, else two or four.
typedef uint64_t octet __attribute__((vector_size(64)));

#define ANYWHERE static inline __attribute__((always_inline))

// The same function for the vector units of newer processors and for those of all, chosen when it is called.
#define CHOSEN(RESULT, NAME, PARAMETERS, ARGUMENTS)                                                                  \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))) static RESULT NAME##_512 PARAMETERS {                \
    return NAME##_anywhere ARGUMENTS;                                                                                \
  }                                                                                                                  \
  __attribute__((target("avx2"))) static RESULT NAME##_256 PARAMETERS { return NAME##_anywhere ARGUMENTS; }          \
  RESULT NAME PARAMETERS {                                                                                           \
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) \
      return NAME##_512 ARGUMENTS;                                                                                   \
    return __builtin_cpu_supports("avx2") ? NAME##_256 ARGUMENTS : NAME##_anywhere ARGUMENTS;                        \
  }

static inline uint64_t fold(uint64_t left, uint64_t right) {
  const __uint128_t product = (__uint128_t)left * right;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// The inner loop of XXH3: eight lanes, in each the bytes as they are are added to the neighbour, so that no change of a
// single word can vanish, and the product of their halves to the lane. The keys move with every stripe of 64 bytes, so
// that the place counts.
ANYWHERE uint64_t ccells_checksum_anywhere(const void *bytes, size_t count, uint64_t seed) {
  static const uint64_t start[8] = {
      0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63,
      0x27D4EB2F165667C5, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB,
  };
  octet lanes, keys, step;
  for (int lane = 0; lane < 8; lane += 2) {
    lanes[lane] = start[lane] + seed;
    lanes[lane + 1] = start[lane + 1] - seed;
    keys[lane] = start[7 - lane] ^ seed;
    keys[lane + 1] = start[6 - lane] + seed;
    step[lane] = 0x8EBC6AF09C88C6E3;
    step[lane + 1] = 0x589965CC75374CC3;
  }
  const uint8_t *next = bytes;
  for (size_t left = count / 64; left > 0;) {
    const size_t stripes = left < 16 ? left : 16;
    for (size_t stripe = 0; stripe < stripes; stripe++) {
      octet data;
      memcpy(&data, next, 64);
      const octet mixed = data ^ keys;
      lanes += __builtin_shufflevector(data, data, 1, 0, 3, 2, 5, 4, 7, 6) + (mixed & UINT32_MAX) * (mixed >> 32);
      keys += step;
      next += 64;
    }
    lanes ^= lanes >> 47;
    lanes ^= keys;
    lanes *= (uint64_t)0x9E3779B1;
    left -= stripes;
  }
  uint64_t result = (uint64_t)count * start[0] + seed;
  for (int lane = 0; lane < 4; lane++)
    result = (result ^ fold(lanes[2 * lane] ^ start[lane], lanes[2 * lane + 1] ^ start[lane + 4])) * start[3];
  result ^= result >> 37;
  result *= 0x165667919E3779F9;
  return result ^ (result >> 32);
}

CHOSEN(uint64_t, ccells_checksum, (const void *bytes, size_t count, uint64_t seed), (bytes, count, seed))

// A cell less one is the greatest of its kind exactly where it is missing, so that the minimum passes it over. A lane
// counts up to 255 missing cells before they are added up.
#define RANGE(NAME, CELL, UNSIGNED, MISSING, GREATEST)                                                               \
  ANYWHERE ccells_range NAME##_anywhere(const void *start, size_t count) {                                           \
    typedef CELL row __attribute__((vector_size(64)));                                                               \
    typedef UNSIGNED bits __attribute__((vector_size(64)));                                                          \
    const size_t lanes = sizeof(row) / sizeof(CELL), rows = count / lanes;                                           \
    const CELL *cells = start;                                                                                       \
    row lows = (row){0} + (CELL)GREATEST, highs = (row){0} + (CELL)MISSING;                                          \
    uint64_t missing = 0;                                                                                            \
    for (size_t first = 0; first < rows; first += 255) {                                                             \
      const size_t end = rows - first < 255 ? rows : first + 255;                                                    \
      bits hits = {0};                                                                                               \
      for (size_t i = first; i < end; i++) {                                                                         \
        row these;                                                                                                   \
        memcpy(&these, cells + i * lanes, sizeof these);                                                             \
        lows = __builtin_elementwise_min(lows, (row)((bits)these - (UNSIGNED)1));                                    \
        highs = __builtin_elementwise_max(highs, these);                                                             \
        hits -= (bits)(these == (CELL)MISSING);                                                                      \
      }                                                                                                              \
      for (size_t lane = 0; lane < lanes; lane++) missing += hits[lane];                                             \
    }                                                                                                                \
    CELL low = __builtin_reduce_min(lows), high = __builtin_reduce_max(highs);                                       \
    for (size_t i = rows * lanes; i < count; i++) {                                                                  \
      const CELL less = (CELL)((UNSIGNED)cells[i] - (UNSIGNED)1);                                                    \
      low = less < low ? less : low;                                                                                 \
      high = cells[i] > high ? cells[i] : high;                                                                      \
      missing += cells[i] == MISSING;                                                                                \
    }                                                                                                                \
    if (missing == count) return (ccells_range){INT64_MAX, INT64_MIN, missing};                                      \
    return (ccells_range){(int64_t)low + 1, (int64_t)high, missing};                                                 \
  }                                                                                                                  \
  CHOSEN(ccells_range, NAME, (const void *start, size_t count), (start, count))

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
