// The structural index of CSV against a machine that reads a byte at a time, whole and in two parts.
#include "fuzz.h"

typedef struct {
  uint32_t *entries, *quoted;
  size_t count, quoted_count;
  int is_irregular, is_in_quote;
} twin;

static void read_plainly(const uint8_t *p, size_t n, uint8_t delimiter, unsigned quote, twin *t) {
  enum { START, FIELD, QUOTED, CLOSED, RETURNED } at = START;
  for (size_t i = 0; i < n; i++) {
    uint8_t b = p[i];
    if (at == QUOTED) {
      if (b == quote) at = CLOSED;
      if (b == '\n') t->quoted[t->quoted_count++] = (uint32_t)i;
      continue;
    }
    if (at == CLOSED && b == quote) {
      at = QUOTED;
    } else if (b == quote && at == START) {
      at = QUOTED;
    } else if (at == RETURNED && b != '\n') {
      t->is_irregular = 1;
      return;
    } else if (b == delimiter || b == '\n') {
      at = START;
      t->entries[t->count++] = (uint32_t)i | (b == '\n' ? SLUICE_NEWLINE : 0);
    } else if (b == quote || (at == CLOSED && b != '\r')) {
      t->is_irregular = 1;
      return;
    } else {
      at = at == CLOSED ? RETURNED : FIELD;
    }
  }
  t->is_in_quote = at == QUOTED;
}

static void check_index(const twin *t, const uint8_t *p, size_t n, size_t split, uint8_t delimiter, unsigned quote,
                        int level) {
  sluice_csv_state state = {.may_open = 1};
  size_t count = 0, quoted = 0;
  // A part ends where a block of 64 bytes does, or with the bytes.
  for (size_t from = 0, end = split ? split : n;; from = end, end = n) {
    size_t part = end - from;
    uint8_t *bytes = exactly(p + from, part);
    state.quoted = 0;
    uint32_t *room = malloc((part + 64) * sizeof *room);
    size_t found = sluice_csv_index(bytes, part, delimiter, quote, level, room, &state);
    CHECK(found + state.quoted <= part + 64, "more entries than room");
    if (!t->is_irregular) {
      CHECK(count + found <= t->count && quoted + state.quoted <= t->quoted_count, "too many entries");
      for (size_t i = 0; i < found; i++)
        CHECK(room[i] + (uint32_t)from == t->entries[count + i], "entry %zu differs", count + i);
      for (size_t i = 0; i < state.quoted; i++)
        CHECK(room[part + 63 - i] + from == t->quoted[quoted + i], "quoted line feed %zu differs", quoted + i);
    }
    count += found;
    quoted += state.quoted;
    free(room);
    free(bytes);
    if (end == n) break;
  }
  CHECK(t->is_irregular == (state.irregular != 0), "irregular: %d by the twin", t->is_irregular);
  if (!t->is_irregular) {
    CHECK(count == t->count && quoted == t->quoted_count, "%zu entries, not %zu", count, t->count);
    CHECK(t->is_in_quote == (state.in_quote != 0), "in a quote: %d by the twin", t->is_in_quote);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char delimiters[] = {',', ';', '\t', '|'};
  static const unsigned quotes[] = {'"', '\'', 0x100, '"'};
  input in = {data, size};
  uint8_t choice = next(&in);
  uint8_t delimiter = (uint8_t)delimiters[choice & 3];
  unsigned quote = quotes[choice >> 2 & 3];
  size_t n = in.count, split = n / 64 ? (next(&in) % (n / 64 + 1)) * 64 : 0;
  n = in.count;
  if (split >= n) split = 0;
  uint8_t *bytes = exactly(in.bytes, n);
  twin t = {malloc((n + 1) * 4), malloc((n + 1) * 4)};
  read_plainly(bytes, n, delimiter, quote, &t);
  for (int level = SLUICE_PLAIN; level <= SLUICE_AVX512; level++) {
    check_index(&t, bytes, n, 0, delimiter, quote, level);
    check_index(&t, bytes, n, split, delimiter, quote, level);
  }
  size_t found = 0;
  for (size_t i = 0; i < n; i++) found += bytes[i] == delimiter;
  CHECK(sluice_count_byte(bytes, n, delimiter) == found, "count of a byte");
  free(t.entries);
  free(t.quoted);
  free(bytes);
  return 0;
}
