// Checking JSON texts and finding the members of NDJSON objects.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum {
  SLUICE_JSON_OK = 0,
  SLUICE_JSON_SYNTAX = 1,
  SLUICE_JSON_DEEP = 2,
  SLUICE_JSON_NOT_OBJECT = 3,
  SLUICE_JSON_DUPLICATE = 4,
};

#define SLUICE_JSON_MAX_DEPTH 512

// Checks one value that begins at `from`; on success *end is the offset behind it, else that of the error.
// Strings are checked for control bytes and escapes, not for UTF-8.
int sluice_json_value(const uint8_t *bytes, size_t from, size_t count, size_t *end);

// Where a member's value lies; the layout of Bytes.Slice (length -1 null, -2 missing).
typedef struct {
  uint32_t start;
  int32_t length;
} sluice_slice;

// Checks the cells of a column: each becomes its value without blanks around it, a `null` no value. Rows that are no
// JSON are noted in `failed`, those of several lines in `broken`; both have room for one a row.
typedef struct {
  size_t failed, broken;
} sluice_json_notes;

sluice_json_notes sluice_json_column(const uint8_t *bytes, sluice_slice *cells, size_t count, uint32_t *failed,
                                     uint32_t *broken);

// Takes the quotes off the strings among checked cells. One with an escape keeps them and is noted in `escaped`, which
// has room for one a row; returns how many.
size_t sluice_json_unquote(const uint8_t *bytes, sluice_slice *cells, size_t count, uint32_t *escaped);

typedef struct {
  const uint8_t *names;      // all column names, one behind the other
  const uint32_t *name_ends;  // `columns` ends
  size_t columns;
} sluice_members;

// A key that is no column.
typedef struct {
  uint32_t row, start, length;
} sluice_unknown;

// Walks the objects lines[row].start .. +length of `bytes`. cells[column * rows + row] takes the value's slice
// (missing where the object has no such key), status[row] a code from above, error[row] its offset.
// At most `room` unknown keys are noted, each name once; returns how many.
size_t sluice_ndjson_walk(const uint8_t *bytes, const sluice_slice *lines, size_t rows,
                          const sluice_members *members, sluice_slice *cells, uint8_t *status,
                          uint32_t *error, sluice_unknown *unknown, size_t room);
