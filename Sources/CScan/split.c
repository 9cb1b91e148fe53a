// One algorithm, three ways of comparing 64 bytes with a value; the widest that the processor has is taken.
#include "CScan.h"
#include "CScanSplit.h"

typedef struct {
  uint64_t equal_delimiter, equal_quote, equal_newline, equal_return, high, zero;
} masks;

// What is the same for all: from the masks of a block to the places that count.
#define SPLIT_BODY(LOAD, NOTE, PARITY, WRITE)                                                                        \
  uint64_t inside = start.inside, may_open = start.may_open, closed = start.closed;                                  \
  uint64_t high = 0, zero = 0, any_quotes = 0;                                                                       \
  size_t lines_found = 0;                                                                                            \
  uint32_t *out = marks;                                                                                             \
  int broke = 0;                                                                                                     \
  for (size_t block = 0; block < length; block += 64) {                                                              \
    masks m;                                                                                                         \
    LOAD(bytes + block);                                                                                             \
    if (length - block >= 64) {                                                                                      \
      NOTE                                                                                                           \
    } else {                                                                                                         \
      high |= cscan_high(bytes + block) & (((uint64_t)1 << (length - block)) - 1);                                   \
      zero |= cscan_equal(bytes + block, 0) & (((uint64_t)1 << (length - block)) - 1);                               \
    }                                                                                                                \
    any_quotes |= m.equal_quote;                                                                                     \
    uint64_t lines = m.equal_newline;                                                                                \
    const uint64_t all = m.equal_delimiter | lines;                                                                  \
    uint64_t wanted = all, broken = 0;                                                                               \
    if (m.equal_quote | inside | closed) {                                                                           \
      const uint64_t within = PARITY(m.equal_quote) ^ inside;                                                        \
      const uint64_t openings = m.equal_quote & within, closings = m.equal_quote & ~within;                          \
      const uint64_t returns = start.newline == 0x0A ? m.equal_return & (lines >> 1) : 0;                            \
      broken = openings & ~((all | closings) << 1 | may_open);                                                       \
      broken |= (closings << 1 | closed) & ~(all | returns | openings);                                              \
      wanted &= ~within;                                                                                             \
      lines &= ~within;                                                                                              \
      inside = (uint64_t)((int64_t)within >> 63);                                                                    \
      closed = closings >> 63;                                                                                       \
      may_open = (all | closings) >> 63;                                                                             \
    } else {                                                                                                         \
      may_open = all >> 63;                                                                                          \
    }                                                                                                                \
    if (length - block < 64) {                                                                                       \
      const uint64_t valid = ((uint64_t)1 << (length - block)) - 1;                                                  \
      wanted &= valid;                                                                                               \
      lines &= valid;                                                                                                \
      broken &= valid;                                                                                               \
    }                                                                                                                \
    if (broken) {                                                                                                    \
      const uint64_t valid = (broken & (0 - broken)) - 1;                                                            \
      wanted &= valid;                                                                                               \
      lines &= valid;                                                                                                \
      broke = 1;                                                                                                     \
    }                                                                                                                \
    lines_found += (size_t)__builtin_popcountll(lines);                                                              \
    WRITE(wanted, base + (uint32_t)block);                                                                           \
    if (broke) break;                                                                                                \
  }                                                                                                                  \
  found->marks = (size_t)(out - marks);                                                                              \
  found->lines = lines_found;                                                                                        \
  found->broke = broke;                                                                                              \
  found->high = high;                                                                                                \
  found->zero = zero;                                                                                                \
  found->quotes = any_quotes;

// Eight places of most blocks at once, without a branch; behind the last stands anything, which the next block writes
// over. `LOWEST` is the place of the lowest bit, and anything where there is none.
#define WRITE_EIGHT(LOWEST, bits, first)                                                                             \
  do {                                                                                                               \
    uint64_t rest = (bits);                                                                                          \
    const uint32_t from = (first);                                                                                   \
    const size_t count = (size_t)__builtin_popcountll(rest);                                                         \
    for (size_t i = 0; i < 8; i++) {                                                                                 \
      out[i] = from + (uint32_t)LOWEST(rest);                                                                        \
      rest &= rest - 1;                                                                                              \
    }                                                                                                                \
    for (size_t i = 8; i < count; i++) {                                                                             \
      out[i] = from + (uint32_t)LOWEST(rest);                                                                        \
      rest &= rest - 1;                                                                                              \
    }                                                                                                                \
    out += count;                                                                                                    \
  } while (0)

#define LOWEST_PLAIN(bits) ((bits) ? __builtin_ctzll(bits) : 0)
#define WRITE_PLAIN(bits, first) WRITE_EIGHT(LOWEST_PLAIN, bits, first)

#define LOAD_PLAIN(block)                                                                                            \
  m.equal_delimiter = cscan_equal(block, start.delimiter);                                                           \
  m.equal_quote = cscan_equal(block, start.quote);                                                                   \
  m.equal_newline = cscan_equal(block, start.newline);                                                               \
  m.equal_return = m.equal_quote | inside | closed ? cscan_equal(block, 0x0D) : 0;                                   \
  m.high = cscan_high(block);                                                                                        \
  m.zero = cscan_equal(block, 0);

#define NOTE_PLAIN                                                                                                   \
  high |= m.high;                                                                                                    \
  zero |= m.zero;

void cscan_split_portable(const uint8_t *bytes, size_t length, uint32_t base, cscan_start start, uint32_t *marks,
                          cscan_found *found) {
  SPLIT_BODY(LOAD_PLAIN, NOTE_PLAIN, cscan_parity, WRITE_PLAIN)
}

#if defined(__x86_64__)
#include <immintrin.h>

#define PARITY_PRODUCT(mask) ((uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(                                      \
    _mm_set_epi64x(0, (long long)(mask)), _mm_set1_epi8((char)0xFF), 0)))

#define MASK_256(value)                                                                                              \
  ((uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, value)) |                                         \
   (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(upper, value)) << 32)

#define LOAD_256(block)                                                                                              \
  const __m256i low = _mm256_loadu_si256((const __m256i *)(block));                                                  \
  const __m256i upper = _mm256_loadu_si256((const __m256i *)((block) + 32));                                         \
  m.equal_delimiter = MASK_256(delimiter);                                                                           \
  m.equal_quote = MASK_256(quote);                                                                                   \
  m.equal_newline = MASK_256(newline);                                                                               \
  m.equal_return = m.equal_quote | inside | closed ? MASK_256(carriage) : 0;

// What bytes of any block there are is looked at once, behind the loop.
#define NOTE_256                                                                                                     \
  any = _mm256_or_si256(any, _mm256_or_si256(low, upper));                                                           \
  least = _mm256_min_epu8(least, _mm256_min_epu8(low, upper));

#define WRITE_256(bits, first) WRITE_EIGHT(_tzcnt_u64, bits, first)

__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt,pclmul"))) static void split_256(
    const uint8_t *bytes, size_t length, uint32_t base, cscan_start start, uint32_t *marks, cscan_found *found) {
  const __m256i delimiter = _mm256_set1_epi8((char)start.delimiter), quote = _mm256_set1_epi8((char)start.quote);
  const __m256i newline = _mm256_set1_epi8((char)start.newline), carriage = _mm256_set1_epi8(0x0D);
  __m256i any = _mm256_setzero_si256(), least = _mm256_set1_epi8((char)0xFF);
  SPLIT_BODY(LOAD_256, NOTE_256, PARITY_PRODUCT, WRITE_256)
  found->high |= (uint64_t)(uint32_t)_mm256_movemask_epi8(any);
  found->zero |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(least, _mm256_setzero_si256()));
}

#define LOAD_512(block)                                                                                              \
  const __m512i all_bytes = _mm512_loadu_si512((const void *)(block));                                               \
  m.equal_delimiter = _mm512_cmpeq_epi8_mask(all_bytes, delimiter);                                                  \
  m.equal_quote = _mm512_cmpeq_epi8_mask(all_bytes, quote);                                                          \
  m.equal_newline = _mm512_cmpeq_epi8_mask(all_bytes, newline);                                                      \
  m.equal_return = m.equal_quote | inside | closed ? _mm512_cmpeq_epi8_mask(all_bytes, carriage) : 0;

#define NOTE_512                                                                                                     \
  any = _mm512_or_si512(any, all_bytes);                                                                             \
  least = _mm512_min_epu8(least, all_bytes);

// The places as bytes, pressed together, then widened 16 at a time.
#define WRITE_512(bits, first)                                                                                       \
  do {                                                                                                               \
    const uint64_t rest = (bits);                                                                                    \
    const size_t count = (size_t)__builtin_popcountll(rest);                                                         \
    const __m512i from = _mm512_set1_epi32((int)(first));                                                            \
    const __m512i pressed = _mm512_maskz_compress_epi8(rest, places);                                                \
    _mm512_storeu_si512(out, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(pressed))));         \
    if (__builtin_expect(count > 16, 0)) {                                                                           \
      _mm512_storeu_si512(                                                                                           \
          out + 16, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(pressed, 1))));            \
      if (count > 32) {                                                                                              \
        _mm512_storeu_si512(                                                                                         \
            out + 32, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(pressed, 2))));          \
        _mm512_storeu_si512(                                                                                         \
            out + 48, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(pressed, 3))));          \
      }                                                                                                              \
    }                                                                                                                \
    out += count;                                                                                                    \
  } while (0)

__attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,avx512vl,bmi,bmi2,popcnt,lzcnt,pclmul"))) static void
split_512(const uint8_t *bytes, size_t length, uint32_t base, cscan_start start, uint32_t *marks, cscan_found *found) {
  const __m512i delimiter = _mm512_set1_epi8((char)start.delimiter), quote = _mm512_set1_epi8((char)start.quote);
  const __m512i newline = _mm512_set1_epi8((char)start.newline), carriage = _mm512_set1_epi8(0x0D);
  uint8_t counting[64];
  for (int i = 0; i < 64; i++) counting[i] = (uint8_t)i;
  const __m512i places = _mm512_loadu_si512(counting);
  __m512i any = _mm512_setzero_si512(), least = _mm512_set1_epi8((char)0xFF);
  SPLIT_BODY(LOAD_512, NOTE_512, PARITY_PRODUCT, WRITE_512)
  found->high |= _mm512_movepi8_mask(any);
  found->zero |= _mm512_testn_epi8_mask(least, least);
}
#endif

void cscan_split(const uint8_t *bytes, size_t length, uint32_t base, cscan_start start, uint32_t *marks,
                 cscan_found *found) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("pclmul")) {
    split_512(bytes, length, base, start, marks, found);
    return;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("pclmul")) {
    split_256(bytes, length, base, start, marks, found);
    return;
  }
#endif
  cscan_split_portable(bytes, length, base, start, marks, found);
}
