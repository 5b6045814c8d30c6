// From the index of CSV to rows and cells: a row's content, a column's cells, quoted texts without their escapes.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "json_walk.h"

// Fills `rows` with the content of each record, without its line end, when every record has `width` fields; `entries`
// are those of the index, the last one a record's end. Returns 0 when a record has another number of fields, and when
// entries do not ascend or pass `limit`, the bytes that there are. With `escapes` a carriage return behind an odd number of backslashes is no part of a line end.
int sluice_csv_rows(const uint8_t *bytes, size_t limit, const uint32_t *entries, size_t count, size_t width,
                    int escapes, sluice_slice *rows);

// How the cells of a dialect are told apart.
typedef struct {
  unsigned quote;         // 0x100: none
  uint64_t null_lengths;  // bit n: some null word has n bytes
  const uint8_t *words;   // all null words, one behind the other
  const uint32_t *word_ends;
  size_t word_count;
  int noted;  // which cells are left for rewriting
} sluice_csv_cells;

enum {
  SLUICE_CSV_NOTE_ESCAPED = 0,  // quoted ones with a quote inside
  SLUICE_CSV_NOTE_QUOTED = 1,   // all quoted ones
  SLUICE_CSV_NOTE_ALL = 2,      // and all others of two bytes or more that are not null
};

// Cuts one field out of rows: of `picked` (positions among all rows), or of the first `count` when it is NULL. `ends`
// has `width` entries a row. A quoted cell loses its quotes; one that is left for rewriting keeps all, and its position
// in `out` is noted in `rewrite`. Returns how many were noted.
size_t sluice_csv_cut(const uint8_t *bytes, const sluice_slice *rows, const uint32_t *ends, size_t width,
                      size_t position, const uint32_t *picked, size_t count, const sluice_csv_cells *cells,
                      sluice_slice *out, uint32_t *rewrite);

// Copies what stands between a cell's quotes, doubled quotes once; returns how many bytes. Needs room for n and 16.
size_t sluice_csv_unquote(uint8_t *out, const uint8_t *in, size_t n, uint8_t quote, size_t readable);
