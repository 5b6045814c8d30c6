// Rows packed into records, and a table over their keys: the other side of a join.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "instant.h"
#include "json_walk.h"

// The first byte of a packed cell; up to SLUICE_PACKED_SHORT it is the cell's length.
enum {
  SLUICE_PACKED_SHORT = 0xee,
  SLUICE_PACKED_NULL = 0xf0,
  SLUICE_PACKED_MISSING = 0xf1,
  SLUICE_PACKED_LONG = 0xf2,  // a u32 length, then the bytes
  SLUICE_PACKED_HEX = 0xf3,   // prefix number, then the 16 bytes of 32 hex digits
  SLUICE_PACKED_UUID = 0xf4,  // the 16 bytes of a UUID written with dashes
  SLUICE_PREFIX_LONGEST = 15,
};

// What may stand before 32 hex digits; the prefix with number n ends at ends[n].
typedef struct {
  const uint8_t *bytes;
  const uint32_t *ends;
  size_t count;
  int is_full;  // no further prefix gets a number
} sluice_prefixes;

enum { SLUICE_FIELD_TEXT = 0, SLUICE_FIELD_TRUTH = 1, SLUICE_FIELD_INSTANT = 2 };

// A column of a record: slices, truths (one byte each) or instants.
typedef struct {
  uint8_t form;
  const void *values;
  const uint8_t *block;
} sluice_field;

typedef struct {
  size_t row;   // where to go on: the row count, or a row with a prefix that has no number yet
  size_t used;  // bytes written so far
  sluice_slice prefix;
  size_t field;
} sluice_pack_state;

// Bytes that the records of `rows` rows take at most, links of `head` bytes included.
size_t sluice_pack_room(const sluice_field *fields, size_t count, size_t rows, size_t head);

// Packs rows one behind the other from state->row on: `head` zero bytes, then each field's cell. records[row] is the
// record without its head; it has no value where the first field, the key, has none, and then nothing is written.
void sluice_pack(const sluice_field *fields, size_t count, size_t rows, size_t head, const sluice_prefixes *prefixes,
                 uint8_t *out, sluice_slice *records, sluice_pack_state *state);

// Bytes that a packed cell takes.
size_t sluice_packed_size(const uint8_t *cell);

// The table's records lie in blocks of 2^22 bytes; a record's number is the block's, times 2^22, and its place in it.
// A record is a link u32, its packed key and its fields.
enum { SLUICE_BLOCK_BITS = 22, SLUICE_BUCKET_RECORDS = 12 };

// 64 bytes, a line of the processor's cache.
typedef struct {
  uint8_t tags[SLUICE_BUCKET_RECORDS];
  uint8_t count;
  uint8_t is_passed;  // a record that belongs here stands in a later bucket
  uint8_t unused[2];
  uint32_t records[SLUICE_BUCKET_RECORDS];
} sluice_bucket;

typedef struct {
  uint8_t *const *blocks;
  const size_t *block_bytes;
  size_t block_count;
  sluice_bucket *buckets;
  size_t bucket_count;
  const uint8_t *forms;  // of the fields behind the key
  size_t fields;
} sluice_table;

// Enters all records. Those of one key are a ring of links in their order, and the bucket names the last of them; with
// `first_only` it names the first, and the others are left out.
void sluice_table_build(const sluice_table *table, int first_only);

// found[row] is what the bucket names for a key, or 0; `hashes` has the low word of each key's hash at 2 * row.
void sluice_table_find(const sluice_table *table, const uint8_t *block, const sluice_slice *keys,
                       const uint64_t *hashes, size_t count, uint32_t *found);

// Which rows go on, and with which records (0: none).
enum { SLUICE_KEEP_MATCHED = 1, SLUICE_KEEP_UNMATCHED = 2 };
enum { SLUICE_TAKE_NONE = 0, SLUICE_TAKE_ALL = 1, SLUICE_TAKE_FIRST = 2, SLUICE_TAKE_ONE = 3 };

typedef struct {
  size_t matches;    // entries of left and right
  size_t ambiguous;  // rows with several records where one was promised
} sluice_match_counts;

// With NULL for the lists only counts.
sluice_match_counts sluice_table_matches(const sluice_table *table, const uint32_t *found, size_t count, int keep,
                                         int take, uint32_t *left, uint32_t *right, uint32_t *ambiguous);

// Unpacks one field of records from *row on, null where the number is 0. Stops when fewer than `room` bytes might be
// left; `used` goes on from where it was.
void sluice_table_texts(const sluice_table *table, size_t field, const uint32_t *records, size_t count,
                        const sluice_prefixes *prefixes, uint8_t *out, size_t room, size_t *used, sluice_slice *cells,
                        size_t *row, size_t *needed);
void sluice_table_truths(const sluice_table *table, size_t field, const uint32_t *records, size_t count,
                         uint8_t *out);
void sluice_table_instants(const sluice_table *table, size_t field, const uint32_t *records, size_t count,
                           sluice_instant *out);

// Finds the records that lie one behind the other in `bytes`: records[n] without its link. Returns how many, at most
// `room`; *at moves behind the last.
size_t sluice_records(const uint8_t *bytes, size_t count, const uint8_t *forms, size_t fields, size_t *at,
                      sluice_slice *records, size_t room);
