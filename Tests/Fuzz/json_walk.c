// Checked JSON, whole and as a column, and the members of NDJSON objects, against a recursive reader.
#include "fuzz.h"

typedef struct {
  const uint8_t *p;
  size_t at, n;
} text;

static void skip(text *t) {
  while (t->at < t->n && t->p[t->at] && strchr(" \t\r\n", t->p[t->at])) t->at++;
}

static int peek(text *t) { return t->at < t->n ? t->p[t->at] : -1; }
static int take(text *t, int byte) { return peek(t) == byte ? t->at++, 1 : 0; }

static int take_digits(text *t) {
  size_t from = t->at;
  while (peek(t) >= '0' && peek(t) <= '9') t->at++;
  return t->at > from;
}

static int take_string(text *t) {
  if (!take(t, '"')) return 0;
  for (;;) {
    int b = peek(t);
    if (b < 0x20) return 0;
    t->at++;
    if (b == '"') return 1;
    if (b != '\\') continue;
    int escape = peek(t);
    if (escape <= 0 || !strchr("\"\\/bfnrtu", escape)) return 0;
    t->at++;
    for (int k = 0; escape == 'u' && k < 4; k++, t->at++)
      if (peek(t) <= 0 || !strchr("0123456789abcdefABCDEF", peek(t))) return 0;
  }
}

static int take_word(text *t, const char *word) {
  size_t n = strlen(word);
  if (t->n - t->at < n || memcmp(t->p + t->at, word, n)) return 0;
  t->at += n;
  return 1;
}

static int take_number(text *t) {
  take(t, '-');
  if (!take(t, '0') && !take_digits(t)) return 0;
  if (take(t, '.') && !take_digits(t)) return 0;
  if (peek(t) != 'e' && peek(t) != 'E') return 1;
  t->at++;
  if (!take(t, '+')) take(t, '-');
  return take_digits(t);
}

static int take_value(text *t, int depth) {
  int opening = peek(t);
  if (opening == '"') return take_string(t);
  if (opening != '{' && opening != '[')
    return take_word(t, "true") || take_word(t, "false") || take_word(t, "null") || take_number(t);
  int closing = opening + 2;
  t->at++;
  skip(t);
  if (take(t, closing)) return 1;
  if (depth == 0) return 0;
  do {
    skip(t);
    if (opening == '{') {
      if (!take_string(t)) return 0;
      skip(t);
      if (!take(t, ':')) return 0;
      skip(t);
    }
    if (!take_value(t, depth - 1)) return 0;
    skip(t);
  } while (take(t, ','));
  return take(t, closing);
}

// Whether all of the bytes are one value with blanks around it; `depth` counts containers that are not empty.
static int is_value(const uint8_t *p, size_t n, int depth) {
  text t = {p, 0, n};
  skip(&t);
  if (!take_value(&t, depth)) return 0;
  skip(&t);
  return t.at == n;
}

static void check_value(const uint8_t *bytes, size_t n) {
  text t = {bytes, 0, n};
  size_t end = 0;
  int code = sluice_json_value(bytes, 0, n, &end);
  skip(&t);
  int is_good = take_value(&t, SLUICE_JSON_MAX_DEPTH);
  CHECK((code == SLUICE_JSON_OK) == is_good, "value: code %d", code);
  CHECK(end <= n && (!is_good || end == t.at), "value ends at %zu", end);
}

static void check_column(const uint8_t *bytes, const sluice_slice *cells, size_t count) {
  sluice_slice *out = (sluice_slice *)exactly(cells, count * sizeof *cells);
  uint32_t *failed = malloc(count * 4), *broken = malloc(count * 4);
  sluice_json_notes notes = sluice_json_column(bytes, out, count, failed, broken);
  size_t failures = 0, breaks = 0;
  for (size_t row = 0; row < count; row++) {
    if (cells[row].length < 0) continue;
    const uint8_t *p = bytes + cells[row].start;
    if (!is_value(p, (size_t)cells[row].length, SLUICE_JSON_MAX_DEPTH)) {
      CHECK(failures < notes.failed && failed[failures++] == row, "row %zu is no JSON", row);
      continue;
    }
    text t = {p, 0, (size_t)cells[row].length};
    skip(&t);
    size_t start = t.at;
    if (take_word(&t, "null")) {
      CHECK(out[row].length == -1, "row %zu is null", row);
      continue;
    }
    take_value(&t, SLUICE_JSON_MAX_DEPTH);
    CHECK(out[row].start == cells[row].start + start && (size_t)out[row].length == t.at - start, "row %zu", row);
    if (memchr(p + start, '\n', t.at - start) || memchr(p + start, '\r', t.at - start))
      CHECK(breaks < notes.broken && broken[breaks++] == row, "row %zu has several lines", row);
  }
  CHECK(failures == notes.failed && breaks == notes.broken, "notes");
  free(out);
  free(failed);
  free(broken);
}

static void check_unquote(const uint8_t *bytes, const sluice_slice *cells, size_t count) {
  sluice_slice *out = (sluice_slice *)exactly(cells, count * sizeof *cells);
  uint32_t *escaped = malloc(count * 4);
  size_t noted = sluice_json_unquote(bytes, out, count, escaped), seen = 0;
  for (size_t row = 0; row < count; row++) {
    const uint8_t *p = bytes + cells[row].start;
    int is_string = cells[row].length >= 2 && p[0] == '"';
    int is_escaped = is_string && memchr(p, '\\', (size_t)cells[row].length);
    if (is_escaped) CHECK(seen < noted && escaped[seen++] == row, "row %zu has an escape", row);
    uint32_t quote = is_string && !is_escaped;
    CHECK(out[row].start == cells[row].start + quote && out[row].length == cells[row].length - 2 * (int32_t)quote,
          "row %zu", row);
  }
  CHECK(seen == noted, "%zu escaped, %zu noted", seen, noted);
  free(out);
  free(escaped);
}

// Columns a, id, b\n and é, which keys may spell with escapes.
static void check_walk(const uint8_t *bytes, const sluice_slice *lines, size_t rows, size_t columns) {
  static const uint32_t ends[] = {1, 3, 6, 8};
  uint32_t *name_ends = (uint32_t *)exactly(ends, columns * 4);
  uint8_t *names = exactly("aidb\\n\xc3\xa9", columns ? ends[columns - 1] : 0);
  sluice_members members = {names, name_ends, columns};
  sluice_slice *cells = malloc(columns * rows * sizeof *cells);
  uint8_t *status = malloc(rows);
  uint32_t *error = malloc(rows * 4);
  sluice_unknown *unknown = malloc(3 * sizeof *unknown);
  size_t noted = sluice_ndjson_walk(bytes, lines, rows, &members, cells, status, error, unknown, 3);
  CHECK(noted <= 3, "%zu unknown keys", noted);
  for (size_t at = 0; at < noted; at++) {
    sluice_slice line = lines[unknown[at].row];
    CHECK(unknown[at].start > line.start && unknown[at].start + unknown[at].length < line.start + (size_t)line.length,
          "unknown key %zu", at);
  }
  for (size_t row = 0; row < rows; row++) {
    const uint8_t *p = bytes + lines[row].start;
    size_t n = (size_t)lines[row].length;
    text t = {p, 0, n};
    skip(&t);
    int is_object = peek(&t) == '{';
    // A member's value may be as deep as a value on its own.
    int is_good = is_value(p, n, SLUICE_JSON_MAX_DEPTH + is_object);
    switch (status[row]) {
      case SLUICE_JSON_OK: CHECK(is_object && is_good, "row %zu is no object", row); break;
      case SLUICE_JSON_NOT_OBJECT: CHECK(!is_object && is_good, "row %zu is an object or broken", row); break;
      case SLUICE_JSON_DUPLICATE: CHECK(is_object && columns, "row %zu has no key twice", row); break;
      default: CHECK(!is_good, "row %zu: code %d", row, status[row]);
    }
    if (status[row] != SLUICE_JSON_OK)
      CHECK(error[row] >= lines[row].start && error[row] <= lines[row].start + n, "error outside of row %zu", row);
    for (size_t column = 0; column < columns && status[row] == SLUICE_JSON_OK; column++) {
      sluice_slice cell = cells[column * rows + row];
      if (cell.length < 0) continue;
      CHECK(cell.start >= lines[row].start && cell.start + (size_t)cell.length <= lines[row].start + n, "cell");
      CHECK(is_value(bytes + cell.start, (size_t)cell.length, SLUICE_JSON_MAX_DEPTH), "cell of row %zu", row);
    }
  }
  free(name_ends);
  free(names);
  free(cells);
  free(status);
  free(error);
  free(unknown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input in = {data, size};
  uint8_t choice = next(&in);
  size_t n = in.count;
  uint8_t *bytes = exactly(in.bytes, n);
  check_value(bytes, n);
  // Cells end at a byte that no JSON has, so that they can have line breaks.
  sluice_slice cells[32];
  size_t count = cut(bytes, n, choice & 8 ? '\n' : 0x01, cells, 32);
  check_column(bytes, cells, count);
  check_unquote(bytes, cells, count);
  size_t rows = cut(bytes, n, '\n', cells, 32), kept = 0;
  for (size_t row = 0; row < rows; row++)
    if (cells[row].length >= 0) cells[kept++] = cells[row];
  check_walk(bytes, cells, kept, choice % 5);
  free(bytes);
  return 0;
}
