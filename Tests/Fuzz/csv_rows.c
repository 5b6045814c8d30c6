// Rows, cells and unquoted texts of CSV against twins that work a byte at a time; and entries that no index made.
#include "fuzz.h"

static size_t unquote_plainly(uint8_t *out, const uint8_t *in, size_t n, uint8_t quote) {
  size_t count = 0;
  for (size_t at = 0; at < n; at++) {
    out[count++] = in[at];
    if (in[at] == quote && at + 1 < n && in[at + 1] == quote) at++;
  }
  return count;
}

static void check_unquote(const uint8_t *block, size_t limit, size_t start, size_t n, uint8_t quote) {
  uint8_t *out = malloc(n + 16), *wanted = malloc(n + 1);
  size_t count = sluice_csv_unquote(out, block + start, n, quote, limit - start);
  CHECK(count == unquote_plainly(wanted, block + start, n, quote), "unquoted length %zu", count);
  CHECK(!memcmp(out, wanted, count), "unquoted bytes");
  free(out);
  free(wanted);
}

// Whatever stands in the entries, no byte outside of the buffer is read and no row leaves it.
static void check_strange_entries(const uint8_t *bytes, size_t n, size_t width) {
  size_t count = n / 4;
  uint32_t *entries = (uint32_t *)exactly(bytes, count * 4);
  sluice_slice *rows = malloc((count / width + 1) * sizeof *rows);
  // Small offsets, so that some get past the checks.
  for (size_t at = 0; at < count; at++) entries[at] = (entries[at] & 0xff) | (entries[at] & 0x100) << 23;
  if (sluice_csv_rows(bytes, n, entries, count, width, bytes[0] & 1, rows))
    for (size_t row = 0; row < count / width; row++)
      CHECK(rows[row].length >= 0 && rows[row].start + (size_t)rows[row].length <= n, "row %zu lies outside", row);
  free(entries);
  free(rows);
}

static int is_null_word(const uint8_t *cell, size_t n) {
  return n == 0 || (n == 2 && !memcmp(cell, "\\N", 2)) || (n == 4 && !memcmp(cell, "NULL", 4));
}

static void check_cell(const uint8_t *bytes, size_t start, size_t end, unsigned quote, int noted, sluice_slice cell,
                       int is_noted) {
  size_t n = end - start;
  int is_quoted = n && bytes[start] == quote, is_escaped = is_quoted && (n < 2 || bytes[end - 1] != quote);
  for (size_t at = start + 1; is_quoted && at + 1 < end; at++) is_escaped |= bytes[at] == quote;
  if (!is_quoted && is_null_word(bytes + start, n)) {
    CHECK(cell.length == -1 && !is_noted, "null cell");
    return;
  }
  int wanted = is_quoted ? noted != SLUICE_CSV_NOTE_ESCAPED || is_escaped : noted == SLUICE_CSV_NOTE_ALL && n > 1;
  int strips = is_quoted && !wanted;
  CHECK(is_noted == wanted, "cell at %zu noted: %d", start, is_noted);
  CHECK(cell.start == start + (size_t)strips && (size_t)cell.length == n - 2 * (size_t)strips, "cell at %zu", start);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const uint32_t word_ends[] = {0, 2, 6};
  input in = {data, size};
  uint8_t choice = next(&in), quote = choice & 1 ? '"' : '\'';
  int escapes = choice >> 1 & 1, noted = (choice >> 2) % 3;
  size_t width = 1 + choice / 64;
  size_t n = in.count;
  uint8_t *bytes = exactly(in.bytes, n);
  uint32_t *entries = malloc((n + 64) * sizeof *entries);
  sluice_csv_state state = {.may_open = 1};
  size_t count = sluice_csv_index(bytes, n, ',', quote, SLUICE_AVX512, entries, &state), rows_count = 0;
  while (count && !(entries[count - 1] & SLUICE_NEWLINE)) count--;
  entries = realloc(entries, (count + 1) * sizeof *entries);
  int is_regular = 1;
  for (size_t at = 0; at < count; at++) {
    int is_end = entries[at] >> 31;
    is_regular &= is_end == (at % width == width - 1);
    rows_count += (size_t)is_end;
  }
  sluice_slice *rows = malloc(rows_count * sizeof *rows);
  if (state.irregular == 0) {
    CHECK(sluice_csv_rows(bytes, n, entries, count, width, escapes, rows) == is_regular, "regular: %d", is_regular);
    sluice_csv_cells cells = {quote, 1 | 1 << 2 | 1 << 4, (const uint8_t *)"\\NNULL", word_ends, 3, noted};
    sluice_slice *out = malloc(rows_count * sizeof *out);
    uint32_t *rewrite = malloc(rows_count * sizeof *rewrite);
    for (size_t field = 0; is_regular && field < width; field++) {
      size_t found = sluice_csv_cut(bytes, rows, entries, width, field, NULL, rows_count, &cells, out, rewrite);
      size_t seen = 0;
      for (size_t row = 0; row < rows_count; row++) {
        size_t at = row * width + field;
        size_t start = at ? (entries[at - 1] & ~SLUICE_NEWLINE) + 1 : 0, end = entries[at] & ~SLUICE_NEWLINE;
        if (field == width - 1 && end > rows[row].start && bytes[end - 1] == '\r') {
          size_t slashes = 0;
          while (end - 1 - slashes > rows[row].start && bytes[end - 2 - slashes] == '\\') slashes++;
          if (!escapes || slashes % 2 == 0) end--;
        }
        int is_noted = seen < found && rewrite[seen] == row;
        seen += (size_t)is_noted;
        check_cell(bytes, start, end, quote, noted, out[row], is_noted);
        if (is_noted && end - start >= 2) check_unquote(bytes, n, start + 1, end - start - 2, quote);
      }
      CHECK(seen == found, "notes: %zu of %zu", seen, found);
    }
    free(out);
    free(rewrite);
  }
  check_unquote(bytes, n, 0, n, quote);
  if (n) check_strange_entries(bytes, n, width);
  free(rows);
  free(entries);
  free(bytes);
  return 0;
}
