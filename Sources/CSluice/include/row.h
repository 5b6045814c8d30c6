// Writing one line (a JSON message or a CSV record) from the cells of many columns.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "instant.h"
#include "json_walk.h"

enum {
  SLUICE_PART_LITERAL = 0,
  SLUICE_PART_CELL = 1,
  SLUICE_PART_OPEN = 2,    // begins an object: the comma of its first member becomes the brace
  SLUICE_PART_CLOSE = 3,
  SLUICE_PART_ULID = 4,    // 26 zeros, overwritten when the line is complete
  SLUICE_PART_UNLESS = 5,  // skips the next `skip` parts unless the cell has a value of one byte or more
};

enum {
  SLUICE_FORM_STRING = 0,    // text as a JSON string
  SLUICE_FORM_VERBATIM = 1,  // text as it is: numbers
  SLUICE_FORM_JSON = 2,      // JSON text on one line
  SLUICE_FORM_CSV = 3,       // text as a CSV field
  SLUICE_FORM_INTEGER = 4,
  SLUICE_FORM_BOOLEAN = 5,
  SLUICE_FORM_ISO8601 = 6,
  SLUICE_FORM_DATE = 7,
  SLUICE_FORM_SNOWFLAKE = 8,
  SLUICE_FORM_SECONDS = 9,
};

enum {
  SLUICE_ABSENT_OMIT = 0,        // neither lead nor value
  SLUICE_ABSENT_NULL = 1,        // `null` for a null, nothing for a missing cell
  SLUICE_ABSENT_NULL_ALWAYS = 2,
  SLUICE_ABSENT_LEAD = 3,        // the lead alone: an empty CSV field
};

enum {
  SLUICE_FLAG_QUOTE = 1,          // quotes around a number, truth or time
  SLUICE_FLAG_EMPTY_IS_ABSENT = 2,
  SLUICE_FLAG_MEASURE = 4,        // counts for `longest`
  SLUICE_FLAG_DATES = 8,          // looks for texts that begin like a date
};

typedef struct {
  uint8_t op, form, absent, flags;
  uint32_t skip;
  const uint8_t *lead;   // with at least 16 readable bytes behind it
  size_t lead_length;
  const void *values;    // slices, 64-bit integers, truths or instants
  const uint8_t *block;  // what the slices point into
  size_t block_count, block_capacity;
  const uint8_t *states;  // of integers: 0 value, 1 null, 2 missing; NULL when all have values
} sluice_part;

typedef struct {
  size_t length;      // bytes written; 0 when there was no room
  size_t needed;      // room to try again with
  int32_t longest;    // the longest measured text
  uint32_t dates;     // texts that begin like a date
  uint32_t array_dates;  // JSON texts with an array in which a string begins like a date
  int is_outside;     // a slice lies outside of its block
} sluice_row_result;

// Writes the row'th line. `times` (or NULL) gives the ULID its first 48 bits; the hash behind it is that of the line
// without its last `tail` bytes, the 26 zeros in place.
void sluice_row(uint8_t *out, size_t room, const sluice_part *parts, size_t count, size_t row,
                const sluice_instant *times, size_t tail, sluice_row_result *result);

// Writes a ULID in Crockford's base 32: 48 bits of milliseconds, then the low 80 bits of the hash.
void sluice_ulid(uint8_t *out, uint64_t milliseconds, uint64_t low, uint64_t high);
