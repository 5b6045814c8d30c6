// Rows packed into records, entered in a table, found by key and unpacked again.
#include "fuzz.h"

enum { FIELDS = 3, ROWS = 48, PREFIXES = 3 };

typedef struct {
  uint8_t *block;
  sluice_slice *texts[2];  // the key and a text
  uint8_t *truths;
  sluice_instant *times;
  size_t rows;
} source;

typedef struct {
  uint8_t bytes[PREFIXES * SLUICE_PREFIX_LONGEST];
  uint32_t ends[PREFIXES];
  sluice_prefixes list;
} prefixes;

// Packs all rows; a prefix that has no number gets one while there is room.
static size_t pack(const source *s, const sluice_field *fields, size_t count, size_t head, prefixes *p, uint8_t *out,
                   sluice_slice *records) {
  sluice_pack_state state = {0};
  for (;;) {
    sluice_pack(fields, count, s->rows, head, &p->list, out, records, &state);
    if (state.row == s->rows) return state.used;
    CHECK(!p->list.is_full && state.prefix.length >= 0 && state.prefix.length <= SLUICE_PREFIX_LONGEST, "prefix");
    size_t number = p->list.count, start = number ? p->ends[number - 1] : 0;
    memcpy(p->bytes + start, s->block + state.prefix.start, (size_t)state.prefix.length);
    p->ends[number] = (uint32_t)start + (uint32_t)state.prefix.length;
    p->list.count++;
    p->list.is_full = p->list.count == PREFIXES;
  }
}

static int is_same(const source *s, sluice_slice a, const uint8_t *bytes, sluice_slice b) {
  if (a.length < 0 || b.length < 0) return a.length == b.length;
  return a.length == b.length && !memcmp(s->block + a.start, bytes + b.start, (size_t)a.length);
}

// The texts of a field, in rooms that begin too small.
static void check_texts(const source *s, const sluice_table *table, const prefixes *p, const uint32_t *records,
                        const uint32_t *rows, size_t count) {
  size_t room = 1, used = 0, row = 0, needed = 0;
  uint8_t *out = malloc(room);
  sluice_slice *cells = malloc(count * sizeof *cells);
  for (;;) {
    sluice_table_texts(table, 0, records, count, &p->list, out, room, &used, cells, &row, &needed);
    if (row == count) break;
    CHECK(needed > room - used, "stopped with room for %zu", needed);
    out = realloc(out, room = used + needed);
  }
  CHECK(used <= room, "more than room");
  for (size_t at = 0; at < count; at++) {
    sluice_slice wanted = records[at] ? s->texts[1][rows[at]] : (sluice_slice){0, -1};
    CHECK(is_same(s, wanted, out, cells[at]), "text of row %u", rows[at]);
  }
  free(cells);
  free(out);
}

static int is_one_key(const source *s, size_t a, size_t b) {
  sluice_slice x = s->texts[0][a], y = s->texts[0][b];
  return x.length >= 0 && is_same(s, x, s->block, y);
}

static void check(const source *s, int first_only, size_t buckets) {
  static const uint8_t form_list[FIELDS] = {SLUICE_FIELD_TEXT, SLUICE_FIELD_TRUTH, SLUICE_FIELD_INSTANT};
  sluice_field fields[1 + FIELDS] = {
      {SLUICE_FIELD_TEXT, s->texts[0], s->block},
      {SLUICE_FIELD_TEXT, s->texts[1], s->block},
      {SLUICE_FIELD_TRUTH, s->truths, NULL},
      {SLUICE_FIELD_INSTANT, s->times, NULL},
  };
  prefixes p = {.list = {p.bytes, p.ends, 0, 0}};
  // The first byte of the first block is no record.
  uint8_t *out = malloc(1 + sluice_pack_room(fields, 1 + FIELDS, s->rows, 4));
  sluice_slice *records = malloc(s->rows * sizeof *records);
  size_t used = pack(s, fields, 1 + FIELDS, 4, &p, out + 1, records);
  out[0] = 0;
  uint8_t *block = exactly(out, 1 + used), *forms = exactly(form_list, FIELDS);

  size_t at = 1, row = 0;
  sluice_slice found_record;
  while (sluice_records(block, 1 + used, forms, FIELDS, &at, &found_record, 1)) {
    while (records[row].length < 0) row++;
    CHECK(found_record.start == records[row].start + 1 && found_record.length == records[row].length, "record");
    row++;
  }
  CHECK(at == 1 + used, "records end at %zu", at);

  sluice_bucket *table_buckets = aligned_alloc(64, buckets * sizeof *table_buckets);
  memset(table_buckets, 0, buckets * sizeof *table_buckets);
  uint8_t *blocks[1] = {block};
  size_t block_bytes[1] = {1 + used};
  sluice_table table = {blocks, block_bytes, 1, table_buckets, buckets, forms, FIELDS};
  sluice_table_build(&table, first_only);

  uint8_t *key_room = malloc(sluice_pack_room(fields, 1, s->rows, 0));
  sluice_slice *keys = malloc(s->rows * sizeof *keys);
  size_t key_bytes = pack(s, fields, 1, 0, &p, key_room, keys);
  uint8_t *key_block = exactly(key_room, key_bytes);
  uint64_t *hashes = malloc(s->rows * 16);
  uint32_t *found = malloc(s->rows * 4);
  sluice_hash128_slices(key_block, (const uint32_t *)keys, s->rows, hashes);
  sluice_table_find(&table, key_block, keys, hashes, s->rows, found);

  size_t wanted = 0, several = 0;
  for (size_t a = 0; a < s->rows; a++) {
    size_t same = 0;
    for (size_t b = 0; b < s->rows; b++) same += (size_t)is_one_key(s, a, b);
    CHECK((found[a] != 0) == (same > 0), "row %zu is found: %d", a, found[a] != 0);
    wanted += first_only && same ? 1 : same ? same : 1;
    several += !first_only && same > 1;
  }
  int keep = SLUICE_KEEP_MATCHED | SLUICE_KEEP_UNMATCHED;
  sluice_match_counts counts = sluice_table_matches(&table, found, s->rows, keep, SLUICE_TAKE_ALL, NULL, NULL, NULL);
  CHECK(counts.matches == wanted, "%zu matches, not %zu", counts.matches, wanted);
  uint32_t *left = malloc(wanted * 4), *right = malloc(wanted * 4), *ambiguous = malloc(several * 4);
  sluice_table_matches(&table, found, s->rows, keep, SLUICE_TAKE_ALL, left, right, NULL);
  // The rows of one key in their order, or its first.
  uint32_t *rows = malloc(wanted * 4);
  for (size_t match = 0, from = 0; match < wanted; match++) {
    if (match == 0 || left[match] != left[match - 1]) from = 0;
    if (right[match]) {
      while (!is_one_key(s, left[match], from)) from++;
      CHECK(right[match] + 4 == records[from].start + 1, "match %zu", match);
    }
    rows[match] = (uint32_t)from++;
  }
  check_texts(s, &table, &p, right, rows, wanted);
  uint8_t *truths = malloc(wanted);
  sluice_instant *times = malloc(wanted * sizeof *times);
  sluice_table_truths(&table, 1, right, wanted, truths);
  sluice_table_instants(&table, 2, right, wanted, times);
  for (size_t match = 0; match < wanted; match++) {
    CHECK(truths[match] == (right[match] ? s->truths[rows[match]] : 2), "truth of match %zu", match);
    sluice_instant time = right[match] ? s->times[rows[match]] : (sluice_instant){INT64_MIN, -1};
    CHECK(times[match].seconds == time.seconds && times[match].nanoseconds == time.nanoseconds, "instant %zu", match);
  }
  counts = sluice_table_matches(&table, found, s->rows, keep, SLUICE_TAKE_ONE, left, right, ambiguous);
  CHECK(counts.ambiguous == several && counts.matches + several == s->rows, "%zu ambiguous", counts.ambiguous);

  void *all[] = {out, records, block, forms, table_buckets, key_room, keys, key_block, hashes,
                 found, left, right, ambiguous, rows, truths, times};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input in = {data, size};
  uint8_t choice = next(&in);
  size_t n = in.count;
  sluice_slice cells[2 * ROWS];
  source s = {.block = exactly(in.bytes, n)};
  s.rows = cut(s.block, n, '\n', cells, 2 * ROWS) / 2;
  for (int field = 0; field < 2; field++) {
    s.texts[field] = malloc(s.rows * sizeof *cells);
    for (size_t row = 0; row < s.rows; row++) s.texts[field][row] = cells[2 * row + (size_t)field];
  }
  s.truths = malloc(s.rows);
  s.times = malloc(s.rows * sizeof *s.times);
  memset(s.times, 0, s.rows * sizeof *s.times);
  for (size_t row = 0; row < s.rows; row++) {
    s.truths[row] = (uint8_t)(row * choice) & 3;
    s.times[row].seconds = (int64_t)row * choice;
    s.times[row].nanoseconds = (int32_t)(row + choice) % 5 - 2;
  }
  // As few buckets as hold all rows, so that some pass on.
  check(&s, choice & 1, s.rows / SLUICE_BUCKET_RECORDS + 1 + (choice >> 6));
  free(s.times);
  free(s.truths);
  free(s.texts[0]);
  free(s.texts[1]);
  free(s.block);
  return 0;
}
