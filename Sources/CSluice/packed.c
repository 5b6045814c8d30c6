#include "packed.h"

#include <string.h>

#include "hex.h"
#include "json.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline size_t packed_size(const uint8_t *cell) {
  switch (cell[0]) {
    case SLUICE_PACKED_NULL:
    case SLUICE_PACKED_MISSING: return 1;
    case SLUICE_PACKED_LONG: {
      uint32_t n;
      memcpy(&n, cell + 1, 4);
      return 5 + (size_t)n;
    }
    case SLUICE_PACKED_HEX: return 18;
    case SLUICE_PACKED_UUID: return 17;
    default: return 1 + (size_t)cell[0];
  }
}

size_t sluice_packed_size(const uint8_t *cell) { return packed_size(cell); }

static inline size_t field_size(const uint8_t *field, uint8_t form) {
  return form == SLUICE_FIELD_TEXT ? packed_size(field) : form == SLUICE_FIELD_TRUTH ? 1 : 12;
}

// Packing.

size_t sluice_pack_room(const sluice_field *fields, size_t count, size_t rows, size_t head) {
  size_t room = rows * head + 32;
  for (size_t at = 0; at < count; at++) {
    if (fields[at].form != SLUICE_FIELD_TEXT) {
      room += 12 * rows;
      continue;
    }
    const sluice_slice *slices = fields[at].values;
    for (size_t row = 0; row < rows; row++) room += 5 + (slices[row].length > 0 ? (size_t)slices[row].length : 0);
  }
  return room;
}

// 8-4-4-4-12 lower-case digits.
static inline int pack_uuid(const uint8_t *in, uint8_t *out) {
  if (in[8] != '-' || in[13] != '-' || in[18] != '-' || in[23] != '-') return 0;
  uint8_t digits[32];
  memcpy(digits, in, 8);
  memcpy(digits + 8, in + 9, 4);
  memcpy(digits + 12, in + 14, 4);
  memcpy(digits + 16, in + 19, 4);
  memcpy(digits + 20, in + 24, 12);
  return sluice_unhex32(digits, out);
}

// The number of a prefix; -1 when it has none.
static inline int prefix_number(const sluice_prefixes *prefixes, const uint8_t *text, size_t n) {
  uint32_t start = 0;
  for (size_t number = 0; number < prefixes->count; number++) {
    uint32_t end = prefixes->ends[number];
    if (end - start == n && !memcmp(prefixes->bytes + start, text, n)) return (int)number;
    start = end;
  }
  return -1;
}

// Returns the end of the packed cell, or NULL for a prefix that has no number yet.
static inline uint8_t *pack_cell(uint8_t *out, const uint8_t *in, int32_t length,
                                 const sluice_prefixes *prefixes) {
  if (length < 0) {
    *out = length == -2 ? SLUICE_PACKED_MISSING : SLUICE_PACKED_NULL;
    return out + 1;
  }
  size_t n = (size_t)length;
  if (n >= 32 && n <= 32 + SLUICE_PREFIX_LONGEST) {
    // Written where it would stay; a cell that turns out to be no such thing is written over it.
    if (sluice_unhex32(in + (n - 32), out + 2)) {
      int number = prefix_number(prefixes, in, n - 32);
      if (number >= 0) {
        out[0] = SLUICE_PACKED_HEX;
        out[1] = (uint8_t)number;
        return out + 18;
      }
      if (!prefixes->is_full) return NULL;
    }
    if (n == 36 && pack_uuid(in, out + 1)) {
      out[0] = SLUICE_PACKED_UUID;
      return out + 17;
    }
  }
  if (n <= SLUICE_PACKED_SHORT) {
    *out++ = (uint8_t)n;
  } else {
    uint32_t size = (uint32_t)n;
    *out = SLUICE_PACKED_LONG;
    memcpy(out + 1, &size, 4);
    out += 5;
  }
  memcpy(out, in, n);
  return out + n;
}

void sluice_pack(const sluice_field *fields, size_t count, size_t rows, size_t head, const sluice_prefixes *prefixes,
                 uint8_t *out, sluice_slice *records, sluice_pack_state *state) {
  const sluice_slice *keys = fields[0].values;
  for (; state->row < rows; state->row++) {
    size_t row = state->row;
    if (keys[row].length < 0) {
      records[row] = (sluice_slice){0, -1};
      continue;
    }
    uint8_t *at = out + state->used;
    memset(at, 0, head);
    at += head;
    for (size_t field = 0; field < count; field++) {
      switch (fields[field].form) {
        case SLUICE_FIELD_TEXT: {
          sluice_slice cell = ((const sluice_slice *)fields[field].values)[row];
          uint8_t *end = pack_cell(at, fields[field].block + cell.start, cell.length, prefixes);
          if (!end) {
            state->prefix = (sluice_slice){cell.start, cell.length - 32};
            state->field = field;
            return;
          }
          at = end;
          break;
        }
        case SLUICE_FIELD_TRUTH: *at++ = ((const uint8_t *)fields[field].values)[row]; break;
        default: {
          const sluice_instant *time = (const sluice_instant *)fields[field].values + row;
          memcpy(at, &time->seconds, 8);
          memcpy(at + 8, &time->nanoseconds, 4);
          at += 12;
        }
      }
    }
    size_t start = state->used + head;
    records[row] = (sluice_slice){(uint32_t)start, (int32_t)((size_t)(at - out) - start)};
    state->used = (size_t)(at - out);
  }
}

// The table.

static inline uint8_t *record_at(const sluice_table *table, uint32_t number) {
  return table->blocks[number >> SLUICE_BLOCK_BITS] + (number & ((1u << SLUICE_BLOCK_BITS) - 1));
}

static inline uint32_t link_of(const uint8_t *record) {
  uint32_t link;
  memcpy(&link, record, 4);
  return link;
}

static inline void set_link(uint8_t *record, uint32_t link) { memcpy(record, &link, 4); }

static inline size_t bucket_of(const sluice_table *table, uint64_t hash) {
  return (size_t)(((hash >> 32) * (uint64_t)table->bucket_count) >> 32);
}

// A bit for each record of a bucket whose tag is that of the hash.
static inline uint32_t candidates(const sluice_bucket *bucket, uint8_t tag) {
  uint32_t taken = (1u << bucket->count) - 1;
#if defined(__SSE2__)
  __m128i tags = _mm_loadu_si128((const __m128i *)bucket->tags);
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(tags, _mm_set1_epi8((char)tag))) & taken;
#else
  uint32_t bits = 0;
  for (uint32_t at = 0; at < bucket->count; at++) bits |= (uint32_t)(bucket->tags[at] == tag) << at;
  return bits & taken;
#endif
}

// Without a call for the usual sizes: a UUID takes 17 bytes, 32 digits behind a prefix 18.
static inline int is_same(const uint8_t *p, const uint8_t *q, size_t n) {
#if defined(__SSE2__)
  if (n >= 16 && n <= 32) {
    const uint8_t *p_end = p + n - 16, *q_end = q + n - 16;
    __m128i head = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)p), _mm_loadu_si128((const __m128i *)q));
    __m128i tail = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)p_end), _mm_loadu_si128((const __m128i *)q_end));
    return _mm_movemask_epi8(_mm_and_si128(head, tail)) == 0xffff;
  }
#endif
  return !memcmp(p, q, n);
}

static inline int is_key(const sluice_table *table, uint32_t number, const uint8_t *key, size_t n) {
  const uint8_t *own = record_at(table, number) + 4;
  return packed_size(own) == n && is_same(own, key, n);
}

// Where the record of a key is named; NULL when there is none.
static inline uint32_t *lookup(const sluice_table *table, uint64_t hash, const uint8_t *key, size_t n) {
  size_t at = bucket_of(table, hash);
  for (size_t seen = 0; seen < table->bucket_count; seen++) {
    sluice_bucket *bucket = table->buckets + at;
    uint32_t bits = candidates(bucket, (uint8_t)hash);
    while (bits) {
      uint32_t *named = bucket->records + __builtin_ctz(bits);
      if (is_key(table, *named, key, n)) return named;
      bits &= bits - 1;
    }
    if (!bucket->is_passed) return NULL;
    at = at + 1 == table->bucket_count ? 0 : at + 1;
  }
  return NULL;
}

static inline void enter(const sluice_table *table, uint64_t hash, uint32_t number) {
  size_t at = bucket_of(table, hash);
  while (table->buckets[at].count == SLUICE_BUCKET_RECORDS) {
    table->buckets[at].is_passed = 1;
    at = at + 1 == table->bucket_count ? 0 : at + 1;
  }
  sluice_bucket *bucket = table->buckets + at;
  bucket->tags[bucket->count] = (uint8_t)hash;
  bucket->records[bucket->count++] = number;
}

static inline size_t record_size(const uint8_t *record, const uint8_t *forms, size_t fields) {
  size_t size = 4 + packed_size(record + 4);
  for (size_t field = 0; field < fields; field++) size += field_size(record + size, forms[field]);
  return size;
}

// By how many keys a prefetch goes before the use of what it fetches.
enum { AHEAD = 32 };

typedef struct {
  uint64_t hash;
  uint8_t *record;
  uint32_t number, key;
} entry;

static void enter_record(const sluice_table *table, const entry *e, int first_only) {
  uint32_t *last = lookup(table, e->hash, e->record + 4, e->key);
  if (!last) {
    set_link(e->record, e->number);
    enter(table, e->hash, e->number);
  } else if (!first_only) {
    uint8_t *before = record_at(table, *last);
    set_link(e->record, link_of(before));
    set_link(before, e->number);
    *last = e->number;
  }
}

void sluice_table_build(const sluice_table *table, int first_only) {
  entry waiting[AHEAD];
  size_t seen = 0, entered = 0;
  for (size_t block = 0; block < table->block_count; block++) {
    // Number 0 stands for none: the first block begins with a byte that is no record.
    size_t at = block == 0;
    while (at < table->block_bytes[block]) {
      uint8_t *record = table->blocks[block] + at;
      if (seen - entered == AHEAD) enter_record(table, waiting + entered++ % AHEAD, first_only);
      entry *e = waiting + seen++ % AHEAD;
      e->record = record;
      e->number = (uint32_t)(block << SLUICE_BLOCK_BITS | at);
      e->key = (uint32_t)packed_size(record + 4);
      e->hash = XXH3_128bits(record + 4, e->key).low64;
      __builtin_prefetch(table->buckets + bucket_of(table, e->hash), 1);
      at += record_size(record, table->forms, table->fields);
    }
  }
  while (entered < seen) enter_record(table, waiting + entered++ % AHEAD, first_only);
}

void sluice_table_find(const sluice_table *table, const uint8_t *block, const sluice_slice *keys,
                       const uint64_t *hashes, size_t count, uint32_t *found) {
  if (table->bucket_count == 0) {
    memset(found, 0, count * sizeof *found);
    return;
  }
  // First a key's bucket is asked for, then the record that it probably names, then the key is looked up.
  for (size_t step = 0; step < count + 2 * AHEAD; step++) {
    if (step < count) __builtin_prefetch(table->buckets + bucket_of(table, hashes[2 * step]));
    size_t next = step - AHEAD;
    if (step >= AHEAD && next < count) {
      uint64_t hash = hashes[2 * next];
      const sluice_bucket *bucket = table->buckets + bucket_of(table, hash);
      uint32_t bits = candidates(bucket, (uint8_t)hash);
      if (bits) {
        const uint8_t *record = record_at(table, bucket->records[__builtin_ctz(bits)]);
        __builtin_prefetch(record);
        __builtin_prefetch(record + 32);
      }
    }
    if (step < 2 * AHEAD) continue;
    size_t row = step - 2 * AHEAD;
    found[row] = 0;
    if (keys[row].length < 0) continue;
    const uint32_t *named = lookup(table, hashes[2 * row], block + keys[row].start, (size_t)keys[row].length);
    if (named) found[row] = *named;
  }
}

sluice_match_counts sluice_table_matches(const sluice_table *table, const uint32_t *found, size_t count, int keep,
                                         int take, uint32_t *left, uint32_t *right, uint32_t *ambiguous) {
  sluice_match_counts counts = {0, 0};
  for (size_t row = 0; row < count; row++) {
    uint32_t last = found[row];
    if (!(keep & (last ? SLUICE_KEEP_MATCHED : SLUICE_KEEP_UNMATCHED))) continue;
    uint32_t first = 0;
    if (last && take != SLUICE_TAKE_NONE) {
      first = link_of(record_at(table, last));
      if (take == SLUICE_TAKE_ONE && first != last) {
        if (ambiguous) ambiguous[counts.ambiguous] = (uint32_t)row;
        counts.ambiguous++;
        continue;
      }
    }
    uint32_t match = first;
    for (;;) {
      if (left) {
        left[counts.matches] = (uint32_t)row;
        right[counts.matches] = match;
      }
      counts.matches++;
      if (take != SLUICE_TAKE_ALL || match == last) break;
      match = link_of(record_at(table, match));
    }
  }
  return counts;
}

static inline const uint8_t *field_at(const sluice_table *table, uint32_t number, size_t field) {
  const uint8_t *at = record_at(table, number) + 4;
  at += packed_size(at);
  for (size_t before = 0; before < field; before++) at += field_size(at, table->forms[before]);
  return at;
}

static inline size_t unpacked_room(const uint8_t *cell) {
  // The longest are long cells, and 32 digits behind a prefix; hex digits and copies may be written 16 bytes too far.
  return packed_size(cell) + 64;
}

static inline uint8_t *unpack_uuid(uint8_t *out, const uint8_t *bytes) {
  uint8_t digits[48];
  sluice_hex32(bytes, digits);
  memcpy(out, digits, 8);
  memcpy(out + 9, digits + 8, 4);
  memcpy(out + 14, digits + 12, 4);
  memcpy(out + 19, digits + 16, 4);
  memcpy(out + 24, digits + 20, 12);
  out[8] = out[13] = out[18] = out[23] = '-';
  return out + 36;
}

void sluice_table_texts(const sluice_table *table, size_t field, const uint32_t *records, size_t count,
                        const sluice_prefixes *prefixes, uint8_t *out, size_t room, size_t *used, sluice_slice *cells,
                        size_t *row, size_t *needed) {
  for (; *row < count; (*row)++) {
    uint32_t number = records[*row];
    cells[*row] = (sluice_slice){0, -1};
    if (!number) continue;
    const uint8_t *cell = field_at(table, number, field);
    *needed = unpacked_room(cell);
    if (*needed > room - *used) return;
    uint8_t *at = out + *used;
    switch (cell[0]) {
      case SLUICE_PACKED_NULL: continue;
      case SLUICE_PACKED_MISSING: cells[*row].length = -2; continue;
      case SLUICE_PACKED_LONG: {
        uint32_t n;
        memcpy(&n, cell + 1, 4);
        memcpy(at, cell + 5, n);
        at += n;
        break;
      }
      case SLUICE_PACKED_HEX: {
        uint32_t start = cell[1] ? prefixes->ends[cell[1] - 1] : 0;
        uint32_t n = prefixes->ends[cell[1]] - start;
        memcpy(at, prefixes->bytes + start, n);
        sluice_hex32(cell + 2, at + n);
        at += n + 32;
        break;
      }
      case SLUICE_PACKED_UUID: at = unpack_uuid(at, cell + 1); break;
      default:
        memcpy(at, cell + 1, cell[0]);
        at += cell[0];
    }
    cells[*row].start = (uint32_t)*used;
    cells[*row].length = (int32_t)((size_t)(at - out) - *used);
    *used = (size_t)(at - out);
  }
}

void sluice_table_truths(const sluice_table *table, size_t field, const uint32_t *records, size_t count,
                         uint8_t *out) {
  for (size_t row = 0; row < count; row++) out[row] = records[row] ? *field_at(table, records[row], field) : 2;
}

void sluice_table_instants(const sluice_table *table, size_t field, const uint32_t *records, size_t count,
                           sluice_instant *out) {
  for (size_t row = 0; row < count; row++) {
    out[row].seconds = INT64_MIN;
    out[row].nanoseconds = -1;
    if (!records[row]) continue;
    const uint8_t *at = field_at(table, records[row], field);
    memcpy(&out[row].seconds, at, 8);
    memcpy(&out[row].nanoseconds, at + 8, 4);
  }
}

size_t sluice_records(const uint8_t *bytes, size_t count, const uint8_t *forms, size_t fields, size_t *at,
                      sluice_slice *records, size_t room) {
  size_t found = 0;
  while (*at < count && found < room) {
    size_t size = record_size(bytes + *at, forms, fields);
    records[found++] = (sluice_slice){(uint32_t)(*at + 4), (int32_t)(size - 4)};
    *at += size;
  }
  return found;
}
