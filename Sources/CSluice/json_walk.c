#include "json_walk.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline size_t blanks(const uint8_t *p, size_t i, size_t n) {
  while (i < n && (p[i] == ' ' || p[i] == '\n' || p[i] == '\r' || p[i] == '\t')) i++;
  return i;
}

static inline int is_hex(uint8_t b) {
  return (uint8_t)(b - '0') < 10 || (uint8_t)((b | 0x20) - 'a') < 6;
}

// `i` stands behind the opening quote; returns the offset behind the closing one, or n + 1 with *bad set.
static inline size_t string_end(const uint8_t *p, size_t i, size_t n, size_t *bad) {
  for (;;) {
#if defined(__SSE2__)
    while (i + 16 <= n) {
      __m128i x = _mm_loadu_si128((const __m128i *)(p + i));
      __m128i q = _mm_cmpeq_epi8(x, _mm_set1_epi8('"'));
      __m128i b = _mm_cmpeq_epi8(x, _mm_set1_epi8('\\'));
      __m128i c = _mm_cmpeq_epi8(_mm_max_epu8(x, _mm_set1_epi8(0x1f)), _mm_set1_epi8(0x1f));
      unsigned m = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(q, b), c));
      if (m) {
        i += (unsigned)__builtin_ctz(m);
        break;
      }
      i += 16;
    }
#endif
    while (i < n && p[i] != '"' && p[i] != '\\' && p[i] >= 0x20) i++;
    if (i >= n || p[i] < 0x20) {
      *bad = i;
      return n + 1;
    }
    if (p[i] == '"') return i + 1;
    if (i + 1 >= n) {
      *bad = i;
      return n + 1;
    }
    switch (p[i + 1]) {
      case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't':
        i += 2;
        break;
      case 'u':
        if (i + 6 > n || !is_hex(p[i + 2]) || !is_hex(p[i + 3]) || !is_hex(p[i + 4]) ||
            !is_hex(p[i + 5])) {
          *bad = i;
          return n + 1;
        }
        i += 6;
        break;
      default:
        *bad = i;
        return n + 1;
    }
  }
}

static inline int is_digit(uint8_t b) { return (uint8_t)(b - '0') < 10; }

// The offset behind a number that begins at i; i itself when there is none.
static inline size_t number_end(const uint8_t *p, size_t i, size_t n) {
  size_t at = i;
  if (at < n && p[at] == '-') at++;
  if (at >= n || !is_digit(p[at])) return i;
  if (p[at] == '0') {
    at++;
  } else {
    while (at < n && is_digit(p[at])) at++;
  }
  if (at < n && p[at] == '.') {
    at++;
    if (at >= n || !is_digit(p[at])) return i;
    while (at < n && is_digit(p[at])) at++;
  }
  if (at < n && (p[at] | 0x20) == 'e') {
    at++;
    if (at < n && (p[at] == '+' || p[at] == '-')) at++;
    if (at >= n || !is_digit(p[at])) return i;
    while (at < n && is_digit(p[at])) at++;
  }
  return at;
}

static inline size_t scalar_end(const uint8_t *p, size_t i, size_t n, size_t *bad) {
  switch (p[i]) {
    case '"': return string_end(p, i + 1, n, bad);
    case 't':
      if (i + 4 <= n && !memcmp(p + i, "true", 4)) return i + 4;
      break;
    case 'f':
      if (i + 5 <= n && !memcmp(p + i, "false", 5)) return i + 5;
      break;
    case 'n':
      if (i + 4 <= n && !memcmp(p + i, "null", 4)) return i + 4;
      break;
    default: {
      size_t e = number_end(p, i, n);
      if (e != i) return e;
    }
  }
  *bad = i;
  return n + 1;
}

int sluice_json_value(const uint8_t *p, size_t i, size_t n, size_t *end) {
  uint8_t is_object[SLUICE_JSON_MAX_DEPTH];
  size_t depth = 0, bad = 0;
  i = blanks(p, i, n);
  for (;;) {
    // A value begins at i.
    if (i >= n) {
      *end = i;
      return SLUICE_JSON_SYNTAX;
    }
    if (p[i] == '{' || p[i] == '[') {
      if (depth == SLUICE_JSON_MAX_DEPTH) {
        *end = i;
        return SLUICE_JSON_DEEP;
      }
      uint8_t object = p[i] == '{';
      size_t next = blanks(p, i + 1, n);
      if (next < n && p[next] == (object ? '}' : ']')) {
        i = next + 1;
      } else {
        is_object[depth++] = object;
        i = next;
        if (object) goto key;
        continue;
      }
    } else {
      size_t e = scalar_end(p, i, n, &bad);
      if (e > n) {
        *end = bad;
        return SLUICE_JSON_SYNTAX;
      }
      i = e;
    }
    // A value ended at i.
    for (;;) {
      if (depth == 0) {
        *end = i;
        return SLUICE_JSON_OK;
      }
      i = blanks(p, i, n);
      if (i >= n) {
        *end = i;
        return SLUICE_JSON_SYNTAX;
      }
      if (p[i] == ',') {
        i = blanks(p, i + 1, n);
        break;
      }
      if (p[i] != (is_object[depth - 1] ? '}' : ']')) {
        *end = i;
        return SLUICE_JSON_SYNTAX;
      }
      i++;
      depth--;
    }
    if (!is_object[depth - 1]) continue;
  key:
    if (i >= n || p[i] != '"') {
      *end = i;
      return SLUICE_JSON_SYNTAX;
    }
    i = string_end(p, i + 1, n, &bad);
    if (i > n) {
      *end = bad;
      return SLUICE_JSON_SYNTAX;
    }
    i = blanks(p, i, n);
    if (i >= n || p[i] != ':') {
      *end = i;
      return SLUICE_JSON_SYNTAX;
    }
    i = blanks(p, i + 1, n);
  }
}

// Whether a line feed or carriage return stands among n bytes.
static inline int has_line_break(const uint8_t *p, size_t n) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i feed = _mm_set1_epi8('\n'), carriage = _mm_set1_epi8('\r');
  for (; i + 16 <= n; i += 16) {
    __m128i x = _mm_loadu_si128((const __m128i *)(p + i));
    if (_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(x, feed), _mm_cmpeq_epi8(x, carriage)))) return 1;
  }
#endif
  for (; i < n; i++)
    if (p[i] == '\n' || p[i] == '\r') return 1;
  return 0;
}

sluice_json_notes sluice_json_column(const uint8_t *bytes, sluice_slice *cells, size_t count, uint32_t *failed,
                                     uint32_t *broken) {
  sluice_json_notes notes = {0, 0};
  for (size_t row = 0; row < count; row++) {
    if (cells[row].length < 0) continue;
    const uint8_t *p = bytes + cells[row].start;
    size_t n = (size_t)cells[row].length, start = blanks(p, 0, n), end;
    if (sluice_json_value(p, start, n, &end) != SLUICE_JSON_OK || blanks(p, end, n) != n) {
      failed[notes.failed++] = (uint32_t)row;
      continue;
    }
    if (p[start] == 'n') {
      cells[row] = (sluice_slice){0, -1};
      continue;
    }
    cells[row].start += (uint32_t)start;
    cells[row].length = (int32_t)(end - start);
    if (has_line_break(p + start, end - start)) broken[notes.broken++] = (uint32_t)row;
  }
  return notes;
}

static inline int has_backslash8(const uint8_t *p) {
  uint64_t x;
  memcpy(&x, p, 8);
  x ^= 0x5c5c5c5c5c5c5c5c;
  return ((x - 0x0101010101010101) & ~x & 0x8080808080808080) != 0;
}

static inline int has_backslash16(const uint8_t *p) {
#if defined(__SSE2__)
  __m128i x = _mm_loadu_si128((const __m128i *)p);
  return _mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8('\\'))) != 0;
#else
  return has_backslash8(p) | has_backslash8(p + 8);
#endif
}

// The last step goes over bytes again that were looked at before.
static inline int has_backslash(const uint8_t *p, size_t n) {
  if (n >= 16) {
    for (size_t i = 0; i + 16 < n; i += 16)
      if (has_backslash16(p + i)) return 1;
    return has_backslash16(p + n - 16);
  }
  if (n >= 8) return has_backslash8(p) | has_backslash8(p + n - 8);
  for (size_t i = 0; i < n; i++)
    if (p[i] == '\\') return 1;
  return 0;
}

size_t sluice_json_unquote(const uint8_t *bytes, sluice_slice *cells, size_t count, uint32_t *escaped) {
  size_t noted = 0;
  for (size_t row = 0; row < count; row++) {
    sluice_slice cell = cells[row];
    if (cell.length < 2 || bytes[cell.start] != '"') continue;
    if (has_backslash(bytes + cell.start, (size_t)cell.length)) {
      escaped[noted++] = (uint32_t)row;
    } else {
      cells[row] = (sluice_slice){cell.start + 1, cell.length - 2};
    }
  }
  return noted;
}

static inline int same_name(const sluice_members *m, size_t column, const uint8_t *key, size_t length) {
  uint32_t start = column ? m->name_ends[column - 1] : 0;
  return m->name_ends[column] - start == length && !memcmp(m->names + start, key, length);
}

static inline uint32_t hex4(const uint8_t *p) {
  uint32_t unit = 0;
  for (int k = 0; k < 4; k++)
    unit = unit << 4 | (uint32_t)(p[k] <= '9' ? p[k] - '0' : (p[k] | 0x20) - 'a' + 10);
  return unit;
}

// Reads one character of a checked string into at most four bytes; half a surrogate pair is U+FFFD.
static size_t character(const uint8_t *p, size_t i, size_t n, uint8_t *out, size_t *count) {
  *count = 1;
  if (p[i] != '\\') {
    out[0] = p[i];
    return i + 1;
  }
  switch (p[i + 1]) {
    case 'b': out[0] = '\b'; return i + 2;
    case 'f': out[0] = '\f'; return i + 2;
    case 'n': out[0] = '\n'; return i + 2;
    case 'r': out[0] = '\r'; return i + 2;
    case 't': out[0] = '\t'; return i + 2;
    case 'u': break;
    default: out[0] = p[i + 1]; return i + 2;
  }
  uint32_t unit = hex4(p + i + 2);
  i += 6;
  if ((unit & 0xfc00) == 0xd800 && i + 6 <= n && p[i] == '\\' && p[i + 1] == 'u') {
    uint32_t low = hex4(p + i + 2);
    if ((low & 0xfc00) == 0xdc00) {
      unit = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
      i += 6;
    }
  }
  if ((unit & 0xfffff800) == 0xd800) unit = 0xfffd;
  if (unit < 0x80) {
    out[0] = (uint8_t)unit;
  } else if (unit < 0x800) {
    *count = 2;
    out[0] = (uint8_t)(0xc0 | unit >> 6);
  } else if (unit < 0x10000) {
    *count = 3;
    out[0] = (uint8_t)(0xe0 | unit >> 12);
  } else {
    *count = 4;
    out[0] = (uint8_t)(0xf0 | unit >> 18);
  }
  for (size_t k = 1; k < *count; k++)
    out[k] = (uint8_t)(0x80 | (unit >> (6 * (*count - 1 - k)) & 0x3f));
  return i;
}

// Whether a key that has escapes spells a column's name.
static int spells_name(const sluice_members *m, size_t column, const uint8_t *key, size_t length) {
  uint32_t at = column ? m->name_ends[column - 1] : 0, end = m->name_ends[column];
  uint8_t bytes[4];
  size_t i = 0, count;
  while (i < length) {
    i = character(key, i, length, bytes, &count);
    if (end - at < count || memcmp(m->names + at, bytes, count)) return 0;
    at += (uint32_t)count;
  }
  return at == end;
}

// The column that a key names; `columns` when none. The hint is tried first.
static inline size_t column_of(const sluice_members *m, size_t hint, const uint8_t *key,
                               size_t length, int raw_may_mislead) {
  size_t columns = m->columns;
  if (!raw_may_mislead || !memchr(key, '\\', length)) {
    if (hint < columns && same_name(m, hint, key, length)) return hint;
    for (size_t c = 0; c < columns; c++)
      if (same_name(m, c, key, length)) return c;
  }
  if (!memchr(key, '\\', length)) return columns;
  if (hint < columns && spells_name(m, hint, key, length)) return hint;
  for (size_t c = 0; c < columns; c++)
    if (spells_name(m, c, key, length)) return c;
  return columns;
}

// A column's name as the key of a member: `"name":`.
typedef struct {
  uint8_t bytes[32];
  uint32_t used;  // a bit for each byte of the key
  uint32_t length;  // of the name
} key_text;

// The keys of the first columns; returns how many. One whose name is too long or has to be escaped matches nothing.
static size_t key_texts(const sluice_members *m, key_text *keys, size_t room) {
  size_t count = m->columns < room ? m->columns : room;
  for (size_t column = 0, start = 0; column < count; start = m->name_ends[column++]) {
    const uint8_t *name = m->names + start;
    size_t length = m->name_ends[column] - start, at = 0;
    while (at < length && name[at] >= 0x20 && name[at] != '"' && name[at] != '\\') at++;
    keys[column] = (key_text){{0}, ~(uint32_t)0, 0};
    if (at < length || length + 3 > sizeof keys->bytes) continue;
    keys[column].bytes[0] = keys[column].bytes[length + 1] = '"';
    memcpy(keys[column].bytes + 1, name, length);
    keys[column].bytes[length + 2] = ':';
    keys[column].used = (uint32_t)(((uint64_t)1 << (length + 3)) - 1);
    keys[column].length = (uint32_t)length;
  }
  return count;
}

// Whether the key stands at p, where there are 32 bytes.
static inline int has_key(const uint8_t *p, const key_text *key) {
#if defined(__SSE2__)
  const __m128i *there = (const __m128i *)p, *wanted = (const __m128i *)key->bytes;
  __m128i low = _mm_cmpeq_epi8(_mm_loadu_si128(there), _mm_loadu_si128(wanted));
  __m128i high = _mm_cmpeq_epi8(_mm_loadu_si128(there + 1), _mm_loadu_si128(wanted + 1));
  uint32_t same = (uint32_t)_mm_movemask_epi8(low) | (uint32_t)_mm_movemask_epi8(high) << 16;
  return (same & key->used) == key->used;
#else
  return !memcmp(p, key->bytes, key->length + 3);
#endif
}

size_t sluice_ndjson_walk(const uint8_t *bytes, const sluice_slice *lines, size_t rows,
                          const sluice_members *members, sluice_slice *cells, uint8_t *status,
                          uint32_t *error, sluice_unknown *unknown, size_t room) {
  size_t noted = 0, columns = members->columns;
  // A name with a backslash looks like another one's escape.
  int raw_may_mislead =
      columns && memchr(members->names, '\\', members->name_ends[columns - 1]) != NULL;
  key_text keys[32];
  size_t known = key_texts(members, keys, 32);
  for (size_t at = 0; at < columns * rows; at++) cells[at] = (sluice_slice){0, -2};
  for (size_t row = 0; row < rows; row++) {
    size_t i = lines[row].start, n = i + (size_t)lines[row].length, bad = 0;
    status[row] = SLUICE_JSON_SYNTAX;
    i = blanks(bytes, i, n);
    if (i >= n || bytes[i] != '{') {
      size_t end;
      status[row] = i < n && sluice_json_value(bytes, i, n, &end) == SLUICE_JSON_OK &&
                            blanks(bytes, end, n) == n
                        ? SLUICE_JSON_NOT_OBJECT
                        : SLUICE_JSON_SYNTAX;
      error[row] = (uint32_t)i;
      continue;
    }
    // Most dumps write the keys of every row in one order: the next key is tried first.
    size_t hint = 0;
    i = blanks(bytes, i + 1, n);
    if (i < n && bytes[i] == '}') {
      i = blanks(bytes, i + 1, n);
      if (i == n) status[row] = SLUICE_JSON_OK;
      error[row] = (uint32_t)i;
      continue;
    }
    for (;;) {
      size_t key = i + 1, length, column = columns;
      if (hint < known && i + 32 <= n && has_key(bytes + i, &keys[hint])) {
        column = hint;
        length = keys[hint].length;
        i = key + length + 2;
      } else {
        if (i >= n || bytes[i] != '"') {
          bad = i;
          break;
        }
        i = string_end(bytes, key, n, &bad);
        if (i > n) break;
        length = i - 1 - key;
        i = blanks(bytes, i, n);
        if (i >= n || bytes[i] != ':') {
          bad = i;
          break;
        }
        i++;
      }
      i = blanks(bytes, i, n);
      size_t start = i, end = 0;
      if (i >= n) {
        bad = i;
        break;
      }
      if (bytes[i] == '{' || bytes[i] == '[') {
        int code = sluice_json_value(bytes, i, n, &end);
        if (code != SLUICE_JSON_OK) {
          status[row] = (uint8_t)code;
          bad = end;
          break;
        }
      } else {
        end = scalar_end(bytes, i, n, &bad);
        if (end > n) break;
      }
      if (column == columns) column = column_of(members, hint, bytes + key, length, raw_may_mislead);
      if (column < columns) {
        hint = column + 1;
        sluice_slice *cell = &cells[column * rows + row];
        if (cell->length != -2) {
          status[row] = SLUICE_JSON_DUPLICATE;
          bad = key;
          break;
        }
        cell->start = (uint32_t)start;
        cell->length = bytes[start] == 'n' ? -1 : (int32_t)(end - start);
      } else {
        size_t u = 0;
        while (u < noted && !(unknown[u].length == length &&
                              !memcmp(bytes + unknown[u].start, bytes + key, length)))
          u++;
        if (u == noted && noted < room)
          unknown[noted++] = (sluice_unknown){(uint32_t)row, (uint32_t)key, (uint32_t)length};
      }
      i = blanks(bytes, end, n);
      if (i < n && bytes[i] == ',') {
        i = blanks(bytes, i + 1, n);
        continue;
      }
      if (i < n && bytes[i] == '}') {
        i = blanks(bytes, i + 1, n);
        if (i == n) {
          status[row] = SLUICE_JSON_OK;
          break;
        }
      }
      bad = i;
      break;
    }
    error[row] = (uint32_t)bad;
  }
  return noted;
}
