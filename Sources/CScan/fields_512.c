#include "fields_512.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,bmi,bmi2")))
#define INLINE static inline __attribute__((always_inline)) TARGET

int fields_have_512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}

// Eight fields, a lane each.
typedef struct {
  // Places of the first byte, and numbers of bytes.
  __m512i start, count;
  // Which have any.
  __mmask8 present;
} fields;

// Where the entries of eight rows are, counted from the first of them.
INLINE __m256i steps(const cfields_run *run) {
  return _mm256_mullo_epi32(_mm256_set1_epi32((int)run->stride), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

INLINE fields fields_at(const cfields_run *run, size_t row, __m256i steps) {
  // Both places of an entry at once.
  const __m512i entry = _mm512_i32gather_epi64(steps, run->entries + row * run->stride, 4);
  const __m512i end = _mm512_srli_epi64(entry, 32);
  fields f;
  f.start = _mm512_and_si512(_mm512_add_epi64(entry, _mm512_set1_epi64(1)), _mm512_set1_epi64(0xFFFFFFFF));
  f.count = _mm512_sub_epi64(end, f.start);
  if (run->may_end_in_return) {
    const __mmask8 some = _mm512_cmpgt_epi64_mask(f.count, _mm512_setzero_si512());
    // The last eight bytes of the field.
    const __m512i last = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), some, end, run->bytes - 8, 1);
    const __mmask8 returns = _mm512_cmpeq_epi64_mask(_mm512_srli_epi64(last, 56), _mm512_set1_epi64(0x0D));
    f.count = _mm512_mask_sub_epi64(f.count, returns, f.count, _mm512_set1_epi64(1));
  }
  f.present = _mm512_cmpgt_epi64_mask(f.count, _mm512_setzero_si512());
  return f;
}

// The eight bytes of each present field from `places` on.
INLINE __m512i eight_bytes(const cfields_run *run, __m512i places, __mmask8 present) {
  return _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), present, places, run->bytes, 1);
}

// Which lanes hold only the values of digits.
INLINE __mmask8 are_digits(__m512i values) {
  const __m512i above = _mm512_or_si512(_mm512_add_epi8(values, _mm512_set1_epi8(6)), values);
  return _mm512_testn_epi64_mask(above, _mm512_set1_epi8((char)0xF0));
}

// MARK: Numbers

// The number of the last `count` (1 to 8) bytes of each lane's word; clears the bits of lanes that have others than digits.
INLINE __m512i digits(__m512i word, __m512i count, __mmask8 *good) {
  const __m512i shift = _mm512_sub_epi64(_mm512_set1_epi64(64), _mm512_slli_epi64(count, 3));
  const __m512i values = _mm512_andnot_si512(
      _mm512_sub_epi64(_mm512_sllv_epi64(_mm512_set1_epi64(1), shift), _mm512_set1_epi64(1)),
      _mm512_xor_si512(word, _mm512_set1_epi8(0x30)));
  *good &= are_digits(values);
  const __m512i pairs = _mm512_maddubs_epi16(values, _mm512_set1_epi16(0x010A));
  const __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00010064));
  return _mm512_add_epi64(_mm512_mul_epu32(fours, _mm512_set1_epi64(10000)), _mm512_srli_epi64(fours, 32));
}

INLINE size_t numbers(const cfields_run *run, size_t row, const int scale, int64_t *values, cfields_found *found) {
  static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
  const cfields_run r = *run;
  const __m256i step = steps(&r);
  const __m512i one = _mm512_set1_epi64(1), eight = _mm512_set1_epi64(8), none = _mm512_set1_epi64(INT64_MIN);
  __m512i smallest = _mm512_set1_epi64(found->smallest), largest = _mm512_set1_epi64(found->largest);
  __mmask8 with_fraction = 0, with_point = 0, without_eight = 0;
  size_t blanks = 0;
  for (; row + 8 <= r.rows; row += 8) {
    const fields f = fields_at(&r, row, step);
    const __m512i end = _mm512_add_epi64(f.start, f.count);
    const __m512i whole = scale ? _mm512_sub_epi64(f.count, _mm512_set1_epi64(scale + 1)) : f.count;
    __mmask8 good = _mm512_cmplt_epu64_mask(_mm512_sub_epi64(whole, one), eight);
    const __m512i word = eight_bytes(&r, _mm512_add_epi64(f.start, _mm512_sub_epi64(whole, eight)), f.present & good);
    __m512i value = digits(word, whole, &good);
    // A zero stands in front of a point only.
    const __m512i first = _mm512_srlv_epi64(word, _mm512_sub_epi64(_mm512_set1_epi64(64), _mm512_slli_epi64(whole, 3)));
    const __mmask8 zero = _mm512_cmpeq_epi64_mask(_mm512_and_si512(first, _mm512_set1_epi64(0xFF)), _mm512_set1_epi64(0x30));
    good &= ~(zero & _mm512_cmpgt_epi64_mask(whole, one));
    if (scale) {
      const __m512i back = eight_bytes(&r, _mm512_sub_epi64(end, eight), f.present);
      const __m512i point = _mm512_and_si512(_mm512_srli_epi64(back, 56 - 8 * scale), _mm512_set1_epi64(0xFF));
      good &= _mm512_cmpeq_epi64_mask(point, _mm512_set1_epi64(0x2E));
      const __m512i fraction = digits(back, _mm512_set1_epi64(scale), &good);
      value = _mm512_add_epi64(_mm512_mul_epu32(value, _mm512_set1_epi64(powers[scale])), fraction);
    }
    // What is not of the plainest form, such as a field in quotes, proves nothing.
    if (f.present & ~good) break;
    if (scale) {
      with_fraction |= f.present;
      with_point |= f.present & (scale != 3 ? 0xFF : zero | _mm512_cmpgt_epi64_mask(whole, _mm512_set1_epi64(3)));
    } else {
      without_eight |= f.present & _mm512_cmpneq_epi64_mask(f.count, eight);
    }
    _mm512_storeu_si512(values + row, _mm512_mask_blend_epi64(f.present, none, value));
    smallest = _mm512_mask_min_epi64(smallest, f.present, smallest, value);
    largest = _mm512_mask_max_epi64(largest, f.present, largest, value);
    blanks += 8 - (size_t)__builtin_popcount(f.present);
  }
  found->smallest = _mm512_reduce_min_epi64(smallest);
  found->largest = _mm512_reduce_max_epi64(largest);
  found->missing += blanks;
  found->has_fraction |= with_fraction != 0;
  found->proves_point |= with_point != 0;
  found->not_eight_digits |= without_eight != 0;
  return row;
}

// Constants in place of the most usual scales.
TARGET static size_t numbers_of_scale(const cfields_run *run, size_t row, int scale, int64_t *values,
                                      cfields_found *found) {
  if (scale == 0) return numbers(run, row, 0, values, found);
  if (scale == 2) return numbers(run, row, 2, values, found);
  return scale <= 7 ? numbers(run, row, scale, values, found) : row;
}

// MARK: Days

TARGET static size_t days(const cfields_run *run, size_t row, int64_t *values, cfields_found *found) {
  // By month: days before it in a year that begins in March, less one for years that begin in January; its length.
  static const uint16_t before_month[32] = {0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
  static const uint16_t length_of_month[32] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const cfields_run r = *run;
  const __m256i step = steps(&r);
  const __m512i before = _mm512_loadu_si512(before_month), lengths = _mm512_loadu_si512(length_of_month);
  const __m512i none = _mm512_set1_epi64(INT64_MIN), low_half = _mm512_set1_epi64(0xFFFFFFFF);
  // `2024-01-` to its digits, of which `01-31` brings the last two: year, year, month, day, two bytes each.
  const __m512i order = _mm512_set1_epi64((long long)0x8080060503020100u);
  __m512i smallest = _mm512_set1_epi64(found->smallest), largest = _mm512_set1_epi64(found->largest);
  size_t blanks = 0;
  for (; row + 8 <= r.rows; row += 8) {
    const fields f = fields_at(&r, row, step);
    __mmask8 good = _mm512_cmpeq_epi64_mask(f.count, _mm512_set1_epi64(10));
    const __m512i front = eight_bytes(&r, f.start, f.present & good);
    const __m512i back = eight_bytes(&r, _mm512_add_epi64(f.start, _mm512_set1_epi64(2)), f.present & good);
    good &= _mm512_cmpeq_epi64_mask(_mm512_and_si512(front, _mm512_set1_epi64((long long)0xFF0000FF00000000u)),
                                    _mm512_set1_epi64(0x2D00002D00000000));
    // Even lanes of the order count from the lane's own first byte.
    const __m512i lanes = _mm512_add_epi64(
        order, _mm512_set_epi64(0x0808080808080808, 0, 0x0808080808080808, 0, 0x0808080808080808, 0, 0x0808080808080808, 0));
    const __m512i bytes = _mm512_mask_blend_epi16(0x88888888, _mm512_shuffle_epi8(front, lanes), back);
    const __m512i cells = _mm512_xor_si512(bytes, _mm512_set1_epi8(0x30));
    good &= are_digits(cells);
    // Century, year in it, month, day.
    const __m512i pairs = _mm512_maddubs_epi16(cells, _mm512_set1_epi16(0x010A));
    const __m512i month = _mm512_and_si512(_mm512_srli_epi64(pairs, 32), _mm512_set1_epi64(0xFFFF));
    const __m512i day = _mm512_srli_epi64(pairs, 48);
    const __m512i length = _mm512_and_si512(_mm512_permutexvar_epi16(month, lengths), _mm512_set1_epi64(0xFFFF));
    const __m512i passed = _mm512_and_si512(_mm512_permutexvar_epi16(month, before), _mm512_set1_epi64(0xFFFF));
    __m512i year = _mm512_and_si512(_mm512_madd_epi16(pairs, _mm512_set1_epi64(0x00010064)), low_half);
    // The 29th of February is left to the caller.
    good &= _mm512_cmplt_epu64_mask(_mm512_sub_epi64(month, _mm512_set1_epi64(1)), _mm512_set1_epi64(12));
    good &= _mm512_cmplt_epu64_mask(_mm512_sub_epi64(day, _mm512_set1_epi64(1)), length);
    good &= _mm512_test_epi64_mask(year, year);
    if (f.present & ~good) break;
    year = _mm512_mask_sub_epi64(year, _mm512_cmplt_epu64_mask(month, _mm512_set1_epi64(3)), year, _mm512_set1_epi64(1));
    // Divided by 100, exactly up to 43698.
    const __m512i century = _mm512_srli_epi64(_mm512_mul_epu32(year, _mm512_set1_epi64(5243)), 19);
    __m512i value = _mm512_add_epi64(_mm512_mul_epu32(year, _mm512_set1_epi64(365)), _mm512_srli_epi64(year, 2));
    value = _mm512_add_epi64(_mm512_sub_epi64(value, century), _mm512_srli_epi64(century, 2));
    value = _mm512_add_epi64(value, _mm512_add_epi64(passed, day));
    value = _mm512_sub_epi64(value, _mm512_set1_epi64(719469));
    _mm512_storeu_si512(values + row, _mm512_mask_blend_epi64(f.present, none, value));
    smallest = _mm512_mask_min_epi64(smallest, f.present, smallest, value);
    largest = _mm512_mask_max_epi64(largest, f.present, largest, value);
    blanks += 8 - (size_t)__builtin_popcount(f.present);
  }
  found->smallest = _mm512_reduce_min_epi64(smallest);
  found->largest = _mm512_reduce_max_epi64(largest);
  found->missing += blanks;
  return row;
}

size_t fields_numbers_512(const cfields_run *run, size_t row, int scale, int64_t *values, cfields_found *found) {
  return fields_have_512() ? numbers_of_scale(run, row, scale, values, found) : row;
}

size_t fields_days_512(const cfields_run *run, size_t row, int64_t *values, cfields_found *found) {
  return fields_have_512() ? days(run, row, values, found) : row;
}
#else
int fields_have_512(void) { return 0; }
size_t fields_numbers_512(const cfields_run *run, size_t row, int scale, int64_t *values, cfields_found *found) {
  return row;
}
size_t fields_days_512(const cfields_run *run, size_t row, int64_t *values, cfields_found *found) { return row; }
#endif
