#pragma once
// The loops of CFields.h eight rows at a time, for processors with AVX-512. Each gives the first row of eight of which one
// is not of the plainest form, or of the last rows that are fewer than eight; without such a processor that is `row`.
#include "CFields.h"

int fields_have_512(void);

size_t fields_numbers_512(const cfields_run *run, size_t row, int scale, int64_t *values, cfields_found *found);
size_t fields_days_512(const cfields_run *run, size_t row, int64_t *values, cfields_found *found);
