// Columns packed and unpacked again, keys that are in the order of their values, records dealt to partitions.
#include "fuzz.h"

static void check_pack(const uint8_t *block, size_t capacity, const sluice_slice *slices, size_t count) {
  int is_narrow;
  size_t total = sluice_cells_measure(slices, count, &is_narrow);
  for (int narrow = 0; narrow <= is_narrow; narrow++) {
    size_t lengths = count * (narrow ? 1 : 4);
    uint8_t *out = malloc(lengths + total + 16);
    size_t used = sluice_cells_pack(&(sluice_cells){block, capacity, slices}, count, narrow, out);
    CHECK(used == lengths + total, "packed %zu bytes, not %zu", used, lengths + total);
    uint8_t *packed = exactly(out, used);
    sluice_slice *back = malloc(count * sizeof *back);
    if (used) CHECK(sluice_cells_unpack(packed, 0, used, count, narrow, back) == used, "unpacked");
    for (size_t row = 0; row < count; row++) {
      CHECK(back[row].length == slices[row].length, "length of row %zu", row);
      if (back[row].length > 0)
        CHECK(!memcmp(packed + back[row].start, block + slices[row].start, (size_t)back[row].length), "row %zu", row);
    }
    if (used) CHECK(!sluice_cells_unpack(packed, 0, used - 1, count, narrow, back), "one byte is missing");
    free(back);
    free(packed);
    free(out);
  }
}

// Bytes that no column was packed to: the cells lie within the limit, or it says that they do not.
static void check_strange(const uint8_t *bytes, size_t n, size_t count, int is_narrow) {
  sluice_slice *out = malloc(count * sizeof *out);
  size_t end = sluice_cells_unpack(bytes, n / 3, n, count, is_narrow, out);
  for (size_t row = 0; end && row < count; row++)
    if (out[row].length >= 0)
      CHECK(out[row].start >= n / 3 && out[row].start + (size_t)out[row].length <= end, "strange cell %zu", row);
  CHECK(end <= n, "strange end");
  free(out);
}

static int compare_bytes(const uint8_t *a, size_t n, const uint8_t *b, size_t m) {
  int order = memcmp(a, b, n < m ? n : m);
  return order ? order : (n > m) - (n < m);
}

typedef struct {
  const uint8_t *block;
  const sluice_slice *texts;
  const sluice_instant *times;
  const uint8_t *truths;
} columns;

// How two rows are ordered by one term.
static int compare(const columns *c, const sluice_term *term, size_t a, size_t b) {
  int a_is_none, b_is_none, order = 0;
  if (term->kind == SLUICE_TERM_TEXT) {
    a_is_none = c->texts[a].length < 0, b_is_none = c->texts[b].length < 0;
    if (!a_is_none && !b_is_none)
      order = compare_bytes(c->block + c->texts[a].start, (size_t)c->texts[a].length, c->block + c->texts[b].start,
                            (size_t)c->texts[b].length);
  } else if (term->kind == SLUICE_TERM_INSTANT) {
    sluice_instant x = c->times[a], y = c->times[b];
    a_is_none = x.nanoseconds < 0, b_is_none = y.nanoseconds < 0;
    order = (x.seconds > y.seconds) - (x.seconds < y.seconds);
    if (!order) order = (x.nanoseconds > y.nanoseconds) - (x.nanoseconds < y.nanoseconds);
  } else {
    a_is_none = c->truths[a] > 1, b_is_none = c->truths[b] > 1;
    order = c->truths[a] - c->truths[b];
  }
  if (a_is_none || b_is_none) return (a_is_none - b_is_none) * (term->nulls_first ? -1 : 1);
  return term->descending ? -order : order;
}

static void check_keys(const columns *c, size_t capacity, size_t rows, uint8_t choice) {
  sluice_term terms[3];
  size_t count = 1 + choice % 3;
  for (size_t at = 0; at < count; at++) {
    static const uint8_t kinds[] = {SLUICE_TERM_TEXT, SLUICE_TERM_INSTANT, SLUICE_TERM_TRUTH};
    uint8_t kind = kinds[(at + choice / 3) % 3];
    const void *values = kind == SLUICE_TERM_TEXT ? (const void *)c->texts
                         : kind == SLUICE_TERM_INSTANT ? (const void *)c->times : c->truths;
    terms[at] = (sluice_term){kind, choice >> (at + 2) & 1, choice >> (at + 5) & 1, values, c->block, capacity};
  }
  uint8_t *out = malloc(sluice_keys_room(terms, count, rows));
  sluice_slice *keys = malloc(rows * sizeof *keys);
  sluice_keys(terms, count, rows, out, keys);
  for (size_t row = 1; row < rows; row++) {
    int wanted = 0;
    for (size_t at = 0; at < count && !wanted; at++) wanted = compare(c, terms + at, row - 1, row);
    int order = compare_bytes(out + keys[row - 1].start, (size_t)keys[row - 1].length, out + keys[row].start,
                              (size_t)keys[row].length);
    CHECK((order > 0) - (order < 0) == (wanted > 0) - (wanted < 0), "keys %zu and %zu: order %d", row - 1, row, order);
  }
  // Texts as they are, as a term of bytes.
  sluice_term bytes = {SLUICE_TERM_BYTES, 0, 0, c->texts, c->block, capacity};
  out = realloc(out, sluice_keys_room(&bytes, 1, rows));
  sluice_keys(&bytes, 1, rows, out, keys);
  for (size_t row = 0; row < rows; row++)
    if (c->texts[row].length >= 0)
      CHECK(keys[row].length == c->texts[row].length + 1 &&
                !memcmp(out + keys[row].start + 1, c->block + c->texts[row].start, (size_t)c->texts[row].length),
            "key of bytes %zu", row);
  free(out);
  free(keys);
}

static void check_deal(const uint8_t *block, size_t capacity, const sluice_slice *slices, size_t rows, int has_more,
                       uint64_t mask) {
  uint64_t *hashes = malloc(rows * 16);
  sluice_hash128_slices(block, (const uint32_t *)slices, rows, hashes);
  sluice_slice *more = malloc(rows * sizeof *more);
  for (size_t row = 0; row < rows; row++) more[row] = slices[rows - 1 - row];
  size_t room = 16, kept = 0;
  for (size_t row = 0; row < rows; row++)
    if (slices[row].length >= 0)
      room += SLUICE_RECORD_HEAD + (size_t)slices[row].length +
              (has_more && more[row].length > 0 ? (size_t)more[row].length : 0);
  uint8_t *out = malloc(room);
  uint32_t *ends = malloc((mask + 1) * sizeof *ends);
  sluice_deal(hashes, &(sluice_cells){block, capacity, slices},
              &(sluice_cells){block, capacity, has_more ? more : NULL}, rows, mask, out, ends);
  size_t at = 0;
  for (uint64_t part = 0; part <= mask; part++) {
    for (int64_t last = -1; at < ends[part]; kept++) {
      uint32_t head[3];
      memcpy(head, out + at + 8, 12);
      CHECK(head[0] < rows && (int64_t)head[0] > last && (hashes[2 * head[0] + 1] & mask) == part, "dealt row");
      sluice_slice key = slices[head[0]], extra = more[head[0]];
      if (!has_more || extra.length < 0) extra = (sluice_slice){0, 0};
      CHECK(!memcmp(out + at, hashes + 2 * head[0], 8), "dealt hash");
      CHECK(head[1] == (uint32_t)key.length && head[2] == (uint32_t)extra.length, "dealt lengths");
      at += SLUICE_RECORD_HEAD;
      CHECK(!memcmp(out + at, block + key.start, head[1]), "dealt key");
      CHECK(!memcmp(out + at + head[1], block + extra.start, head[2]), "dealt bytes");
      at += head[1] + head[2];
      last = head[0];
    }
    CHECK(at == ends[part], "partition %zu ends amid a record", (size_t)part);
  }
  for (size_t row = 0; row < rows; row++) kept -= slices[row].length >= 0;
  CHECK(at == room - 16 && kept == 0, "all rows are dealt");
  free(hashes);
  free(more);
  free(out);
  free(ends);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input in = {data, size};
  uint8_t choice = next(&in), other = next(&in);
  size_t n = in.count;
  uint8_t *block = exactly(in.bytes, n);
  sluice_slice found[64];
  size_t rows = cut(block, n, '\n', found, 64);
  sluice_slice *slices = (sluice_slice *)exactly(found, rows * sizeof *found);
  sluice_instant *times = malloc(rows * sizeof *times);
  uint8_t *truths = malloc(rows);
  for (size_t row = 0; row < rows; row++) {
    uint8_t byte = slices[row].length > 0 ? block[slices[row].start] : 2;
    times[row] = (sluice_instant){(int64_t)(int8_t)byte * ((int64_t)1 << (other & 48)), (int32_t)(byte & 7) - 2};
    truths[row] = byte & 3;
  }
  check_pack(block, n, slices, rows);
  check_strange(block, n, other % 40, choice & 1);
  check_keys(&(columns){block, slices, times, truths}, n, rows, choice);
  check_deal(block, n, slices, rows, choice & 1, (1u << (other & 3)) - 1);
  free(truths);
  free(times);
  free(slices);
  free(block);
  return 0;
}
