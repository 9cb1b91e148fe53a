#include "CFields.h"
#include "fields_512.h"

#include <string.h>

typedef struct {
  const uint8_t *start;
  ptrdiff_t count;
} field;

static inline __attribute__((always_inline)) field field_at(const cfields_run *run, size_t row) {
  const uint32_t *entry = run->entries + row * run->stride;
  const uint32_t start = entry[0] + 1;
  const uint8_t *bytes = run->bytes;
  ptrdiff_t count = (ptrdiff_t)entry[1] - (ptrdiff_t)start;
  if (run->may_end_in_return && count > 0 && bytes[entry[1] - 1] == 0x0D) count--;
  return (field){bytes + start, count};
}

// Rows looked ahead, for their bytes to be near when they are read.
enum { ahead = 12 };

static inline __attribute__((always_inline)) void prefetch(const cfields_run *run, size_t row) {
  if (row + ahead < run->rows) __builtin_prefetch(run->bytes + (uint32_t)(run->entries[(row + ahead) * run->stride] + 1));
}

// Where rows end that are read one by one, since eight at a time cannot be: one of the eight is of another form, or these
// are the last, or all.
static inline size_t end_of_eight(const cfields_run *run, size_t row) {
  return !fields_have_512() || run->rows - row < 8 ? run->rows : (row | 7) + 1;
}

static inline uint64_t eight_bytes(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

// MARK: Texts

// Sixteen bytes of ones, then zeros: from the place that a text's length says, a mask of its bytes.
static const uint8_t ones[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

// Sixteen bytes, as the vector units of all processors have them.
typedef uint64_t pair __attribute__((vector_size(16)));

static inline __attribute__((always_inline)) pair sixteen_bytes(const uint8_t *bytes) {
  pair words;
  memcpy(&words, bytes, 16);
  return words;
}

// The first sixteen bytes of a text. Without branches: lengths are hard to foresee.
static inline __attribute__((always_inline)) pair key_of(const uint8_t *text, size_t count) {
  return sixteen_bytes(text) & sixteen_bytes(ones + (16 - (count < 16 ? count : 16)));
}

// Texts of no bytes have a place of their own, the first, so that they find the code 0 there.
static inline __attribute__((always_inline)) size_t place_of(pair key, size_t count, int bits) {
  return (((key[0] + count) * 0x9E3779B97F4A7C15u + key[1] * 0xD6E8FEB86659FD93u) >> (64 - bits)) + (count != 0);
}

size_t cfields_place(const uint8_t *text, size_t count, int bits, uint8_t key[16]) {
  const pair words = key_of(text, count);
  memcpy(key, &words, 16);
  return place_of(words, count, bits);
}

// Whether the text is one that was seen; sets its code.
static inline __attribute__((always_inline)) int is_seen(const uint8_t *text, size_t count, const cfields_seen *seen,
                                                         int bits, uint32_t *code) {
  const pair key = key_of(text, count);
  const cfields_seen *place = seen + place_of(key, count, bits);
  const pair differ = key ^ sixteen_bytes(place->key);
  *code = place->code;
  return (differ[0] | differ[1] | (count ^ place->count)) == 0 &&
         (count <= 16 || memcmp(text + 16, place->text + 16, count - 16) == 0);
}

// The code of a text in quotes, without any inside, nor spaces at its ends, if it was seen; else 0.
static __attribute__((noinline)) uint32_t code_in_quotes(const cfields_run *run, field f, const cfields_seen *seen,
                                                         int bits) {
  if (f.count < 3 || f.start[0] != run->quote || f.start[f.count - 1] != run->quote) return 0;
  const uint8_t *text = f.start + 1;
  const size_t count = (size_t)f.count - 2;
  uint32_t code;
  return text[0] > 0x27 && text[count - 1] > 0x27 && !memchr(text, run->quote, count) &&
                 is_seen(text, count, seen, bits, &code)
             ? code
             : 0;
}

static inline __attribute__((always_inline)) size_t codes_of(const cfields_run *run, size_t row, const cfields_seen *seen,
                                                             int bits, uint32_t *codes, size_t *missing,
                                                             uint32_t *largest, const int may_end_in_return) {
  cfields_run r = *run;
  r.may_end_in_return = may_end_in_return;
  size_t blanks = 0;
  uint32_t most = *largest;
  for (; row < r.rows; row++) {
    const field f = field_at(&r, row);
    // None where it is negative.
    const size_t count = (size_t)(f.count & ~(f.count >> 63));
    uint32_t code;
    // A field that stands there as the text does has neither spaces nor quotes around it.
    if (__builtin_expect(!is_seen(f.start, count, seen, bits, &code), 0)) {
      code = code_in_quotes(run, f, seen, bits);
      if (code == 0) break;
    }
    codes[row] = code;
    blanks += code == 0;
    most = code > most ? code : most;
  }
  *missing += blanks;
  *largest = most;
  return row;
}

size_t cfields_codes(const cfields_run *run, size_t row, const cfields_seen *seen, int bits, uint32_t *codes,
                     size_t *missing, uint32_t *largest) {
  return run->may_end_in_return ? codes_of(run, row, seen, bits, codes, missing, largest, 1)
                                : codes_of(run, row, seen, bits, codes, missing, largest, 0);
}

// MARK: Numbers

// The number of one to eight digits that end before `end`; sets `bad` where one of them is no digit.
static inline __attribute__((always_inline)) uint64_t digits(const uint8_t *end, size_t count, uint64_t *bad) {
  const int shift = (int)(64 - 8 * count);
  // The digits as values, the first in the low byte; what stands before them is pushed out.
  uint64_t word = (eight_bytes(end - 8) ^ 0x3030303030303030u) >> shift << shift;
  *bad |= (word | (word + 0x0606060606060606u)) & 0xF0F0F0F0F0F0F0F0u;
  word = word * 10 + (word >> 8);
  const uint64_t pairs = word & 0x000000FF000000FFu, others = word >> 16 & 0x000000FF000000FFu;
  return (pairs * 0x000F424000000064u + others * 0x0000271000000001u) >> 32;
}

static inline __attribute__((always_inline)) size_t numbers(const cfields_run *run, size_t row, size_t end,
                                                            const int scale, int64_t *values, cfields_found *found) {
  static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
  const cfields_run r = *run;
  int64_t smallest = found->smallest, largest = found->largest;
  int has_fraction = found->has_fraction, proves_point = found->proves_point, not_eight = found->not_eight_digits;
  for (; row < end; row++) {
    prefetch(&r, row);
    const field f = field_at(&r, row);
    if (f.count <= 0) {
      values[row] = INT64_MIN;
      found->missing++;
      continue;
    }
    const ptrdiff_t whole = scale ? f.count - scale - 1 : f.count;
    if (whole < 1 || whole > 8 || (f.start[0] == 0x30 && whole > 1)) break;
    uint64_t bad = 0;
    int64_t value = (int64_t)digits(f.start + whole, (size_t)whole, &bad);
    if (scale) {
      bad |= (uint64_t)(f.start[whole] ^ 0x2E);
      if (scale == 2) {
        const unsigned tens = (unsigned)f.start[whole + 1] - 0x30, ones = (unsigned)f.start[whole + 2] - 0x30;
        bad |= (uint64_t)(tens > 9 || ones > 9);
        value = value * 100 + (int64_t)(tens * 10 + ones);
      } else {
        value = value * powers[scale] + (int64_t)digits(f.start + f.count, (size_t)scale, &bad);
      }
    }
    if (bad) break;
    if (scale) {
      has_fraction = 1;
      proves_point |= scale != 3 || whole > 3 || f.start[0] == 0x30;
    } else {
      not_eight |= f.count != 8;
    }
    values[row] = value;
    smallest = value < smallest ? value : smallest;
    largest = value > largest ? value : largest;
  }
  found->smallest = smallest;
  found->largest = largest;
  found->has_fraction = has_fraction;
  found->proves_point = proves_point;
  found->not_eight_digits = not_eight;
  return row;
}

static size_t numbers_of_scale(const cfields_run *run, size_t row, size_t end, int scale, int64_t *values,
                               cfields_found *found) {
  // The most usual scales as constants.
  if (scale == 0) return numbers(run, row, end, 0, values, found);
  if (scale == 2) return numbers(run, row, end, 2, values, found);
  return scale <= 7 ? numbers(run, row, end, scale, values, found) : row;
}

size_t cfields_numbers(const cfields_run *run, size_t row, int scale, int64_t *values, cfields_found *found) {
  while (row < run->rows) {
    if (row % 8 == 0) row = fields_numbers_512(run, row, scale, values, found);
    const size_t end = end_of_eight(run, row);
    row = numbers_of_scale(run, row, end, scale, values, found);
    if (row < end) break;
  }
  return row;
}

// MARK: Texts that are numbered

size_t cfields_numbered_texts(const cfields_run *run, size_t row, const cfields_numbered *form, uint32_t *codes,
                              cfields_found *found) {
  const cfields_run r = *run;
  const pair prefix = sixteen_bytes(form->prefix);
  const ptrdiff_t before = (ptrdiff_t)form->prefix_count, wanted = (ptrdiff_t)form->digits;
  int64_t smallest = found->smallest, largest = found->largest;
  for (; row < r.rows; row++) {
    prefetch(&r, row);
    const field f = field_at(&r, row);
    if (f.count <= 0) {
      codes[row] = 0;
      found->missing++;
      continue;
    }
    const ptrdiff_t count = f.count - before;
    if (count < 1 || count > 8 || (wanted ? count != wanted : count > 1 && f.start[before] == 0x30)) break;
    const pair differ = key_of(f.start, (size_t)before) ^ prefix;
    uint64_t bad = differ[0] | differ[1];
    const int64_t code = (int64_t)digits(f.start + f.count, (size_t)count, &bad) + 1;
    if (bad) break;
    codes[row] = (uint32_t)code;
    smallest = code < smallest ? code : smallest;
    largest = code > largest ? code : largest;
  }
  found->smallest = smallest;
  found->largest = largest;
  return row;
}

// MARK: Days

static size_t days(const cfields_run *run, size_t row, size_t end, int64_t *values, cfields_found *found) {
  // Days before each month of a year that begins in March, for years that begin in January one less.
  static const uint16_t before[16] = {0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
  static const uint8_t lengths[16] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const cfields_run r = *run;
  int64_t smallest = found->smallest, largest = found->largest;
  for (; row < end; row++) {
    prefetch(&r, row);
    const field f = field_at(&r, row);
    if (f.count <= 0) {
      values[row] = INT64_MIN;
      found->missing++;
      continue;
    }
    if (f.count != 10) break;
    // `2024-01-` and `31` with the bits of digits and hyphens taken away: what is left are the digits' values.
    const uint64_t front = eight_bytes(f.start) ^ 0x2D30302D30303030u;
    const uint64_t back = eight_bytes(f.start + 2) >> 48 ^ 0x3030;
    if ((((front + 0x0006060006060606u) | front) & 0xFFF0F0FFF0F0F0F0u) | (((back + 0x0606) | back) & 0xF0F0)) break;
    // Neighbouring digits together: century, year in it, month.
    const uint64_t pairs = front * 10 + (front >> 8);
    const unsigned century = pairs & 0xFF, rest = pairs >> 16 & 0xFF, month = pairs >> 40 & 0xFF;
    const unsigned day = (back * 10 + (back >> 8)) & 0xFF;
    // The 29th of February is left to the caller.
    if ((century | rest) == 0 || month - 1 > 11 || day - 1 >= lengths[month]) break;
    // The year that began in March, and its hundreds.
    const unsigned early = month < 3, year = century * 100 + rest - early, hundreds = century - (early & (rest == 0));
    const int64_t value = (int64_t)(year * 365 + year / 4 - hundreds + hundreds / 4 + before[month] + day) - 719469;
    values[row] = value;
    smallest = value < smallest ? value : smallest;
    largest = value > largest ? value : largest;
  }
  found->smallest = smallest;
  found->largest = largest;
  return row;
}

size_t cfields_days(const cfields_run *run, size_t row, int64_t *values, cfields_found *found) {
  while (row < run->rows) {
    if (row % 8 == 0) row = fields_days_512(run, row, values, found);
    const size_t end = end_of_eight(run, row);
    row = days(run, row, end, values, found);
    if (row < end) break;
  }
  return row;
}
