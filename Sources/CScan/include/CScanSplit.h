#pragma once
// Splitting delimited text into fields: the places of all delimiters and line ends that stand outside quotes.
#include <stddef.h>
#include <stdint.h>

typedef struct {
  // Bytes with a meaning.
  uint8_t delimiter, quote, newline;
  // Before the first byte: all ones inside quotes, else 0; 1 where a quote may open a field; 1 where one was closed.
  uint64_t inside, may_open, closed;
} cscan_start;

typedef struct {
  // How many places were written, and how many of them are line ends.
  size_t marks, lines;
  // Whether the scan stopped early at a quote out of order: one that opens in the middle of a field, or closes before
  // its end.
  int broke;
  // Not 0 when a byte above 127, or a NUL, was seen (in whole blocks of 64 bytes that begin before the end).
  uint64_t high, zero;
  // Whether any quote was seen.
  uint64_t quotes;
} cscan_found;

// Writes the places of the delimiters and line ends outside quotes among `length` bytes, counted from `bytes` and
// raised by `base`, to `marks`.
//
// `bytes` is readable for 64 bytes behind its end, `marks` has room for `length` + 64.
void cscan_split(const uint8_t *bytes, size_t length, uint32_t base, cscan_start start, uint32_t *marks,
                 cscan_found *found);

// The same without special instructions, for tests.
void cscan_split_portable(const uint8_t *bytes, size_t length, uint32_t base, cscan_start start, uint32_t *marks,
                          cscan_found *found);
