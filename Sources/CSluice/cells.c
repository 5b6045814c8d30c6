#include "cells.h"

#include <string.h>

#include "json.h"

size_t sluice_cells_measure(const sluice_slice *slices, size_t count, int *is_narrow) {
  size_t total = 0;
  int32_t longest = 0;
  for (size_t row = 0; row < count; row++) {
    int32_t n = slices[row].length;
    total += n > 0 ? (size_t)n : 0;
    longest = n > longest ? n : longest;
  }
  *is_narrow = longest < 254;
  return total;
}

size_t sluice_cells_pack(const sluice_cells *cells, size_t count, int is_narrow, uint8_t *out) {
  uint8_t *at = out + (is_narrow ? count : 4 * count);
  for (size_t row = 0; row < count; row++) {
    int32_t n = cells->slices[row].length;
    if (is_narrow) {
      out[row] = n >= 0 ? (uint8_t)n : n == -2 ? 254 : 255;
    } else {
      memcpy(out + 4 * row, &n, 4);
    }
    if (n <= 0) continue;
    size_t start = cells->slices[row].start;
    at += sluice_copy(at, cells->block + start, (size_t)n, cells->capacity - start);
  }
  return (size_t)(at - out);
}

size_t sluice_cells_unpack(const uint8_t *bytes, size_t at, size_t limit, size_t count, int is_narrow,
                           sluice_slice *out) {
  size_t width = is_narrow ? 1 : 4;
  if (limit < at || (limit - at) / width < count) return 0;
  size_t start = at + width * count;
  for (size_t row = 0; row < count; row++) {
    int32_t n;
    if (is_narrow) {
      uint8_t byte = bytes[at + row];
      n = byte < 254 ? byte : byte == 254 ? -2 : -1;
    } else {
      memcpy(&n, bytes + at + 4 * row, 4);
    }
    out[row].start = n >= 0 ? (uint32_t)start : 0;
    out[row].length = n;
    start += n >= 0 ? (size_t)n : 0;
  }
  return start <= limit ? start : 0;
}

static inline size_t slice_bytes(const sluice_slice *slices, size_t rows) {
  size_t total = 0;
  for (size_t row = 0; row < rows; row++) total += slices[row].length > 0 ? (size_t)slices[row].length : 0;
  return total;
}

size_t sluice_keys_room(const sluice_term *terms, size_t count, size_t rows) {
  size_t room = 16;
  for (size_t at = 0; at < count; at++) {
    switch (terms[at].kind) {
      case SLUICE_TERM_TEXT: room += 3 * rows + 2 * slice_bytes(terms[at].values, rows); break;
      case SLUICE_TERM_BYTES: room += rows + slice_bytes(terms[at].values, rows); break;
      case SLUICE_TERM_INSTANT: room += 13 * rows; break;
      default: room += 2 * rows; break;
    }
  }
  return room;
}

static inline uint8_t *text_key(uint8_t *out, const uint8_t *in, size_t n, size_t readable) {
  if (!memchr(in, 0, n)) {
    out += sluice_copy(out, in, n, readable);
  } else {
    for (size_t at = 0; at < n; at++) {
      *out++ = in[at];
      if (in[at] == 0) *out++ = 0xff;
    }
  }
  out[0] = out[1] = 0;
  return out + 2;
}

static inline uint8_t *instant_key(uint8_t *out, sluice_instant time) {
  uint64_t seconds = __builtin_bswap64((uint64_t)time.seconds ^ (uint64_t)1 << 63);
  uint32_t nanoseconds = __builtin_bswap32((uint32_t)time.nanoseconds);
  memcpy(out, &seconds, 8);
  memcpy(out + 8, &nanoseconds, 4);
  return out + 12;
}

size_t sluice_keys(const sluice_term *terms, size_t count, size_t rows, uint8_t *out, sluice_slice *keys) {
  uint8_t *const base = out;
  for (size_t row = 0; row < rows; row++) {
    uint8_t *const first = out;
    for (size_t at = 0; at < count; at++) {
      const sluice_term *term = terms + at;
      uint8_t *const start = out;
      *out++ = 0x7f;
      int is_present = 1;
      switch (term->kind) {
        case SLUICE_TERM_TEXT:
        case SLUICE_TERM_BYTES: {
          sluice_slice slice = ((const sluice_slice *)term->values)[row];
          if (slice.length < 0) {
            is_present = 0;
            break;
          }
          const uint8_t *in = term->block + slice.start;
          size_t n = (size_t)slice.length, readable = term->capacity - slice.start;
          if (term->kind == SLUICE_TERM_TEXT) {
            out = text_key(out, in, n, readable);
          } else {
            out += sluice_copy(out, in, n, readable);
          }
          break;
        }
        case SLUICE_TERM_INSTANT: {
          sluice_instant time = ((const sluice_instant *)term->values)[row];
          if (time.nanoseconds < 0) {
            is_present = 0;
          } else {
            out = instant_key(out, time);
          }
          break;
        }
        default: {
          uint8_t truth = ((const uint8_t *)term->values)[row];
          if (truth < 2) {
            *out++ = truth;
          } else {
            is_present = 0;
          }
        }
      }
      if (!is_present) {
        *start = term->nulls_first ? 0x00 : 0xff;
        out = start + 1;
      } else if (term->descending) {
        for (uint8_t *byte = start + 1; byte < out; byte++) *byte = (uint8_t)~*byte;
      }
    }
    keys[row].start = (uint32_t)(first - base);
    keys[row].length = (int32_t)(out - first);
  }
  return (size_t)(out - base);
}

static inline size_t record_bytes(const sluice_cells *keys, const sluice_cells *more, size_t row) {
  size_t extra = more->slices && more->slices[row].length > 0 ? (size_t)more->slices[row].length : 0;
  return SLUICE_RECORD_HEAD + (size_t)keys->slices[row].length + extra;
}

void sluice_deal(const uint64_t *hashes, const sluice_cells *keys, const sluice_cells *more, size_t rows,
                 uint64_t mask, uint8_t *out, uint32_t *ends) {
  // First the sizes, then where each partition begins, which moves to its end while records are written.
  memset(ends, 0, (mask + 1) * sizeof *ends);
  for (size_t row = 0; row < rows; row++)
    if (keys->slices[row].length >= 0)
      ends[hashes[2 * row + 1] & mask] += (uint32_t)record_bytes(keys, more, row);
  uint32_t next = 0;
  for (uint64_t part = 0; part <= mask; part++) {
    uint32_t size = ends[part];
    ends[part] = next;
    next += size;
  }
  for (size_t row = 0; row < rows; row++) {
    sluice_slice key = keys->slices[row];
    if (key.length < 0) continue;
    uint32_t *end = ends + (hashes[2 * row + 1] & mask);
    uint8_t *at = out + *end;
    *end += (uint32_t)record_bytes(keys, more, row);
    sluice_slice extra = {0, 0};
    if (more->slices && more->slices[row].length > 0) extra = more->slices[row];
    uint32_t head[3] = {(uint32_t)row, (uint32_t)key.length, (uint32_t)extra.length};
    memcpy(at, hashes + 2 * row, 8);
    memcpy(at + 8, head, 12);
    at += SLUICE_RECORD_HEAD;
    // Exactly its bytes: the record behind it may have been written already.
    memcpy(at, keys->block + key.start, (size_t)key.length);
    if (extra.length) memcpy(at + key.length, more->block + extra.start, (size_t)extra.length);
  }
}
