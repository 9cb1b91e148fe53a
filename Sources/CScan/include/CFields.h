#pragma once
// Reading the fields of one column, a row after the other, as long as they are of the plainest form. Each function begins
// at `row` and gives the first row that is not, to be read with care, or the number of rows.
#include <stddef.h>
#include <stdint.h>

typedef struct {
  // Readable for 16 bytes before the first field and behind the last.
  const uint8_t *bytes;
  // For each row, `stride` apart: the place before the field, then the place behind its last byte.
  const uint32_t *entries;
  size_t stride, rows;
  uint8_t quote;
  // Whether a CR may stand between the field and the line end.
  int may_end_in_return;
} cfields_run;

// What was found; begins with `smallest` = INT64_MAX, `largest` = INT64_MIN and zeros.
typedef struct {
  int64_t smallest, largest;
  size_t missing;
  // Numbers: whether one has a fraction; proves the decimal point; has not eight digits.
  int has_fraction, proves_point, not_eight_digits;
} cfields_found;

// A text that was seen: its first sixteen bytes with zeros behind its end, its length, its code (0: free), where it stands.
// It neither begins nor ends with a space or a quote.
typedef struct {
  uint8_t key[16];
  uint32_t count, code;
  const uint8_t *text;
} cfields_seen;

// Texts without spaces and quotes at their ends, by the codes they have in `seen`, a table of 2^`bits` + 1 places; one that
// is not there is left to the caller, who puts it at `cfields_place`. Missing ones have the code 0.
size_t cfields_codes(const cfields_run *run, size_t row, const cfields_seen *seen, int bits, uint32_t *codes,
                     size_t *missing, uint32_t *largest);

// Where a text of `count` bytes (at least one) belongs in a table of 2^`bits` + 1 places; fills `key`.
size_t cfields_place(const uint8_t *text, size_t count, int bits, uint8_t key[16]);

// What texts begin with and end in: up to sixteen bytes with zeros behind, then a number of `digits` digits (at most 8), or,
// where that is 0, of one to eight without zeros before it.
typedef struct {
  uint8_t prefix[16];
  uint32_t prefix_count, digits;
} cfields_numbered;

// Texts of a prefix and a number, as the number and 1; missing ones are 0. `found` counts from 1, too.
size_t cfields_numbered_texts(const cfields_run *run, size_t row, const cfields_numbered *form, uint32_t *codes,
                              cfields_found *found);

// Numbers of up to eight digits, and `scale` (at most 7) more behind a point where it is not 0, times 10^`scale`;
// missing ones are INT64_MIN.
size_t cfields_numbers(const cfields_run *run, size_t row, int scale, int64_t *values, cfields_found *found);

// Days of the form 2024-01-31 as days since 1970-01-01; missing ones are INT64_MIN.
size_t cfields_days(const cfields_run *run, size_t row, int64_t *values, cfields_found *found);
