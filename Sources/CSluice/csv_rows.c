#include "csv_rows.h"

#include <string.h>

#include "csv_index.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static const uint32_t offset_mask = 0x3fffffffu;

// The end of a record without the carriage return of its line end.
static inline uint32_t content_end(const uint8_t *bytes, uint32_t start, uint32_t end, int escapes) {
  if (end == start || bytes[end - 1] != '\r') return end;
  if (!escapes) return end - 1;
  uint32_t slashes = 0;
  while (end - 1 - slashes > start && bytes[end - 2 - slashes] == '\\') slashes++;
  return slashes % 2 == 0 ? end - 1 : end;
}

int sluice_csv_rows(const uint8_t *bytes, size_t limit, const uint32_t *entries, size_t count, size_t width,
                    int escapes, sluice_slice *rows) {
  size_t ends = 0;
  uint32_t falling = 0;
  for (size_t at = 0; at < count; at++) ends += entries[at] >> 31;
  for (size_t at = 1; at < count; at++)
    falling |= (entries[at] & offset_mask) <= (entries[at - 1] & offset_mask);
  if (count != ends * width || falling) return 0;
  if (count && (entries[count - 1] & offset_mask) > limit) return 0;
  uint32_t start = 0;
  for (size_t row = 0; row < ends; row++) {
    uint32_t entry = entries[row * width + width - 1];
    if (!(entry & SLUICE_NEWLINE)) return 0;
    uint32_t end = entry & offset_mask;
    rows[row].start = start;
    rows[row].length = (int32_t)(content_end(bytes, start, end, escapes) - start);
    start = end + 1;
  }
  return 1;
}

static inline int is_null(const uint8_t *cell, size_t n, const sluice_csv_cells *cells) {
  uint32_t start = 0;
  for (size_t word = 0; word < cells->word_count; word++) {
    uint32_t end = cells->word_ends[word];
    if (end - start == n && !memcmp(cells->words + start, cell, n)) return 1;
    start = end;
  }
  return 0;
}

size_t sluice_csv_cut(const uint8_t *bytes, const sluice_slice *rows, const uint32_t *ends, size_t width,
                      size_t position, const uint32_t *picked, size_t count, const sluice_csv_cells *cells,
                      sluice_slice *out, uint32_t *rewrite) {
  size_t noted = 0;
  const unsigned quote = cells->quote;
  const uint64_t null_lengths = cells->null_lengths;
  const int is_first = position == 0, is_last = position == width - 1;
  for (size_t at = 0; at < count; at++) {
    size_t row = picked ? picked[at] : at;
    const uint32_t *fields = ends + row * width;
    uint32_t start = is_first ? rows[row].start : (fields[position - 1] & offset_mask) + 1;
    uint32_t end = is_last ? rows[row].start + (uint32_t)rows[row].length : fields[position] & offset_mask;
    size_t n = end - start;
    if (n > 0 && bytes[start] == quote) {
      if (cells->noted == SLUICE_CSV_NOTE_ESCAPED && n >= 2 && bytes[end - 1] == quote && !memchr(bytes + start + 1, (int)quote, n - 2)) {
        out[at].start = start + 1;
        out[at].length = (int32_t)n - 2;
      } else {
        out[at].start = start;
        out[at].length = (int32_t)n;
        rewrite[noted++] = (uint32_t)at;
      }
    } else if (n < 64 && null_lengths >> n & 1 && (n == 0 || is_null(bytes + start, n, cells))) {
      out[at].start = 0;
      out[at].length = -1;
    } else {
      out[at].start = start;
      out[at].length = (int32_t)n;
      if (cells->noted == SLUICE_CSV_NOTE_ALL && n > 1) rewrite[noted++] = (uint32_t)at;
    }
  }
  return noted;
}

size_t sluice_csv_unquote(uint8_t *out, const uint8_t *in, size_t n, uint8_t quote, size_t readable) {
  uint8_t *start = out;
  size_t at = 0;
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8((char)quote);
  while (at < n && readable - at >= 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(in + at));
    _mm_storeu_si128((__m128i *)out, bytes);
    size_t left = n - at;
    uint32_t marks = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted));
    if (left < 16) marks &= (1u << left) - 1;
    if (marks == 0) {
      size_t step = left < 16 ? left : 16;
      at += step;
      out += step;
      continue;
    }
    size_t kept = (size_t)__builtin_ctz(marks) + 1;
    out += kept;
    at += kept;
    if (at < n && in[at] == quote) at++;
  }
#endif
  while (at < n) {
    *out++ = in[at];
    if (in[at] == quote && at + 1 < n && in[at + 1] == quote) at++;
    at++;
  }
  return (size_t)(out - start);
}
