#pragma once
// Byte scanning, 64 bytes at a time. Every function reads 64 bytes from `block`, whatever its alignment; the caller
// guarantees that they are readable. Bit i of a result stands for byte i.
#include <stdint.h>

#include "CCells.h"

#if defined(__SSE2__)
#include <emmintrin.h>

static inline __attribute__((always_inline)) uint64_t cscan_equal(const uint8_t *block, uint8_t byte) {
  const __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t result = 0;
  for (int lane = 0; lane < 4; lane++) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(block + 16 * lane));
    result |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)) << (16 * lane);
  }
  return result;
}

// The bytes above 127.
static inline __attribute__((always_inline)) uint64_t cscan_high(const uint8_t *block) {
  uint64_t result = 0;
  for (int lane = 0; lane < 4; lane++) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(block + 16 * lane));
    result |= (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << (16 * lane);
  }
  return result;
}

#else

static inline __attribute__((always_inline)) uint64_t cscan_equal(const uint8_t *block, uint8_t byte) {
  uint64_t result = 0;
  for (int i = 0; i < 64; i++) result |= (uint64_t)(block[i] == byte) << i;
  return result;
}

// The bytes above 127.
static inline __attribute__((always_inline)) uint64_t cscan_high(const uint8_t *block) {
  uint64_t result = 0;
  for (int i = 0; i < 64; i++) result |= (uint64_t)(block[i] >> 7) << i;
  return result;
}

#endif

// Bit i is set when an odd number of bits 0...i of `mask` are: from quote marks to the stretches inside quotes.
static inline __attribute__((always_inline)) uint64_t cscan_parity(uint64_t mask) {
  mask ^= mask << 1;
  mask ^= mask << 2;
  mask ^= mask << 4;
  mask ^= mask << 8;
  mask ^= mask << 16;
  mask ^= mask << 32;
  return mask;
}

// Brings the line of memory that holds `address` nearer, for a read that comes soon; any address will do.
static inline __attribute__((always_inline)) void cscan_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

// The places of the marks that are 1 (others are 0), ascending; gives how many. `count` is at most 65,536; `rows` has room
// for 32 more than that, and 63 bytes behind the marks are readable.
size_t cscan_marked(const uint8_t *marks, size_t count, uint16_t *rows);

#include "CFields.h"
#include "CScanSplit.h"

// What a thread does that waits for another without sleeping.
static inline __attribute__((always_inline)) void cscan_pause(void) {
#if defined(__SSE2__)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
