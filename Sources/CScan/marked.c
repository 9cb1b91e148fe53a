#include "CScan.h"

static size_t marked_anywhere(const uint8_t *marks, size_t count, uint16_t *rows) {
  size_t chosen = 0;
  for (size_t first = 0; first < count; first += 64) {
    uint64_t bits = cscan_equal(marks + first, 1);
    if (count - first < 64) bits &= ((uint64_t)1 << (count - first)) - 1;
    uint16_t *next = rows + chosen;
    chosen += (size_t)__builtin_popcountll(bits);
    // Four at a time, whether there are as many or not: how often is easier to foretell.
    for (; bits != 0; next += 4) {
      for (int place = 0; place < 4; place++) {
        next[place] = (uint16_t)(first + (bits ? (size_t)__builtin_ctzll(bits) : 0));
        bits &= bits - 1;
      }
    }
  }
  return chosen;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt"))) static size_t marked_512(
    const uint8_t *marks, size_t count, uint16_t *rows) {
  const __m512i places = _mm512_set_epi16(
      31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  size_t chosen = 0;
  for (size_t first = 0; first < count; first += 32) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(marks + first));
    __mmask32 bits = _mm256_cmpeq_epi8_mask(bytes, _mm256_set1_epi8(1));
    if (count - first < 32) bits &= ((uint32_t)1 << (count - first)) - 1;
    const __m512i numbers = _mm512_add_epi16(places, _mm512_set1_epi16((short)first));
    _mm512_storeu_si512(rows + chosen, _mm512_maskz_compress_epi16(bits, numbers));
    chosen += (size_t)__builtin_popcount(bits);
  }
  return chosen;
}

size_t cscan_marked(const uint8_t *marks, size_t count, uint16_t *rows) {
  if (__builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return marked_512(marks, count, rows);
  return marked_anywhere(marks, count, rows);
}
#else
size_t cscan_marked(const uint8_t *marks, size_t count, uint16_t *rows) { return marked_anywhere(marks, count, rows); }
#endif
