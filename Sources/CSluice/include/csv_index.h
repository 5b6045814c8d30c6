// The structural index of CSV: where the delimiters and line breaks outside quotes stand.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define SLUICE_NEWLINE 0x80000000u

// Which instructions a kernel may use: those that every processor has, or the best up to a level that this one has.
#define SLUICE_PLAIN 0
#define SLUICE_AVX2 1
#define SLUICE_AVX512 2

typedef struct {
  uint64_t in_quote;       // all ones while a quoted field is open
  uint64_t may_open;       // 1: the byte before this block lets a quote open a field
  uint64_t closed;         // 1: the byte before this block closed a quoted field
  uint64_t closed_return;  // 1: that, and then a carriage return came
  uint64_t irregular;      // not 0: a quote stands where the plain grammar has none
  uint64_t records;        // line feeds outside quotes
  uint64_t quoted;         // line feeds within quotes
} sluice_csv_state;

// Fills `out` with the offsets of delimiters and line feeds outside quotes, line feeds marked with SLUICE_NEWLINE, and
// returns how many. Line feeds within quotes are noted from the end of `out` backwards: the last entry is the first
// of them. `out` has room for `count` entries and 64 more. With a quote of 0x100 there are no quotes. After an
// irregular run the entries mean nothing: the caller reads on with the plain machine. `level` is one of those above.
size_t sluice_csv_index(const uint8_t *bytes, size_t count, uint8_t delimiter, unsigned quote,
                        int level, uint32_t *out, sluice_csv_state *state);

// How many times `byte` occurs.
size_t sluice_count_byte(const uint8_t *bytes, size_t count, uint8_t byte);
