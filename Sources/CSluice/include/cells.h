// Columns of cells, and rows as keys: what stages that wait on disk make of a batch. The plain twins stand in the tests.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "instant.h"
#include "json_walk.h"

// A column of slices with the block that they point into; `capacity` bytes of it can be read.
typedef struct {
  const uint8_t *block;
  size_t capacity;
  const sluice_slice *slices;
} sluice_cells;

// How many bytes the cells have together, and whether each length fits one byte beside the marks of absent ones.
size_t sluice_cells_measure(const sluice_slice *slices, size_t count, int *is_narrow);

// Writes the lengths (one byte each, 254 missing and 255 null, or four), then the cells' bytes; returns how many bytes
// that takes. Needs room for them and 16 more.
size_t sluice_cells_pack(const sluice_cells *cells, size_t count, int is_narrow, uint8_t *out);

// The slices of packed cells whose lengths begin at `at`; returns the offset behind the last cell, or 0 when that lies
// past `limit`.
size_t sluice_cells_unpack(const uint8_t *bytes, size_t at, size_t limit, size_t count, int is_narrow,
                           sluice_slice *out);

// One part of a key whose byte order is the order of its values.
enum {
  SLUICE_TERM_TEXT = 0,     // slices of text: 00 is written 00 ff, the end 00 00
  SLUICE_TERM_BYTES = 1,    // slices of bytes of which none is a prefix of another
  SLUICE_TERM_INSTANT = 2,  // seconds and nanoseconds, big endian
  SLUICE_TERM_TRUTH = 3,    // 0 or 1; from 2 on there is no value
};

typedef struct {
  uint8_t kind, descending, nulls_first;
  const void *values;  // slices, instants or truths
  const uint8_t *block;
  size_t capacity;
} sluice_term;

// Room that the keys of all rows need at most.
size_t sluice_keys_room(const sluice_term *terms, size_t count, size_t rows);

// Writes one key a row: of each term a byte 7f and its value, inverted for a descending order, or 00 or ff for none.
// Returns the bytes written.
size_t sluice_keys(const sluice_term *terms, size_t count, size_t rows, uint8_t *out, sluice_slice *keys);

// Writes a record for each row that has a key, those of one partition together, in the order of the rows:
//   low word of the hash u64, row u32, bytes of the key u32, bytes of `more` u32, key, more
// The partition is `hash.high & mask`; ends[p] is where its records end. `more` may have no slices. Needs room for
// all records and 16 more.
enum { SLUICE_RECORD_HEAD = 20 };
void sluice_deal(const uint64_t *hashes, const sluice_cells *keys, const sluice_cells *more, size_t rows,
                 uint64_t mask, uint8_t *out, uint32_t *ends);
